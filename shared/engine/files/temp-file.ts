import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { errnoOf } from './file-problem.ts';
import type { FileSystem } from './file-system.ts';

/** A write takes milliseconds: a temp file older than this many was left by a killed process. */
const STALE_AFTER = 60_000;

/** Path of a new temp file beside `file`, so that a rename stays within one file system. */
export function tempPathFor(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
}

/** Removes temp files that a killed process left beside `file`: they can hold a token. */
export async function removeStaleTempFiles(file: string, fs: FileSystem): Promise<void> {
  const folder = path.dirname(file);
  try {
    const names = await fs.readdir(folder);
    for (const name of names.filter((candidate) => isTempName(candidate, path.basename(file)))) {
      const temp = path.join(folder, name);
      const stats = await fs.lstat(temp);
      if (stats.isFile() && stats.mtimeMs < Date.now() - STALE_AFTER) await fs.unlink(temp);
    }
  } catch (error) {
    // Housekeeping: a folder that can't be listed, or a file that another process removed first, must not stop the write itself.
    if (errnoOf(error) === undefined) throw error;
  }
}

function isTempName(candidate: string, name: string): boolean {
  const start = `.${name}.`;
  return candidate.startsWith(start) && /^[0-9a-f]{12}\.tmp$/.test(candidate.slice(start.length));
}
