import { ParseError, parseTOML } from 'toml-eslint-parser';
import type { AST } from 'toml-eslint-parser';
import { failed, ok } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { SyntaxProblem } from '../editor.ts';
import { isSelection, select } from '../text/entry-path.ts';
import type { EntryPath, PathStep } from '../text/entry-path.ts';
import { lineAt } from '../text/lines.ts';
import { assureDepth } from '../text/nesting.ts';

export type TomlVersion = '1.0' | '1.1';

/** A place where `key = value` lines, or pairs between braces, stand together. */
export type Body = AST.TOMLTopLevelTable | AST.TOMLTable | AST.TOMLInlineTable;

/** A table as clients see it, wherever the text defines it. */
export type Table = {
  /** Null for the whole document. */
  readonly parent: Table | null;
  readonly depth: number;
  readonly key: string;
  /** The list of tables it is an element of; null for a table of its own. */
  readonly list: TableList | null;
  /** Its header's lines or its braces; null when only dotted keys, or headers of tables within it, make it exist. */
  body: Body | null;
  /** Where dotted keys make it exist: their body, and the keys that lead from there to here. */
  dotted: { readonly body: Body; readonly keys: readonly string[] } | null;
  readonly children: Map<string, Child>;
};

/** `[[key]]` tables, or an inline array of inline tables, which may be empty. */
export type TableList = { readonly kind: 'list'; readonly array: AST.TOMLArray | null; readonly elements: Table[] };

export type TomlValue = {
  readonly kind: 'value';
  readonly keyValue: AST.TOMLKeyValue;
  readonly node: AST.TOMLValue | AST.TOMLArray;
};

type Child = { readonly kind: 'table'; readonly table: Table } | TableList | TomlValue;

export type TomlTree = {
  readonly document: AST.TOMLTopLevelTable;
  readonly root: Table;
  /** Every value with the table it belongs to, in file order. */
  readonly values: readonly { readonly table: Table; readonly key: string; readonly value: TomlValue }[];
};

/** Reads a text as a TOML reader of this version does; fails with what it would stumble over. */
export function readToml(text: string, tomlVersion: TomlVersion): Result<TomlTree, SyntaxProblem> {
  // The parser takes a lone CR at the end of a comment for a line ending; TOML readers refuse it anywhere.
  const lone = /\r(?!\n)/.exec(text);
  const loneLine = lone === null ? null : lineAt(text, lone.index);
  try {
    const [document] = parseTOML(text, { tomlVersion }).body;
    if (loneLine !== null) {
      return failed({ line: loneLine, message: 'a carriage return stands there without a line feed' });
    }
    // Without the final newline, toml-eslint-parser 1.0.3 gives a number 0 at the very end no range.
    return ok(treeOf(text.endsWith('0') ? parseTOML(`${text}\n`, { tomlVersion }).body[0] : document));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const line = loneLine === null ? error.lineNumber : Math.min(error.lineNumber, loneLine);
    return failed({ line, message: error.message.charAt(0).toLowerCase() + error.message.slice(1) });
  }
}

function treeOf(document: AST.TOMLTopLevelTable): TomlTree {
  const root = newTable({ parent: null, key: '', list: null, body: document });
  const values: { table: Table; key: string; value: TomlValue }[] = [];

  const readBody = (table: Table, body: Body) => {
    for (const keyValue of keyValuesIn(body)) {
      const keys = keysOf(keyValue.key);
      const leaf = keys.at(-1) ?? '';
      const owner = keys.slice(0, -1).reduce((from, key, index) => {
        const next = tableAt(from, key);
        next.dotted ??= { body, keys: keys.slice(0, index + 1) };
        return next;
      }, table);
      readValue(owner, leaf, keyValue);
    }
  };
  const readValue = (owner: Table, key: string, keyValue: AST.TOMLKeyValue) => {
    const node = keyValue.value;
    if (node.type === 'TOMLInlineTable') {
      const table = newTable({ parent: owner, key, list: null, body: node });
      owner.children.set(key, { kind: 'table', table });
      readBody(table, node);
      return;
    }
    const inline = node.type === 'TOMLArray' ? inlineTablesOf(node) : null;
    if (node.type === 'TOMLArray' && inline !== null) {
      const list: TableList = { kind: 'list', array: node, elements: [] };
      owner.children.set(key, list);
      for (const body of inline) readBody(newElement(owner, key, list, body), body);
      return;
    }
    const value: TomlValue = { kind: 'value', keyValue, node };
    owner.children.set(key, value);
    values.push({ table: owner, key, value });
  };

  for (const node of document.body) {
    if (node.type !== 'TOMLTable') continue;
    const keys = keysOf(node.key);
    const leaf = keys.at(-1) ?? '';
    const owner = keys.slice(0, -1).reduce(tableAt, root);
    if (node.kind === 'array') {
      const known = owner.children.get(leaf);
      const list: TableList = known?.kind === 'list' ? known : { kind: 'list', array: null, elements: [] };
      owner.children.set(leaf, list);
      newElement(owner, leaf, list, node);
    } else {
      tableAt(owner, leaf).body = node;
    }
  }
  // Pairs in front of the first header come first; headers were placed before, so that values find their tables.
  readBody(root, document);
  for (const table of headedTables(root)) readBody(table, table.body);
  values.sort((a, b) => a.value.node.range[0] - b.value.node.range[0]);
  return { document, root, values };
}

function newTable({ parent, key, list, body }: Pick<Table, 'parent' | 'key' | 'list' | 'body'>): Table {
  const depth = parent === null ? 0 : parent.depth + 1;
  assureDepth(depth);
  return { parent, depth, key, list, body, dotted: null, children: new Map() };
}

function newElement(parent: Table, key: string, list: TableList, body: Body): Table {
  const element = newTable({ parent, key, list, body });
  list.elements.push(element);
  return element;
}

/** The table of a key, made when there is none; of a list the last element, which is the one that later headers mean. */
function tableAt(from: Table, key: string): Table {
  const child = from.children.get(key);
  if (child?.kind === 'table') return child.table;
  const last = child?.kind === 'list' ? child.elements.at(-1) : undefined;
  if (last !== undefined) return last;
  const table = newTable({ parent: from, key, list: null, body: null });
  from.children.set(key, { kind: 'table', table });
  return table;
}

type HeadedTable = Table & { readonly body: AST.TOMLTable };

/** The table's descendants that have a header of their own. */
export function headedTables(table: Table): readonly HeadedTable[] {
  return [...table.children.values()].flatMap((child) => {
    if (child.kind === 'value') return [];
    const inside = child.kind === 'table' ? [child.table] : child.elements;
    return inside.flatMap((one) => [...(isHeaded(one) ? [one] : []), ...headedTables(one)]);
  });
}

function isHeaded(table: Table): table is HeadedTable {
  return table.body?.type === 'TOMLTable';
}

/** The elements of an array that holds nothing but inline tables, possibly nothing at all; null for any other. */
function inlineTablesOf({ elements }: AST.TOMLArray): readonly AST.TOMLInlineTable[] | null {
  const tables = elements.filter((element) => element.type === 'TOMLInlineTable');
  return tables.length === elements.length ? tables : null;
}

export function keyValuesIn(body: Body): readonly AST.TOMLKeyValue[] {
  return body.body.flatMap((node) => (node.type === 'TOMLKeyValue' ? [node] : []));
}

export function keysOf({ keys }: AST.TOMLKey): readonly string[] {
  return keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
}

/** A value as clients read it; of arrays and dates the text, of numbers the plain decimal. */
export function valueOf({ node }: TomlValue, text: string): string {
  if (node.type === 'TOMLArray') return text.slice(...node.range);
  if (node.kind === 'integer') return node.bigint.toString();
  if (node.kind === 'string' || node.kind === 'boolean') return String(node.value);
  return text.slice(...node.range);
}

/** The tables that one step of a path means within another: several when elements of a list share what selects them. */
export function tablesAt(from: Table, step: PathStep): readonly Table[] {
  const child = from.children.get(keyOf(step));
  if (!isSelection(step)) return child?.kind === 'table' ? [child.table] : [];
  const { by, is } = step;
  return child?.kind === 'list' && by !== null ? child.elements.filter((table) => nameOf(table, by) === is) : [];
}

/** The key of a table or list that a step leads into. */
export function keyOf(step: PathStep): string {
  return isSelection(step) ? step.list : step;
}

function nameOf(table: Table, key: string): string | null {
  const child = table.children.get(key);
  if (child?.kind !== 'value' || child.node.type === 'TOMLArray' || child.node.kind !== 'string') return null;
  return child.node.value;
}

/** Elements of lists are listed by this key, which for the clients' sources and indexes says which is which. */
const NAME_KEY = 'name';

/** The path of a value; null for the name that its table's own path holds already. */
export function pathOf(table: Table, key: string): EntryPath | null {
  if (table.list !== null && key === NAME_KEY && nameOf(table, NAME_KEY) !== null) return null;
  const steps: PathStep[] = [key];
  for (let at = table; at.parent !== null; at = at.parent) steps.unshift(stepTo(at));
  return steps;
}

function stepTo(table: Table): PathStep {
  if (table.list === null) return table.key;
  const name = nameOf(table, NAME_KEY);
  return select(table.key, name === null ? null : NAME_KEY, name ?? '');
}
