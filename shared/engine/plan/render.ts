import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { MASK, maskSecrets } from '../editors/codeartifact-token.ts';
import { editText } from '../editors/edit-text.ts';
import type { EntryChange } from '../editors/edit-text.ts';
import { editors } from '../editors/table.ts';
import type { FilePlan } from './plan.ts';
import { fillBefore, fillTemplate, tokenIn } from './template.ts';

/** Gives the token of an id, or what is to be shown in its place. */
export type TokenLookup = (tokenId: string) => string;

/** The file's text after all its steps; null when the file goes because we had created it. */
export function renderFile({ file, editor, steps, journal }: FilePlan, tokenOf: TokenLookup): Result<string | null> {
  if (file === null) return ok(null);
  const format = editors[editor];
  const changes: EntryChange[] = [];
  for (const step of steps) {
    if (step.kind === 'set') {
      const value = step.tokenId === null ? step.value : fillTemplate(step.value, tokenOf(step.tokenId));
      changes.push({ kind: 'set', entry: step.entry, value });
    }
    if (step.kind === 'restore') {
      const current = format.find(file.text, step.entry).map((occurrence) => tokenIn(occurrence.value));
      changes.push({ kind: 'restore', entry: step.entry, before: fillBefore(step.before, current[0] ?? null) });
    }
  }
  if (changes.length === 0) return ok(file.exists ? file.text : null);
  const text = editText(format, file.text, changes);
  if (!text.ok) return text;
  return ok(text.value === '' && journal?.created === true ? null : text.value);
}

/** The change as a unified diff without any secret, ours or foreign. */
export function maskedDiff(plan: FilePlan, shownPath: string): Result<string> {
  const rendered = renderFile(plan, () => MASK);
  if (!rendered.ok) return rendered;
  const before = shown(plan.file?.text ?? '');
  const after = shown(rendered.value ?? '');
  const from = plan.file?.exists === true ? shownPath : '/dev/null';
  const to = rendered.value === null ? '/dev/null' : shownPath;
  const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return ok(maskSecrets(patch));
}

/** Line endings are not what a person looks for in a diff. */
function shown(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}
