import { editors } from '../editors/index.ts';
import { entryText } from '../editors/text/entry-path.ts';
import { NOTHING_KNOWN, showUrl } from '../secrets/show-value.ts';
import { tokenIn } from '../secrets/token.ts';
import type { Plan } from './plan.ts';

/** Somebody's line that gets another value, and the registry it names, without whoever signs in there: null for any other value. */
export type Repointed = { readonly path: string; readonly entry: string; readonly url: string | null };

/** The lines of others that a binding takes over; not those whose token alone is a newer one. */
export function repointed({ files }: Plan, bindingId: string): readonly Repointed[] {
  return files.flatMap(({ path, file, editor, steps }) => {
    const document = editors[editor].read(file?.text ?? '');
    if (!document.ok) return [];
    return steps.flatMap((step) => {
      if (step.kind !== 'set' || step.replaces.length > 0 || !step.bindings.includes(bindingId)) return [];
      const found = document.value.find(step.entry).map(({ value }) => value);
      const other = found.find((value) => isOther(value, step.value));
      if (other === undefined) return [];
      const isShown = isUrl(bare(other)) && !isSame(bare(other), bare(step.value));
      const url = isShown ? showUrl(bare(other), NOTHING_KNOWN) : null;
      return [{ path, entry: entryText(step.entry), url }];
    });
  });
}

function isOther(value: string, ours: string): boolean {
  if (value.trim() === '' || value === ours) return false;
  const isSameUrl = isUrl(bare(value)) && isSame(bare(value), bare(ours));
  return isSameUrl ? bare(value) !== value && tokenIn(value) === null : isUrl(bare(value)) || tokenIn(value) === null;
}

function bare(value: string): string {
  return value.replace(/^([a-z+]+:\/\/)[^/@\s]*@/i, '$1');
}

function isUrl(value: string): boolean {
  return /^[a-z+]+:\/\/[^\s/]/i.test(value);
}

function isSame(a: string, b: string): boolean {
  return a.replace(/\/+$/, '') === b.replace(/\/+$/, '');
}
