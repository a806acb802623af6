import type { AST } from 'toml-eslint-parser';
import type { Splice } from '../editor.ts';
import { isSelection, stepText } from '../text/entry-path.ts';
import type { EntryPath, PathStep, Selection } from '../text/entry-path.ts';
import { insertLines, splitLines } from '../text/lines.ts';
import { spellKey, spellKeys, spellString, spellValue } from './spelling.ts';
import { headedTables, keyOf, keysOf, keyValuesIn, tablesAt } from './tree.ts';
import type { Body, Table, TableList } from './tree.ts';

/** How far a path leads into the tables that are there. */
export type DeepestTable = {
  readonly table: Table;
  /** Number of leading steps that exist. */
  readonly depth: number;
};

/** Follows the containers of an entry; of several tables that one step means, into the last. */
export function deepestTable(root: Table, containers: EntryPath): DeepestTable {
  let deepest: DeepestTable = { table: root, depth: 0 };
  for (const step of containers) {
    const next = tablesAt(deepest.table, step).at(-1);
    if (next === undefined) break;
    deepest = { table: next, depth: deepest.depth + 1 };
  }
  return deepest;
}

/** True when a pair can be added to the table where it stands; false when it needs a header for that. */
export function takesPairs({ body, dotted }: Table): boolean {
  return body !== null || dotted !== null;
}

/**
 * Adds an entry that is not there, without defining anything a second time: next to its siblings, within braces or beside dotted
 * keys if that is how its table is written, else below a new header: behind the list it belongs to, which tomlkit (Poetry, Pipenv)
 * can't read in pieces, or at the end. Null where something else bears one of its names.
 */
export function insertEntry(text: string, root: Table, entry: EntryPath, value: string): Splice | null {
  const containers = entry.slice(0, -1);
  const leaf = stepText(entry.at(-1));
  const { table, depth } = deepestTable(root, containers);
  const rest = containers.slice(depth);
  const [next] = rest;
  if (next === undefined) {
    if (table.children.has(leaf)) return null;
    return takesPairs(table)
      ? insertPair(text, table, [leaf], value)
      : appendTable(text, containers, leaf, value, text.length);
  }

  const there = table.children.get(keyOf(next));
  if (isSelection(next) && there?.kind === 'list' && there.array !== null) {
    return insertElement(text, there, there.array, next, [...rest.slice(1), leaf], value);
  }
  if (there !== undefined && !(isSelection(next) && there.kind === 'list')) return null;
  const keys = plainKeys([...rest, leaf]);
  const isDotted = table.body === null && table.dotted !== null;
  if (keys !== null && (isDotted || isClosed(table))) return insertPair(text, table, keys, value);
  if (isClosed(table)) return null;
  const last = there?.kind === 'list' ? there.elements.at(-1) : undefined;
  return appendTable(text, containers, leaf, value, last === undefined ? text.length : endOf(text, last));
}

/** True within braces, and within elements of lists, which a header further down would not reach. */
function isClosed(table: Table): boolean {
  for (let at: Table | null = table; at !== null; at = at.parent) {
    if (at.list !== null || at.body?.type === 'TOMLInlineTable') return true;
  }
  return false;
}

function insertPair(text: string, { body, dotted }: Table, keys: readonly string[], value: string): Splice | null {
  if (body !== null) return insertInto(text, body, keys, value, keyValuesIn(body).at(-1));
  if (dotted === null) return null;
  const sibling = keyValuesIn(dotted.body).findLast(({ key }) => {
    const written = keysOf(key);
    return dotted.keys.every((part, index) => part === written[index]);
  });
  return insertInto(text, dotted.body, [...dotted.keys, ...keys], value, sibling);
}

function insertInto(
  text: string,
  body: Body,
  keys: readonly string[],
  value: string,
  sibling: AST.TOMLKeyValue | undefined,
): Splice {
  const equals = sibling !== undefined && text[sibling.key.range[1]] === '=' ? '=' : ' = ';
  const pair = spellKeys(keys) + equals + spellValue(value, sibling);
  if (body.type === 'TOMLInlineTable') return insertBetween(text, sibling, body.range[0], pair);
  const anchor = sibling ?? (body.type === 'TOMLTable' ? body.key : null);
  // The document's own keys have to stand in front of the first header.
  if (anchor === null) return insertLines(text, body.body.length === 0 ? text.length : 0, [pair]);
  const lines = splitLines(text);
  const first = lines.findLast((line) => line.start <= anchor.range[0]);
  const last = lines.findLast((line) => line.start < anchor.range[1]);
  const indent = /^[ \t]*/.exec(text.slice(first?.start))?.[0] ?? '';
  return insertLines(text, last?.next ?? text.length, [indent + pair]);
}

/** Adds to what stands between brackets or braces: behind the last element, or right behind the opening one. */
function insertBetween(text: string, last: AST.TOMLNode | undefined, opening: number, content: string): Splice {
  if (last === undefined) return { start: opening + 1, end: opening + 1, text: content };
  const [start, end] = last.range;
  // An element on a line of its own is followed by one on a line of its own.
  const ownLine = /(\r?\n)([ \t]*)$/.exec(text.slice(0, start));
  const gap = ownLine === null ? ' ' : ownLine[0];
  return { start: end, end, text: `,${gap}${content}` };
}

function insertElement(
  text: string,
  { elements }: TableList,
  array: AST.TOMLArray,
  element: Selection,
  path: EntryPath,
  value: string,
): Splice | null {
  const sibling = elements.at(-1)?.body ?? undefined;
  const [name, keys] = [namePairOf(element), plainKeys(path)];
  if (name === null || keys === null) return null;
  const pair = `${spellKeys(keys)} = ${spellValue(value, undefined)}`;
  return insertBetween(text, sibling, array.range[0], `{ ${name}, ${pair} }`);
}

/** `name = "pay"` for `server[name=pay]`; null for one by its text, which means no table. */
function namePairOf({ by, is }: Selection): string | null {
  return by === null ? null : `${spellKey(by)} = ${spellString(is)}`;
}

/** Null where one of the steps leads into a list. */
function plainKeys(steps: readonly PathStep[]): readonly string[] | null {
  const keys = steps.filter((step) => typeof step === 'string');
  return keys.length === steps.length ? keys : null;
}

/** Start of the line behind everything that belongs to a table with a header. */
function endOf(text: string, table: Table): number {
  const nodes = [table, ...headedTables(table)].flatMap(({ body }) => (body === null ? [] : [body, ...body.body]));
  const end = nodes.reduce((last, { range }) => Math.max(last, range[1]), 0);
  return splitLines(text).findLast((line) => line.start < end)?.next ?? text.length;
}

/** A header with a blank line in front that leaves together with it. */
function appendTable(text: string, containers: EntryPath, leaf: string, value: string, at: number): Splice | null {
  const listed = containers.findIndex((step) => isSelection(step));
  const headed = listed < 0 ? containers : containers.slice(0, listed + 1);
  const within = plainKeys(listed < 0 ? [] : containers.slice(listed + 1));
  const element = containers[listed];
  const name = isSelection(element) ? namePairOf(element) : undefined;
  if (within === null || name === null) return null;
  const keys = spellKeys(headed.map((step) => keyOf(step)));
  const contents = [
    ...(text === '' ? [] : ['']),
    name === undefined ? `[${keys}]` : `[[${keys}]]`,
    ...(name === undefined ? [] : [name]),
    `${spellKeys([...within, leaf])} = ${spellValue(value, undefined)}`,
  ];
  return insertLines(text, at, contents);
}
