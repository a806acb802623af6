import type { Snooze } from '../../contract/snapshot.ts';

const texts: Readonly<Record<Snooze, string>> = { hour: 'Snooze for an hour', tomorrow: 'Snooze until tomorrow' };

/** What a button or a menu item says. */
export function snoozeText(until: Snooze): string {
  return texts[until];
}
