import type { FileHandle } from 'node:fs/promises';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { errnoOf } from './file-problem.ts';
import type { FileSystem } from './file-system.ts';
import type { TextFile } from './text-file.ts';

/**
 * Writes what shall replace `file` to an opened new file, on the disk for sure, with the owner of `file` and the given mode (null: as
 * it is), and closes it in any case. Answers why that must not be (`fileNotWritable`), or null; failed system calls are thrown.
 */
export async function fillFile(
  handle: FileHandle,
  file: TextFile,
  bytes: Buffer,
  mode: number | null,
  fs: FileSystem,
): Promise<Problem | null> {
  try {
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

function modeProblem(file: string, mode: number): Problem {
  return problemOf(
    'fileNotWritable',
    `${file} was not written: its disk can't keep the permissions ${mode.toString(8).padStart(4, '0')}.`,
    {
      advice: 'Keep the file on a disk that supports file permissions.',
    },
  );
}
