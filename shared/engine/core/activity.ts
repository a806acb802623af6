import type { ActivityEvent } from '../../contract/snapshot.ts';
import type { Clock, Log } from '../../ports/host.ts';

/** As many events as a screen can show. */
const KEPT = 50;

export type Activity = {
  /** Adds an event, to the log as well. */
  note(kind: ActivityEvent['kind'], message: string): void;
  /** Newest first. */
  events(): readonly ActivityEvent[];
  /** Says that something visible changed without an event of its own. */
  changed(): void;
  onChange(listener: () => void): void;
};

/** What happened since the host started, in memory. Messages carry no secret. */
export function createActivity(clock: Clock, log: Log): Activity {
  let events: readonly ActivityEvent[] = [];
  let nextId = 1;
  const listeners: (() => void)[] = [];
  function changed(): void {
    for (const listener of listeners) listener();
  }
  return {
    note(kind, message) {
      log('info', message);
      events = [{ id: nextId, at: new Date(clock.now()).toISOString(), kind, message }, ...events].slice(0, KEPT);
      nextId += 1;
      changed();
    },
    events: () => events,
    changed,
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
