import { lstatSync } from 'node:fs';
import type { Stats } from 'node:fs';

/** Writable by the group, by others. */
const WRITABLE = 0o022;
/** Anything at all. */
const OPEN = 0o077;

/** True for a folder of this user's, and no link, in which nobody else can write. On Windows access is not kept in modes. */
export function isOwnFolder(folder: string): boolean {
  return isOwn(folder, (stats) => stats.isDirectory(), WRITABLE);
}

/** True for what is of this kind, this user's, no link, and of no use to anybody else. */
export function isPrivate(file: string, isKind: (stats: Stats) => boolean): boolean {
  return isOwn(file, isKind, OPEN);
}

/** Null for what is not there, and for what can't be looked at, as below a file. */
function statsOf(file: string): Stats | null {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function isOwn(file: string, isKind: (stats: Stats) => boolean, toOthers: number): boolean {
  const stats = statsOf(file);
  if (stats === null || !isKind(stats)) return false;
  return process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & toOthers) === 0);
}
