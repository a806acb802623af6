import type { Finding } from '../../contract/doctor.ts';
import { ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { ApplyReport } from '../../contract/requests.ts';
import type { Applied } from '../apply/apply.ts';
import type { Core } from '../core/core.ts';

/** What was written, and what the doctor says of the bindings that it was written for. */
export async function applyReport(
  core: Core,
  { written, skipped, warnings, touched }: Applied,
): Promise<Result<ApplyReport>> {
  const findings = await findingsNow(core, touched);
  if (!findings.ok) return findings;
  const ofTouched = touched.flatMap((bindingId) =>
    (findings.value.get(bindingId) ?? []).map((finding) => ({ bindingId, ...finding })),
  );
  return ok({ written, skipped, warnings, findings: ofTouched });
}

/** What stands in the way of each of these bindings that is switched on, by its id. */
export async function findingsNow(
  core: Core,
  bindings: readonly string[],
): Promise<Result<ReadonlyMap<string, readonly Finding[]>>> {
  if (bindings.length === 0) return ok(new Map());
  const state = await core.state.read();
  return state.ok ? ok(await core.judge.after(state.value, await core.plan(state.value), new Set(bindings))) : state;
}
