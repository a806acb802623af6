import { applySplices } from '../../../shared/engine/editors/edit-text.ts';
import type { Before, Editor, EntryPath } from '../../../shared/engine/editors/editor.ts';

/** Runs per property; `FAST_CHECK_RUNS=10000` for a long search. */
export const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 500);

export function setIn(editor: Editor, text: string, entry: EntryPath, value: string): string {
  return applySplices(text, editor.set(text, entry, value));
}

export function restoreIn(editor: Editor, text: string, entry: EntryPath, before: Before): string {
  return applySplices(text, editor.restore(text, entry, before));
}

/** Sets the value and takes it back again. */
export function thereAndBack(editor: Editor, text: string, entry: EntryPath, value: string): string {
  return restoreIn(editor, setIn(editor, text, entry, value), entry, editor.capture(text, entry));
}

export function valuesIn(editor: Editor, text: string, entry: EntryPath): string[] {
  return editor.find(text, entry).map((occurrence) => occurrence.value);
}
