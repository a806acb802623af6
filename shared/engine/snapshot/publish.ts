import type { Snapshot } from '../../contract/snapshot.ts';
import type { Core } from '../core.ts';
import { describeError } from '../describe-error.ts';
import { buildSnapshot } from './build.ts';

export type Snapshots = {
  /** The newest snapshot, made anew from the files. */
  current(): Promise<Snapshot>;
  /** Makes a new one soon; many calls in a row make one. */
  refresh(): void;
  /** Calls back with each snapshot that differs from the one before. */
  onChange(listener: (snapshot: Snapshot) => void): () => void;
};

/** Keeps the newest snapshot and numbers those that differ. */
export function createSnapshots(core: Core): Snapshots {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let latest: Snapshot | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let waiting: Promise<Snapshot> | null = null;

  async function build(): Promise<Snapshot> {
    waiting = null;
    const built = await buildSnapshot(core);
    const changed = latest === null || fingerprint(built) !== fingerprint(latest);
    const next: Snapshot = { ...built, revision: (latest?.revision ?? 0) + (changed ? 1 : 0) };
    latest = next;
    if (changed) for (const listener of listeners) listener(next);
    return next;
  }

  function enqueue(): Promise<Snapshot> {
    // Whoever asks while one is queued but not begun gets that one.
    waiting ??= (queue = queue.then(build)) as Promise<Snapshot>;
    return waiting;
  }

  return {
    current: enqueue,
    refresh() {
      enqueue().catch((error: unknown) => core.ports.log('error', `No snapshot: ${describeError(error)}`));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function fingerprint(snapshot: Omit<Snapshot, 'revision'>): string {
  return JSON.stringify({ ...snapshot, now: '', revision: 0 });
}
