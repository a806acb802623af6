import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { templateOf } from '../../../shared/engine/secrets/slot.ts';

export type Entry =
  | { readonly kind: 'folder'; readonly mode: number }
  | { readonly kind: 'file'; readonly mode: number; readonly bytes: Buffer }
  | { readonly kind: 'link'; readonly to: string };

/** Every file, folder and link below a folder, by its path in it; folders before what is in them. */
export type Tree = ReadonlyMap<string, Entry>;

export function treeOf(folder: string): Tree {
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => !lstatSync(path.join(folder, name)).isSocket())
    .sort();
  return new Map(names.map((name) => [name, entryAt(path.join(folder, name))]));
}

function entryAt(place: string): Entry {
  const stats = lstatSync(place);
  const mode = stats.mode & 0o7777;
  if (stats.isSymbolicLink()) return { kind: 'link', to: readlinkSync(place) };
  return stats.isDirectory() ? { kind: 'folder', mode } : { kind: 'file', mode, bytes: readFileSync(place) };
}

/** Makes the folder hold this and nothing else. */
export function putBack(folder: string, tree: Tree): void {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
  for (const [name, entry] of tree) {
    const place = path.join(folder, name);
    if (entry.kind === 'link') symlinkSync(entry.to, place);
    else if (entry.kind === 'folder') mkdirSync(place);
    else writeFileSync(place, entry.bytes);
    if (entry.kind !== 'link') chmodSync(place, entry.mode);
  }
}

/** What a person sees of an entry, whichever token it holds. */
export function shownEntry(entry: Entry | undefined): string {
  if (entry === undefined) return 'nothing';
  if (entry.kind === 'link') return `link to ${entry.to}`;
  const mode = entry.mode.toString(8).padStart(4, '0');
  return entry.kind === 'folder' ? `folder ${mode}` : `file ${mode}: ${templateOf(entry.bytes.toString('latin1'))}`;
}
