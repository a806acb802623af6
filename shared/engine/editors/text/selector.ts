/**
 * An element of an entry path that picks one of several: `server[id=pay]` (the element or table `server` whose `id` is `pay`;
 * `[id=pay]` within a list that has no names), `add[@key=pay]` (by an XML attribute), or `[pay]` (an item of a list by its text).
 */
export type Selector = { readonly name: string; readonly key: string | null; readonly value: string };

const SELECTOR = /^([^[\]]*)\[(?:(@?[A-Za-z_][\w.-]*)=)?([^]*)\]$/;

/** Null for an element that is a plain key. */
export function selectorIn(element: string): Selector | null {
  const match = SELECTOR.exec(element);
  if (match === null) return null;
  const [, name = '', key, value = ''] = match;
  return { name, key: key ?? null, value };
}
