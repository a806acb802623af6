import type { Command } from 'commander';
import type { Result } from '../../../contract/problem.ts';
import type { ApplyReport } from '../../../contract/requests.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { Io } from '../io.ts';
import { printJson, reportProblem } from '../io.ts';
import { newBindingOf, withBindingOptions } from '../options.ts';
import type { BindingCommandOptions } from '../options.ts';
import { printPlan, reportSkipped } from '../plan-output.ts';
import type { Run } from '../run.ts';

export function bindingCommands(program: Command, run: Run): void {
  withBindingOptions(program.command('login'))
    .description(
      'Sign a package manager in to a repository: adds the binding, switches it on, fetches the token, writes',
    )
    .option('--dry-run', 'show the change, write nothing and fetch no token')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, options: BindingCommandOptions & { dryRun?: boolean; json?: boolean }) =>
        options.dryRun === true ? previewLogin(engine, io, options) : runLogin(engine, io, options),
      ),
    );

  withBindingOptions(program.command('add'))
    .description('Add a binding, switched off, and print its id')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, options: BindingCommandOptions & { json?: boolean }) => {
        const added = await engine.api.request('binding.add', newBindingOf(options, false));
        if (!added.ok) return reportProblem(io, added.error, options.json === true);
        if (options.json === true) printJson(io, { id: added.value.bindingId });
        else io.out(added.value.bindingId);
        return 0;
      }),
    );

  for (const enabled of [true, false]) {
    program
      .command(`${enabled ? 'enable' : 'disable'} <binding>`)
      .description(`Switch a binding ${enabled ? 'on' : 'off'}; "apply" then writes`)
      .action(
        run.engine(async (engine, io, _options, bindingId) =>
          done(io, await engine.api.request('binding.setEnabled', { bindingId: bindingId ?? '', enabled })),
        ),
      );
  }

  program
    .command('remove <binding>')
    .description('Bring back what stood in the files before, and forget the binding')
    .action(
      run.engine(async (engine, io, _options, bindingId) =>
        done(io, await engine.api.request('binding.remove', { bindingId: bindingId ?? '' })),
      ),
    );
}

async function runLogin(engine: Engine, io: Io, options: BindingCommandOptions & { json?: boolean }): Promise<number> {
  const json = options.json === true;
  const outcome = await engine.terminal.login(newBindingOf(options, true));
  if (!outcome.ok) return reportProblem(io, outcome.error, json);
  const { bindingId, replaced, report } = outcome.value;
  const skipped = await reportSkipped(engine, io, [bindingId], report.skipped);
  if (skipped !== 0) return skipped;
  for (const id of replaced) io.err(`Switched ${id} off: it set the same lines.`);
  const expiresAt = await expiryOf(engine, bindingId);
  if (json) printJson(io, { id: bindingId, written: report.written, replaced, expiresAt });
  else io.out(summary(options, report, expiresAt));
  return 0;
}

async function previewLogin(
  engine: Engine,
  io: Io,
  options: BindingCommandOptions & { json?: boolean },
): Promise<number> {
  const json = options.json === true;
  const plan = await engine.terminal.previewLogin(newBindingOf(options, true));
  if (!plan.ok) return reportProblem(io, plan.error, json);
  printPlan(io, plan.value, json);
  return 0;
}

async function expiryOf(engine: Engine, bindingId: string): Promise<string | null> {
  const snapshot = await engine.api.request('state.get', {});
  if (!snapshot.ok) return null;
  const binding = snapshot.value.bindings.find((candidate) => candidate.id === bindingId);
  return snapshot.value.tokens.find((token) => token.id === binding?.tokenId)?.expiresAt ?? null;
}

function summary(options: BindingCommandOptions, report: ApplyReport, expiresAt: string | null): string {
  const what = `${options.tool} is signed in to ${options.domain}/${options.repository}`;
  const files = report.written.length === 0 ? 'Nothing had to be written' : `Wrote ${report.written.join(', ')}`;
  return `${what}. ${files}.${expiresAt === null ? '' : `\nThe token lasts until ${expiresAt}.`}`;
}

function done(io: Io, result: Result<unknown>): number {
  return result.ok ? 0 : reportProblem(io, result.error, false);
}
