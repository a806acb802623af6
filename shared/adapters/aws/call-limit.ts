import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../../ports/host.ts';
import { ownError } from './errors/own.ts';

/** How long one call may take in all, credentials and retries included: who waits has an answer within 10 s. Milliseconds. */
export const CALL_LIMIT = 9000;

/** How much of the limit the questions of one piece of work have used up. */
type Spending = { spent: number; isOver: boolean };
const spendings = new AsyncLocalStorage<Spending>();

/** Has all questions that are asked within the work share one limit. What it leaves behind, such as timers, has its own again. */
export async function together<Value>(work: () => Promise<Value>): Promise<Value> {
  if (current() !== undefined) return work();
  const spending: Spending = { spent: 0, isOver: false };
  try {
    return await spendings.run(spending, work);
  } finally {
    spending.isOver = true;
  }
}

/**
 * Runs a call and gives up on it after the limit. A signal alone would not do: not all that credential providers do
 * can be ended, so a server of theirs that keeps silent would hold the call up.
 */
export function withinLimit<Value>(
  clock: Clock,
  run: (signal: AbortSignal) => Promise<Value>,
  limit = CALL_LIMIT,
): Promise<Value> {
  const spending = current();
  const before = spending?.spent ?? 0;
  const left = Math.min(limit, CALL_LIMIT - before);
  if (left <= 0) return Promise.reject(tookTooLong());
  const controller = new AbortController();
  const begun = performance.now();
  const spend = (milliseconds: number): void => {
    // Side by side they take the time of the longest.
    if (spending !== undefined) spending.spent = Math.max(spending.spent, before + milliseconds);
  };
  return new Promise((resolve, reject) => {
    const cancel = clock.after(left, () => {
      spend(left);
      reject(tookTooLong());
      controller.abort();
    });
    run(controller.signal)
      .then(resolve, reject)
      .finally(() => {
        cancel();
        spend(Math.min(left, performance.now() - begun));
      });
  });
}

function current(): Spending | undefined {
  const spending = spendings.getStore();
  return spending?.isOver === false ? spending : undefined;
}

function tookTooLong(): Error {
  return ownError('CallTimeout', 'no answer within the limit');
}
