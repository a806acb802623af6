import { applySplices, capture, readWhole, restore } from '../../../shared/engine/editors/edit-text.ts';
import type { Before, Document, Editor, Entry, SyntaxProblem } from '../../../shared/engine/editors/editor.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

/** Runs per property; `FAST_CHECK_RUNS=10000` for a long search. */
export const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 500);

/** What the format's clients stumble over; null when they read the text, or would if nothing in it lacked a part. */
export function problemIn(editor: Editor, text: string): SyntaxProblem | null {
  const document = editor.read(text);
  return document.ok ? null : document.error;
}

/** The same for a text that is finished. */
export function refusalIn(editor: Editor, text: string): SyntaxProblem | null {
  const document = readWhole(editor, text);
  return document.ok ? null : document.error;
}

export function documentIn(editor: Editor, text: string): Document {
  const document = editor.read(text);
  if (!document.ok) throw new Error(`line ${document.error.line}: ${document.error.message}`);
  return document.value;
}

export function entriesIn(editor: Editor, text: string): Pick<Entry, 'entry' | 'value'>[] {
  return documentIn(editor, text)
    .entries()
    .map(({ entry, value }) => ({ entry, value }));
}

export function captureIn(editor: Editor, text: string, entry: EntryPath): Before {
  return capture(documentIn(editor, text), entry);
}

export function setIn(editor: Editor, text: string, entry: EntryPath, value: string): string {
  return applySplices(text, documentIn(editor, text).set(entry, value));
}

export function restoreIn(editor: Editor, text: string, entry: EntryPath, before: Before): string {
  return applySplices(text, restore(documentIn(editor, text), entry, before));
}

/** Sets the value and takes it back again. */
export function thereAndBack(editor: Editor, text: string, entry: EntryPath, value: string): string {
  return restoreIn(editor, setIn(editor, text, entry, value), entry, captureIn(editor, text, entry));
}

export function valuesIn(editor: Editor, text: string, entry: EntryPath): string[] {
  return documentIn(editor, text)
    .find(entry)
    .map((occurrence) => occurrence.value);
}
