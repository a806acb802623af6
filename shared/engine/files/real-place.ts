import type { Stats } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf } from './file-problem.ts';

/** Where a file is without symbolic links, whether it is there or not. */
export type RealPlace = {
  /** The nearest folder that exists. */
  readonly folder: string;
  /** The file, relative to it. */
  readonly name: string;
};

/** Null for a symbolic link whose aim does not exist. Throws where a folder on the way can't be looked into. */
export async function realPlaceOf(file: string): Promise<RealPlace | null> {
  const rest: string[] = [];
  let at = file;
  // Windows has drives that are not there.
  while ((await lstatOrNull(at)) === null && at !== path.dirname(at)) {
    rest.unshift(path.basename(at));
    at = path.dirname(at);
  }
  const real = await realpathOrNull(at);
  if (real === null) return null;
  if (rest.length > 0) return { folder: real, name: path.join(...rest) };
  return { folder: path.dirname(real), name: path.basename(real) };
}

/** Null for what is not there; of a link itself. */
export async function lstatOrNull(file: string): Promise<Stats | null> {
  return unlessMissing(lstat(file));
}

/** Null for what is not there, or leads to nothing. */
export async function realpathOrNull(file: string): Promise<string | null> {
  return unlessMissing(realpath(file));
}

async function unlessMissing<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Also for a link whose aim does not exist. Throws where nobody can tell. */
export async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}
