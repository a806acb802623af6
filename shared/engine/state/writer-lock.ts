import { AsyncLocalStorage } from 'node:async_hooks';
import { lstat, mkdir, readdir, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { shellWord } from '../files/shell-word.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { errnoOf, writeProblem } from '../files/file-problem.ts';
import { claimLock, forgetHolder, forgetTheDead, holderOf, isOfTheDead, noteHolder } from './lock-holder.ts';

/** Lets one task at a time write, over all processes that share a state folder. */
export type WriterLock = {
  /**
   * Runs the task with the lock held; inside a running task it simply runs. The signal aborts when the lock was lost (a machine
   * asleep for long, a lock folder deleted): write nothing after that. Problems: `locked`, also when the lock was lost on the
   * way; `fileNotWritable` and `diskFull` when no lock can be made. What the task throws is passed on.
   */
  run<T>(task: (signal: AbortSignal) => Promise<T>): Promise<Result<T>>;
  /** True within a running task. */
  isHeld(): boolean;
};

/** A holder touches its lock every UPDATE milliseconds; untouched for STALE milliseconds, one that can't be asked is taken for dead. */
const UPDATE = 5_000;
const STALE = 15_000;

type Tenure = { held: boolean; readonly lost: AbortController };
type Release = () => Promise<void>;

/**
 * `patience`: milliseconds to wait for other processes before giving up with `locked`. `name`: that of the files; `request` is the same
 * lock for whoever asks AWS for tokens.
 */
export function createWriterLock(
  stateFolder: string,
  patience = 90_000,
  name: 'writer' | 'request' = 'writer',
): WriterLock {
  const file = path.join(stateFolder, name);
  const tenures = new AsyncLocalStorage<Tenure>();
  let lastTurn: Promise<unknown> = Promise.resolve();

  async function run<T>(task: (signal: AbortSignal) => Promise<T>): Promise<Result<T>> {
    const outer = tenures.getStore();
    // What a task left running behind its back still sees the tenure, hence the check that it goes on.
    if (outer?.held === true) return finish(outer, await task(outer.lost.signal));
    const turn = lastTurn.then(() => runAlone(task));
    lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async function runAlone<T>(task: (signal: AbortSignal) => Promise<T>): Promise<Result<T>> {
    const tenure: Tenure = { held: true, lost: new AbortController() };
    const release = await acquire(file, patience, () => tenure.lost.abort());
    if (!release.ok) return release;
    try {
      return finish(tenure, await tenures.run(tenure, () => task(tenure.lost.signal)));
    } finally {
      tenure.held = false;
      if (!tenure.lost.signal.aborted) await forgetHolder(holderPathOf(file));
      // A lock that was lost or can't be removed is nobody's: it goes stale by itself, and the task is done.
      await release.value().catch(() => undefined);
    }
  }

  function finish<T>(tenure: Tenure, value: T): Result<T> {
    return tenure.lost.signal.aborted ? failed(lostProblem(lockPathOf(file))) : ok(value);
  }

  return { run, isHeld: () => tenures.getStore()?.held === true };
}

async function acquire(file: string, patience: number, onLost: () => void): Promise<Result<Release>> {
  const lockPath = lockPathOf(file);
  const holder = holderPathOf(file);
  const deadline = performance.now() + patience;
  let withdraw: Release = async () => {};
  let isTaken = false;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const claim = await claimLock(claimsOf(file));
    ({ withdraw } = claim);
    for (;;) {
      await claim.renew();
      // The library's own removal of stale locks is switched off: see removeStaleLock.
      const release = await tryLock(file, Number.POSITIVE_INFINITY, onLost);
      if (release !== null) {
        await noteHolder(holder);
        isTaken = true;
        return ok(async () => {
          try {
            await release();
          } finally {
            await withdraw();
          }
        });
      }
      const inTheWay = (await whatIsNoLock(lockPath)) ?? (await whatIsNoLock(lockPathOf(takeoverOf(file))));
      if (inTheWay !== null) return failed(inTheWay);
      if (await removeStaleLock(file)) continue;
      if (performance.now() >= deadline) return failed(lockedProblem(lockPath, await holderOf(holder, lockPath)));
      await delay(50 + Math.random() * 100);
    }
  } catch (error) {
    return failed(writeProblem(lockPath, error));
  } finally {
    if (!isTaken) await withdraw();
  }
}

/** Null when another holder has the lock. */
async function tryLock(file: string, stale: number, onLost: () => void): Promise<Release | null> {
  try {
    return await lock(file, { realpath: false, stale, update: UPDATE, onCompromised: onLost });
  } catch (error) {
    if (errnoOf(error) === 'ELOCKED') return null;
    throw error;
  }
}

/**
 * Removes the lock of a dead process; true when it did. Two processes can find the same stale lock, and the slower one would
 * remove the fresh lock of the quicker (proper-lockfile 4.1.2 does): so both look again with a second lock held.
 */
async function removeStaleLock(file: string): Promise<boolean> {
  if (!(await isStale(file))) return false;
  const takeover = takeoverOf(file);
  // One that lies in the future is fresh to the library for as long as the clock was set back.
  if (isOld(await ageOf(takeover))) await removeLock(takeover);
  const release = await tryLock(takeover, STALE, () => undefined);
  if (release === null) return false;
  try {
    if (!(await isStale(file))) return false;
    // First, so that it never speaks of the next one's lock.
    await forgetHolder(holderPathOf(file));
    const isRemoved = await removeLock(file);
    await forgetTheDead(claimsOf(file));
    return isRemoved;
  } finally {
    await release().catch(() => undefined);
  }
}

/** A holder that is known to be dead left it; of one that is not known, the time when it was last touched decides. */
async function isStale(file: string): Promise<boolean> {
  const age = await ageOf(file);
  const holder = age === null ? null : await holderOf(holderPathOf(file), lockPathOf(file));
  if (holder === null) return isOld(age) || (age !== null && (await isOfTheDead(claimsOf(file), lockPathOf(file))));
  // One that lives and is not yet due to touch it: the clock was set back.
  return !holder.alive || (age ?? 0) > STALE;
}

/** Long ago, or so far in the future that the clock must have been set back since. */
function isOld(age: number | null): boolean {
  return age !== null && Math.abs(age) > STALE;
}

/** Milliseconds since a lock was last touched, negative in the future; null when there is none. */
async function ageOf(file: string): Promise<number | null> {
  try {
    return Date.now() - (await stat(lockPathOf(file))).mtimeMs;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** False when another process was quicker. */
async function removeLock(file: string): Promise<boolean> {
  try {
    await rmdir(lockPathOf(file));
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** What stands where a lock would be made and is none: those of ours are empty folders. */
async function whatIsNoLock(lockPath: string): Promise<Problem | null> {
  try {
    const stats = await lstat(lockPath);
    if (!stats.isDirectory()) return inTheWayProblem(lockPath, 'is no folder', 'rm');
    const [first] = await readdir(lockPath);
    return first === undefined ? null : inTheWayProblem(lockPath, 'is not empty', 'rm -r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Held by whoever looks whether a lock is stale. */
function takeoverOf(file: string): string {
  return `${file}.takeover`;
}

/** Where it is noted who holds the lock. */
function holderPathOf(file: string): string {
  return `${file}.holder`;
}

/** Where each process notes itself that is about to take the lock, and until it has given it back. */
function claimsOf(file: string): string {
  return `${file}.claims`;
}

/** Where proper-lockfile makes the folder that is the lock of `file`. */
function lockPathOf(file: string): string {
  return `${file}.lock`;
}

function lockedProblem(lockPath: string, holder: { readonly pid: number } | null): Problem {
  const who = holder === null ? 'process' : `process, number ${holder.pid},`;
  const end = holder === null ? `if there is none, remove ${lockPath}` : `end process ${holder.pid}`;
  return problemOf('locked', `Another CodeArtifact Tray ${who} has been busy for too long; it holds ${lockPath}.`, {
    advice: `Wait for it to finish, or ${end}.`,
    retryable: true,
  });
}

function inTheWayProblem(lockPath: string, what: string, remove: string): Problem {
  return problemOf('locked', `${lockPath} ${what}, so it is no lock of CodeArtifact Tray, and none can be made.`, {
    advice: 'Remove it, or move it away.',
    command: `${remove} ${shellWord(lockPath)}`,
  });
}

function lostProblem(lockPath: string): Problem {
  return problemOf('locked', `The lock ${lockPath} was taken over while this process was writing.`, {
    advice: 'Try again; every file is whole, but not all may be up to date.',
    retryable: true,
  });
}
