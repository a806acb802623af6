import type { Clock } from '../../ports/host.ts';

/** How long one call may take in all, credentials and retries included, in milliseconds. */
const CALL_LIMIT = 30_000;

/**
 * Runs a call and gives up on it after the limit. A signal alone would not do: credential providers take none, so a
 * command that waits for input would hold the call up for ever.
 */
export function withinLimit<Value>(
  clock: Clock,
  run: (signal: AbortSignal) => Promise<Value>,
  limitError: () => Error,
): Promise<Value> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const cancel = clock.after(CALL_LIMIT, () => {
      reject(limitError());
      controller.abort();
    });
    run(controller.signal).then(resolve, reject).finally(cancel);
  });
}
