import { USER_LEVEL } from '../../contract/user-level.ts';
import type { Journal } from '../state/journal.ts';
import type { Settings } from '../state/settings.ts';
import { keepingRefused, mergeTargets } from './desired.ts';
import type { Answers, Desired, DesiredFile } from './desired.ts';

/** What all bindings together want, and what that was made of. */
export type Wanted = {
  readonly bindings: Settings['bindings'];
  readonly answers: Answers;
  readonly journal: Journal;
  readonly desired: Desired;
  readonly byPath: ReadonlyMap<string, DesiredFile>;
  /** Paths that a binding at user level wants something in. */
  readonly ofUser: ReadonlySet<string>;
};

/** From the plan before; what is wanted as before is the same object as before. */
export type KeptWanted = {
  last: Wanted | null;
  readonly files: Map<string, { readonly text: string; readonly file: DesiredFile }>;
};

export function nothingWanted(): KeptWanted {
  return { last: null, files: new Map() };
}

/** What all bindings together want; the same object as before where every client answers as before. */
export function wantedBy(kept: KeptWanted, settings: Settings, journal: Journal, answers: Answers): Wanted {
  const { bindings } = settings;
  const before = kept.last;
  const isSame =
    before !== null &&
    areSame(before.bindings, bindings) &&
    areSame(before.answers, answers) &&
    (before.journal === journal || before.desired.problems.size === 0);
  if (isSame) return before;
  const gathered = keepingRefused(mergeTargets(settings, answers), journal);
  const desired = { ...gathered, files: sameFiles(kept, gathered.files) };
  const ofUser = bindings.flatMap(({ id, projectId }) =>
    projectId === USER_LEVEL ? (desired.targets.get(id) ?? []) : [],
  );
  const byPath = new Map(desired.files.map((file) => [file.path, file]));
  const wanted = { bindings, answers, journal, desired, byPath, ofUser: new Set(ofUser) };
  kept.last = wanted;
  return wanted;
}

function sameFiles(kept: KeptWanted, files: readonly DesiredFile[]): readonly DesiredFile[] {
  const known = new Map(kept.files);
  kept.files.clear();
  return files.map((file) => {
    const text = JSON.stringify(file);
    const before = known.get(file.path);
    const same = before?.text === text ? before : { text, file };
    kept.files.set(file.path, same);
    return same.file;
  });
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some === others || (some.length === others.length && some.every((one, index) => one === others[index]));
}
