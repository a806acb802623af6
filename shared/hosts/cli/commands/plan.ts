import type { Command } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { ApplyReport } from '../../../contract/requests.ts';
import type { Snapshot } from '../../../contract/snapshot.ts';
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
      report(options, async ({ snapshot }) => {
        const state = await snapshot();
        if (!state.ok) return state;
        const { plan } = state.value;
        const shown = planReport(plan);
        return ok({ ...shown, notes: [...(shown.notes ?? []), ...clearingText(plan)] });
      }),
    );

  program
    .command('apply')
    .description('Bring every file in line with every switched-on binding')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async (session) =>
        applyReport(session, await session.engine.api.request('plan.apply', {}), () => true),
      ),
    );

  program
    .command('undo')
    .description('Take the last apply back')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async (session) => {
        const before = await session.snapshot();
        const undone = await applyReport(session, await session.engine.api.request('plan.undo', {}), () => false);
        const after = await session.snapshot();
        if (!undone.ok || !before.ok || !after.ok) return undone;
        const text = [undone.value.text, ...switchedLines(before.value, after.value)].join('\n');
        return ok({ ...undone.value, text });
      }),
    );
}

async function applyReport(
  { snapshot }: Session,
  applied: Result<ApplyReport>,
  isConcerned: (bindingId: string) => boolean,
): Promise<Result<Report>> {
  if (!applied.ok) return applied;
  const { written, skipped, warnings, findings } = applied.value;
  const wrote = written.length > 0;
  const text = written.length === 0 ? 'Nothing to change.' : writtenText(written).join('\n');
  const after = await snapshot();
  if (!after.ok) return ok({ json: applied.value, text, problems: [after.error], wrote });
  const problems = skippedProblems(after.value, isConcerned, skipped);
  const notes = [...warningNotes(warnings), ...findingNotes(after.value, findings)];
  return ok({ json: applied.value, text, notes, problems, wrote });
}

/** The bindings that are on in one snapshot and off in the other. */
function switchedLines(before: Snapshot, after: Snapshot): readonly string[] {
  return after.bindings.flatMap((binding) => {
    const was = before.bindings.find(({ id }) => id === binding.id);
    if (was === undefined || was.enabled === binding.enabled) return [];
    return [`Switched ${onOff(binding.enabled)}: ${bindingText(binding, after)}.`];
  });
}
