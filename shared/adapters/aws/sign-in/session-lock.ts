import { mkdir, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import type { Environment } from '../../../ports/host.ts';
import { tokenPath } from './sso-cache.ts';

/** How long another process may take for its work, and how often it is looked whether it is done. Milliseconds. */
const PATIENCE = 6000;
const LOOK = 100;
/** Untouched for so long, a lock is that of a process that is gone. Milliseconds. */
const STALE = 5000;

/**
 * Does what changes the cache file of a session while no other process of ours does. While another one is at it, `look` is asked now and
 * then whether its work will do; null when neither came about in time.
 */
export async function withSessionLock<Value>(
  environment: Environment,
  cacheId: string,
  work: () => Promise<Value>,
  look: () => Promise<Value | null> = async () => null,
): Promise<Value | null> {
  const file = tokenPath(environment, cacheId);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 }).catch(() => undefined);
  const end = performance.now() + PATIENCE;
  for (;;) {
    const release = await lockOf(file);
    if (release !== 'taken') {
      try {
        return await work();
      } finally {
        await release();
      }
    }
    const found = await look();
    if (found !== null || performance.now() > end) return found;
    await pause(LOOK);
  }
}

/** One that lies in the future is fresh to the library for as long as the clock was set back, and nobody who lives touches it. */
async function removeLockOfTheFuture(file: string): Promise<void> {
  const { mtimeMs } = await stat(`${file}.lock`);
  if (mtimeMs - Date.now() > STALE) await rmdir(`${file}.lock`);
}

/** A folder that may not be written in has one reader less to fear. */
async function lockOf(file: string): Promise<(() => Promise<void>) | 'taken'> {
  try {
    await removeLockOfTheFuture(file).catch(() => undefined);
    const release = await lock(file, {
      realpath: false,
      stale: STALE,
      update: STALE / 5,
      onCompromised: () => undefined,
    });
    return async () => release().catch(() => undefined);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ELOCKED' ? 'taken' : async () => undefined;
  }
}
