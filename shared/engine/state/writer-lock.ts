import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { errnoOf, writeProblem } from '../files/file-problem.ts';

/** Lets one task at a time write, over all processes that share a state folder. */
export type WriterLock = {
  /**
   * Runs the task with the lock held; inside a running task it simply runs. The signal aborts when the lock was lost (a machine
   * asleep for long, a lock folder deleted): write nothing after that. Problems: `locked`, also when the lock was lost on the
   * way; `fileNotWritable` and `diskFull` when no lock can be made. What the task throws is passed on.
   */
  run<T>(task: (signal: AbortSignal) => Promise<T>): Promise<Result<T>>;
};

/** A holder touches its lock every UPDATE milliseconds; untouched for STALE milliseconds, its process is taken for dead. */
const UPDATE = 5_000;
const STALE = 15_000;

type Tenure = { held: boolean; readonly lost: AbortController };
type Release = () => Promise<void>;

/** `patience`: milliseconds to wait for other processes before giving up with `locked`. */
export function createWriterLock(stateFolder: string, patience = 90_000): WriterLock {
  const file = path.join(stateFolder, 'writer');
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
      // A lock that was lost or can't be removed is nobody's: it goes stale by itself, and the task is done.
      await release.value().catch(() => undefined);
    }
  }

  function finish<T>(tenure: Tenure, value: T): Result<T> {
    return tenure.lost.signal.aborted ? failed(lostProblem(lockPathOf(file))) : ok(value);
  }

  return { run };
}

async function acquire(file: string, patience: number, onLost: () => void): Promise<Result<Release>> {
  const lockPath = lockPathOf(file);
  const deadline = performance.now() + patience;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    for (;;) {
      // The library's own removal of stale locks is switched off: see removeStaleLock.
      const release = await tryLock(file, Number.POSITIVE_INFINITY, onLost);
      if (release !== null) return ok(release);
      if (await removeStaleLock(file)) continue;
      if (performance.now() >= deadline) return failed(lockedProblem(lockPath));
      await delay(50 + Math.random() * 100);
    }
  } catch (error) {
    return failed(writeProblem(lockPath, error));
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
  const release = await tryLock(`${file}.takeover`, STALE, () => undefined);
  if (release === null) return false;
  try {
    if (!(await isStale(file))) return false;
    await rmdir(lockPathOf(file));
    return true;
  } finally {
    await release();
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    return (await stat(lockPathOf(file))).mtimeMs < Date.now() - STALE;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Where proper-lockfile makes the folder that is the lock of `file`. */
function lockPathOf(file: string): string {
  return `${file}.lock`;
}

function lockedProblem(lockPath: string): Problem {
  return problemOf('locked', `Another CodeArtifact Tray process has been writing for too long; it holds ${lockPath}.`, {
    advice: 'Wait for it to finish, or end that process.',
    retryable: true,
  });
}

function lostProblem(lockPath: string): Problem {
  return problemOf('locked', `The lock ${lockPath} was taken over while this process was writing.`, {
    advice: 'Try again; every file is whole, but not all may be up to date.',
    retryable: true,
  });
}
