import { expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import { tokenStates, type TokenView } from '../../../shared/contract/snapshot.ts';
import { dayText, momentText } from '../../../shared/view/moment.ts';
import { tokenDetail, tokenMark, tokenNeedsPerson, tokenRemaining } from '../../../shared/view/token-text.ts';
import { aToken, NOW } from '../../support/snapshots.ts';

const ended = problemOf('signInNeeded', 'The SSO session of profile work has ended.');
const gone = { issuedAt: null, expiresAt: null, refreshAt: null };

test.each<[string, Partial<TokenView>]>([
  ['profile work · expires 21:14, refresh at 18:14', {}],
  ['profile work · expires 21:14', { refreshAt: null }],
  ['profile work · renewing now', { state: 'refreshing' }],
  ['profile work · renewing in 20 s', { state: 'expiring', refreshAt: '2026-11-20T10:44:20.000Z' }],
  ['profile work · retrying in 20 s', { state: 'expiring', refreshAt: '2026-11-20T10:44:20.000Z', error: ended }],
  ['profile work · renewing now', { state: 'expiring', refreshAt: '2026-11-20T10:43:00.000Z' }],
  ['profile work · expires 21:14', { state: 'expiring', refreshAt: null }],
  ['profile work · expired yesterday 09:00', { state: 'expired', expiresAt: '2026-11-19T09:00:00.000Z' }],
  ['profile work · not fetched yet', { state: 'none', ...gone }],
  ['The SSO session of profile work has ended.', { state: 'signInNeeded', error: ended, ...gone }],
  ['The SSO session of profile work has ended.', { state: 'failed', error: ended }],
])('says "%s"', (text, overrides) => {
  expect(tokenDetail(aToken(overrides), NOW, 'UTC')).toBe(text);
});

test('every state has a word of its own', () => {
  expect(new Set(tokenStates.map((state) => tokenMark(state).word)).size).toBe(tokenStates.length);
});

test('only states that no waiting ends need a person', () => {
  expect(tokenStates.filter((state) => tokenNeedsPerson(aToken({ state })))).toEqual([
    'expired',
    'signInNeeded',
    'failed',
  ]);
});

test('what remains shrinks to nothing and never below', () => {
  const token = aToken();
  const end = Date.parse(token.expiresAt ?? '');
  expect(tokenRemaining(token, NOW)).toEqual({ fraction: 0.875, label: '10h', words: '10 h 30 min' });
  expect(tokenRemaining(token, end - 38_000)).toMatchObject({ label: '38s', words: '38 s' });
  expect(tokenRemaining(token, end + 5000)).toEqual({ fraction: 0, label: '0s', words: '0 s' });
  expect(tokenRemaining(aToken(gone), NOW)).toBeNull();
});

test('a moment is said as people nearby say it, in their time zone', () => {
  expect(momentText('2026-11-20T21:14:00.000Z', NOW, 'UTC')).toBe('21:14');
  expect(momentText('2026-11-20T23:30:00.000Z', NOW, 'Europe/Berlin')).toBe('tomorrow 00:30');
  expect(momentText('2026-11-19T09:00:00.000Z', NOW, 'UTC')).toBe('yesterday 09:00');
  expect(momentText('2026-11-23T09:00:00.000Z', NOW, 'UTC')).toBe('23 Nov, 09:00');
});

test('days have names while they are near', () => {
  expect(dayText('2026-11-20T00:00:00.000Z', NOW, 'UTC')).toBe('Today');
  expect(dayText('2026-11-19T23:59:00.000Z', NOW, 'UTC')).toBe('Yesterday');
  expect(dayText('2026-11-18T12:00:00.000Z', NOW, 'UTC')).toBe('Wednesday 18 November');
});
