import path from 'node:path';
import { errnoOf } from './file-problem.ts';
import { realFileSystem } from './file-system.ts';
import type { FileSystem } from './file-system.ts';

/** Creates a folder and the ones above it with these permissions, less the umask. Answers those that were missing, outermost first; creates all of them or none. */
export async function createFolders(folder: string, mode: number, fs: FileSystem): Promise<readonly string[]> {
  const created: string[] = [];
  try {
    for (const missing of await missingFolders(folder, (at) => isThere(at, fs))) {
      if (await createFolder(missing, mode, fs)) created.push(missing);
    }
  } catch (error) {
    await removeFolders(created, fs);
    throw error;
  }
  return created;
}

/** Removes the given folders (outermost first, as `createFolders` answers them) as far as they are empty. */
export async function removeFolders(folders: readonly string[], fs: FileSystem = realFileSystem): Promise<void> {
  for (const folder of folders.toReversed()) {
    try {
      await fs.rmdir(folder);
    } catch (error) {
      // Not empty, already gone or not ours to remove: it stays, and so do the ones around it.
      if (errnoOf(error) === undefined) throw error;
      if (errnoOf(error) !== 'ENOENT') return;
    }
  }
}

/** Makes a finished rename survive a power cut. */
export async function syncFolder(folder: string, fs: FileSystem): Promise<void> {
  try {
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Windows and some network drives can't; and the file is in place already, so that calling the write failed would be wrong.
    if (errnoOf(error) === undefined) throw error;
  }
}

/** The folder and those around it that are not there, outermost first; whether one is, is the caller's to find out. */
export async function missingFolders(
  folder: string,
  exists: (folder: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = folder; at !== path.dirname(at) && !(await exists(at)); at = path.dirname(at)) missing.unshift(at);
  return missing;
}

/** Throws when nobody can tell. */
async function isThere(folder: string, fs: FileSystem): Promise<boolean> {
  try {
    await fs.stat(folder);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** False when another process was quicker. */
async function createFolder(folder: string, mode: number, fs: FileSystem): Promise<boolean> {
  try {
    await fs.mkdir(folder, { mode });
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}
