import type { Splice } from '../editor.ts';
import { stepText } from '../text/entry-path.ts';
import type { EntryPath } from '../text/entry-path.ts';
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
  const leafStep = stepText(entry.at(-1));
  const levels = elementsAlong(dialect, root, entry);
  const holders = levels.at(-2) ?? [];
  if (leafStep.startsWith('@')) {
    const nameOf = (name: string) => dialect.attributeName(name);
    return holders.map((holder) => {
      return { kind: 'attribute', holder, leaf: attributeOf(holder, leafStep.slice(1), nameOf) ?? null };
    });
  }
  const byHolder = Map.groupBy(levels.at(-1) ?? [], ({ parent }) => parent);
  return holders.flatMap((holder): Site[] => {
    const leaves = byHolder.get(holder) ?? [];
    return leaves.length === 0
      ? [{ kind: 'element', holder, leaf: null }]
      : leaves.map((leaf) => ({ kind: 'element', holder, leaf }));
  });
}

/** True when no site has anything that a new value would take the place of. */
export function areMissing(dialect: XmlDialect, sites: readonly Site[]): boolean {
  return sites.every(({ leaf, holder }) => leaf === null && dialect.rename(holder) === null);
}

/** Stand in `Slot.raw` for what has no text; neither can be the content of an element or an attribute's quoted value. */
const SELF_CLOSING = '<';
const MISSING = '<<';

/** All attributes of an element, from the first to the last. */
function attributesOf({ attributes, end }: Element): { readonly start: number; readonly end: number } {
  return { start: attributes[0]?.start ?? end, end: attributes.at(-1)?.end ?? end };
}

/** What stands at a site: content, quoted value, or all attributes where more than the value will change. */
export function rawOf(text: string, { kind, holder, leaf }: Site, dialect: XmlDialect): string {
  if (kind === 'element') {
    if (leaf === null) return MISSING;
    return leaf.selfClosing ? SELF_CLOSING : text.slice(leaf.content.start, leaf.content.end);
  }
  if (dialect.rename(holder) !== null) {
    const { start, end } = attributesOf(holder);
    return text.slice(start, end);
  }
  return leaf === null ? MISSING : text.slice(leaf.quoted.start, leaf.quoted.end);
}

/** Puts back what `rawOf` took; null when nothing stood there, so that what stands there now has to go. */
export function restoreRaw(text: string, { kind, holder, leaf }: Site, raw: string): readonly Splice[] | null {
  if (raw === MISSING) return leaf === null ? [] : null;
  if (leaf === null) return [];
  const splice = kind === 'element' ? contentSplice(leaf, raw) : attributeSplice(holder, leaf.quoted, raw);
  return text.slice(splice.start, splice.end) === splice.text ? [] : [splice];
}

function contentSplice({ name, content, selfClosing, end }: Element, raw: string): Splice {
  if (raw === SELF_CLOSING) return { start: selfClosing ? end - 2 : content.start - 1, end, text: '/>' };
  return selfClosing ? { start: end - 2, end, text: `>${raw}</${name}>` } : { ...content, text: raw };
}

function attributeSplice(
  holder: Element,
  quoted: { readonly start: number; readonly end: number },
  raw: string,
): Splice {
  return /^["']/.test(raw) ? { ...quoted, text: raw } : { ...attributesOf(holder), text: raw };
}
