import type { NotificationSettings, QuietHours } from '../../contract/snapshot.ts';

const DAY = 86_400_000;

/** True while notifications are snoozed. `now` in milliseconds since 1970. */
export function isSnoozed({ snoozedUntil }: Pick<NotificationSettings, 'snoozedUntil'>, now: number): boolean {
  if (snoozedUntil === null) return false;
  const left = Date.parse(snoozedUntil) - now;
  // No snooze goes further: the clock was set back.
  return left > 0 && left <= 2 * DAY;
}

/** True in quiet hours, by the machine's own time zone. `now` in milliseconds since 1970. */
export function isQuiet(quietHours: QuietHours | null, now: number): boolean {
  if (quietHours === null) return false;
  const moment = new Date(now);
  const minute = moment.getHours() * 60 + moment.getMinutes();
  const [from, to] = [minuteOf(quietHours.from), minuteOf(quietHours.to)];
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

function minuteOf(timeOfDay: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  return hours * 60 + minutes;
}
