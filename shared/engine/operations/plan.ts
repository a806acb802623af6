import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Applied } from '../apply/apply.ts';
import { putBack } from '../apply/cleared.ts';
import type { Core } from '../core/core.ts';
import type { FilePlan } from '../plan/plan.ts';
import type { Step } from '../plan/plan-file.ts';
import { switchedBack } from '../state/changes.ts';
import type { Settings } from '../state/settings.ts';
import { applyReport } from './apply-report.ts';
import { isOfAny } from './bindings.ts';
import type { Handler } from './handler.ts';
import { withTokensFor, keepApplied } from './tokens.ts';
import { sameEntry } from '../editors/text/entry-path.ts';

export const applyPlanned: Handler<'plan.apply'> = async (core, { planId }) => {
  const applied = await core.applier.applyShown(planId, async (written) =>
    // What came out once is not taken out again when somebody else writes it anew.
    core.state.changeSettings((settings) => ok(withoutClearing(settings, written))),
  );
  if (!applied.ok) return applied;
  noteReport(core, applied.value);
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

/** Switches back what the last apply switched, and brings the files of those bindings in line. */
export const undoLast: Handler<'plan.undo'> = async (core) => {
  const before = await core.state.read();
  if (!before.ok) return before;
  const { settings, journal } = before.value;
  if (journal.lastApply === null) return failed(nothingToUndo());
  const { on, off } = journal.lastApply;
  const imagined = { ...before.value, settings: switchedBack(settings, journal.lastApply) };
  return withTokensFor(core, imagined, [...on, ...off], async (answers) =>
    core.state.exclusively(async () => {
      const state = await core.state.read();
      if (!state.ok) return state;
      const { lastApply } = state.value.journal;
      if (lastApply === null) return failed(nothingToUndo());
      const changed = await core.state.changeSettings((current) => ok(switchedBack(current, lastApply)));
      if (!changed.ok) return changed;
      const { cleared } = state.value.journal;
      const back = cleared?.at === lastApply.at ? await putBack(state.value.journal) : null;
      const touched = [...lastApply.on, ...lastApply.off];
      const restored = await core.applier.applyFor(touched, isOfAny(touched), answers);
      if (!restored.ok) {
        const unchanged = await core.state.changeSettings(() => ok(state.value.settings));
        return unchanged.ok ? restored : unchanged;
      }
      const report = ok(back === null ? restored.value : both(restored.value, back));
      const after = await core.state.read();
      if (!after.ok) return after;
      const saved = await core.state.writeJournal({ ...after.value.journal, lastApply: null, cleared: undefined });
      if (!saved.ok && report.value.written.length === 0) return saved;
      core.activity.note('undone', `Took the last apply back: ${filesOf(report.value)}`);
      return applyReport(core, report.value);
    }),
  );
};

function nothingToUndo(): Problem {
  return problemOf('nothingToUndo', 'There is no apply to take back.', {
    advice: 'Look at what is on.',
    command: 'codeartifact-tray list',
  });
}

function both(applied: Applied, back: Pick<Applied, 'written' | 'skipped'>): Applied {
  return {
    ...applied,
    written: [...new Set([...back.written, ...applied.written])],
    skipped: [...back.skipped, ...applied.skipped],
  };
}

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

function noteReport(core: Core, report: Applied): void {
  if (report.written.length > 0) core.activity.note('applied', `Wrote ${filesOf(report)}`);
  const reasons = new Set(report.skipped.map(({ problem }) => problem.message));
  for (const reason of reasons) core.activity.note('problem', reason);
}

function filesOf(report: Applied): string {
  return report.written.length === 1 ? '1 file' : `${report.written.length} files`;
}
