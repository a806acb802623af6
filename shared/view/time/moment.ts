// English and 24 hours like every other text of the app, so that a screen never mixes two languages.
const LANGUAGE = 'en-GB';
const DAY = 86_400_000;

/**
 * A moment as people nearby say it: `21:14` today, `tomorrow 02:10`, else `22 Nov, 02:10`.
 * `at` is ISO 8601, `now` milliseconds since 1970; the time zone is the machine's own unless given.
 */
export function momentText(at: string, now: number, timeZone?: string): string {
  const moment = Date.parse(at);
  const time = timeText(at, timeZone);
  const day = dayKey(moment, timeZone);
  if (day === dayKey(now, timeZone)) return time;
  if (day === dayKey(now + DAY, timeZone)) return `tomorrow ${time}`;
  if (day === dayKey(now - DAY, timeZone)) return `yesterday ${time}`;
  return `${format(moment, { day: 'numeric', month: 'short' }, timeZone)}, ${time}`;
}

/** The time of day alone: `21:14`. */
export function timeText(at: string, timeZone?: string): string {
  return format(Date.parse(at), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, timeZone);
}

/** The day as a heading: `Today`, `Yesterday`, else `Wednesday, 18 November`. */
export function dayText(at: string, now: number, timeZone?: string): string {
  const moment = Date.parse(at);
  const day = dayKey(moment, timeZone);
  if (day === dayKey(now, timeZone)) return 'Today';
  if (day === dayKey(now - DAY, timeZone)) return 'Yesterday';
  return format(moment, { weekday: 'long', day: 'numeric', month: 'long' }, timeZone);
}

/** The moment in full, for a tooltip: `Friday 20 November 2026 at 21:14:05 CET`. */
export function fullMomentText(at: string, timeZone?: string): string {
  return format(Date.parse(at), { dateStyle: 'full', timeStyle: 'long' }, timeZone);
}

function dayKey(moment: number, timeZone: string | undefined): string {
  return format(moment, { year: 'numeric', month: '2-digit', day: '2-digit' }, timeZone);
}

// A formatter costs some 30 KB outside of the JavaScript heap, which the garbage collector doesn't see: made anew for every
// text of every second, they took half a gigabyte before anything collected them.
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(moment: number, parts: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  const options = timeZone === undefined ? parts : { ...parts, timeZone };
  // A formatter keeps the machine's zone of its time, so that a traveller needs another one.
  const zone = timeZone ?? new Date(moment).getTimezoneOffset();
  const key = JSON.stringify([zone, parts]);
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(LANGUAGE, options);
  formatters.set(key, formatter);
  return formatter.format(moment);
}
