import { mkdir, rmdir, stat } from 'node:fs/promises';
import { errnoOf } from '../files/file-problem.ts';
import { forgetHolder, holderOf, isOfTheDead, removalOf } from './lock-holder.ts';

/** Untouched for so many milliseconds, a holder that can't be asked is taken for dead. */
const STALE = 15_000;

/** Where it is noted who holds the lock. */
export function holderPathOf(file: string): string {
  return `${file}.holder`;
}

/** Where each process notes itself that is about to take the lock, and until it has given it back. */
export function claimsOf(file: string): string {
  return `${file}.claims`;
}

/** Where proper-lockfile makes the folder that is the lock of `file`. */
export function lockPathOf(file: string): string {
  return `${file}.lock`;
}

/**
 * Removes the lock of a dead process; true when it did. Two processes can find the same stale lock, and the slower one would remove the
 * fresh lock of the quicker (proper-lockfile 4.1.2 does): so whoever removes one makes a folder first that is named after that very
 * lock, and looks again. Who is killed with it leaves another stale lock, which is removed in the same way.
 */
export async function removeStaleLock(file: string, lockPath = lockPathOf(file)): Promise<boolean> {
  const which = await identityOf(lockPath);
  if (which === null || !(await isStale(file, lockPath))) return false;
  const removal = removalOf(claimsOf(file), which);
  if (!(await isMade(removal))) return removeStaleLock(file, removal);
  try {
    if ((await identityOf(lockPath)) !== which || !(await isStale(file, lockPath))) return false;
    // First, so that it never speaks of the next one's lock.
    if (lockPath === lockPathOf(file)) await forgetHolder(holderPathOf(file));
    return await isRemoved(lockPath);
  } finally {
    await isRemoved(removal);
  }
}

/** A holder that is known to be dead left it; of one that is not known, the time when it was last touched decides. */
async function isStale(file: string, lockPath: string): Promise<boolean> {
  const age = await ageOf(lockPath);
  if (age === null) return false;
  const holder = lockPath === lockPathOf(file) ? await holderOf(holderPathOf(file), lockPath) : null;
  if (holder === null) return isOld(age) || (await isOfTheDead(claimsOf(file), lockPath));
  // One that lives and is not yet due to touch it: the clock was set back.
  return !holder.alive || age > STALE;
}

/** Long ago, or so far in the future that the clock must have been set back since. */
function isOld(age: number): boolean {
  return Math.abs(age) > STALE;
}

/** Milliseconds since a lock was last touched, negative in the future; null when there is none. */
async function ageOf(lockPath: string): Promise<number | null> {
  const stats = await orNull(stat(lockPath), 'ENOENT');
  return stats === null ? null : Date.now() - stats.mtimeMs;
}

/** Tells a lock from the one that is made in its place later; null when there is none. */
async function identityOf(lockPath: string): Promise<string | null> {
  const stats = await orNull(stat(lockPath, { bigint: true }), 'ENOENT');
  return stats === null ? null : `${stats.ino}-${stats.birthtimeNs}`;
}

/** False when it is there already. */
async function isMade(folder: string): Promise<boolean> {
  return (
    (await orNull(
      mkdir(folder, { mode: 0o700 }).then(() => true),
      'EEXIST',
    )) ?? false
  );
}

/** False when another process was quicker. */
async function isRemoved(lockPath: string): Promise<boolean> {
  return (
    (await orNull(
      rmdir(lockPath).then(() => true),
      'ENOENT',
    )) ?? false
  );
}

async function orNull<T>(work: Promise<T>, code: string): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (errnoOf(error) === code) return null;
    throw error;
  }
}
