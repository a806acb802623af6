import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from '../editor.ts';
import { pairFromLast } from '../text/lines.ts';
import { insertEntry, reachOf, takesPairs } from './insert.ts';
import { removeEntries } from './remove.ts';
import type { Leaving } from './remove.ts';
import { spellLike } from './spelling.ts';
import { pathOf, readToml, syntaxProblemOf, tablesAt, valueOf } from './tree.ts';
import type { Table, TomlVersion } from './tree.ts';

// Facts: TOML 1.0 and 1.1; Python's tomllib (3.11), cargo 1.95's own reader.

type Dialect = { readonly bomIsFatal: boolean; readonly version: TomlVersion };

function tomlEditor({ bomIsFatal, version }: Dialect): Editor {
  const rootOf = (text: string) => readToml(text, version).root;

  function check(text: string): SyntaxProblem | null {
    return syntaxProblemOf(text, version);
  }

  function find(text: string, entry: EntryPath): readonly Occurrence[] {
    return leavingsOf(rootOf(text), entry).map(({ value }) => {
      const [start, end] = value.node.range;
      return { start, end, value: valueOf(value, text) };
    });
  }

  function capture(text: string, entry: EntryPath): Before {
    const root = rootOf(text);
    const present = leavingsOf(root, entry);
    if (present.length > 0)
      return { kind: 'present', raws: present.map(({ value }) => text.slice(...value.node.range)) };
    const { table, depth } = reachOf(root, entry.slice(0, -1));
    // A table without a place for pairs gets its header with the entry.
    const needsHeader = depth > 0 && depth === entry.length - 1 && !takesPairs(table);
    return { kind: 'absent', depth: needsHeader ? depth - 1 : depth };
  }

  function set(text: string, entry: EntryPath, value: string): readonly Splice[] {
    const root = rootOf(text);
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
  }

  function restore(text: string, entry: EntryPath, before: Before): readonly Splice[] {
    const present = leavingsOf(rootOf(text), entry);
    if (before.kind === 'absent') return removeEntries(text, entry, present, before.depth);
    return pairFromLast(present, before.raws)
      .map(({ left, right }) => {
        const [start, end] = left.value.node.range;
        return { start, end, text: right };
      })
      .filter((splice) => text.slice(splice.start, splice.end) !== splice.text);
  }

  function list(text: string): readonly { readonly entry: EntryPath; readonly value: string }[] {
    return readToml(text, version).values.flatMap(({ table, key, value }) => {
      const entry = pathOf(table, key);
      return entry === null ? [] : [{ entry, value: valueOf(value, text) }];
    });
  }

  return { bomIsFatal, identify, check, find, capture, set, restore, list };
}

function identify(entry: EntryPath): string {
  return JSON.stringify(entry);
}

/** Where an entry stands, with the tables that lead there. */
function leavingsOf(root: Table, entry: EntryPath): readonly Leaving[] {
  const leaf = entry.at(-1) ?? '';
  const ways = entry
    .slice(0, -1)
    .reduce<readonly (readonly Table[])[]>(
      (found, element) =>
        found.flatMap((tables) => tablesAt(tables.at(-1) ?? root, element).map((next) => [...tables, next])),
      [[]],
    );
  return ways.flatMap((tables) => {
    const child = (tables.at(-1) ?? root).children.get(leaf);
    return child?.kind === 'value' ? [{ value: child, tables }] : [];
  });
}

/**
 * TOML as cargo and uv read it. An entry is the path of its keys, case-sensitive, however the file spells and nests them:
 * `['registries', 'codeartifact', 'index']`. Tables in a list are addressed by their name, `['tool', 'uv', 'index[name=pay]', 'url']`,
 * and made and removed together with it; it is therefore no entry of its own. Where something else bears a name of the path,
 * `set` does nothing.
 */
export const toml = tomlEditor({ bomIsFatal: false, version: '1.1' });

/** TOML as Poetry, Pipenv, PDM and Python's build tools read it: version 1.0, and no byte order mark. */
export const tomlWithoutBom = tomlEditor({ bomIsFatal: true, version: '1.0' });
