import { failed, ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { ApplyReport, Parsed } from '../../contract/requests.ts';
import type { Core } from '../core.ts';
import { conflictingBindings } from '../plan/desired.ts';
import { switched } from '../settings/changes.ts';
import { prepareBinding } from './bindings.ts';

export type Login = {
  readonly bindingId: string;
  /** Bindings that were switched off, because they set the same lines. */
  readonly replaced: readonly string[];
  readonly report: ApplyReport;
};

/**
 * Adds, switches on and writes one binding; what stands in its way is switched off, as `aws codeartifact login` would replace it.
 * All or nothing: unless token and files can be had, neither settings nor files change.
 */
export async function login(core: Core, params: Parsed<'binding.add'>): Promise<Result<Login>> {
  const prepared = await prepareBinding(core, { ...params, enabled: true });
  if (!prepared.ok) return prepared;
  const { bindingId, token, change } = prepared.value;
  return core.exclusively(async () => {
    const state = await core.read();
    if (!state.ok) return state;
    const added = change(state.value.settings);
    if (!added.ok) return added;
    const conflicts = await conflictingBindings(added.value, bindingId, core.context);
    const replaced = conflicts.map((binding) => binding.id);
    const settings = switched(added.value, replaced, false);
    const plan = await core.plan({ ...state.value, settings });
    const refused = plan.refused.get(bindingId);
    if (refused !== undefined) return failed(refused);
    const issued = await core.broker.obtain(token);
    if (!issued.ok) return issued;
    const changed = await core.changeSettings(() => ok(settings));
    if (!changed.ok) return changed;
    const touched = new Set([bindingId, ...replaced]);
    const report = await core.apply({ only: (step) => step.bindings.some((binding) => touched.has(binding)) });
    return report.ok ? ok({ bindingId, replaced, report: report.value }) : report;
  });
}
