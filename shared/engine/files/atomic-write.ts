import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { attributesOf } from './attributes.ts';
import type { Carried } from './attributes.ts';
import { UTF8_BOM } from './decode-text.ts';
import { errnoOf, isSharingViolation, writeProblem } from './file-problem.ts';
import { realFileSystem } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { fillFile } from './fill-file.ts';
import type { Filling } from './fill-file.ts';
import { createFolders, removeFolders, syncFolder } from './folders.ts';
import { holdFile } from './late-writes.ts';
import type { HeldFile } from './late-writes.ts';
import { readTextFile } from './text-file.ts';
import { shellWord } from './shell-word.ts';
import { stampOf } from './stamp.ts';
import type { TextFile } from './text-file.ts';
import { removeStaleTempFiles, tempPathFor } from './temp-file.ts';

export { removeFolders } from './folders.ts';

export type NextContent = {
  /** The whole text without a byte order mark, which the file keeps if it has one; null deletes the file. */
  readonly text: string | null;
  /** Permission bits; left out, the file's own stay, and a new file gets 0600. Windows keeps access elsewhere and ignores this. */
  readonly mode?: number;
  /** True for a new file, and folders around it, that others may read: the umask says what they may. */
  readonly shared?: boolean;
  /** What the file carries besides, which goes along; left out, it is asked. */
  readonly carried?: Carried;
};

export type WriteOutcome =
  | {
      readonly kind: 'written';
      /** Folders that had to be made for the file, outermost first. */
      readonly createdFolders: readonly string[];
    }
  /** The file holds exactly this already: nothing was written, not even its time. */
  | { readonly kind: 'unchanged' }
  /** Another program changed the file since `file` was read: nothing was written. */
  | { readonly kind: 'conflict' };

/** What new files and folders get, less the umask. */
const PRIVATE = { file: 0o600, folder: 0o700 } as const;
const SHARED = { file: 0o666, folder: 0o777 } as const;

/** Pauses between attempts to replace a file that an editor, indexer or virus scanner on Windows has open: 1.3 s in all. */
const WINDOWS_PAUSES = [10, 20, 40, 80, 150, 200, 200, 300, 300];

/**
 * Replaces a file in one step: every reader sees the old or the new content, whole, whenever the power goes.
 * Links are followed, owner and mode stay. Deleting through a symbolic link empties the file instead, since a link without
 * its file would break the next read. Problems (nothing was changed then): `fileNotWritable`, also where what the file carries can't
 * be kept, `diskFull`, `fileBusy`.
 */
export async function writeTextFile(
  file: TextFile,
  next: NextContent,
  fs: FileSystem = realFileSystem,
): Promise<Result<WriteOutcome>> {
  try {
    const text = next.text === null && (await isLink(file, fs)) ? '' : next.text;
    const mode = modeOf(file, next, fs);
    const settled = text === null ? !file.exists : file.exists && file.text === text && file.mode === mode;
    if (settled) return ok({ kind: (await isCurrent(file)) ? 'unchanged' : 'conflict' });
    const readOnly = readOnlyProblem(file, fs);
    if (readOnly !== null) return failed(readOnly);
    if (text === null) return await remove(file, fs);
    const isShared = next.shared === true && !file.exists && next.mode === undefined;
    const carried = file.exists ? (next.carried ?? (await carriedBy(file.realPath, fs))) : 'nothing';
    const filling = { bytes: bytesOf(file, text), mode, carried };
    return await replace(file, filling, isShared ? SHARED : PRIVATE, fs);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' && !(await isCurrent(file))) return ok({ kind: 'conflict' });
    return failed(writeProblem(file.realPath, error, fs));
  }
}

/** Null: what a new file gets from the system, which is 0600 where there are permission bits. */
function modeOf(file: TextFile, next: NextContent, { platform }: FileSystem): number | null {
  // The bits that Node shows on Windows are made up from the read-only flag.
  return platform === 'win32' ? file.mode : (next.mode ?? file.mode);
}

function bytesOf(file: TextFile, text: string): Buffer {
  const bytes = Buffer.from(text, file.encoding);
  return file.bom ? Buffer.concat([UTF8_BOM, bytes]) : bytes;
}

async function carriedBy(file: string, { platform }: FileSystem): Promise<Carried> {
  return (await attributesOf([file], platform)).get(file) ?? 'unknown';
}

async function isLink(file: TextFile, fs: FileSystem): Promise<boolean> {
  try {
    return (await fs.lstat(file.path)).isSymbolicLink();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** True while the file is what was read, whatever its encoding: versions compare bytes. A file that became unreadable is not. */
async function isCurrent(file: TextFile): Promise<boolean> {
  const now = await readTextFile(file.path, 'latin1', Number.POSITIVE_INFINITY);
  if (!now.ok || now.value.realPath !== file.realPath) return false;
  return now.value.version === file.version && now.value.mode === file.mode;
}

async function replace(
  file: TextFile,
  filling: Filling,
  made: typeof PRIVATE | typeof SHARED,
  fs: FileSystem,
): Promise<Result<WriteOutcome>> {
  const createdFolders = await createFolders(path.dirname(file.realPath), made.folder, fs);
  let done = false;
  try {
    await removeStaleTempFiles(file.realPath, fs);
    const temp = tempPathFor(file.realPath);
    // Fails when the name exists, and, where it is private, is readable by nobody else from the first byte on.
    const handle = await fs.open(temp, 'wx', made.file);
    let held: HeldFile | null = null;
    try {
      const refused = await fillFile({ handle, temp }, file, filling, fs);
      if (refused !== null) return failed(refused);
      held = file.exists ? await holdFile(file.realPath, fs.platform) : null;
      done = await whileCurrent(file, fs, () => fs.rename(temp, file.realPath));
      const late = done ? await held?.lateBytes() : null;
      if (late !== null && late !== undefined && (await putBack(file, { ...filling, bytes: late }, fs)))
        return ok({ kind: 'conflict' });
    } finally {
      await held?.close();
      if (!done) await discard(temp, fs);
    }
  } finally {
    if (!done) await removeFolders(createdFolders, fs);
  }
  if (!done) return ok({ kind: 'conflict' });
  await syncFolder(path.dirname(file.realPath), fs);
  return ok({ kind: 'written', createdFolders });
}

/** Between the last look and the rename somebody wrote: as if we had seen it, theirs stands there again, for us to begin anew. */
async function putBack(file: TextFile, theirs: Filling, fs: FileSystem): Promise<boolean> {
  const ours = await readTextFile(file.path, 'latin1', Number.POSITIVE_INFINITY);
  if (!ours.ok) return false;
  const outcome = await replace(ours.value, { ...theirs, mode: file.mode }, PRIVATE, fs);
  return outcome.ok && outcome.value.kind === 'written';
}

async function remove(file: TextFile, fs: FileSystem): Promise<Result<WriteOutcome>> {
  if (!(await whileCurrent(file, fs, () => fs.unlink(file.realPath)))) return ok({ kind: 'conflict' });
  await syncFolder(path.dirname(file.realPath), fs);
  return ok({ kind: 'written', createdFolders: [] });
}

/** Carries out the last step unless another program changed the file. False: it did, and the step was not taken. */
async function whileCurrent(file: TextFile, fs: FileSystem, step: () => Promise<void>): Promise<boolean> {
  for (let attempt = 0; ; attempt += 1) {
    const stamp = stampOf(file.realPath);
    if (!(await isCurrent(file))) return false;
    // Looked at again in the very turn of the step, so that no more than two system calls lie between.
    if (stampOf(file.realPath) !== stamp) return false;
    try {
      await step();
      return true;
    } catch (error) {
      const pause = WINDOWS_PAUSES[attempt];
      if (pause === undefined || !isSharingViolation(error, fs.platform)) throw error;
      await delay(pause);
    }
  }
}

async function discard(temp: string, fs: FileSystem): Promise<void> {
  try {
    await fs.unlink(temp);
  } catch (error) {
    // The failure before is the one to report; the next write of this file removes the left-over.
    if (errnoOf(error) === undefined) throw error;
  }
}

/** Renaming over a file asks nobody's leave, but who made it read-only meant something by it. Null for one that may be written. */
export function readOnlyProblem({ realPath, mode }: TextFile, fs: FileSystem = realFileSystem): Problem | null {
  if (mode === null || (mode & 0o200) !== 0) return null;
  return problemOf('fileNotWritable', `${realPath} is read-only.`, {
    advice: 'Make the file writable for your user.',
    command: `${fs.platform === 'win32' ? 'attrib -r' : 'chmod u+w'} ${shellWord(realPath, fs)}`,
  });
}
