import { AsyncLocalStorage } from 'node:async_hooks';
import { lstat, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { shellWord } from '../files/shell-word.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { errnoOf, writeProblem } from '../files/file-problem.ts';
import { claimLock, forgetHolder, forgetTheDead, holderOf, noteHolder } from './lock-holder.ts';
import { claimsOf, holderPathOf, lockPathOf, removeStaleLock } from './stale-lock.ts';

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

/** A holder touches its lock every so many milliseconds. */
const UPDATE = 5_000;

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
      const release = await tryLock(file, onLost);
      if (release !== null) {
        await noteHolder(holder);
        await forgetTheDead(claimsOf(file));
        isTaken = true;
        return ok(async () => {
          try {
            await release();
          } catch (error) {
            // With its claim, a lock that could not be removed is that of a dead process as soon as this one is.
            if (errnoOf(error) !== 'ERELEASED') throw error;
          }
          await withdraw();
        });
      }
      const inTheWay = await whatIsNoLock(lockPath);
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
async function tryLock(file: string, onLost: () => void): Promise<Release | null> {
  try {
    // The library's own removal of stale locks is switched off: see removeStaleLock.
    return await lock(file, {
      realpath: false,
      stale: Number.POSITIVE_INFINITY,
      update: UPDATE,
      onCompromised: onLost,
    });
  } catch (error) {
    if (errnoOf(error) === 'ELOCKED') return null;
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
