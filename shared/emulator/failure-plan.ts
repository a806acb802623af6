import { injectedReply } from './aws-error.ts';
import type { TakeInjected } from './incoming.ts';
import type { Emulator } from './options.ts';
import type { Reply } from './reply.ts';

/** The errors that tests ordered, per operation, first in, first out. */
export function createFailurePlan(): { readonly add: Emulator['failNext']; readonly take: TakeInjected } {
  const queues = new Map<string, Reply[]>();
  return {
    add(operation, error, times = 1) {
      const queued = queues.get(operation) ?? [];
      const added = Array.from({ length: times }, () => injectedReply(error));
      queues.set(operation, [...queued, ...added]);
    },
    take: (operation) => queues.get(operation)?.shift() ?? null,
  };
}
