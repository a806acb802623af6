import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { ApplyReport } from '../../contract/requests.ts';
import type { Applied } from '../apply/apply.ts';
import { putBack } from '../apply/cleared.ts';
import { putTakenOver, withNotesOf, withTakenOver } from '../apply/taken-over.ts';
import type { Core } from '../core/core.ts';
import { displayPath } from '../files/display-path.ts';
import { isStillSo, switchesOf } from '../snapshot/activity-view.ts';
import type { LoggedEvent } from '../state/activity-log.ts';
import { switchedBack } from '../state/changes.ts';
import type { Journal, TakenOver } from '../state/journal.ts';
import type { State } from '../state/state.ts';
import { applyReport } from './apply-report.ts';
import { conflictOf, isOfAny } from './bindings.ts';
import type { Handler } from './handler.ts';
import { imaginedPlan } from './login.ts';
import { filesOf } from './note-write.ts';
import { withTokensFor } from './tokens.ts';

type Switched = Pick<NonNullable<Journal['lastApply']>, 'at' | 'on' | 'off'>;
/** What is to be switched back, of the state as it is then. */
type Choose = (state: State) => Result<Switched>;

/** Switches back what the last apply switched, and brings the files of those bindings in line. */
export const undoLast: Handler<'plan.undo'> = async (core) =>
  takeBack(core, ({ journal }) => (journal.lastApply === null ? failed(nothingToUndo()) : ok(journal.lastApply)));

/** The same for what an event of the activity switched. */
export const undoOne: Handler<'activity.undo'> = async (core, { id }) => {
  const event = core.activity.find(id);
  return takeBack(core, (state) => switchedIn(event, state));
};

export const previewUndo: Handler<'activity.previewUndo'> = async (core, { id }) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const chosen = switchedIn(core.activity.find(id), state.value);
  if (!chosen.ok) return chosen;
  const imagined = backIn(state.value, chosen.value);
  const conflict = await conflictAfter(core, imagined, chosen.value);
  if (conflict !== null) return failed(conflict);
  const { changes } = await imaginedPlan(core, imagined, isOfAny(bindingsOf(chosen.value)));
  const { home } = core.ports.environment;
  const taken = takenOverIn(chosen.value, state.value);
  const possible = await withTakenOver(state.value.journal, taken);
  if (!possible.ok) return possible;
  const files = [...(clearedBy(chosen.value, state.value)?.files ?? []), ...taken];
  return ok({
    changes,
    putBack: [...new Set(files.map(({ path }) => path))].map((path) => ({
      path,
      displayPath: displayPath(path, home),
    })),
  });
};

async function takeBack(core: Core, choose: Choose): Promise<Result<ApplyReport>> {
  const before = await core.state.read();
  if (!before.ok) return before;
  const chosen = choose(before.value);
  if (!chosen.ok) return chosen;
  return withTokensFor(core, backIn(before.value, chosen.value), bindingsOf(chosen.value), async (answers) =>
    core.state.exclusively(async () => {
      const state = await core.state.read();
      if (!state.ok) return state;
      const switches = choose(state.value);
      if (!switches.ok) return switches;
      const conflict = await conflictAfter(core, backIn(state.value, switches.value), switches.value);
      if (conflict !== null) return failed(conflict);
      const taken = takenOverIn(switches.value, state.value);
      const possible = await withTakenOver(state.value.journal, taken);
      if (!possible.ok) return possible;
      const changed = await core.state.changeSettings((current) => ok(switchedBack(current, switches.value)));
      if (!changed.ok) return changed;
      const back = clearedBy(switches.value, state.value) === null ? null : await putBack(state.value.journal);
      const touched = bindingsOf(switches.value);
      const restored = await core.applier.applyFor(touched, isOfAny(touched), answers);
      if (!restored.ok) {
        const unchanged = await core.state.changeSettings(() => ok(state.value.settings));
        return unchanged.ok ? restored : unchanged;
      }
      const switchedOnes = back === null ? restored.value : both(restored.value, back);
      const after = await core.state.read();
      if (!after.ok) return after;
      const standing = await withTakenOver(after.value.journal, taken);
      if (!standing.ok) return standing;
      const report = both(switchedOnes, await putTakenOver(standing.value));
      const noted = withNotesOf(after.value.journal, taken, core.ports.clock.now());
      const saved = await core.state.writeJournal(withoutApply(noted, state.value.journal, switches.value));
      if (!saved.ok && report.written.length === 0) return saved;
      const what = state.value.journal.lastApply?.at === switches.value.at ? 'the last apply' : 'an earlier apply';
      core.activity.note('undone', `Took ${what} back: ${filesOf(report)}`, report);
      return applyReport(core, report);
    }),
  );
}

/** What an event of the activity switched, as long as all of it is so; the last apply can always be taken back. */
function switchedIn(event: LoggedEvent | undefined, state: State): Result<Switched> {
  const switches = event?.switched;
  if (switches === undefined || !isStillSo(switches, switchesOf(state))) return failed(nothingToUndo());
  return ok(switches);
}

function backIn(state: State, switches: Switched): State {
  return { ...state, settings: switchedBack(state.settings, switches) };
}

function bindingsOf({ on, off }: Switched): readonly string[] {
  return [...on, ...off];
}

/** Lines that went with that apply alone; null where none did, or a later one made them be forgotten. */
function clearedBy({ at }: Switched, { journal }: State) {
  return journal.lastApply?.at === at && journal.cleared?.at === at ? journal.cleared : null;
}

/** Lines that the last apply alone took back from who had changed them. */
function takenOverIn({ at }: Switched, { journal }: State): readonly TakenOver[] {
  return journal.lastApply?.at === at ? (journal.lastApply.takenOver ?? []) : [];
}

/** Why what would be on again can't be. Nothing can have come in the way of the last apply's. */
async function conflictAfter(core: Core, { settings, journal }: State, { at, off }: Switched): Promise<Problem | null> {
  for (const id of journal.lastApply?.at === at ? [] : off) {
    const conflict = await conflictOf(core, settings, id);
    if (conflict !== null) return conflict;
  }
  return null;
}

/** The journal, of which the last apply is what is left of the one before: taking back is no apply. */
function withoutApply(after: Journal, { lastApply, cleared }: Journal, switches: Switched): Journal {
  if (lastApply === null || lastApply.at === switches.at) return { ...after, lastApply: null, cleared: undefined };
  const taken = new Set(bindingsOf(switches));
  const isLeft = (id: string) => !taken.has(id);
  return {
    ...after,
    lastApply: { ...lastApply, on: lastApply.on.filter(isLeft), off: lastApply.off.filter(isLeft) },
    cleared,
  };
}

function both(applied: Applied, back: Pick<Applied, 'written' | 'skipped'>): Applied {
  return {
    ...applied,
    written: [...new Set([...back.written, ...applied.written])],
    skipped: [...back.skipped, ...applied.skipped],
  };
}

function nothingToUndo(): Problem {
  return problemOf('nothingToUndo', 'There is no apply to take back.', {
    advice: 'Look at what is on.',
    command: 'codeartifact-tray list',
  });
}
