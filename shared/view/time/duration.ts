export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Time left in at most four characters for a ring: `10h`, `54m`, `38s`, `0s`. Rounds down, so that it never promises too much. */
export function shortDuration(milliseconds: number): string {
  if (milliseconds >= HOUR) return `${Math.floor(milliseconds / HOUR)}h`;
  if (milliseconds >= MINUTE) return `${Math.floor(milliseconds / MINUTE)}m`;
  return `${Math.max(0, Math.floor(milliseconds / 1000))}s`;
}

/** Time left in words: `3 h 12 min`, `54 min`, `38 s`. */
export function longDuration(milliseconds: number): string {
  if (milliseconds >= HOUR) {
    const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
    return minutes === 0
      ? `${Math.floor(milliseconds / HOUR)} h`
      : `${Math.floor(milliseconds / HOUR)} h ${minutes} min`;
  }
  if (milliseconds >= MINUTE) return `${Math.floor(milliseconds / MINUTE)} min`;
  return `${Math.max(0, Math.floor(milliseconds / 1000))} s`;
}
