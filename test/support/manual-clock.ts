import type { Clock } from '../../shared/ports/host.ts';
import { NOW } from './snapshots.ts';

/** A clock that goes only when told to; timers run in the order they are due. */
export function manualClock(start = NOW): Clock & { advance(milliseconds: number): void } {
  let now = start;
  let timers: { readonly due: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { due: now + milliseconds, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const next = timers.toSorted((a, b) => a.due - b.due)[0];
        if (next === undefined || next.due > end) break;
        timers = timers.filter((other) => other !== next);
        now = next.due;
        next.callback();
      }
      now = end;
    },
  };
}
