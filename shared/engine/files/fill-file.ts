import type { FileHandle } from 'node:fs/promises';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { copyAttributes } from './attributes.ts';
import type { Carried } from './attributes.ts';
import { errnoOf } from './file-problem.ts';
import type { FileSystem } from './file-system.ts';
import type { TextFile } from './text-file.ts';

/** What a file shall be. */
export type Filling = {
  readonly bytes: Buffer;
  /** Permission bits; null: as they are. */
  readonly mode: number | null;
  /** What the file that is replaced carries. */
  readonly carried: Carried;
};

/**
 * Writes what shall replace `file` to an opened new file at `temp`, on the disk for sure, with the owner of `file`, what it carries and
 * the given mode, and closes it in any case. Answers why that must not be (`fileNotWritable`), or null; failed system calls are thrown.
 */
export async function fillFile(
  { handle, temp }: { readonly handle: FileHandle; readonly temp: string },
  file: TextFile,
  { bytes, mode, carried }: Filling,
  fs: FileSystem,
): Promise<Problem | null> {
  try {
    if (carried !== 'nothing') {
      const kept = await copyAttributes(file.realPath, temp, fs.platform);
      if (!kept && carried === 'attributes') return attributesProblem(file.realPath);
      await handle.truncate();
      // They bring along who may read it.
      if (mode !== null && !(await setMode(handle, mode))) return modeProblem(file.realPath, mode);
    }
    await handle.writeFile(bytes);
    const refused = await keepOwner(handle, file, fs);
    if (refused !== null) return refused;
    // After the owner, because a change of owner can drop bits.
    if (mode !== null && !(await setMode(handle, mode))) return modeProblem(file.realPath, mode);
    await handle.sync();
    return null;
  } finally {
    // Some network drives report a full disk only now.
    await handle.close();
  }
}

async function keepOwner(handle: FileHandle, file: TextFile, fs: FileSystem): Promise<Problem | null> {
  if (!file.exists) return null;
  const [original, own] = [await fs.stat(file.realPath), await handle.stat()];
  if (original.uid === own.uid && original.gid === own.gid) return null;
  try {
    await handle.chown(original.uid, original.gid);
  } catch (error) {
    if (errnoOf(error) !== 'EPERM') throw error;
    if (original.uid !== own.uid) return ownerProblem(file.realPath);
    // Only root may give a file to a group it isn't in; the user's own default group is what any editor would leave.
  }
  return null;
}

/** False when the file system can't keep these permission bits: some refuse the change, others take it and do nothing. */
async function setMode(handle: FileHandle, mode: number): Promise<boolean> {
  if ((await modeNow(handle)) === mode) return true;
  try {
    await handle.chmod(mode);
  } catch (error) {
    if (errnoOf(error) !== 'EPERM' && errnoOf(error) !== 'ENOTSUP') throw error;
  }
  return (await modeNow(handle)) === mode;
}

async function modeNow(handle: FileHandle): Promise<number> {
  return (await handle.stat()).mode & 0o7777;
}

function ownerProblem(file: string): Problem {
  return problemOf('fileNotWritable', `${file} belongs to another user; replacing it would make it yours.`, {
    advice: 'Make your user the owner of the file.',
  });
}

function attributesProblem(file: string): Problem {
  return problemOf(
    'fileNotWritable',
    `${file} was not written: it has an access list or extended attributes, which could not be kept.`,
    { advice: 'Take them off the file, or have its folder hand them down.' },
  );
}

function modeProblem(file: string, mode: number): Problem {
  return problemOf(
    'fileNotWritable',
    `${file} was not written: its disk can't keep the permissions ${mode.toString(8).padStart(4, '0')}.`,
    {
      advice: 'Keep the file on a disk that supports file permissions.',
    },
  );
}
