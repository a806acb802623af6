import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { fillBefore, sameBefore } from '../editors/before.ts';
import { capture, editText } from '../editors/edit-text.ts';
import type { EntryChange } from '../editors/edit-text.ts';
import type { Before } from '../editors/editor.ts';
import { editors } from '../editors/index.ts';
import { readFound } from '../editors/unreadable.ts';
import { sameEntry } from '../editors/text/entry-path.ts';
import { writeTextFile } from '../files/atomic-write.ts';
import { readTextFile } from '../files/text-file.ts';
import type { TextFile } from '../files/text-file.ts';
import { hostIn } from '../plan/plan-file.ts';
import type { FilePlan } from '../plan/plan.ts';
import { TOKEN_SLOT, templateOf } from '../secrets/slot.ts';
import { tokenIn } from '../secrets/token.ts';
import { findOurs } from '../state/journal.ts';
import type { Journal, TakenOver } from '../state/journal.ts';

/** Lines of ours that somebody had changed on purpose and that a plan takes back: what `undo` brings back. */
export function takenOverBy({ path, journal, steps }: FilePlan): readonly TakenOver[] {
  return steps.flatMap((step) => {
    if (step.kind !== 'set' || step.changed === null) return [];
    const was = journal?.entries.find(({ entry }) => sameEntry(entry, step.entry));
    return was === undefined ? [] : [{ path, was, stood: step.before }];
  });
}

type Back = { readonly file: TextFile; readonly text: string };

/** The files as they are once what was taken over stands in them again. Problem: `notRestorable`, where any of it can't. */
export async function withTakenOver(journal: Journal, taken: readonly TakenOver[]): Promise<Result<readonly Back[]>> {
  const back: Back[] = [];
  for (const [path, parts] of Map.groupBy(taken, (one) => one.path)) {
    const noted = journal.files.find((file) => file.path === path);
    if (noted === undefined) return failed(notBroughtBack(path));
    const editor = editors[noted.editor];
    const file = await readTextFile(path, editor.encoding);
    if (!file.ok) return file;
    const document = readFound(editor, file.value);
    if (!document.ok) return failed(notBroughtBack(path));
    const changes: EntryChange[] = [];
    for (const { was, stood } of parts) {
      const { entry } = was;
      // Who took it back was killed before that was noted.
      if (sameBefore(capture(document.value, entry), stood)) continue;
      const values = document.value.find(entry).map(({ value }) => value);
      const ours = noted.entries.find((one) => sameEntry(one.entry, entry));
      const templates = values.map((value) => templateOf(value));
      if (ours === undefined || findOurs(ours, templates) === null) return failed(notBroughtBack(path));
      const token = values.map((value) => tokenIn(value)).find((one) => one !== null) ?? null;
      if (!isServedBy(stood, was.after, token)) return failed(tokenNotKept(path));
      changes.push({ kind: 'restore', entry, before: fillBefore(stood, token) });
    }
    const text = editText(editor, file.value.text, changes);
    if (!text.ok) return failed(notBroughtBack(path));
    back.push({ file: file.value, text: text.value });
  }
  return ok(back);
}

/** Writes them. Answers the files that are others now, and what could not be written. */
export async function putTakenOver(back: readonly Back[]) {
  const written: string[] = [];
  const skipped: { readonly path: string; readonly problem: Problem }[] = [];
  for (const { file, text } of back) {
    const outcome = await writeTextFile(file, { text });
    if (!outcome.ok) skipped.push({ path: file.path, problem: outcome.error });
    else if (outcome.value.kind === 'conflict') skipped.push({ path: file.path, problem: notBroughtBack(file.path) });
    else if (outcome.value.kind === 'written') written.push(file.path);
  }
  return { written, skipped };
}

/** The journal as it was of these lines; what somebody changed again is theirs from `now` on as it was then. */
export function withNotesOf(journal: Journal, taken: readonly TakenOver[], now: number): Journal {
  const files = journal.files.map((file) => {
    const theirs = taken.filter(({ path }) => path === file.path);
    if (theirs.length === 0) return file;
    const entries = file.entries.map((entry) => {
      const was = theirs.find((one) => sameEntry(one.was.entry, entry.entry))?.was ?? entry;
      return was === entry || was.overwrittenAt === undefined ? was : { ...was, overwrittenAt: now };
    });
    return { ...file, entries };
  });
  return { ...journal, files };
}

/** True where what stood there held no token, or one of the domain whose token stands there now: they serve alike. */
function isServedBy(stood: Before, ours: string, token: string | null): boolean {
  if (stood.kind === 'absent') return true;
  const withTokens = stood.raws.filter((raw) => raw.includes(TOKEN_SLOT));
  return withTokens.every((raw) => token !== null && hostIn(raw) === hostIn(ours));
}

function notBroughtBack(path: string): Problem {
  return problemOf('notRestorable', `What stood in ${path} could not be brought back: the file is another now.`, {
    advice: 'Sign in again for what you need.',
  });
}

function tokenNotKept(path: string): Problem {
  return problemOf('notRestorable', `What stood in ${path} held the token of another domain, and such are not kept.`, {
    advice: 'Sign in again for what you need.',
  });
}
