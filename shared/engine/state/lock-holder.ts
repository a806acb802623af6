import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { errnoOf } from '../files/file-problem.ts';
import { isAlive, markOfThisProcess } from '../files/running-process.ts';
import type { ProcessMark } from '../files/running-process.ts';

// A lock is a folder, made and removed in one step, so that nothing can be in it: who holds it stands beside it.

const mark = z.object({ pid: z.int().positive(), world: z.string(), started: z.string().nullable() });

/** Notes this process as the holder; only for the one who has just made the lock. Never fails: the lock holds without it. */
export async function noteHolder(file: string): Promise<void> {
  await forgetHolder(file);
  await orNothing(writeFile(file, JSON.stringify(markOfThisProcess()), { flag: 'wx', mode: 0o600 }));
}

/** For whoever still has the lock, or removes one that nobody has. */
export async function forgetHolder(file: string): Promise<void> {
  await orNothing(rm(file, { force: true }));
}

/** Who holds the lock, and whether that process is alive; null when nobody here can tell. */
export async function holderOf(
  file: string,
  lockPath: string,
): Promise<{ readonly pid: number; readonly alive: boolean } | null> {
  try {
    const [note, lock] = [await stat(file), await stat(lockPath)];
    // Older than the lock: left behind by a holder of an earlier one.
    if (lock.birthtimeMs === 0 || note.mtimeMs < lock.birthtimeMs) return null;
    const known: ProcessMark = mark.parse(JSON.parse(await readFile(file, 'utf8')));
    const alive = isAlive(known);
    return alive === null ? null : { pid: known.pid, alive };
  } catch (error) {
    if (errnoOf(error) !== undefined || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

async function orNothing(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}
