import type { Command } from 'commander';
import type { Result } from '../../../contract/problem.ts';
import type { ApplyReport } from '../../../contract/requests.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { Io } from '../io.ts';
import { printJson, reportProblem } from '../io.ts';
import { printPlan, reportSkipped } from '../plan-output.ts';
import type { Run } from '../run.ts';

type JsonOption = { readonly json?: boolean };

export function planCommands(program: Command, run: Run): void {
  program
    .command('plan')
    .description('Show what apply would write, without any secret; writes and fetches nothing')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, { json = false }: JsonOption) => {
        const snapshot = await engine.api.request('state.get', {});
        const problem = snapshot.ok ? snapshot.value.problem : snapshot.error;
        if (problem !== null || !snapshot.ok) return problem === null ? 1 : reportProblem(io, problem, json);
        printPlan(io, snapshot.value.plan, json);
        return 0;
      }),
    );

  program
    .command('apply')
    .description('Bring every file in line with every switched-on binding')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, { json = false }: JsonOption) => {
        const report = await engine.api.request('plan.apply', {});
        return reportApply(engine, io, report, json, true);
      }),
    );

  program
    .command('undo')
    .description('Take the last apply back')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, { json = false }: JsonOption) => {
        const report = await engine.api.request('plan.undo', {});
        return reportApply(engine, io, report, json, false);
      }),
    );
}

async function reportApply(
  engine: Engine,
  io: Io,
  report: Result<ApplyReport>,
  json: boolean,
  all: boolean,
): Promise<number> {
  if (!report.ok) return reportProblem(io, report.error, json);
  if (json) printJson(io, report.value);
  else if (report.value.written.length === 0) io.out('Nothing to change.');
  else io.out(report.value.written.map((path) => `Wrote ${path}`).join('\n'));
  return reportSkipped(engine, io, all ? null : [], report.value.skipped);
}
