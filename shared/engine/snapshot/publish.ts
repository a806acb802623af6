import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Core } from '../core/core.ts';
import { stampOf } from '../files/stamp.ts';
import { describeError } from '../secrets/describe-error.ts';
import { activityPath } from '../state/activity-log.ts';
import { journalPath } from '../state/journal.ts';
import { ledgerPath } from '../state/ledger.ts';
import { buildSnapshot } from './build.ts';

export type Snapshots = {
  /** The newest snapshot, made anew from the files. */
  current(): Promise<Snapshot>;
  /** Makes a new one soon; many calls in a row make one. */
  refresh(): void;
  /** The same, for a file that changed: one of ours that is what it was when the last one was begun makes none. */
  refreshFor(file: string): void;
  /** Calls back with each snapshot that differs from the one before. */
  onChange(listener: (snapshot: Snapshot) => void): () => void;
};

/** Keeps the newest snapshot and numbers those that differ. */
export function createSnapshots(core: Core): Snapshots {
  const { environment, settings, log } = core.ports;
  const { stateFolder } = environment;
  const stateFiles = [
    settings.path,
    ...[journalPath, ledgerPath, activityPath].map((inFolder) => inFolder(stateFolder)),
  ];
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let latest: Snapshot | null = null;
  let latestPrint = '';
  let begun: ReadonlyMap<string, string> = new Map();
  let underWay: Promise<unknown> = Promise.resolve();
  let queued: Promise<Snapshot> | null = null;

  async function build(): Promise<Snapshot> {
    await underWay.catch(() => undefined);
    // What happens in one go makes one snapshot.
    await turn();
    underWay = queued ?? underWay;
    queued = null;
    begun = new Map(stateFiles.map((file) => [file, stampOf(file)]));
    const built = await buildSnapshot(core);
    const print = fingerprint(built);
    const changed = latest === null || print !== latestPrint;
    latestPrint = print;
    const next: Snapshot = { ...built, revision: (latest?.revision ?? 0) + (changed ? 1 : 0) };
    latest = next;
    if (changed) for (const listener of listeners) listener(next);
    return next;
  }

  function current(): Promise<Snapshot> {
    // Whoever asks while one is queued but not begun gets that one.
    queued ??= build();
    return queued;
  }

  function refresh(): void {
    current().catch((error: unknown) => {
      begun = new Map();
      log('error', `No snapshot: ${describeError(error)}`);
    });
  }

  return {
    current,
    refresh,
    refreshFor(file) {
      if (begun.get(file) !== stampOf(file)) refresh();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function fingerprint(snapshot: Omit<Snapshot, 'revision'>): string {
  const text = JSON.stringify({ ...snapshot, now: '', revision: 0 });
  return createHash('sha256').update(text).digest('hex');
}
