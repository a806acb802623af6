import type { Snooze } from '../../contract/snapshot.ts';

/** For how long notifications can be snoozed, as a button or a menu item says it. */
export const snoozeChoices: readonly { readonly until: Snooze; readonly text: string }[] = [
  { until: 'hour', text: 'Snooze for an hour' },
  { until: 'tomorrow', text: 'Snooze until tomorrow' },
];
