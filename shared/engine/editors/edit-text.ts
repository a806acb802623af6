import { failed, ok, problemOf, type Problem, type Result } from '../../contract/problem.ts';
import type { Before, Editor, EntryPath, Splice, SyntaxProblem } from './editor.ts';

/** One thing to do with one entry: give it a value, or bring back what stood there before. */
export type EntryChange = { readonly entry: EntryPath } & (
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'restore'; readonly before: Before }
);

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

/**
 * Applies the changes in order and proves the result before anyone writes it. Refused with `invalidInput` when a value
 * can't stand in this format, with `fileInvalid` when the client can't read the text, would not read the result,
 * would read a set value differently, or would read any other entry differently. Problems name entries and lines, never values.
 */
export function editText(editor: Editor, text: string, changes: readonly EntryChange[]): Result<string> {
  const unfit = changes.find((change) => change.kind === 'set' && !isRepresentable(editor, change.entry, change.value));
  if (unfit !== undefined) return failed(unfitValue(unfit.entry));
  const broken = refusalOf(editor, text);
  if (broken !== null) return failed(unreadable(broken));

  let edited = text;
  for (const change of changes) {
    edited = applySplices(edited, splicesOf(editor, edited, change));
    const fault = editor.check(edited);
    if (fault !== null) return failed(wouldBreak(change.entry, fault));
    if (change.kind === 'set' && !readsBack(editor, edited, change.entry, change.value)) {
      return failed(wouldNotCount(change.entry));
    }
  }
  const left = editor.incomplete?.(edited) ?? null;
  if (left !== null) return failed(wouldLeave(left));
  const disturbed = firstDifference(otherEntries(editor, text, changes), otherEntries(editor, edited, changes));
  return disturbed === null ? ok(edited) : failed(wouldDisturb(disturbed));
}

/** Why the format's clients would refuse this text as it is; null when they read it. */
export function refusalOf(editor: Editor, text: string): SyntaxProblem | null {
  return editor.check(text) ?? editor.incomplete?.(text) ?? null;
}

function splicesOf(editor: Editor, text: string, change: EntryChange): readonly Splice[] {
  return change.kind === 'set'
    ? editor.set(text, change.entry, change.value)
    : editor.restore(text, change.entry, change.before);
}

/** One line of text that survives on its own in an otherwise empty file. Blanks at its ends would be lost to most clients. */
function isRepresentable(editor: Editor, entry: EntryPath, value: string): boolean {
  if (value === '' || value !== value.trim() || !value.isWellFormed()) return false;
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) return false;
  const alone = applySplices('', editor.set('', entry, value));
  return editor.check(alone) === null && readsBack(editor, alone, entry, value);
}

function readsBack(editor: Editor, text: string, entry: EntryPath, value: string): boolean {
  const identity = editor.identify(entry);
  const listed = editor.list(text).filter((item) => editor.identify(item.entry) === identity);
  return listed.length > 0 && listed.every((item) => item.value === value);
}

function sameEntry(a: EntryPath, b: EntryPath): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

type Listed = ReturnType<Editor['list']>;

function otherEntries(editor: Editor, text: string, changes: readonly EntryChange[]): Listed {
  const changed = new Set(changes.map(({ entry }) => editor.identify(entry)));
  return editor.list(text).filter(({ entry }) => !changed.has(editor.identify(entry)));
}

function firstDifference(before: Listed, after: Listed): EntryPath | null {
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const old = before[index];
    const now = after[index];
    const same = old !== undefined && now !== undefined && old.value === now.value && sameEntry(old.entry, now.entry);
    if (!same) return (old ?? now)?.entry ?? [];
  }
  return null;
}

function nameOf(entry: EntryPath): string {
  return entry.join('.');
}

function unfitValue(entry: EntryPath): Problem {
  return problemOf('invalidInput', `The value for ${nameOf(entry)} can't stand in this file format.`, {
    advice: 'Use one line without control characters or blanks at its ends.',
  });
}

function unreadable({ line, message }: SyntaxProblem): Problem {
  return problemOf('fileInvalid', `Line ${line} makes the file unreadable for its clients: ${message}.`, {
    advice: `Correct line ${line} by hand.`,
  });
}

function wouldBreak(entry: EntryPath, { line, message }: SyntaxProblem): Problem {
  return problemOf('fileInvalid', `Changing ${nameOf(entry)} would make line ${line} unreadable: ${message}.`, {
    advice: `Change ${nameOf(entry)} by hand.`,
  });
}

function wouldLeave({ line, message }: SyntaxProblem): Problem {
  return problemOf('fileInvalid', `The change would make clients refuse the file: on line ${line}, ${message}.`, {
    advice: `Correct line ${line} by hand.`,
  });
}

function wouldNotCount(entry: EntryPath): Problem {
  return problemOf('fileInvalid', `A new value for ${nameOf(entry)} would not be read as it was written.`, {
    advice: `Correct the lines of ${nameOf(entry)} by hand.`,
  });
}

function wouldDisturb(entry: EntryPath): Problem {
  return problemOf('fileInvalid', `The change would alter another entry, ${nameOf(entry)}.`, {
    advice: 'Make this change by hand.',
  });
}
