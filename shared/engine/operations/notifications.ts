import { ok } from '../../contract/problem.ts';
import type { Snooze } from '../../contract/snapshot.ts';
import type { Handler } from './handler.ts';

const HOUR = 3_600_000;
/** When a day begins for somebody who wants to hear of it tomorrow. */
const MORNING = 8;

export const setQuietHours: Handler<'settings.setQuietHours'> = async (core, { quietHours }) => {
  const changed = await core.state.changeSettings((settings) => ok({ ...settings, quietHours }));
  return changed.ok ? ok({}) : changed;
};

export const snooze: Handler<'notifications.snooze'> = async (core, { until }) => {
  const snoozedUntil = until === null ? null : new Date(endOf(until, core.ports.clock.now())).toISOString();
  const changed = await core.state.changeSettings((settings) => ok({ ...settings, snoozedUntil }));
  return changed.ok ? ok({}) : changed;
};

/** Milliseconds since 1970, by the machine's own time zone. */
function endOf(until: Snooze, now: number): number {
  if (until === 'hour') return now + HOUR;
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(MORNING, 0, 0, 0);
}
