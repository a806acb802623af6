import { ok } from '../../contract/problem.ts';
import type { Applied } from '../apply/apply.ts';
import type { FilePlan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { switchedBack } from '../state/changes.ts';
import type { Settings } from '../state/settings.ts';
import { applyReport } from './apply-report.ts';
import type { Handler } from './handler.ts';
import { filesOf, noteWrite } from './note-write.ts';
import { keepApplied, noteFetched } from './tokens.ts';
import { sameEntry } from '../editors/text/entry-path.ts';

export const applyPlanned: Handler<'plan.apply'> = async (core, { planId }) => {
  const applied = await core.applier.applyShown(planId, async (written) => {
    const state = await core.state.read();
    if (!state.ok || state.value.settings.clearing === undefined) return state;
    // What came out once is not taken out again when somebody else writes it anew.
    return core.state.changeSettings((settings) => ok(withoutClearing(settings, written)));
  });
  if (!applied.ok) return applied;
  noteFetched(core, applied.value.fetched);
  noteWrite(core, 'applied', `Wrote ${filesOf(applied.value)}`, applied.value);
  return applyReport(core, applied.value);
};

/** Puts every switch back to where the files are. */
export const discardPlanned: Handler<'plan.discard'> = async (core) => {
  const discarded = await core.state.exclusively(async () => {
    const state = await core.state.read();
    if (!state.ok) return state;
    const plan = await core.plan(state.value);
    const on = plan.files.flatMap(unwrittenBindings);
    const off = plan.files.flatMap((file) => file.steps.flatMap((step) => leavingBindings(step)));
    return core.state.changeSettings((settings) => ok(switchedBack(withoutClearing(settings, null), { on, off })));
  });
  if (!discarded.ok) return discarded;
  // While a binding was off, refreshes passed its lines by.
  const settled = await keepApplied(core);
  if (!settled.ok) return settled;
  core.activity.note('switched', 'Discarded the pending changes');
  return ok({});
};

/** Without what waited to be cleared, but for what could not be written; null for nothing. */
function withoutClearing(settings: Settings, applied: Applied | null): Settings {
  const { clearing, ...rest } = settings;
  if (clearing === undefined) return settings;
  const skipped = new Set(applied?.skipped.map(({ path }) => path));
  const waiting = clearing.filter(({ path }) => skipped.has(path));
  return waiting.length === 0 ? rest : { ...rest, clearing: waiting };
}

/** Bindings that want a line which was never written for them; one that somebody changed since doesn't count. */
function unwrittenBindings({ steps, journal }: FilePlan): readonly string[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'set' || step.refresh) return [];
    const known = journal?.entries.find((entry) => sameEntry(entry.entry, step.entry));
    const written = known === undefined || known.earlier !== undefined ? [] : known.bindings;
    return step.bindings.filter((binding) => !written.includes(binding));
  });
}

/** Bindings whose lines would go. */
function leavingBindings(step: Step): readonly string[] {
  if (step.kind === 'restore') return step.bindings;
  return step.kind === 'set' ? step.replaces : [];
}
