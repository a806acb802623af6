import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
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
    const known = await markIn(file);
    const alive = isAlive(known);
    return alive === null ? null : { pid: known.pid, alive };
  } catch (error) {
    if (errnoOf(error) !== undefined || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** A process that is about to take a lock; of one that was killed between taking it and noting so, nothing else tells. */
export type Claim = {
  /** Before each attempt. */
  renew(): Promise<void>;
  withdraw(): Promise<void>;
};

export async function claimLock(folder: string): Promise<Claim> {
  const file = path.join(folder, randomUUID());
  const text = JSON.stringify(markOfThisProcess());
  await orNothing(mkdir(folder, { mode: 0o700 }));
  return {
    // Written anew, because the time of a file and that of a folder compare only where the system gave both.
    renew: async () => orNothing(writeFile(file, text, { mode: 0o600 })),
    withdraw: async () => forgetHolder(file),
  };
}

/**
 * True when whoever took the lock must be dead: they claimed it before it was made, and of those who did and wait no longer none lives.
 * Whoever waits claims it again and again.
 */
export async function isOfTheDead(folder: string, lockPath: string): Promise<boolean> {
  try {
    const { birthtimeMs } = await stat(lockPath);
    if (birthtimeMs === 0) return false;
    const claims = (await readdir(folder)).filter(isClaim).map((name) => path.join(folder, name));
    const lives = await Promise.all(claims.map(async (claim) => claimantLives(claim, birthtimeMs)));
    return lives.includes(false) && !lives.some((one) => one === true || one === 'unknown');
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return false;
  }
}

/** Null for a claim that is about a later lock, or gone. */
async function claimantLives(claim: string, lockMade: number): Promise<boolean | 'unknown' | null> {
  try {
    if ((await stat(claim)).mtimeMs > lockMade) return null;
    return isAlive(await markIn(claim)) ?? 'unknown';
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    // One who was killed while writing it has taken no lock, and one who lives has written it in a moment.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** Removes claims of processes that are known to be dead, and what was begun about earlier locks. Call it with the lock held. */
export async function forgetTheDead(folder: string): Promise<void> {
  await orNothing(
    (async () => {
      for (const name of await readdir(folder)) {
        const file = path.join(folder, name);
        if (!isClaim(name)) await orNothing(rmdir(file));
        else if ((await claimantLives(file, Number.POSITIVE_INFINITY)) === false) await forgetHolder(file);
      }
    })(),
  );
}

const REMOVAL = 'removal-';

/** Folder of whoever removes the lock of a dead process, by what tells that lock from others. */
export function removalOf(folder: string, which: string): string {
  return path.join(folder, REMOVAL + which);
}

function isClaim(name: string): boolean {
  return !name.startsWith(REMOVAL);
}

async function markIn(file: string): Promise<ProcessMark> {
  return mark.parse(JSON.parse(await readFile(file, 'utf8')));
}

async function orNothing(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}
