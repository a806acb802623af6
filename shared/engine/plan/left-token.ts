import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { fillBefore } from '../editors/before.ts';
import { entryText } from '../editors/text/entry-path.ts';
import type { Document, Editor } from '../editors/editor.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { withoutLiving } from '../secrets/slot.ts';
import type { TextFile } from '../files/text-file.ts';
import type { Visibility } from '../files/version-control/visibility.ts';
import type { JournalFile } from '../state/journal.ts';
import type { Step } from './plan-file.ts';
import { isHidden } from './secret-problem.ts';

/** Stands in a line in place of a token that may not stay in it and of which the old one was not kept. */
const EXPIRED = 'expired';

type Restore = Extract<Step, { kind: 'restore' }>;

/**
 * The steps without one that would leave a token that lives where others can read it. What was there before us held a token too,
 * which was not kept: either the newest one takes its place and the file stays its owner's alone, or, where version control has the
 * file, none does. Each says so.
 */
export function withoutLeak(
  steps: readonly Step[],
  file: TextFile,
  visibility: Visibility | null,
  journal: JournalFile | undefined,
): readonly Step[] {
  const modes = [file.mode ?? 0, journal?.modeBefore ?? 0].map((mode) => mode & 0o777);
  const widest = modes.find((mode) => (mode & 0o077) !== 0);
  return steps.map((step) => {
    if (step.kind !== 'restore' || !step.leavesToken) return step;
    if (!isHidden(visibility)) return withoutToken(step, file.path, visibility?.system ?? '');
    return widest === undefined ? step : { ...step, warning: staysPrivate(step, file.path, widest) };
  });
}

/** True for a token that lives in an entry that is not ours. */
export function livesBeside(
  document: Document,
  { identify }: Editor,
  ours: readonly { readonly entry: EntryPath }[],
  now: number,
): boolean {
  const own = new Set(ours.map(({ entry }) => identify(entry)));
  return document
    .entries()
    .some(({ entry, value }) => withoutLiving(value, now) !== value && !own.has(identify(entry)));
}

/** The steps, of which one says that the file's mode does not come back, where it would be the last of ours that leaves. */
export function keepingPrivate(
  steps: readonly Step[],
  file: TextFile,
  journal: JournalFile | undefined,
): readonly Step[] {
  const before = journal?.modeBefore ?? null;
  if (before === null || file.mode !== (before & 0o700) || (before & 0o077) === 0) return steps;
  const first = steps.find((step) => step.kind === 'restore' && step.warning === null);
  return steps.map((step) =>
    step === first && step.kind === 'restore' ? { ...step, warning: keptForOthers(file.path, before) } : step,
  );
}

function keptForOthers(path: string, mode: number): Problem {
  const octal = mode.toString(8).padStart(4, '0');
  return problemOf(
    'notRestorable',
    `${path} stays readable by you alone (it was ${octal}): a CodeArtifact token that still lives stands in a line that is not ours.`,
    { advice: `Remove that line, or wait until the token has ended; then: chmod ${octal} ${path}` },
  );
}

function withoutToken(step: Restore, path: string, system: string): Step {
  const before = fillBefore(step.before, EXPIRED);
  const what = `${entryText(step.entry)} in ${path}`;
  const why = `its old token was not kept, and ${system} has the file or would take it`;
  const warning = problemOf('notRestorable', `${what} says "${EXPIRED}" now: ${why}.`, { advice: 'Remove the line.' });
  return { ...step, before, leavesToken: false, warning };
}

function staysPrivate({ entry }: Restore, path: string, mode: number): Problem {
  const octal = mode.toString(8).padStart(4, '0');
  return problemOf(
    'notRestorable',
    `${path} stays readable by you alone (it was ${octal}): ${entryText(entry)} held a CodeArtifact token that was not kept, and holds one that still lives.`,
    { advice: `Remove the line, or wait until the token has ended; then: chmod ${octal} ${path}` },
  );
}

/** Told once it is done: what stood there opened nothing any more, or belonged to somebody else, as far as anybody can tell. */
export function newestInstead(path: string, entry: EntryPath): Problem {
  return problemOf(
    'notRestorable',
    `${entryText(entry)} in ${path} held a CodeArtifact token that claimed to live, and such tokens are not kept: the newest one of that domain stands there now.`,
    { advice: 'Where it was to be another one, sign in anew as you did then.' },
  );
}
