import { expect, test } from 'vitest';
import { retryAfterOf } from '../../../shared/adapters/aws/retry-after.ts';

function answeredWith(headers: Record<string, string>): Error {
  return Object.defineProperty(new Error('Slow down.'), '$response', { value: { statusCode: 429, headers } });
}

test.each<[string, unknown, number | null]>([
  ['seconds', answeredWith({ 'retry-after': '120' }), 120_000],
  [
    'a date, by the clock of the service',
    answeredWith({ 'retry-after': 'Fri, 20 Nov 2026 10:02:00 GMT', date: 'Fri, 20 Nov 2026 10:00:00 GMT' }),
    120_000,
  ],
  [
    'a date that has gone by',
    answeredWith({ 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT', date: 'Fri, 20 Nov 2026 10:00:00 GMT' }),
    0,
  ],
  ['a date that nothing is known of', answeredWith({ 'retry-after': 'Fri, 20 Nov 2026 10:02:00 GMT' }), null],
  ['a word', answeredWith({ 'retry-after': 'later', date: 'Fri, 20 Nov 2026 10:00:00 GMT' }), null],
  ['less than nothing', answeredWith({ 'retry-after': '-5' }), null],
  ['nothing', answeredWith({}), null],
  ['no answer at all', new Error('socket hang up'), null],
  ['something else than an error', 'Slow down.', null],
])('an answer that asks to be left alone for %s', (_, error, milliseconds) => {
  expect(retryAfterOf(error)).toBe(milliseconds);
});
