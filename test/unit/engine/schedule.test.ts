import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import type { ProblemCode } from '../../../shared/contract/problem.ts';
import type { LedgerEntry } from '../../../shared/engine/state/ledger.ts';
import { dueAt, endsWithItsKeys, refreshAt, retryDelay, tokenState } from '../../../shared/engine/tokens/schedule.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-11-20T10:00:00.000Z');

function times(life: number, fingerprint = '0000000000000000') {
  return { fingerprint, issuedAt: NOW, expiresAt: NOW + life, serviceAhead: 0 };
}

function failure(code: ProblemCode, nextAttemptAt = NOW + MINUTE): NonNullable<LedgerEntry['failure']> {
  return { problem: problemOf(code, 'It failed.'), attempts: 1, nextAttemptAt };
}

describe('a token is refreshed', () => {
  test.each([
    ['12 hours', 12 * HOUR, 9 * HOUR, 522 * MINUTE],
    ['3 hours', 3 * HOUR, 2.25 * HOUR, 130.5 * MINUTE],
    ['a little over an hour', 61 * MINUTE, 45.75 * MINUTE, 44.225 * MINUTE],
    ['1 hour', HOUR, 30 * MINUTE, 27 * MINUTE],
    ['15 minutes', 15 * MINUTE, 7.5 * MINUTE, 6.75 * MINUTE],
    ['2 minutes', 2 * MINUTE, MINUTE, 54 * SECOND],
  ])('that lives %s: at the latest and the earliest moment of its spread', (_, life, latest, earliest) => {
    expect(refreshAt(times(life, '000000aaaaaaaaaa')) - NOW).toBe(latest);
    expect(refreshAt(times(life, 'ffffffaaaaaaaaaa')) - NOW).toBe(earliest);
  });

  test('always within its life, at the same moment in every host, spread over a tenth of the margin', () => {
    const life = fc.integer({ min: 4 * SECOND, max: 24 * HOUR });
    fc.assert(
      fc.property(life, fc.stringMatching(/^[0-9a-f]{16}$/), (duration, fingerprint) => {
        const token = times(duration, fingerprint);
        const moment = refreshAt(token);
        expect(moment).toBeGreaterThan(token.issuedAt);
        expect(moment).toBeLessThan(token.expiresAt);
        expect(refreshAt(token)).toBe(moment);
        const latest = refreshAt(times(duration, '000000'));
        expect(moment).toBeLessThanOrEqual(latest);
        expect(latest - moment).toBeLessThanOrEqual((token.expiresAt - latest) * 0.1 + 1);
      }),
    );
  });

  test('a quarter of an hour before its session ends, where one fetched then lives an hour longer', () => {
    const token = times(12 * HOUR);
    const dueFor = (sessionEndsAt: number | 'unknown', of = token) => refreshAt({ ...of, sessionEndsAt }) - NOW;
    expect(dueFor(NOW + 8 * HOUR)).toBe(7.75 * HOUR);
    expect(dueFor(NOW + 75 * MINUTE)).toBe(HOUR);
    // What would be won is less.
    expect(dueFor(NOW + 74 * MINUTE)).toBe(9 * HOUR);
    expect(dueFor(NOW + 10 * MINUTE)).toBe(9 * HOUR);
    // It is due before.
    expect(dueFor(NOW + 11 * HOUR)).toBe(9 * HOUR);
  });

  test('that ends with its session, at its last minute, since none that is fetched before lives longer', () => {
    for (const life of [8 * HOUR, HOUR, 5 * MINUTE]) {
      const token = times(life);
      expect(refreshAt({ ...token, sessionEndsAt: token.expiresAt }) - NOW).toBe(life - MINUTE);
    }
    // Of one that short, half of its life.
    const short = times(90 * SECOND);
    expect(refreshAt({ ...short, sessionEndsAt: short.expiresAt })).toBe(refreshAt(short));
  });

  test('whose keys have not changed, is told by its end', () => {
    const before = times(HOUR);
    const after = (minutes: number, expiresAt: number) => ({ ...before, issuedAt: NOW + minutes * MINUTE, expiresAt });
    expect(endsWithItsKeys(after(30, before.expiresAt + SECOND), before)).toBe(true);
    expect(endsWithItsKeys(after(30, before.expiresAt + 30 * MINUTE), before)).toBe(false);
    // Two that were wanted one after the other.
    expect(endsWithItsKeys(after(0, before.expiresAt + SECOND), before)).toBe(false);
    expect(endsWithItsKeys(before, null)).toBe(false);
  });

  test('with two thirds of its life left where nobody knows when the session ends', () => {
    expect(refreshAt({ ...times(12 * HOUR), sessionEndsAt: 'unknown' }) - NOW).toBe(4 * HOUR);
    expect(refreshAt({ ...times(HOUR), sessionEndsAt: 'unknown' })).toBe(refreshAt(times(HOUR)));
  });

  test('with at least 15 minutes left when it lives longer than an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: HOUR + 1, max: 24 * HOUR }), (life) => {
        expect(NOW + life - refreshAt(times(life))).toBeGreaterThanOrEqual(15 * MINUTE);
      }),
    );
  });
});

describe('the state of a token', () => {
  const fresh = times(12 * HOUR);
  test.each<[string, LedgerEntry | undefined, number, string]>([
    ['nothing is known of', undefined, 0, 'none'],
    ['never asked for', { token: null, failure: null }, 0, 'none'],
    ['just issued', { token: fresh, failure: null }, 0, 'fresh'],
    ['with more than a tenth of its life left', { token: fresh, failure: null }, 10.7 * HOUR, 'fresh'],
    ['with a tenth of its life left', { token: fresh, failure: null }, 10.8 * HOUR, 'expiring'],
    ['at its last second', { token: fresh, failure: null }, 12 * HOUR - SECOND, 'expiring'],
    ['at its end', { token: fresh, failure: null }, 12 * HOUR, 'expired'],
    ['that lives while its refresh fails', { token: fresh, failure: failure('timeout') }, 10 * HOUR, 'fresh'],
    ['past its end while its refresh fails', { token: fresh, failure: failure('timeout') }, 13 * HOUR, 'failed'],
    ['that could never be had', { token: null, failure: failure('accessDenied') }, 0, 'failed'],
    [
      'that lives but whose profile is signed out',
      { token: fresh, failure: failure('signInNeeded') },
      0,
      'signInNeeded',
    ],
    ['whose keys are wrong', { token: null, failure: failure('credentialsInvalid') }, 0, 'signInNeeded'],
  ])('%s is right', (_, entry, passed, state) => {
    expect(tokenState(entry, false, NOW + passed)).toBe(state);
    expect(tokenState(entry, true, NOW + passed)).toBe('refreshing');
  });
});

describe('a failed request is repeated', () => {
  test('sooner at first and within five minutes later, never at once, when waiting can help', () => {
    const offline = problemOf('offline', 'No network.', { retryable: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, random) => {
          const delay = retryDelay(offline, attempts, { random, left: null });
          const ceiling = Math.min(5 * MINUTE, 5 * SECOND * 2 ** Math.min(attempts - 1, 30));
          expect(delay).toBeGreaterThanOrEqual(ceiling / 2);
          expect(delay).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
    expect(retryDelay(offline, 1, { random: 1, left: null })).toBe(5 * SECOND);
    expect(retryDelay(offline, 7, { random: 0, left: null })).toBe(2.5 * MINUTE);
  });

  test('after an hour when a person must sign in, which shows in files and sessions before, and when AWS refused', () => {
    expect(retryDelay(problemOf('signInNeeded', 'Sign in.'), 1, { random: 0.5, left: null })).toBe(HOUR);
    expect(retryDelay(problemOf('mfaNeeded', 'Sign in.'), 90, { random: 0.5, left: null })).toBe(HOUR);
    expect(retryDelay(problemOf('accessDenied', 'No.'), 1, { random: 0.5, left: null })).toBe(HOUR);
  });

  test('no sooner than the service asked for, within an hour', () => {
    const throttled = problemOf('throttled', 'Slow down.', { retryable: true });
    const after = (retryAfter: number, left: number | null = null) =>
      retryDelay(throttled, 1, { random: 0, left, retryAfter });
    expect(after(90 * SECOND)).toBe(90 * SECOND);
    expect(after(SECOND)).toBe(2.5 * SECOND);
    expect(after(24 * HOUR)).toBe(HOUR);
    expect(after(90 * SECOND, 3 * HOUR)).toBe(90 * SECOND);
    expect(after(24 * HOUR, 2 * HOUR)).toBe(30 * MINUTE);
  });

  test('so often that whatever ends ten seconds before a token does, and whatever AWS said, does not cost it', () => {
    const refusals = [
      { problem: problemOf('offline', 'No network.', { retryable: true }), retryAfter: 0 },
      { problem: problemOf('throttled', 'Slow down.', { retryable: true }), retryAfter: 24 * HOUR },
      { problem: problemOf('accessDenied', 'No.'), retryAfter: 0 },
      { problem: problemOf('unexpected', 'What?'), retryAfter: 0 },
    ];
    const life = fc.integer({ min: 2 * MINUTE, max: 12 * HOUR });
    fc.assert(
      fc.property(
        life,
        fc.constantFrom(...refusals),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (duration, refusal, dice) => {
          const token = times(duration);
          let now = refreshAt(token);
          let last = now;
          let attempts = 0;
          while (now < token.expiresAt) {
            last = now;
            attempts += 1;
            const [random = 0] = dice.take(1);
            const { problem, retryAfter } = refusal;
            now += retryDelay(problem, attempts, { random, left: token.expiresAt - now, retryAfter });
          }
          expect(token.expiresAt - last).toBeLessThan(10 * SECOND);
          // Twelve an hour, and some more near the end.
          expect(attempts).toBeLessThan(40 + (token.expiresAt - refreshAt(token)) / (2.5 * MINUTE));
        },
      ),
    );
  });

  test('no longer after a token has ended than that is ago, though many were in vain before', () => {
    const offline = problemOf('offline', 'No network.', { retryable: true });
    const after = (over: number, random = 1) => retryDelay(offline, 20, { random, left: -over });
    expect([0, 4 * SECOND, 10 * SECOND, 2 * MINUTE, HOUR].map((over) => after(over, 0))).toEqual([
      5 * SECOND,
      5 * SECOND,
      10 * SECOND,
      2 * MINUTE,
      2.5 * MINUTE,
    ]);
    expect(after(HOUR)).toBe(5 * MINUTE);
    expect(retryDelay(offline, 20, { random: 0, left: -SECOND, retryAfter: MINUTE })).toBe(MINUTE);
    expect(retryDelay(problemOf('accessDenied', 'No.'), 20, { random: 0, left: -SECOND })).toBe(HOUR);
  });
});

test('the next look at a token is now, at its refresh, or when its failed request is repeated', () => {
  const token = times(12 * HOUR);
  expect(dueAt(undefined, NOW)).toBe(0);
  expect(dueAt({ token: null, failure: null }, NOW)).toBe(0);
  expect(dueAt({ token, failure: null }, NOW)).toBe(refreshAt(token));
  expect(dueAt({ token, failure: failure('timeout', NOW + 7) }, NOW)).toBe(NOW + 7);
  // What can't be yet is of a clock that was set back.
  expect(dueAt({ token, failure: failure('timeout', NOW + HOUR + 1) }, NOW)).toBe(0);
  expect(dueAt({ token, failure: null }, NOW - 2 * MINUTE)).toBe(0);
  expect(dueAt({ token, failure: null }, NOW - SECOND)).toBe(refreshAt(token));
});
