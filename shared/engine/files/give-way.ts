import { setImmediate as turn } from 'node:timers/promises';

/** So long at most, others in this process wait for their turn. Milliseconds. */
const AT_ONCE = 10;

/** For work on many files, which are looked at synchronously: called between two of them, it lets others have their turn now and then. */
export function givingWay(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since <= AT_ONCE) return;
    await turn();
    since = performance.now();
  };
}
