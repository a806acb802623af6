import { uptime } from 'node:os';
import type { Clock } from '../ports/host.ts';

/** The wall clock. Its timers never keep a process alive: whoever runs on has another reason to. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // Counts sleep on every platform, which performance.now() does not on Linux.
  uptime: () => uptime() * 1000,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
