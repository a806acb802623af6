import path from 'node:path';
import { expect } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { tokenIn } from '../../../shared/engine/secrets/token.ts';
import { readJournal } from '../../../shared/engine/state/journal.ts';
import { readLedger } from '../../../shared/engine/state/ledger.ts';
import type { CliHome } from '../cli-home.ts';
import { shownEntry, treeOf } from './home-tree.ts';
import type { Entry, Tree } from './home-tree.ts';

const STATE = 'state';
const TEMP_FILE = /\.tmp(?:-[0-9a-f]+)?$/;

/** Files and folders of the person, without the app's own. */
function theirs(tree: Tree): Tree {
  return new Map([...tree].filter(([name]) => name !== STATE && !name.startsWith(STATE + path.sep)));
}

/** Each file of the person is what it is in one of the trees, and no file shows a token to others. */
export function expectWhole(home: CliHome, trees: readonly Tree[]): void {
  const now = treeOf(home.folder);
  const names = [...trees, now].flatMap((tree) => [...theirs(tree).keys()]);
  for (const name of new Set(names)) {
    if (TEMP_FILE.test(path.basename(name))) continue;
    const allowed = trees.map((tree) => `${name}: ${shownEntry(tree.get(name))}`);
    expect(allowed).toContain(`${name}: ${shownEntry(now.get(name))}`);
  }
  expectPrivate(now);
}

/** True where no file of the person was touched; a disk that became read-only keeps temp files. */
export function isAsBefore(home: CliHome, before: Tree, cannotRemove: boolean): boolean {
  const files = (tree: Tree) => [...theirs(tree)].filter(([name]) => !TEMP_FILE.test(name));
  // A disk that nothing can be removed from keeps the folders that were made for a file.
  const isNew = (name: string) => cannotRemove && !before.has(name);
  const now = files(treeOf(home.folder)).filter(([name, { kind }]) => kind !== 'folder' || !isNew(name));
  const shown = (entries: typeof now) => JSON.stringify(entries.map(([name, entry]) => [name, shownEntry(entry)]));
  return shown(now) === shown(files(before));
}

function expectPrivate(tree: Tree): void {
  for (const [name, entry] of tree) if (holdsToken(entry)) expect([name, entry.mode & 0o077]).toEqual([name, 0]);
}

function holdsToken(entry: Entry): entry is Extract<Entry, { kind: 'file' }> {
  return entry.kind === 'file' && tokenIn(entry.bytes.toString('latin1')) !== null;
}

export async function expectReadableState(home: CliHome): Promise<void> {
  const folder = home.path(STATE);
  expect(await readJournal(folder)).toMatchObject({ ok: true });
  expect(await readLedger(folder, systemClock)).toMatchObject({ ok: true });
  if (home.has('state/settings.json'))
    expect(() => JSON.parse(home.read('state/settings.json')) as unknown).not.toThrow();
}

/** All is as in the tree, and no temp file is left. Locks and notes of the app's own may be: they hold nobody up. */
export function expectRestored(home: CliHome, original: Tree): void {
  const now = treeOf(home.folder);
  const shown = (tree: Tree) => [...theirs(tree)].map(([name, entry]) => `${name}: ${shownEntry(entry)}`).sort();
  expect(shown(now)).toEqual(shown(original));
  expect([...now.keys()].filter((name) => TEMP_FILE.test(name))).toEqual([]);
}
