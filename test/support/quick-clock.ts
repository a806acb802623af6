import { uptime } from 'node:os';
import type { Clock } from '../../shared/ports/host.ts';

/** The wall clock with timers that go off a hundred times as soon. */
export const quickClock: Clock = {
  now: () => Date.now(),
  uptime: () => uptime() * 1000,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds / 100);
    return () => clearTimeout(timer);
  },
};
