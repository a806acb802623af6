import { failed, ok, problemOf, type Problem, type Result } from '../../contract/problem.ts';
import type { Before, Document, Editor, Entry, Splice, SyntaxProblem } from './editor.ts';
import { NOTHING_KNOWN, showKey } from '../secrets/show-value.ts';
import { entryText, sameEntry } from './text/entry-path.ts';
import type { EntryPath } from './text/entry-path.ts';

/** One thing to do with one entry: give it a value, or bring back what stood there before. */
export type EntryChange = { readonly entry: EntryPath } & (
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'restore'; readonly before: Before }
);

/**
 * Applies the changes in order and proves the result before anyone writes it. Refused with `invalidInput` when a value
 * can't stand in this format, with `fileInvalid` when the client can't read the text, would not read the result,
 * would read a set value differently, or would read any other entry differently. Problems name entries and lines, never values.
 * `mends`: that something lacks a part, which the changes bring, is no refusal.
 */
export function editText(
  editor: Editor,
  text: string,
  changes: readonly EntryChange[],
  { mends = false } = {},
): Result<string> {
  const original = mends ? editor.read(text) : readWhole(editor, text);
  if (!original.ok) return failed(unreadable(original.error));

  let document = original.value;
  for (const change of changes) {
    const isSet = change.kind === 'set';
    if (isSet && !isOneLine(change.value)) return failed(unfitValue(change.entry));
    const edited = editor.read(applySplices(document.text, splicesOf(document, change)));
    const isGood = edited.ok && (!isSet || readsBack(editor, edited.value, change.entry, change.value));
    if (!isGood) {
      if (isSet && !isRepresentable(editor, change.entry, change.value)) return failed(unfitValue(change.entry));
      return failed(edited.ok ? wouldNotCount(change.entry) : wouldBreak(change.entry, edited.error));
    }
    document = edited.value;
  }
  const left = document.incomplete?.() ?? null;
  if (left !== null) return failed(wouldLeave(left));
  const [before, after] = [original.value, document].map((one) => otherEntries(editor, one, changes));
  const disturbed = firstDifference(before ?? [], after ?? []);
  return disturbed === null ? ok(document.text) : failed(wouldDisturb(disturbed));
}

/** Reads a text that is finished: one in which something lacks a part is refused too. */
export function readWhole(editor: Editor, text: string): Result<Document, SyntaxProblem> {
  const document = editor.read(text);
  const lack = document.ok ? (document.value.incomplete?.() ?? null) : null;
  return lack === null ? document : failed(lack);
}

/** The text with all splices made; they must not overlap, their order doesn't matter. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const ordered = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let done = 0;
  for (const splice of ordered) {
    result += text.slice(done, splice.start) + splice.text;
    done = splice.end;
  }
  return result + text.slice(done);
}

/** What `restore` needs later. */
export function capture(document: Document, entry: EntryPath): Before {
  const slots = document.slots(entry);
  return slots.some(({ isThere }) => isThere)
    ? { kind: 'present', raws: slots.map(({ raw }) => raw) }
    : { kind: 'absent', depth: document.depth(entry) };
}

/** Inverse of `set`: brings back what was captured, whatever other entries were set or restored in between. */
export function restore(document: Document, entry: EntryPath, before: Before): readonly Splice[] {
  if (before.kind === 'absent') return document.remove(entry, before.depth);
  const slots = document.slots(entry);
  // Of several the client takes the last, so that is the one that is still there.
  const surplus = slots.length - before.raws.length;
  return before.raws
    .flatMap((raw, index) => slots[index + surplus]?.put(raw) ?? [])
    .filter((splice) => document.text.slice(splice.start, splice.end) !== splice.text);
}

function splicesOf(document: Document, change: EntryChange): readonly Splice[] {
  return change.kind === 'set'
    ? document.set(change.entry, change.value)
    : restore(document, change.entry, change.before);
}

/** Blanks at its ends would be lost to most clients. */
function isOneLine(value: string): boolean {
  return value !== '' && value === value.trim() && value.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(value);
}

/** True for a value that survives on its own in an otherwise empty file: then it is the file that is in its way. */
function isRepresentable(editor: Editor, entry: EntryPath, value: string): boolean {
  const empty = editor.read('');
  const alone = empty.ok ? editor.read(applySplices('', empty.value.set(entry, value))) : empty;
  return alone.ok && readsBack(editor, alone.value, entry, value);
}

function readsBack(editor: Editor, document: Document, entry: EntryPath, value: string): boolean {
  const identity = editor.identify(entry);
  const found = document.entries().filter((one) => editor.identify(one.entry) === identity);
  return found.length > 0 && found.every((one) => one.value === value);
}

function otherEntries(editor: Editor, document: Document, changes: readonly EntryChange[]): readonly Entry[] {
  const changed = new Set(changes.map(({ entry }) => editor.identify(entry)));
  return document.entries().filter(({ entry }) => !changed.has(editor.identify(entry)));
}

function firstDifference(before: readonly Entry[], after: readonly Entry[]): EntryPath | null {
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const old = before[index];
    const now = after[index];
    const same = old !== undefined && now !== undefined && old.value === now.value && sameEntry(old.entry, now.entry);
    if (!same) return (old ?? now)?.entry ?? [];
  }
  return null;
}
function unfitValue(entry: EntryPath): Problem {
  return problemOf('invalidInput', `The value for ${entryText(entry)} can't stand in this file format.`, {
    advice: 'Use one line without control characters or blanks at its ends.',
  });
}

function unreadable({ line, message }: SyntaxProblem): Problem {
  return problemOf('fileInvalid', `Line ${line} makes the file unreadable for its clients: ${message}.`, {
    advice: `Correct line ${line} by hand.`,
  });
}

function wouldBreak(entry: EntryPath, { line, message }: SyntaxProblem): Problem {
  return problemOf('fileInvalid', `Changing ${entryText(entry)} would make line ${line} unreadable: ${message}.`, {
    advice: `Change ${entryText(entry)} by hand.`,
  });
}

function wouldLeave({ line, message }: SyntaxProblem): Problem {
  return problemOf('fileInvalid', `The change would make clients refuse the file: on line ${line}, ${message}.`, {
    advice: `Correct line ${line} by hand.`,
  });
}

function wouldNotCount(entry: EntryPath): Problem {
  return problemOf('fileInvalid', `A new value for ${entryText(entry)} would not be read as it was written.`, {
    advice: `Correct the lines of ${entryText(entry)} by hand.`,
  });
}

function wouldDisturb(entry: EntryPath): Problem {
  const shown = showKey(entryText(entry), NOTHING_KNOWN);
  return problemOf('fileInvalid', `The change would alter another entry, ${shown}.`, {
    advice: 'Make this change by hand.',
  });
}
