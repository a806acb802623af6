import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Actor, ActivityEvent } from '../../contract/snapshot.ts';
import type { Clock, Log } from '../../ports/host.ts';
import { maskSecrets } from '../secrets/mask.ts';
import type { ActivityLog, LoggedEvent } from '../state/activity-log.ts';

/** As many events as a screen can show. */
const KEPT = 100;
/** As many files as an event names. */
const NAMED = 20;

/** Of a write: its files, and what it switched as far as it did. */
export type Written = { readonly written: readonly string[]; readonly switched: LoggedEvent['switched'] | null };

export type Activity = {
  /** Adds an event for all hosts, and to the log. Secrets are masked on the way. */
  note(kind: ActivityEvent['kind'], message: string, write?: Written): void;
  /** Newest first, whichever host they are of. */
  events(): readonly LoggedEvent[];
  find(id: string): LoggedEvent | undefined;
  /** What is noted in this work is somebody's doing; outside of any it is the agent's. */
  actAs<Value>(actor: Actor, work: () => Value): Value;
  /** Says that something visible changed without an event of its own. */
  changed(): void;
  /** Calls back with the kind of event that was noted, null where none was. */
  onChange(listener: (kind: ActivityEvent['kind'] | null) => void): void;
};

/** What happened, also before this host started. */
export function createActivity(kept: ActivityLog, clock: Clock, log: Log): Activity {
  const actors = new AsyncLocalStorage<Actor>();
  /** Newest first, for as long as this host runs: the disk would not take them. */
  let unkept: readonly LoggedEvent[] = [];
  const listeners: ((kind: ActivityEvent['kind'] | null) => void)[] = [];
  function tell(kind: ActivityEvent['kind'] | null): void {
    for (const listener of listeners) listener(kind);
  }
  return {
    note(kind, text, write) {
      const message = maskSecrets(text);
      log(kind === 'problem' ? 'warn' : 'info', message);
      const { written = [], switched = null } = write ?? {};
      const event: LoggedEvent = {
        id: randomUUID(),
        at: new Date(clock.now()).toISOString(),
        kind,
        by: actors.getStore() ?? 'agent',
        message,
        paths: written.slice(0, NAMED),
        // What the journal knows besides is nothing for a log.
        ...(switched === null ? {} : { switched: { at: switched.at, on: switched.on, off: switched.off } }),
      };
      if (!kept.append(event)) unkept = [event, ...unkept].slice(0, KEPT);
      tell(kind);
    },
    events: () => (unkept.length === 0 ? kept.newest(KEPT) : [...unkept, ...kept.newest(KEPT)].slice(0, KEPT)),
    find: (id) => unkept.find((event) => event.id === id) ?? kept.find(id),
    actAs: (actor, work) => actors.run(actor, work),
    changed: () => tell(null),
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
