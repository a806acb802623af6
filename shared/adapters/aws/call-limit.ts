import type { Clock } from '../../ports/host.ts';
import { ownError } from './errors/own.ts';

/** How long one call may take in all, credentials and retries included: who waits has an answer within 10 s. Milliseconds. */
export const CALL_LIMIT = 9000;

/**
 * Runs a call and gives up on it after the limit. A signal alone would not do: credential providers take none, so a
 * server of theirs that keeps silent would hold the call up.
 */
export function withinLimit<Value>(
  clock: Clock,
  run: (signal: AbortSignal) => Promise<Value>,
  limit = CALL_LIMIT,
): Promise<Value> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limit, () => {
      reject(ownError('CallTimeout', 'no answer within the limit'));
      controller.abort();
    });
    run(controller.signal).then(resolve, reject).finally(cancel);
  });
}
