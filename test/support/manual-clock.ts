import type { Clock } from '../../shared/ports/host.ts';
import { NOW } from './snapshots.ts';

export type ManualClock = Clock & {
  /** Time goes by; timers run in the order they are due. */
  advance(milliseconds: number): void;
  /** The machine sleeps: time goes by, and no timer comes closer. */
  sleep(milliseconds: number): void;
  /** Somebody sets the wall clock, ahead or, by less than nothing, back: no time goes by. */
  set(milliseconds: number): void;
};

/** A clock that goes only when told to. */
export function manualClock(start = NOW): ManualClock {
  let awake = 0;
  let asleep = 0;
  let wrong = 0;
  let timers: { readonly due: number; readonly callback: () => void }[] = [];
  return {
    now: () => start + awake + asleep + wrong,
    uptime: () => awake + asleep,
    after(milliseconds, callback) {
      const timer = { due: awake + milliseconds, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(milliseconds) {
      const end = awake + milliseconds;
      for (;;) {
        const next = timers.toSorted((a, b) => a.due - b.due)[0];
        if (next === undefined || next.due > end) break;
        timers = timers.filter((other) => other !== next);
        awake = Math.max(awake, next.due);
        next.callback();
      }
      awake = end;
    },
    sleep(milliseconds) {
      asleep += milliseconds;
    },
    set(milliseconds) {
      wrong += milliseconds;
    },
  };
}
