import type { Command } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import { bindingCommand, newBindingOf } from '../options.ts';
import type { BindingCommandOptions } from '../options.ts';
import { planReport, skippedProblems } from '../plan-report.ts';
import type { Commands, Report, Session } from '../report.ts';

export function bindingCommands(program: Command, { report, perform }: Commands): void {
  bindingCommand(program, 'login')
    .description(
      'Sign a package manager in to a repository: adds the binding, switches it on, fetches the token, writes',
    )
    .option('--dry-run', 'show the change, write nothing and fetch no token')
    .action(async (options) =>
      report(options, async (session) =>
        options.dryRun === true ? previewLogin(session, options) : login(session, options),
      ),
    );

  bindingCommand(program, 'add')
    .description('Add a binding, switched off, and print its id')
    .action(async (options) =>
      report(options, async ({ engine }) => {
        const added = await engine.api.request('binding.add', newBindingOf(options, false));
        return added.ok ? ok({ json: { id: added.value.bindingId }, text: added.value.bindingId }) : added;
      }),
    );

  for (const enabled of [true, false]) {
    program
      .command(enabled ? 'enable' : 'disable')
      .argument('<binding>')
      .description(`Switch a binding ${enabled ? 'on' : 'off'}; "apply" then writes`)
      .action(async (bindingId) =>
        perform(async ({ engine }) => {
          const reply = await engine.api.request('binding.setEnabled', { bindingId, enabled });
          return reply.ok ? ok(0) : reply;
        }),
      );
  }

  program
    .command('remove')
    .argument('<binding>')
    .description('Bring back what stood in the files before, and forget the binding')
    .action(async (bindingId) =>
      perform(async ({ engine }) => {
        const reply = await engine.api.request('binding.remove', { bindingId });
        return reply.ok ? ok(0) : reply;
      }),
    );
}

async function previewLogin({ engine }: Session, options: BindingCommandOptions): Promise<Result<Report>> {
  const plan = await engine.terminal.previewLogin(newBindingOf(options, true));
  return plan.ok ? ok(planReport(plan.value)) : plan;
}

async function login({ engine, snapshot }: Session, options: BindingCommandOptions): Promise<Result<Report>> {
  const outcome = await engine.terminal.login(newBindingOf(options, true));
  if (!outcome.ok) return outcome;
  const { bindingId, replaced, report } = outcome.value;
  const after = await snapshot();
  if (!after.ok) return after;
  const problems = skippedProblems(after.value, (id) => id === bindingId, report.skipped);
  const last = problems.at(-1);
  if (last !== undefined) return ok({ json: { error: last }, text: '', problems });
  const { bindings, tokens } = after.value;
  const binding = bindings.find(({ id }) => id === bindingId);
  const expiresAt = tokens.find(({ id }) => id === binding?.tokenId)?.expiresAt ?? null;
  return ok({
    json: { id: bindingId, written: report.written, replaced, expiresAt },
    text: summary(options, report.written, expiresAt),
    notes: replaced.map((id) => `Switched ${id} off: it set the same lines.`),
  });
}

function summary(options: BindingCommandOptions, written: readonly string[], expiresAt: string | null): string {
  const what = `${options.tool} is signed in to ${options.domain}/${options.repository}`;
  const files = written.length === 0 ? 'Nothing had to be written' : `Wrote ${written.join(', ')}`;
  return `${what}. ${files}.${expiresAt === null ? '' : `\nThe token lasts until ${expiresAt}.`}`;
}
