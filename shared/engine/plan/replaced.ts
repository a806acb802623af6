import { editors } from '../editors/index.ts';
import { entryText } from '../editors/text/entry-path.ts';
import { NOTHING_KNOWN, showUrl } from '../secrets/show-value.ts';
import type { Plan } from './plan.ts';

/** Somebody's line that is to name another registry, and the one it names; without whoever signs in there. */
export type Repointed = { readonly path: string; readonly entry: string; readonly url: string };

/** The lines of others that a binding takes over from another registry. */
export function repointed({ files }: Plan, bindingId: string): readonly Repointed[] {
  return files.flatMap(({ path, file, editor, steps }) => {
    const document = editors[editor].read(file?.text ?? '');
    if (!document.ok) return [];
    return steps.flatMap((step) => {
      if (step.kind !== 'set' || step.replaces.length > 0 || !step.bindings.includes(bindingId)) return [];
      const urls = document.value.find(step.entry).map(({ value }) => bare(value));
      const others = urls.filter((url) => isUrl(url) && !isSame(url, bare(step.value)));
      return others
        .slice(0, 1)
        .map((url) => ({ path, entry: entryText(step.entry), url: showUrl(url, NOTHING_KNOWN) }));
    });
  });
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
