import { failed, ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { Document, Editor } from '../editors/editor.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { readFound } from '../editors/unreadable.ts';
import type { Unreadable } from '../editors/unreadable.ts';
import type { TextFile } from '../files/text-file.ts';
import { MASK } from '../secrets/mask.ts';
import type { FilePlan } from './plan.ts';
import type { Step } from './plan-file.ts';
import { renderFile } from './render.ts';

/** What a file's steps begin with. */
export type Start = {
  readonly document: Document;
  /** The text that is put back whole, of which the beginning alone is left; null to begin with what stands there. */
  readonly whole: string | null;
  /** What its clients refuse it for until the steps are done; null for nothing. */
  readonly fault: Unreadable | null;
};

/**
 * Reads a file that may be damaged. Where only the beginning is left of what stood there when it was last in order, and its clients can't
 * read that or it ends within a line of ours, it was cut off and nobody wrote it so. Where something lacks a part, a step may bring it: what
 * lacks may be ours.
 */
export function readDamaged(
  editor: Editor,
  file: TextFile,
  inOrder: string | undefined,
  ours: readonly { readonly entry: EntryPath }[],
): Result<Start, Unreadable> {
  const found = readFound(editor, file);
  const fault = found.ok ? null : found.error;
  if (fault === 'bom') return failed(fault);
  const isCut = inOrder !== undefined && inOrder.length > file.text.length && inOrder.startsWith(file.text);
  const whole = isCut ? readFound(editor, { text: inOrder, bom: file.bom }) : null;
  if (isCut && whole?.ok === true && (fault !== null || isWithinOurs(whole.value, file.text.length, ours))) {
    return ok({ document: whole.value, whole: inOrder, fault });
  }
  if (found.ok) return ok({ document: found.value, whole: null, fault });
  const partly = editor.read(file.text);
  return partly.ok ? ok({ document: partly.value, whole: null, fault }) : failed(found.error);
}

/** True for a place within a line that has a value of ours: between lines, somebody may have meant the end. */
function isWithinOurs({ text, find }: Document, at: number, ours: readonly { readonly entry: EntryPath }[]): boolean {
  const start = text.slice(0, at).search(/[^\r\n]*$/);
  const end = at + text.slice(at).search(/[\r\n]|$/);
  if (at === start || at === end) return false;
  return ours.some(({ entry }) => find(entry).some((value) => value.start < end && value.end > start));
}

/** True where a file that is put back whole, or whose lines of ours get back what they lack, is one that its clients read. */
export function isMended(draft: FilePlan): boolean {
  const isNew = (step: Step) => draft.whole === null && step.kind === 'set' && !step.refresh && step.heals === null;
  // A token that may not be in a file is not brought back either; and what is new waits for a file that lacks nothing.
  return draft.problem === null && !draft.steps.some(isNew) && renderFile(draft, () => MASK).ok;
}
