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
  const folder = path.dirname(file);
  try {
    const names = await fs.readdir(folder);
    for (const name of names) {
      const maker = makerOf(name, path.basename(file));
      if (maker === null) continue;
      const temp = path.join(folder, name);
      const stats = await fs.lstat(temp);
      const stale = !isRunning(maker) || stats.mtimeMs < Date.now() - STALE_AFTER;
      if (stats.isFile() && stale) await fs.unlink(temp);
    }
  } catch (error) {
    // Housekeeping: a folder that can't be listed, or a file that another process removed first, must not stop the write itself.
    if (errnoOf(error) === undefined) throw error;
  }
}

/** Number of the process that made a temp file of ours beside the file of that name; null for any other file. */
function makerOf(candidate: string, name: string): number | null {
  const start = `.${name}.`;
  if (!candidate.startsWith(start)) return null;
  const maker = /^(\d{1,10})-[0-9a-f]{12}\.tmp$/.exec(candidate.slice(start.length))?.[1];
  return maker === undefined ? null : Number(maker);
}
