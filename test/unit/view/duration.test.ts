import { expect, test } from 'vitest';
import { HOUR, longDuration, MINUTE, shortDuration } from '../../../shared/view/time/duration.ts';

test.each([
  [-1, '0s', '0 s'],
  [999, '0s', '0 s'],
  [1000, '1s', '1 s'],
  [MINUTE - 1, '59s', '59 s'],
  [MINUTE, '1m', '1 min'],
  [HOUR - 1, '59m', '59 min'],
  [HOUR, '1h', '1 h'],
  [HOUR + MINUTE - 1, '1h', '1 h'],
  [HOUR + MINUTE, '1h', '1 h 1 min'],
  [2 * HOUR, '2h', '2 h'],
  [11 * HOUR - 1, '10h', '10 h 59 min'],
])('%i ms are "%s", in words "%s"', (milliseconds, short, long) => {
  expect(shortDuration(milliseconds)).toBe(short);
  expect(longDuration(milliseconds)).toBe(long);
});
