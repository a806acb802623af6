import type { AST } from 'toml-eslint-parser';
import type { Splice } from '../editor.ts';
import { isSelection } from '../text/entry-path.ts';
import type { EntryPath } from '../text/entry-path.ts';
import { firstIndex, removeLines, splitLines } from '../text/lines.ts';
import { headedTables, keysOf, keyValuesIn } from './tree.ts';
import type { Body, Table, TomlValue } from './tree.ts';

/** One entry to take out, with the containers that lead to it, outermost first. */
export type Leaving = { readonly value: TomlValue; readonly tables: readonly Table[] };

/**
 * Takes entries out, and with each the innermost table around it that we made: it is not among the first `depth` containers
 * of the path, and holds nothing else, no comment between its pairs either.
 */
export function removeEntries(
  text: string,
  entry: EntryPath,
  leavings: readonly Leaving[],
  depth: number,
): readonly Splice[] {
  const lines = splitLines(text);
  const removed = new Set<number>();
  const splices: Splice[] = [];
  for (const { value, tables } of leavings) {
    const { keyValue } = value;
    const table = madeTable(entry, tables, depth, keyValue);
    const around = keyValue.parent;
    const node = table?.list?.array == null ? keyValue : (table.body ?? keyValue);
    if (around.type === 'TOMLInlineTable') {
      splices.push(withoutElement(node));
      continue;
    }
    for (const index of linesOf(keyValue.range)) removed.add(index);
    if (table?.body?.type === 'TOMLTable') removeHeader(table.body);
  }
  return [
    ...splices,
    ...removeLines(
      text,
      lines.filter((_, index) => removed.has(index)),
    ),
  ];

  function linesOf([start, end]: AST.Range): number[] {
    const first = firstIndex(lines, (line) => line.next > start);
    const behind = firstIndex(lines, (line) => line.start >= end);
    return Array.from({ length: Math.max(0, behind - first) }, (_, index) => first + index);
  }

  function isBlank(index: number): boolean {
    const line = lines[index];
    return line !== undefined && text.slice(line.start, line.end).trim() === '';
  }

  function removeHeader(header: AST.TOMLTable): void {
    const first = linesOf(header.key.range)[0] ?? 0;
    const pairs = header.body.flatMap((keyValue) => linesOf(keyValue.range));
    // Comments below the last pair are about what follows.
    const last = Math.max(first, ...pairs);
    const isComment = (index: number) => !pairs.includes(index) && !isBlank(index);
    if (lines.some((_, index) => index > first && index < last && isComment(index))) return;
    for (const index of [first, ...pairs]) removed.add(index);
    if (isBlank(first - 1)) removed.add(first - 1);
  }
}

/** The table that came with the entry and has nothing else in it; null when there is none. */
function madeTable(
  entry: EntryPath,
  tables: readonly Table[],
  depth: number,
  keyValue: AST.TOMLKeyValue,
): Table | null {
  const containers = entry.slice(0, -1);
  const listed = containers.findIndex((step) => isSelection(step));
  const position = listed < 0 ? containers.length - 1 : listed;
  const table = tables[position];
  if (table === undefined || table.body === null || depth > position) return null;
  const step = containers[position];
  const selects = isSelection(step) ? step.by : null;
  const others = keyValuesIn(table.body).filter((other) => other !== keyValue && keysOf(other.key).join() !== selects);
  const isList = table.list !== null;
  if (others.length > 0 || (isList && headedTables(table).length > 0)) return null;
  return isList || table.body.type === 'TOMLTable' ? table : null;
}

/** Cuts an element out from between brackets or braces, with the comma that parts it from its neighbour. */
function withoutElement(node: AST.TOMLKeyValue | Body): Splice {
  const siblings = siblingsOf(node);
  const index = siblings.findIndex((sibling) => sibling === node);
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  if (previous !== undefined) return { start: previous.range[1], end: node.range[1], text: '' };
  return { start: node.range[0], end: next?.range[0] ?? node.range[1], text: '' };
}

function siblingsOf({ parent }: AST.TOMLKeyValue | Body): readonly AST.TOMLNode[] {
  if (parent?.type === 'TOMLInlineTable') return parent.body;
  return parent?.type === 'TOMLArray' ? parent.elements : [];
}
