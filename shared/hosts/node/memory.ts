import { performance } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '../../adapters/system-clock.ts';
import type { Clock } from '../../ports/host.ts';

export type Heap = {
  /** What it takes from the system. Bytes. */
  size(): number;
  /** The part of the time since the last question in which the process worked, 0 to 1. */
  load(): number;
  /** Takes some 100 ms for a heap of 100 MB. */
  collect(): void;
};

export type MemoryDelegate = { readonly clock?: Clock; readonly heap?: Heap };

/** How often it is looked. Milliseconds. */
const LOOK = 15_000;
const QUIET = 0.05;
/** What growth is worth a collection. Bytes. */
const GROWTH = 16 * 1024 * 1024;

/**
 * Gives back what work has taken, once it is over: V8 keeps the room of its busiest moment for as long as nothing happens, which in a process
 * that waits for weeks is for good. The returned function ends it.
 */
export function giveBackMemory({ clock = systemClock, heap = ownHeap() }: MemoryDelegate = {}): () => void {
  let least = 0;
  let cancel = clock.after(LOOK, look);

  function look(): void {
    const isQuiet = heap.load() < QUIET;
    if (isQuiet && heap.size() > least + GROWTH) {
      heap.collect();
      least = heap.size();
    }
    cancel = clock.after(LOOK, look);
  }

  return () => cancel();
}

function ownHeap(): Heap {
  let before = performance.eventLoopUtilization();
  let collector: ((options: object) => void) | null = null;
  return {
    size: () => getHeapStatistics().total_heap_size,
    load() {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      return utilization;
    },
    collect() {
      collector ??= exposedCollector();
      // A collection of another kind keeps the pages that it has emptied.
      collector({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    },
  };
}

/** Node names no other way than the flag, which counts for contexts made after it. */
function exposedCollector(): (options: object) => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as (options: object) => void;
}
