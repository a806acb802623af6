import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants, open, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { decodeText } from './decode-text.ts';
import type { Encoding } from './decode-text.ts';
import { readProblem } from './file-problem.ts';
import { lstatOrNull, realPlaceOf, realpathOrNull } from './real-place.ts';

/** A target as it was read: all that a later write needs to put every other byte back and to notice another writer. */
export type TextFile = {
  /** As configured. */
  readonly path: string;
  /** After following symbolic links, those of its folders as well; of a missing file: where it would be. */
  readonly realPath: string;
  readonly exists: boolean;
  /** Without the byte order mark; empty when the file is missing. */
  readonly text: string;
  readonly bom: boolean;
  readonly encoding: Encoding;
  /** Permission bits; null when the file is missing. */
  readonly mode: number | null;
  /** SHA-256 over real path and bytes, so that it changes with the content and with the file a link leads to; `missing` for no file. */
  readonly version: string;
};

/** Config files are a few kilobytes, the largest seen some hundred; more than this many bytes is some other file, and slow to read. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a config file of a package manager. A missing file is a value, not a problem. `fallback` is what bytes are taken for
 * that are no UTF-8.
 * Problems: `fileInvalid` (no plain UTF-8 text file, or one that can't be replaced safely), `fileUnreadable`, `fileBusy`.
 */
export async function readTextFile(file: string, fallback?: 'latin1'): Promise<Result<TextFile>> {
  try {
    const realPath = await realpathOrNull(file);
    if (realPath !== null) return await readExisting(file, realPath, fallback);
    const place = await realPlaceOf(file);
    return place === null ? failed(await danglingLink(file)) : ok(missing(file, path.join(place.folder, place.name)));
  } catch (error) {
    return failed(readProblem(file, error));
  }
}

/** The text of a file; null when there is none or it can't be read. */
export async function readText(file: string): Promise<string | null> {
  const read = await readTextFile(file);
  return read.ok && read.value.exists ? read.value.text : null;
}

function missing(file: string, realPath: string): TextFile {
  const nothing = { text: '', bom: false, encoding: 'utf8', mode: null } as const;
  return { path: file, realPath, exists: false, ...nothing, version: 'missing' };
}

async function readExisting(file: string, realPath: string, fallback?: 'latin1'): Promise<Result<TextFile>> {
  // Before opening, because opening a device can already do something.
  const before = unfit(file, await stat(realPath));
  if (before !== null) return failed(before);
  // O_NONBLOCK: if a FIFO took the file's place meanwhile, opening it must not wait for a writer. Windows knows neither.
  const handle = await open(realPath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    const problem = unfit(file, stats);
    if (problem !== null) return failed(problem);
    const bytes = await handle.readFile();
    const decoded = decodeText(file, bytes, fallback);
    if (!decoded.ok) return decoded;
    const version = createHash('sha256').update(realPath).update('\0').update(bytes).digest('hex');
    return ok({ path: file, realPath, exists: true, ...decoded.value, mode: stats.mode & 0o7777, version });
  } finally {
    await handle.close();
  }
}

function unfit(file: string, stats: Stats): Problem | null {
  if (!stats.isFile()) {
    return problemOf('fileInvalid', `${file} is ${kindOf(stats)}, not a file.`, {
      advice: 'Move it away, or choose another file.',
    });
  }
  if (stats.nlink > 1) {
    return problemOf(
      'fileInvalid',
      `${file} has ${stats.nlink} hard links; replacing it would cut it off from the others.`,
      {
        advice: 'Replace the hard links by symbolic links to one file.',
      },
    );
  }
  if (stats.size > MAX_BYTES) {
    return problemOf('fileInvalid', `${file} is larger than 1 MB, which no package manager's configuration is.`, {
      advice: 'Check that the path names the right file.',
    });
  }
  return null;
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

/** The problem of the link in a path, or at its end, whose aim does not exist. */
async function danglingLink(file: string): Promise<Problem> {
  let link = file;
  while ((await lstatOrNull(link)) === null && link !== path.dirname(link)) link = path.dirname(link);
  const aim = path.resolve(path.dirname(link), await readlink(link));
  return problemOf('fileInvalid', `${link} is a symbolic link to ${aim}, which does not exist.`, {
    advice: `Create ${aim}, or remove the link.`,
  });
}
