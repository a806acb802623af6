import type { Clock } from '../ports/host.ts';

/** The wall clock. Its timers never keep a process alive: whoever runs on has another reason to. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
