import { expect, test, vi } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import { tokenStates, type TokenView } from '../../../shared/contract/snapshot.ts';
import { profileCause } from '../../../shared/view/standing/cause.ts';
import { dayText, fullMomentText, momentText, timeText } from '../../../shared/view/time/moment.ts';
import { needsPerson } from '../../../shared/view/standing/need.ts';
import { tokenBrief, tokenDetail, tokenMark, tokenRemaining } from '../../../shared/view/token-text.ts';
import { aToken, NOW } from '../../support/snapshots.ts';

const ended = problemOf('signInNeeded', 'The SSO session of profile work has ended.');
const throttled = problemOf('throttled', 'AWS asks to slow down.', { retryable: true });
const gone = { issuedAt: null, expiresAt: null, refreshAt: null };

test.each<[string, Partial<TokenView>]>([
  ['profile work · expires 21:14, refresh at 18:14', {}],
  ['profile work · expires 21:14', { refreshAt: null }],
  ['profile work · refreshing now', { state: 'refreshing' }],
  ['profile work · refreshing in 20 s', { state: 'expiring', refreshAt: '2026-11-20T10:44:20.000Z' }],
  ['profile work · retrying in 20 s', { state: 'expiring', refreshAt: '2026-11-20T10:44:20.000Z', error: ended }],
  ['profile work · refreshing now', { state: 'expiring', refreshAt: '2026-11-20T10:43:00.000Z' }],
  ['profile work · expires 21:14', { state: 'expiring', refreshAt: null }],
  ['profile work · expired yesterday 09:00', { state: 'expired', expiresAt: '2026-11-19T09:00:00.000Z' }],
  [
    'profile work · retrying in 20 s',
    { state: 'none', ...gone, refreshAt: '2026-11-20T10:44:20.000Z', error: throttled },
  ],
  ['profile work · refreshing now', { state: 'none', ...gone, refreshAt: '2026-11-20T10:44:00.000Z' }],
  ['profile work · expired', { state: 'expired', ...gone }],
  ['profile work · expires', { state: 'fresh', ...gone }],
  ['profile work · sign-in needed', { state: 'signInNeeded', ...gone }],
  ['profile work · could not be refreshed', { state: 'failed', ...gone }],
  ['profile work · not fetched yet', { state: 'none', ...gone }],
  ['The SSO session of profile work has ended.', { state: 'signInNeeded', error: ended, ...gone }],
  ['The SSO session of profile work has ended.', { state: 'failed', error: ended }],
])('says "%s"', (text, overrides) => {
  expect(tokenDetail(aToken(overrides), NOW, 'UTC')).toBe(text);
});

test('every state has a word of its own', () => {
  expect(new Set(tokenStates.map((state) => tokenMark({ state, error: null }).word)).size).toBe(tokenStates.length);
});

test.each<[TokenView['state'], string, string]>([
  ['fresh', 'Fresh', 'ok'],
  ['expiring', 'Expiring', 'warn'],
  ['expired', 'Expired', 'bad'],
  ['refreshing', 'Refreshing', 'busy'],
  ['signInNeeded', 'Sign-in needed', 'bad'],
  ['failed', 'Failed', 'bad'],
  ['none', 'No token', 'off'],
])('the state %s is called "%s" and has the tone "%s"', (state, word, tone) => {
  expect(tokenMark({ state, error: null })).toEqual({ word, tone });
});

test('a sign-in is called so only where signing in helps', () => {
  const state = 'signInNeeded';
  expect(tokenMark({ state, error: ended }).word).toBe('Sign-in needed');
  expect(tokenMark({ state, error: problemOf('credentialsInvalid', 'AWS refuses the keys.') }).word).toBe('Needs you');
});

test.each([
  ['signInNeeded', 'Sign in as work', 'sign in', 'Sign-in needed'],
  ['mfaNeeded', 'work needs an MFA code', 'needs an MFA code', 'Sign-in needed'],
  ['credentialsMissing', 'work has no credentials', 'no credentials', 'Needs you'],
  ['credentialsInvalid', 'AWS refuses the keys of work', 'keys are refused', 'Needs you'],
  ['credentialProcessFailed', 'The credential process of work fails', 'credential process fails', 'Needs you'],
  ['profileNotFound', 'There is no profile work any more', 'profile is missing', 'Needs you'],
  ['profileInvalid', 'The profile work can’t be read', 'profile can’t be read', 'Needs you'],
  ['regionMissing', 'The profile work has no region', 'profile has no region', 'Needs you'],
] as const)('%s is told as "%s", "%s" and "%s"', (code, title, short, word) => {
  const token = { state: 'signInNeeded', error: problemOf(code, 'Why.') } as const;
  const cause = profileCause(token);
  expect([cause?.title('work'), cause?.short, tokenMark(token).word]).toEqual([title, short, word]);
});

test('a profile is not to blame for what AWS answers', () => {
  expect(profileCause({ state: 'failed', error: throttled })).toBeNull();
  expect(profileCause({ state: 'failed', error: null })).toBeNull();
  expect(profileCause({ state: 'signInNeeded', error: null })?.code).toBe('signInNeeded');
});

test.each<[string, Partial<TokenView>]>([
  ['work · expires 21:14', {}],
  ['work · refreshing now', { state: 'refreshing' }],
  ['work · retrying in 20 s', { state: 'expiring', refreshAt: '2026-11-20T10:44:20.000Z', error: throttled }],
  ['work · not fetched yet', { state: 'none', ...gone }],
  ['The SSO session of profile work has ended.', { state: 'signInNeeded', error: ended, ...gone }],
])('says "%s" in the popover', (text, overrides) => {
  expect(tokenBrief(aToken(overrides), NOW, 'UTC')).toBe(text);
});

test('only what no waiting ends, or not in time, needs a person', () => {
  const late = '2026-11-20T10:50:00.000Z';
  const needs = (overrides: Partial<TokenView>) => needsPerson(aToken(overrides), NOW);
  expect(tokenStates.filter((state) => needs({ state }))).toEqual(['expired', 'signInNeeded']);
  expect(needs({ error: throttled })).toBe(false);
  expect(needs({ error: throttled, expiresAt: late })).toBe(true);
  expect(needs({ error: problemOf('accessDenied', 'No.') })).toBe(true);
  expect(needs({ state: 'refreshing', error: ended })).toBe(true);
  expect(needs({ state: 'expired', error: problemOf('offline', 'No network.', { retryable: true }) })).toBe(false);
});

test('many moments make few formatters, because each holds memory that no garbage collector sees', () => {
  const made = vi.spyOn(Intl, 'DateTimeFormat');
  momentText('2026-11-20T21:14:00.000Z', NOW);
  made.mockClear();
  for (let second = 0; second < 500; second += 1) {
    momentText('2026-11-20T21:14:00.000Z', NOW + second * 1000);
    tokenDetail(aToken(), NOW + second * 1000);
  }
  expect(made).not.toHaveBeenCalled();
  made.mockRestore();
});

test('a machine that goes to another time zone gets that zone’s times', () => {
  const zone = process.env['TZ'];
  try {
    const times = ['Europe/Berlin', 'America/New_York'].map((name) => {
      process.env['TZ'] = name;
      return momentText('2026-11-20T21:14:00.000Z', NOW);
    });
    expect(times).toEqual(['22:14', '16:14']);
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});

test('what remains shrinks to nothing and never below', () => {
  const token = aToken();
  const end = Date.parse(token.expiresAt ?? '');
  expect(tokenRemaining(token, NOW)).toEqual({ fraction: 0.875, label: '10h', words: '10 h 30 min' });
  expect(tokenRemaining(token, end - 38_000)).toMatchObject({ label: '38s', words: '38 s' });
  expect(tokenRemaining(token, end + 5000)).toEqual({ fraction: 0, label: '0s', words: '0 s' });
  expect(tokenRemaining(aToken(gone), NOW)).toBeNull();
  expect(tokenRemaining(aToken({ issuedAt: null }), NOW)).toMatchObject({ fraction: 0.5, label: '10h' });
  expect(tokenRemaining(aToken({ issuedAt: null }), end)).toMatchObject({ fraction: 0 });
  // Issued in the future, by a clock that was put back.
  expect(tokenRemaining(token, Date.parse(token.issuedAt ?? '') - 60_000)).toMatchObject({ fraction: 1 });
});

test('a moment is said as people nearby say it, in their time zone', () => {
  expect(momentText('2026-11-20T21:14:00.000Z', NOW, 'UTC')).toBe('21:14');
  expect(momentText('2026-11-20T23:30:00.000Z', NOW, 'Europe/Berlin')).toBe('tomorrow 00:30');
  expect(momentText('2026-11-19T09:00:00.000Z', NOW, 'UTC')).toBe('yesterday 09:00');
  expect(momentText('2026-11-23T09:00:00.000Z', NOW, 'UTC')).toBe('23 Nov, 09:00');
});

test('a moment in full names day, date and time zone', () => {
  expect(fullMomentText('2026-11-20T21:14:05.000Z', 'UTC')).toMatch(/^Friday,? 20 November 2026 at 21:14:05 UTC$/);
  expect(timeText('2026-11-20T00:05:00.000Z', 'UTC')).toBe('00:05');
});

test('days have names while they are near', () => {
  expect(dayText('2026-11-20T00:00:00.000Z', NOW, 'UTC')).toBe('Today');
  expect(dayText('2026-11-19T23:59:00.000Z', NOW, 'UTC')).toBe('Yesterday');
  expect(dayText('2026-11-18T12:00:00.000Z', NOW, 'UTC')).toBe('Wednesday 18 November');
});
