import { lstatSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { errnoOf } from './file-problem.ts';

// Asked synchronously: a plan of thousands of files asks ten times as many of these questions, each of a few microseconds, where a
// thread's answer costs fifty.

/** Where a file is without symbolic links, whether it is there or not. */
export type RealPlace = {
  /** The nearest folder that exists. */
  readonly folder: string;
  /** The file, relative to it. */
  readonly name: string;
};

/** Null for a symbolic link whose aim does not exist. Throws where a folder on the way can't be looked into. */
export function realPlaceOf(file: string): RealPlace | null {
  const rest: string[] = [];
  let at = file;
  // Windows has drives that are not there.
  while (lstatOrNull(at) === null && at !== path.dirname(at)) {
    rest.unshift(path.basename(at));
    at = path.dirname(at);
  }
  const real = realpathOrNull(at);
  if (real === null) return null;
  if (rest.length > 0) return { folder: real, name: path.join(...rest) };
  return { folder: path.dirname(real), name: path.basename(real) };
}

/** Null for what is not there; of a link itself. */
export function lstatOrNull(file: string): Stats | null {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  // Node says nothing of a file in the way, either.
  if (stats === undefined && isBelowFile(file)) lstatSync(file);
  return stats ?? null;
}

/** Null for what is not there, or leads to nothing. */
export function realpathOrNull(file: string): string | null {
  try {
    return realpathSync.native(file);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Also for a link whose aim does not exist. Throws where nobody can tell. */
export function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** False as well where what is above is not there. */
function isBelowFile(file: string): boolean {
  return statSync(path.dirname(file), { throwIfNoEntry: false })?.isDirectory() === false;
}
