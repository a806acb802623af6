import type { Clock } from '../../../shared/ports/host.ts';

/** Resolves after so many milliseconds of the clock. */
export async function pause(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => void clock.after(milliseconds, resolve));
}
