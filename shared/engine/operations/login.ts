import { failed, ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { ApplyReport, Parsed } from '../../contract/requests.ts';
import type { Core } from '../core.ts';
import { conflictingBindings } from '../plan/desired.ts';
import { switched } from '../state/changes.ts';
import type { LedgerEntry } from '../state/ledger.ts';
import { refreshAt } from '../tokens/schedule.ts';
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
    const known = state.value.ledger.tokens[token.id];
    // Who logs in wants to work for a while. When it fails, the token that lives still serves.
    if (isAboutToEnd(known, core.ports.clock.now())) await core.renew(token, known);
    const issued = await core.obtain(token);
    if (!issued.ok) return issued;
    const changed = await core.changeSettings(() => ok(settings));
    if (!changed.ok) return changed;
    const touched = new Set([bindingId, ...replaced]);
    const report = await core.apply({
      only: (step) => step.bindings.some((binding) => touched.has(binding)),
      concerning: [...touched],
    });
    if (!report.ok) return report;
    const [skipped] = report.value.skipped;
    if (skipped === undefined || report.value.written.length > 0) {
      return ok({ bindingId, replaced, report: report.value });
    }
    const back = await core.changeSettings(() => ok(state.value.settings));
    return back.ok ? failed(skipped.problem) : back;
  });
}

function isAboutToEnd(entry: LedgerEntry | undefined, now: number): boolean {
  const token = entry?.token ?? null;
  return token !== null && token.expiresAt > now && refreshAt(token) <= now;
}
