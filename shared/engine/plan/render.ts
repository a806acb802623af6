import { FILE_HEADERS_ONLY, formatPatch } from 'diff';
import type { StructuredPatchHunk } from 'diff';
import { ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { editText } from '../editors/edit-text.ts';
import type { EntryChange } from '../editors/edit-text.ts';
import { editors } from '../editors/index.ts';
import { lineShower } from '../editors/shown-lines.ts';
import { wholeReference } from '../editors/text/env-reference.ts';
import { findClient } from '../clients/index.ts';
import { lineDiff } from './line-diff.ts';
import type { FilePlan } from './plan.ts';
import { fillTemplate } from '../secrets/slot.ts';
import { MASK } from '../secrets/mask.ts';
import { fillBefore } from '../editors/before.ts';
import { tokenIn } from '../secrets/token.ts';

/** Gives the token of an id, or what is to be shown in its place. */
export type TokenLookup = (tokenId: string) => string;

/** The file's text after all its steps; null when the file goes because we had created it. */
export function renderFile(
  { file, whole, editor, steps, journal }: FilePlan,
  tokenOf: TokenLookup,
): Result<string | null> {
  if (file === null) return ok(null);
  const start = whole ?? file.text;
  const format = editors[editor];
  const restores = steps.some(({ kind }) => kind === 'restore');
  const document = restores ? format.read(start) : null;
  const changes: EntryChange[] = [];
  for (const step of steps) {
    if (step.kind === 'set') {
      const value = step.tokenId === null ? step.value : fillTemplate(step.value, tokenOf(step.tokenId));
      changes.push({ kind: 'set', entry: step.entry, value });
    }
    if (step.kind === 'clear') {
      changes.push({ kind: 'restore', entry: step.entry, before: { kind: 'absent', depth: step.stays } });
    }
    if (step.kind === 'restore') {
      const occurrences = document?.ok === true ? document.value.find(step.entry) : [];
      const current = occurrences.map(({ value }) => tokenIn(value));
      changes.push({ kind: 'restore', entry: step.entry, before: fillBefore(step.before, current[0] ?? null) });
    }
  }
  if (changes.length === 0) return ok(file.exists ? start : null);
  const text = editText(format, start, changes, { mends: true });
  if (!text.ok) return text;
  return ok(text.value === '' && journal?.created === true ? null : text.value);
}

/** The change as a unified diff without any secret, ours or foreign. */
export function maskedDiff(plan: FilePlan, shownPath: string): Result<string> {
  const rendered = renderFile(plan, () => MASK);
  if (!rendered.ok) return rendered;
  const [before, after] = [plan.file?.text ?? '', rendered.value ?? ''];
  const from = plan.file?.exists === true ? shownPath : '/dev/null';
  const to = rendered.value === null ? '/dev/null' : shownPath;
  return ok(shownDiff({ from, to, before, after }, (text) => linesShown(plan, text)));
}

type Change = { readonly from: string; readonly to: string; readonly before: string; readonly after: string };

/** A change of one text as a unified diff; `show` says how a line of either text is shown. */
export function shownDiff(
  { from, to, before, after }: Change,
  show: (text: string) => (index: number) => string,
): string {
  const patch = lineDiff(from, to, withLf(before), withLf(after));
  const hunks = shownHunks(patch.hunks, show(before), show(after));
  return formatPatch({ ...patch, hunks }, FILE_HEADERS_ONLY);
}

/**
 * The lines are compared as they are, or a new token in place of an old one would be no change, but shown as they look within the
 * whole file: what a line is part of is only known there.
 */
function shownHunks(
  hunks: readonly StructuredPatchHunk[],
  lineBefore: (index: number) => string,
  lineAfter: (index: number) => string,
): StructuredPatchHunk[] {
  return hunks.map((hunk) => {
    let old = hunk.oldStart - 1;
    let now = hunk.newStart - 1;
    const lines = hunk.lines.map((line) => {
      if (line.startsWith('\\')) return line;
      if (line.startsWith('-')) return `-${lineBefore(old++)}`;
      if (!line.startsWith('+')) old += 1;
      return `${line.slice(0, 1)}${lineAfter(now++)}`;
    });
    return { ...hunk, lines };
  });
}

function linesShown({ editor, client, steps, journal }: FilePlan, text: string): (index: number) => string {
  const document = editors[editor].read(text);
  // What can't be read is not planned for either.
  if (!document.ok) return () => MASK;
  const forms = findClient(client)?.references?.[editor] ?? [];
  const templates = [
    ...steps.flatMap((step) => ('value' in step ? [step.value] : [])),
    ...(journal?.entries ?? []).map(({ after }) => after),
  ];
  return lineShower(document.value, {
    ours: new Set(templates.map((template) => fillTemplate(template, MASK))),
    // What stands in for a variable may be a secret.
    isVariable: (part) => wholeReference(part, forms) !== null && !/-[^}]/.test(part),
  });
}

/** Line endings are not what a person looks for in a diff. */
function withLf(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}
