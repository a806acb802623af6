import type { Splice } from '../editor.ts';
import { isSelection } from '../text/entry-path.ts';
import type { EntryPath, PathStep } from '../text/entry-path.ts';
import { removeLines, splitLines } from '../text/lines.ts';
import type { XmlDialect } from './dialect.ts';
import type { Element } from './document.ts';
import { removeAttribute, removeElements } from './layout.ts';
import { isBlank } from './value.ts';
import type { Site } from './site.ts';

/** Takes the leaves of the sites out, and the elements beyond the depth that thereby hold nothing any more. */
export function removeAll(
  dialect: XmlDialect,
  text: string,
  entry: EntryPath,
  sites: readonly Site[],
  depth: number,
): readonly Splice[] {
  const gone = new Set<object>(sites.flatMap(({ leaf }) => (leaf === null ? [] : [leaf])));
  const elements = sites.flatMap(({ kind, leaf }) => (kind === 'element' && leaf !== null ? [leaf] : []));
  let holders: readonly Element[] = [...new Set(sites.map(({ holder }) => holder))];
  for (let level = entry.length - 2; level >= depth; level -= 1) {
    const hollow = holders.filter((holder) => isHollow(dialect, text, holder, entry[level], gone));
    for (const holder of hollow) {
      gone.add(holder);
      elements.push(holder);
    }
    holders = [...new Set(hollow.flatMap(({ parent }) => (parent === null ? [] : [parent])))];
  }
  return splicesOf(dialect, text, sites, elements, gone).sort((a, b) => a.start - b.start);
}

/** True when nothing but what goes, and what the element is told from others by, is in it. */
function isHollow(
  dialect: XmlDialect,
  text: string,
  element: Element,
  step: PathStep | undefined,
  gone: ReadonlySet<object>,
): boolean {
  if (element.parent === null) {
    const start = text.slice(element.start, element.content.start);
    if (start !== dialect.root.start) return false;
  }
  const key = isSelection(step) ? step.by : null;
  const attributes = element.attributes.filter((attribute) => !gone.has(attribute));
  if (element.parent !== null && attributes.some(({ name }) => `@${dialect.attributeName(name)}` !== key)) return false;
  return element.pieces.every((piece) => {
    if (piece.kind !== 'element') return piece.kind === 'text' && isBlank(text.slice(piece.start, piece.end));
    const inner = piece.element;
    return (
      gone.has(inner) || (dialect.elementName(inner.name) === key && inner.pieces.every(({ kind }) => kind === 'text'))
    );
  });
}

/** Only where something goes is anything looked at. */
function splicesOf(
  dialect: XmlDialect,
  text: string,
  sites: readonly Site[],
  elements: readonly Element[],
  gone: ReadonlySet<object>,
): Splice[] {
  const attributes = sites.flatMap(({ kind, holder, leaf }) =>
    kind === 'attribute' && leaf !== null && !gone.has(holder) ? [removeAttribute(text, leaf)] : [],
  );
  const outermost = elements.filter(({ parent }) => parent === null || !gone.has(parent));
  const byHolder = Map.groupBy(outermost, ({ parent }) => parent);
  return [...byHolder].reduce<Splice[]>((splices, [holder, removed]) => {
    const [first] = removed;
    if (holder !== null) splices.push(...removeElements(text, holder, removed));
    else if (first !== undefined) splices.push(...removeRoot(dialect, text, first));
    return splices;
  }, attributes);
}

/** With its lines, and with the declaration when that is all that would be left of a file we began. */
function removeRoot(dialect: XmlDialect, text: string, root: Element): readonly Splice[] {
  const lines = splitLines(text).filter(({ start, end }) => end >= root.start && start < root.end);
  if (lines[0]?.start !== root.start || lines.at(-1)?.end !== root.end) {
    return [{ start: root.start, end: root.end, text: '' }];
  }
  const isAll = text.slice(0, root.start).trimEnd() === dialect.root.declaration && lines.at(-1)?.next === text.length;
  return isAll ? [{ start: 0, end: text.length, text: '' }] : removeLines(text, lines);
}
