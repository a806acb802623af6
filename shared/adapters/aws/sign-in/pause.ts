import type { Clock } from '../../../ports/host.ts';

/** Resolves after so many milliseconds, and at once when it is cancelled. */
export function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const over = (): void => {
      cancel();
      signal.removeEventListener('abort', over);
      resolve();
    };
    const cancel = clock.after(milliseconds, over);
    signal.addEventListener('abort', over);
  });
}
