import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { errnoOf } from './file-problem.ts';
import { realFileSystem } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { isRunning } from './running-process.ts';

/** A write takes milliseconds: a temp file older than this many was left behind, whatever has its maker's process number now. */
const STALE_AFTER = 60_000;

/** Path of a new temp file beside `file`, so that a rename stays within one file system. */
export function tempPathFor(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
}

/** Removes temp files that a killed process left beside `file`: they can hold a token. */
export async function removeStaleTempFiles(file: string, fs: FileSystem = realFileSystem): Promise<void> {
  const name = path.basename(file);
  await removeStale(path.dirname(file), (made) => made.name === name && isStale(made), fs);
}

/** The same for all files of a folder of ours; nobody but the caller writes those of the given names. */
export async function removeStaleTempFilesIn(
  folder: string,
  names: readonly string[],
  fs: FileSystem = realFileSystem,
): Promise<void> {
  await removeStale(folder, (made) => names.includes(made.name) || isStale(made), fs);
}

type TempFile = {
  /** Of the file that it was to become. */
  readonly name: string;
  /** Number of the process that made it; null where nobody knows. */
  readonly maker: number | null;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
};

function isStale({ maker, changedAt }: TempFile): boolean {
  return (maker !== null && !isRunning(maker)) || changedAt < Date.now() - STALE_AFTER;
}

async function removeStale(folder: string, isToGo: (made: TempFile) => boolean, fs: FileSystem): Promise<void> {
  try {
    for (const candidate of await fs.readdir(folder)) {
      const origin = originOf(candidate);
      if (origin === null) continue;
      const temp = path.join(folder, candidate);
      const stats = await fs.lstat(temp);
      if (stats.isFile() && isToGo({ ...origin, changedAt: stats.mtimeMs })) await fs.unlink(temp);
    }
  } catch (error) {
    // Housekeeping: a folder that can't be listed, or a file that another process removed first, must not stop the write itself.
    if (errnoOf(error) === undefined) throw error;
  }
}

/** For the name of a temp file of ours, or of `atomically`, which writes the settings; null for any other. */
function originOf(candidate: string): Omit<TempFile, 'changedAt'> | null {
  const [, name, maker] = /^\.(.+)\.(\d{1,10})-[0-9a-f]{12}\.tmp$/s.exec(candidate) ?? [];
  if (name !== undefined) return { name, maker: Number(maker) };
  const [, written] = /^(.+)\.tmp-\d{10}[0-9a-f]{6}$/s.exec(candidate) ?? [];
  return written === undefined ? null : { name: written, maker: null };
}
