import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import { momentText } from '../../../shared/view/time/moment.ts';
import { isDue, noticesFor } from '../../../shared/view/tray/notices.ts';
import { anEmptySnapshot, aToken, NOW } from '../../support/snapshots.ts';
import {
  inMinutes,
  MINUTE,
  offline,
  pendingPlan,
  refusedFile,
  signInNeeded,
  throttled,
  withToken,
} from '../../support/situations.ts';

describe('notices', () => {
  test.each([
    ['a token was refreshed', withToken({})],
    ['a refresh is planned or under way', withToken({ state: 'refreshing', expiresAt: inMinutes(5) })],
    [
      'a sign-in can wait',
      withToken({ state: 'signInNeeded', error: signInNeeded, issuedAt: inMinutes(-60), expiresAt: inMinutes(300) }),
    ],
    ['a refresh fails with hours left', withToken({ state: 'failed', error: throttled, expiresAt: inMinutes(400) })],
    ['the network is away', withToken({ state: 'expired', error: offline, expiresAt: inMinutes(-5) })],
    ['it is paused', withToken({ state: 'signInNeeded', error: signInNeeded, expiresAt: null }, { paused: true })],
    ['changes wait in the preview', withToken({}, { plan: pendingPlan })],
  ] as const)('there is none when %s', (_name, snapshot) => {
    expect(noticesFor(snapshot, NOW)).toEqual([]);
  });

  test('a sign-in is announced within the last hour, with its deadline and what to do', () => {
    const expiresAt = inMinutes(50);
    expect(noticesFor(withToken({ state: 'signInNeeded', error: signInNeeded, expiresAt }), NOW)).toEqual([
      {
        id: 'signInNeeded:work',
        urgency: 'soon',
        title: `Sign in as work before ${momentText(expiresAt, NOW)}`,
        body: 'The SSO session has ended. Sign in again.',
        page: 'tokens',
        row: aToken().id,
        covers: [],
      },
    ]);
  });

  test('is announced earlier when a tenth of a long life is left', () => {
    const token = { state: 'failed', error: throttled, issuedAt: inMinutes(-650), expiresAt: inMinutes(65) } as const;
    expect(noticesFor(withToken(token), NOW)).toHaveLength(1);
    expect(noticesFor(withToken({ ...token, expiresAt: inMinutes(80) }), NOW)).toHaveLength(0);
  });

  test('keeps its id when the token ends, and becomes urgent', () => {
    const soon = noticesFor(withToken({ state: 'signInNeeded', error: signInNeeded, expiresAt: inMinutes(1) }), NOW)[0];
    const ended = noticesFor(withToken({ state: 'expired', error: signInNeeded, expiresAt: inMinutes(-1) }), NOW)[0];
    expect([soon?.urgency, ended?.urgency]).toEqual(['soon', 'now']);
    expect(ended?.id).toBe(soon?.id);
  });

  test('is one for a profile, however many tokens wait for its sign-in', () => {
    const tokens = ['a', 'b', 'c', 'd'].map((id) =>
      aToken({ id, state: 'signInNeeded', error: signInNeeded, expiresAt: null }),
    );
    expect(noticesFor(anEmptySnapshot({ tokens }), NOW).map(({ title }) => title)).toEqual(['Sign in as work']);
  });

  test.each([
    ['credentialsInvalid', 'AWS refuses the keys of work'],
    ['credentialsMissing', 'work has no credentials'],
    ['credentialProcessFailed', 'The credential process of work fails'],
    ['regionMissing', 'The profile work has no region'],
  ] as const)('has a title that fits %s, and is another one than that of a sign-in', (code, title) => {
    const error = problemOf(code, 'Why.', { advice: 'Do this.' });
    const [notice] = noticesFor(withToken({ state: 'signInNeeded', error, expiresAt: null }), NOW);
    expect(notice).toMatchObject({ id: `${code}:work`, title, body: 'Why. Do this.' });
    const [soon] = noticesFor(withToken({ state: 'signInNeeded', error, expiresAt: inMinutes(20) }), NOW);
    const ends = momentText(inMinutes(20), NOW);
    expect(soon).toMatchObject({ title, body: `Why. Do this. The token ends at ${ends}.` });
  });

  test('is one a file, with the action that fixes it', () => {
    const bindings = [refusedFile, { ...refusedFile, id: 'b2' }];
    expect(noticesFor(anEmptySnapshot({ bindings }), NOW)).toEqual([
      {
        id: 'file:/home/ann/.npmrc',
        urgency: 'soon',
        title: '~/.npmrc was not updated',
        body: 'The file is read-only. Make it writable.',
        page: 'projects',
        row: 'b1',
        covers: [],
      },
    ]);
  });

  test('names the binding that was refused as a whole, and the reason as far as there is one', () => {
    const targets = refusedFile.targets.map((target) => ({ ...target, state: 'inSync' as const }));
    expect(noticesFor(anEmptySnapshot({ bindings: [{ ...refusedFile, targets, problem: null }] }), NOW)).toMatchObject([
      { id: 'file:b1', title: 'npm web-releases was not updated', body: 'It was left as it is.' },
    ]);
  });

  test('of a token names its domain, when no profile is to blame', () => {
    const failed = { state: 'failed', error: throttled } as const;
    expect(noticesFor(withToken({ ...failed, expiresAt: null }), NOW)).toMatchObject([
      {
        id: `token:${aToken().id}`,
        urgency: 'now',
        title: 'No valid token for platform',
        body: 'AWS asks to slow down.',
        page: 'tokens',
        row: aToken().id,
      },
    ]);
    const expiresAt = inMinutes(30);
    expect(noticesFor(withToken({ ...failed, expiresAt }), NOW)).toMatchObject([
      { urgency: 'soon', title: `The token for platform ends at ${momentText(expiresAt, NOW)}` },
    ]);
    expect(noticesFor(withToken({ state: 'expired', expiresAt: inMinutes(-1) }), NOW)).toMatchObject([
      { title: 'No valid token for platform', body: 'It was not refreshed in time.' },
    ]);
  });

  test('is made from an hour before the end on', () => {
    const failed = { state: 'failed', error: throttled, issuedAt: inMinutes(-60) } as const;
    expect(noticesFor(withToken({ ...failed, expiresAt: inMinutes(60) }), NOW)).toEqual([]);
    expect(noticesFor(withToken({ ...failed, expiresAt: inMinutes(59.9) }), NOW)).toHaveLength(1);
  });

  test('the most urgent comes first, and speaks for the other tokens of its profile', () => {
    const token = { state: 'signInNeeded', error: signInNeeded } as const;
    const tokens = [
      aToken({ ...token, id: 'late', expiresAt: inMinutes(50) }),
      aToken({ ...token, id: 'other', profile: 'pay', expiresAt: inMinutes(30) }),
      aToken({ ...token, id: 'early', expiresAt: inMinutes(10) }),
    ];
    expect(noticesFor(anEmptySnapshot({ tokens }), NOW).map(({ row }) => row)).toEqual(['early', 'other']);
  });

  test('tells a problem of the app itself even while paused', () => {
    const problem = problemOf('settingsInvalid', 'The settings file is not JSON.');
    expect(noticesFor(anEmptySnapshot({ problem, paused: true }), NOW)).toEqual([
      {
        id: 'app:settingsInvalid',
        urgency: 'now',
        title: 'CodeArtifact Tray needs you',
        body: 'The settings file is not JSON.',
        page: 'settings',
        row: null,
        covers: [],
      },
    ]);
  });

  test('becomes one summary from three on', () => {
    const tokens = ['a', 'b', 'c'].map((id) =>
      aToken({ id, profile: id, state: 'signInNeeded', error: signInNeeded, expiresAt: null }),
    );
    expect(noticesFor(anEmptySnapshot({ tokens }), NOW)).toEqual([
      {
        id: 'summary',
        urgency: 'now',
        title: '3 things need you',
        body: 'Sign in as a\nSign in as b\nSign in as c',
        page: 'tokens',
        row: null,
        covers: ['signInNeeded:a', 'signInNeeded:b', 'signInNeeded:c'],
      },
    ]);
  });

  test('the summary has no more lines than a small screen, and leads to the files when it is of files alone', () => {
    const targets = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
      path: `/home/ann/${name}`,
      displayPath: `~/${name}`,
      state: 'refused' as const,
    }));
    const [summary] = noticesFor(anEmptySnapshot({ bindings: [{ ...refusedFile, targets }] }), NOW);
    expect(summary?.body.split('\n')).toHaveLength(5);
    expect(summary?.body).toContain('and 2 more');
    expect(summary).toMatchObject({ page: 'projects', row: null, urgency: 'soon' });
    const [four] = noticesFor(anEmptySnapshot({ bindings: [{ ...refusedFile, targets: targets.slice(2) }] }), NOW);
    expect(four?.body).toBe(['c', 'd', 'e', 'f'].map((name) => `~/${name} was not updated`).join('\n'));
    const mixed = withToken(
      { state: 'expired', expiresAt: inMinutes(-1) },
      { bindings: [{ ...refusedFile, targets }] },
    );
    expect(noticesFor(mixed, NOW)).toMatchObject([{ page: 'tokens', urgency: 'now', title: '7 things need you' }]);
  });

  test('are due at once, when they got worse, after four hours and then daily', () => {
    const notice = noticesFor(withToken({ state: 'expired', error: signInNeeded, expiresAt: null }), NOW)[0]!;
    const hours = (count: number) => NOW + count * 60 * MINUTE;
    expect(isDue(notice, undefined, NOW)).toBe(true);
    expect(isDue(notice, { at: NOW, count: 1, urgency: 'soon', covers: [] }, NOW + 1)).toBe(true);
    expect(isDue(notice, { at: NOW, count: 1, urgency: 'now', covers: [] }, hours(3.9))).toBe(false);
    expect(isDue(notice, { at: NOW, count: 1, urgency: 'now', covers: [] }, hours(4))).toBe(true);
    expect(isDue(notice, { at: NOW, count: 2, urgency: 'now', covers: [] }, hours(23))).toBe(false);
    expect(isDue(notice, { at: NOW, count: 2, urgency: 'now', covers: [] }, hours(24))).toBe(true);
  });

  test('that were solved in between are due five minutes after they were shown', () => {
    const [notice] = noticesFor(withToken({ state: 'expired', error: signInNeeded, expiresAt: null }), NOW);
    const shown = { at: NOW, count: 0, urgency: 'now', covers: [] } as const;
    expect(isDue(notice!, shown, NOW + 5 * MINUTE - 1)).toBe(false);
    expect(isDue(notice!, shown, NOW + 5 * MINUTE)).toBe(true);
    // That it is less urgent than before is no news.
    expect(isDue({ ...notice!, urgency: 'soon' }, shown, NOW + 1)).toBe(false);
  });

  test('are due at once when there are more of them', () => {
    const [notice] = noticesFor(withToken({ state: 'expired', error: signInNeeded, expiresAt: null }), NOW);
    const summary = { ...notice!, covers: ['a', 'b', 'c'] };
    const shown = { at: NOW, count: 1, urgency: 'now' } as const;
    expect(isDue(summary, { ...shown, covers: ['a', 'b'] }, NOW + 1)).toBe(true);
    expect(isDue(summary, { ...shown, covers: ['c', 'b', 'a', 'd'] }, NOW + 1)).toBe(false);
  });
});
