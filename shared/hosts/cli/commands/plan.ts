import type { Command } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { ApplyReport } from '../../../contract/requests.ts';
import type { BindingList, BindingProblem } from '../../../contract/parts.ts';
import { clearingText } from '../found-text.ts';
import { jsonOption } from '../options.ts';
import { findingNotes, planReport, skippedProblems, warningNotes } from '../plan-report.ts';
import type { Commands, Report, Session } from '../report.ts';
import { bindingText, onOff, writtenText } from '../words.ts';

export function planCommands(program: Command, { report }: Commands): void {
  program
    .command('plan')
    .description('Show what apply would write, without any secret; writes and fetches nothing')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request }) => {
        const plan = await request('plan.get', {});
        if (!plan.ok) return plan;
        const shown = planReport(plan.value);
        return ok({ ...shown, notes: [...(shown.notes ?? []), ...clearingText(plan.value)] });
      }),
    );

  program
    .command('apply')
    .description('Bring every file in line with every switched-on binding')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async (session) => {
        const applied = await session.request('plan.apply', {});
        const standing = applied.ok ? await session.request('binding.problems', {}) : ok([]);
        return applyReport(session, applied, standing);
      }),
    );

  program
    .command('undo')
    .description('Take the last apply back')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async (session) => {
        const before = await session.bindings();
        const undone = await applyReport(session, await session.request('plan.undo', {}), ok([]));
        const after = await session.bindings();
        if (!undone.ok || !before.ok || !after.ok) return undone;
        const text = [undone.value.text, ...switchedLines(before.value, after.value)].join('\n');
        return ok({ ...undone.value, text });
      }),
    );
}

async function applyReport(
  { bindings }: Session,
  applied: Result<ApplyReport>,
  standing: Result<readonly BindingProblem[]>,
): Promise<Result<Report>> {
  if (!applied.ok) return applied;
  const { written, skipped, warnings, findings } = applied.value;
  const wrote = written.length > 0;
  const text = written.length === 0 ? 'Nothing to change.' : writtenText(written).join('\n');
  if (!standing.ok) return ok({ json: applied.value, text, problems: [standing.error], wrote });
  const found = new Set(findings.map(({ bindingId }) => bindingId));
  const after = found.size === 0 ? ok({ bindings: [] }) : await bindings([...found]);
  if (!after.ok) return ok({ json: applied.value, text, problems: [after.error], wrote });
  const problems = skippedProblems(standing.value, skipped);
  const notes = [...warningNotes(warnings), ...findingNotes(after.value, findings)];
  return ok({ json: applied.value, text, notes, problems, wrote });
}

/** The bindings that are on in one snapshot and off in the other. */
function switchedLines(before: BindingList, after: BindingList): readonly string[] {
  return after.bindings.flatMap((binding) => {
    const was = before.bindings.find(({ id }) => id === binding.id);
    if (was === undefined || was.enabled === binding.enabled) return [];
    return [`Switched ${onOff(binding.enabled)}: ${bindingText(binding, after)}.`];
  });
}
