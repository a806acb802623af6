import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
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

const MEGABYTE = 1024 * 1024;
/** Config files are a few kilobytes, the largest seen some hundred; more than this many bytes is some other file, and slow to read. */
const CONFIG_BYTES = MEGABYTE;
/** What we keep ourselves grows with the bindings: a thousand of them take about a megabyte. */
export const STATE_BYTES = 256 * MEGABYTE;

/**
 * Reads a config file of a package manager. A missing file is a value, not a problem. `fallback` is what bytes are taken for
 * that are no UTF-8, `limit` how many bytes it may have.
 * Problems: `fileInvalid` (no plain UTF-8 text file, or one that can't be replaced safely), `fileUnreadable`, `fileBusy`.
 */
export async function readTextFile(
  file: string,
  fallback?: 'latin1',
  limit: number = CONFIG_BYTES,
): Promise<Result<TextFile>> {
  try {
    const realPath = lstatOrNull(file) === null ? null : realpathOrNull(file);
    if (realPath !== null) return readExisting(file, realPath, fallback, limit);
    const place = realPlaceOf(file);
    return place === null ? failed(danglingLink(file)) : ok(missing(file, path.join(place.folder, place.name)));
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

function readExisting(file: string, realPath: string, fallback: 'latin1' | undefined, limit: number): Result<TextFile> {
  // Before opening, because opening a device can already do something.
  const before = unfit(file, statSync(realPath), limit);
  if (before !== null) return failed(before);
  // O_NONBLOCK: if a FIFO took the file's place meanwhile, opening it must not wait for a writer. Windows knows neither.
  const handle = openSync(realPath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(handle);
    const problem = unfit(file, stats, limit);
    if (problem !== null) return failed(problem);
    const bytes = readFileSync(handle);
    const decoded = decodeText(file, bytes, fallback);
    if (!decoded.ok) return decoded;
    const version = createHash('sha256').update(realPath).update('\0').update(bytes).digest('hex');
    return ok({ path: file, realPath, exists: true, ...decoded.value, mode: stats.mode & 0o7777, version });
  } finally {
    closeSync(handle);
  }
}

function unfit(file: string, stats: Stats, limit: number): Problem | null {
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
  if (stats.size > limit) {
    const size = `${limit / MEGABYTE} MB`;
    return problemOf('fileInvalid', `${file} is larger than ${size}, which no configuration of this kind is.`, {
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
function danglingLink(file: string): Problem {
  let link = file;
  while (lstatOrNull(link) === null && link !== path.dirname(link)) link = path.dirname(link);
  const aim = path.resolve(path.dirname(link), readlinkSync(link));
  return problemOf('fileInvalid', `${link} is a symbolic link to ${aim}, which does not exist.`, {
    advice: `Create ${aim}, or remove the link.`,
  });
}
