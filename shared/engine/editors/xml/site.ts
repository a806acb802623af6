import type { EntryPath } from '../editor.ts';
import { elementsAlong } from './dialect.ts';
import type { XmlDialect } from './dialect.ts';
import type { Attribute, Element } from './document.ts';
import { attributeOf } from './value.ts';

/** A place for an entry's value within its holder; the leaf is null where the value is missing. */
export type Site =
  | { readonly kind: 'attribute'; readonly holder: Element; readonly leaf: Attribute | null }
  | { readonly kind: 'element'; readonly holder: Element; readonly leaf: Element | null };

/** Per holder the leaves it has, or one that is missing. */
export function sitesOf(dialect: XmlDialect, root: Element | null, entry: EntryPath): readonly Site[] {
  const leafStep = entry.at(-1) ?? '';
  const levels = elementsAlong(dialect, root, entry);
  const holders = levels.at(-2) ?? [];
  if (leafStep.startsWith('@')) {
    const nameOf = (name: string) => dialect.attributeName(name);
    return holders.map((holder) => {
      return { kind: 'attribute', holder, leaf: attributeOf(holder, leafStep.slice(1), nameOf) ?? null };
    });
  }
  return holders.flatMap((holder): Site[] => {
    const leaves = (levels.at(-1) ?? []).filter(({ parent }) => parent === holder);
    return leaves.length === 0
      ? [{ kind: 'element', holder, leaf: null }]
      : leaves.map((leaf) => ({ kind: 'element', holder, leaf }));
  });
}

/** True when no site has anything that a new value would take the place of. */
export function areMissing(dialect: XmlDialect, sites: readonly Site[]): boolean {
  return sites.every(({ leaf, holder }) => leaf === null && dialect.rename(holder) === null);
}
