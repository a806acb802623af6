import type { AST } from 'toml-eslint-parser';
import { ok } from '../../../contract/problem.ts';
import type { Document, Editor, Part } from '../editor.ts';
import { identityOf, stepText } from '../text/entry-path.ts';
import type { EntryPath } from '../text/entry-path.ts';
import { withinDepth } from '../text/nesting.ts';
import { insertEntry, deepestTable, takesPairs } from './insert.ts';
import { removeEntries } from './remove.ts';
import type { Leaving } from './remove.ts';
import { spellLike } from './spelling.ts';
import { keysOf, pathOf, readToml, tablesAt, valueOf } from './tree.ts';
import type { Body, Table, TomlTree, TomlVersion } from './tree.ts';

// Facts: TOML 1.0 and 1.1; Python's tomllib (3.11), cargo 1.95's own reader.

type Dialect = { readonly bomIsFatal: boolean; readonly version: TomlVersion };

function documentOf(text: string, { document, root, values }: TomlTree): Document {
  return {
    text,
    find: (entry) =>
      leavingsOf(root, entry).map(({ value }) => {
        const [start, end] = value.node.range;
        return { start, end, value: valueOf(value, text) };
      }),
    slots: (entry) =>
      leavingsOf(root, entry).map(({ value }) => {
        const [start, end] = value.node.range;
        return { raw: text.slice(start, end), isThere: true, put: (raw) => [{ start, end, text: raw }] };
      }),
    depth(entry) {
      const { table, depth } = deepestTable(root, entry.slice(0, -1));
      // A table without a place for pairs gets its header with the entry.
      const needsHeader = depth > 0 && depth === entry.length - 1 && !takesPairs(table);
      return needsHeader ? depth - 1 : depth;
    },
    set(entry, value) {
      const present = leavingsOf(root, entry).map((leaving) => leaving.value);
      if (present.length === 0) {
        const splice = insertEntry(text, root, entry, value);
        return splice === null ? [] : [splice];
      }
      return present
        .filter((old) => valueOf(old, text) !== value)
        .map(({ node }) => {
          const [start, end] = node.range;
          return { start, end, text: spellLike(value, node, text.slice(start, end)) };
        });
    },
    remove: (entry, depth) => removeEntries(text, entry, leavingsOf(root, entry), depth),
    parts: () => partsOf(document),
    entries: () =>
      values.flatMap(({ table, key, value }) => {
        const entry = pathOf(table, key);
        return entry === null ? [] : [{ entry, value: valueOf(value, text), start: value.node.range[0] }];
      }),
  };
}

/** Headers and keys, and values one by one, those of lists too. */
function partsOf(document: AST.TOMLTopLevelTable): readonly Part[] {
  const parts: Part[] = [];
  const addKey = (key: AST.TOMLKey) => {
    for (const { range } of key.keys) parts.push({ kind: 'key', start: range[0], end: range[1], name: '' });
  };
  const addValue = (node: AST.TOMLContentNode, name: string) => {
    if (node.type === 'TOMLArray') for (const element of node.elements) addValue(element, name);
    else if (node.type === 'TOMLInlineTable') addBody(node, name);
    else parts.push({ kind: 'value', start: node.range[0], end: node.range[1], name });
  };
  const addBody = (body: Body, name: string) => {
    for (const node of body.body) {
      addKey(node.key);
      const inner = [...(name === '' ? [] : [name]), ...keysOf(node.key)].join('.');
      if (node.type === 'TOMLTable') addBody(node, inner);
      else addValue(node.value, inner);
    }
  };
  addBody(document, '');
  return parts;
}

function tomlEditor({ bomIsFatal, version }: Dialect): Editor {
  return {
    bomIsFatal,
    identify: identityOf,
    read(text) {
      return withinDepth(() => {
        const tree = readToml(text, version);
        return tree.ok ? ok(documentOf(text, tree.value)) : tree;
      });
    },
  };
}

/** Where an entry stands, with the tables that lead there. */
function leavingsOf(root: Table, entry: EntryPath): readonly Leaving[] {
  const leaf = stepText(entry.at(-1));
  const ways = entry
    .slice(0, -1)
    .reduce<readonly (readonly Table[])[]>(
      (found, step) =>
        found.flatMap((tables) => tablesAt(tables.at(-1) ?? root, step).map((next) => [...tables, next])),
      [[]],
    );
  return ways.flatMap((tables) => {
    const child = (tables.at(-1) ?? root).children.get(leaf);
    return child?.kind === 'value' ? [{ value: child, tables }] : [];
  });
}

/**
 * TOML as cargo and uv read it. An entry is the path of its keys, case-sensitive, however the file spells and nests them:
 * `['registries', 'codeartifact', 'index']`. Tables in a list are addressed by their name, `['tool', 'uv', select('index', 'name', 'pay'), 'url']`,
 * and made and removed together with it; it is therefore no entry of its own. Where something else bears a name of the path,
 * `set` does nothing.
 */
export const toml = tomlEditor({ bomIsFatal: false, version: '1.1' });

/** TOML as Poetry, Pipenv, PDM and Python's build tools read it: version 1.0, and no byte order mark. */
export const tomlWithoutBom = tomlEditor({ bomIsFatal: true, version: '1.0' });
