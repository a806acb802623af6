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
  for (let at = file; ; at = path.dirname(at)) {
    try {
      const real = await realpath(at);
      if (rest.length > 0) return { folder: real, name: path.join(...rest) };
      return { folder: path.dirname(real), name: path.basename(real) };
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
      if (await isThere(at)) return null;
      rest.unshift(path.basename(at));
    }
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

/** The nearest of a folder and those around it that has one of these names in it. */
export async function folderWith(folder: string, names: readonly string[]): Promise<string | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    for (const name of names) if (await isThere(path.join(at, name))) return at;
    if (at === path.dirname(at)) return null;
  }
}
