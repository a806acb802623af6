import type { ApplyReport } from '../../contract/requests.ts';
import type { PlanView } from '../../contract/snapshot.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Io } from './io.ts';
import { printJson, reportProblem } from './io.ts';

/** The plan as the CLI contract has it: `{changes, warnings}`. */
export function printPlan(io: Io, plan: PlanView, json: boolean): void {
  if (json) {
    printJson(io, {
      changes: plan.changes.map(({ path, client, bindings, exists, gitTracked, diff }) => {
        return { path, client, bindings, exists, gitTracked, diff };
      }),
      warnings: plan.warnings.map(({ code, message, path }) => ({ code, message, path })),
    });
    return;
  }
  for (const warning of plan.warnings) {
    io.err(`warning: ${warning.message}${warning.advice === null ? '' : ` ${warning.advice}`}`);
  }
  if (plan.changes.length === 0) {
    io.out('Nothing to change.');
    return;
  }
  for (const change of plan.changes) {
    io.out(change.diff.trimEnd());
    if (change.mode !== null) io.out(`# ${change.displayPath}: ${change.summary}`);
  }
}

/** Says which of these bindings and files could not be brought about and why; 0 when all were. Null stands for all bindings. */
export async function reportSkipped(
  engine: Engine,
  io: Io,
  bindings: readonly string[] | null,
  skipped: ApplyReport['skipped'],
): Promise<number> {
  const snapshot = await engine.api.request('state.get', {});
  if (!snapshot.ok) return reportProblem(io, snapshot.error, false);
  let code = 0;
  const said = new Set<string>();
  for (const binding of snapshot.value.bindings) {
    if (!binding.enabled || (bindings !== null && !bindings.includes(binding.id))) continue;
    const token = snapshot.value.tokens.find((candidate) => candidate.id === binding.tokenId);
    const problem = binding.problem ?? (binding.state === 'pending' ? (token?.error ?? null) : null);
    if (problem === null || said.has(problem.message)) continue;
    said.add(problem.message);
    code = reportProblem(io, problem, false);
  }
  for (const { problem } of skipped) {
    if (said.has(problem.message)) continue;
    said.add(problem.message);
    code = reportProblem(io, problem, false);
  }
  return code;
}
