import { isMap, isPair, isScalar } from 'yaml';
import type { ParsedNode } from 'yaml';
import type { Splice } from '../editor.ts';
import { isSelection, stepText } from '../text/entry-path.ts';
import type { EntryPath } from '../text/entry-path.ts';
import { beginsLine, blanksBefore, insertLines, linesBetween, removeLines, splitLines } from '../text/lines.ts';
import { isEmpty, isFlow, isShared } from './document.ts';
import type { Container, Hop, YamlText } from './document.ts';
import { indentOf, spellKey, spellLike, spellNew, styleOf } from './spelling.ts';
import type { Style } from './spelling.ts';

type Extent = { readonly start: number; readonly end: number };

/** Offsets of a scalar or alias as it is written. The line ending behind a block scalar is not part of it, nor are the blanks in front of none. */
export function rangeOf({ text }: YamlText, node: ParsedNode): Extent {
  const [start, valueEnd] = node.range;
  if (isEmpty(node)) {
    const at = start - blanksBefore(text, start).length;
    return { start: at, end: at };
  }
  const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
  return { start, end: isBlock ? start + text.slice(start, valueEnd).trimEnd().length : valueEnd };
}

/** Offsets of one element: from its key or dash to the end of its value, or of its key where there is none. */
function extentOf(container: Container, index: number): Extent {
  const item = container.items[index];
  const key = isPair(item) ? item.key : item;
  const value = isPair(item) ? item.value : item;
  const opening = tokenOf(container, index)?.start.find(
    ({ type }) => !['space', 'newline', 'comment', 'comma'].includes(type),
  );
  const end = value === null || value === undefined ? (key?.range[1] ?? 0) : contentEnd(value);
  return { start: opening?.offset ?? key?.range[0] ?? end, end };
}

/** Offset behind the colon of a map's element. */
function colonEnd({ container, index }: Hop): number {
  const token = tokenOf(container, index);
  const separators = token !== undefined && 'sep' in token ? token.sep : undefined;
  const colon = separators?.find(({ type }) => type === 'map-value-ind');
  return colon === undefined ? 0 : colon.offset + 1;
}

function contentEnd(node: ParsedNode): number {
  if ('items' in node && !isFlow(node) && node.items.length > 0) return extentOf(node, node.items.length - 1).end;
  // Of a block scalar with the line ending, and with the blank lines that `|+` keeps.
  return node.range[1];
}

function tokenOf({ srcToken }: Container, index: number) {
  return srcToken !== undefined && 'items' in srcToken ? srcToken.items[index] : undefined;
}

/** Adds what is missing of an entry's path, and its value; nothing where it would have to go into what is no place for it. */
export function insert(yaml: YamlText, entry: EntryPath, trail: readonly Hop[], value: string): readonly Splice[] {
  const style = styleOf(yaml);
  const missing = entry.slice(trail.length);
  const hop = trail.at(-1);
  const parent = hop === undefined ? yaml.root : hop.node;
  const [first] = missing;
  if (missing.length === 0 || isShared(yaml, [yaml.root, ...trail.map(({ node }) => node)])) return [];

  if (parent === null) {
    if (hop !== undefined) return [];
    return [insertLines(yaml.text, endOfContent(yaml.text), blockLines(missing, value, '', style))];
  }
  if (isEmpty(parent)) {
    const outer = hop === undefined ? null : indentOf(hop.container);
    if (outer === null) return [];
    const indent = ' '.repeat(outer) + (isSelection(first) ? '' : style.indent);
    const at = afterComments(yaml.text, nextLine(yaml.text, parent.range[1]), outer);
    return [insertLines(yaml.text, at, blockLines(missing, value, indent, style))];
  }
  if (!('items' in parent) || isMap(parent) === isSelection(first)) return [];
  const last = parent.items.length - 1;
  const lastItem = isMap(parent) ? null : (parent.items[last] ?? null);
  const written = lastItem === null ? spellNew(value, style) : spellLike(value, lastItem, style);
  if (isFlow(parent)) {
    const addition = isMap(parent) ? flowText(missing, value, style) : written;
    const at = last < 0 ? parent.range[0] + 1 : extentOf(parent, last).end;
    return [{ start: at, end: at, text: last < 0 ? addition : `, ${addition}` }];
  }
  const columns = indentOf(parent) ?? 0;
  const indent = ' '.repeat(columns);
  const lines = isMap(parent) ? blockLines(missing, value, indent, style) : [`${indent}- ${written}`];
  const at = afterComments(yaml.text, nextLine(yaml.text, extentOf(parent, last).end), columns);
  return [insertLines(yaml.text, at, lines)];
}

function blockLines(path: EntryPath, value: string, indent: string, style: Style): readonly string[] {
  const [step, ...deeper] = path;
  if (isSelection(step)) return [`${indent}- ${spellNew(value, style)}`];
  const key = indent + spellKey(stepText(step), style);
  const [next] = deeper;
  if (next === undefined) return [`${key}: ${spellNew(value, style)}`];
  return [`${key}:`, ...blockLines(deeper, value, isSelection(next) ? indent : indent + style.indent, style)];
}

function flowText(path: EntryPath, value: string, style: Style): string {
  const [step, ...deeper] = path;
  const [next] = deeper;
  const inside = next === undefined ? spellNew(value, style) : flowText(deeper, value, style);
  if (isSelection(step)) return spellNew(value, style);
  const wrapped = next === undefined ? inside : isSelection(next) ? `[${inside}]` : `{${inside}}`;
  return `${spellKey(stepText(step), style)}: ${wrapped}`;
}

/** Takes elements out of their container, and with the last of them every container of the path beyond `depth`. */
export function remove(
  yaml: YamlText,
  trail: readonly Hop[],
  siblings: readonly Hop[],
  depth: number,
): readonly Splice[] {
  let leaving = siblings;
  for (const outer of trail.slice(depth, -1).toReversed()) {
    if (!holdsNothingElse(yaml, outer, leaving)) break;
    leaving = [outer];
  }
  const [first] = leaving;
  if (first === undefined) return [];
  return isFlow(first.container) ? removeFromFlow(yaml, leaving) : removeFromBlock(yaml, leaving);
}

/** True when a container has only these elements, all that it has, and no comment around them. */
function holdsNothingElse({ text }: YamlText, outer: Hop, hops: readonly Hop[]): boolean {
  const container = outer.node;
  if (container === null || !('items' in container) || container.items.length !== hops.length) return false;
  const around = hops.flatMap(({ index }) => Object.values(extentOf(container, index)));
  const [open, close] = container.range;
  const edges = isFlow(container) ? [open, open + 1, ...around, close - 1] : around;
  const gaps = [colonEnd(outer), ...edges].flatMap((edge, index) =>
    index % 2 === 0 ? [text.slice(edge, edges[index] ?? edge)] : [],
  );
  return gaps.every((gap) => /^[\s,]*$/.test(gap));
}

function removeFromBlock({ text }: YamlText, hops: readonly Hop[]): readonly Splice[] {
  const extents = hops.map(({ container, index }) => extentOf(container, index));
  const all = splitLines(text);
  const lines = new Set(extents.flatMap(({ start, end }) => linesBetween(all, start, end)));
  const sharesLine = extents.some(({ start }) => !beginsLine(text, start));
  return sharesLine ? [] : removeLines(text, [...lines]);
}

function removeFromFlow({ text }: YamlText, hops: readonly Hop[]): readonly Splice[] {
  return hops.map(({ container, index }) => {
    const { start, end } = extentOf(container, index);
    const before = index === 0 ? null : extentOf(container, index - 1).end;
    if (before !== null && /^\s*,\s*$/.test(text.slice(before, start))) return { start: before, end, text: '' };
    const after = /^\s*,[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
    return { start, end: end + after, text: '' };
  });
}

/** Where the next line begins, for an offset behind the last character of something. */
function nextLine(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** Comments that are indented deeper than the new line belong to what stands above it. */
function afterComments(text: string, from: number, columns: number): number {
  let at = from;
  for (const { 0: line, 1: indent = '', 2: comment, index } of text
    .slice(from)
    .matchAll(/([ \t]*)(#[^\n]*)?(?:\r?\n|$)/gy)) {
    if (line === '' || (comment !== undefined && indent.length <= columns)) break;
    if (comment !== undefined) at = from + index + line.length;
  }
  return at;
}

/** In front of the marker that ends a document, if there is one: only comments and markers stand in such a text. */
function endOfContent(text: string): number {
  return /^\.\.\.(?=\s|$)/m.exec(text)?.index ?? text.length;
}
