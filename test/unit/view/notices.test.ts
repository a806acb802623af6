import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import { momentText } from '../../../shared/view/time/moment.ts';
import { noticesFor } from '../../../shared/view/tray/notices.ts';
import { aBinding, anEmptySnapshot, aToken, NOW } from '../../support/snapshots.ts';
import {
  inMinutes,
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
        kind: 'signIn',
        urgency: 'soon',
        title: `Sign in as work before ${momentText(expiresAt, NOW)}`,
        body: 'The SSO session has ended. Sign in again.',
        page: 'tokens',
        row: aToken().id,
        repositories: [],
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
        kind: 'file',
        urgency: 'soon',
        title: '~/.npmrc was not updated',
        body: 'The file is read-only. Make it writable.',
        page: 'projects',
        row: 'b1',
        repositories: ['platform/web-releases'],
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
        kind: 'app',
        urgency: 'now',
        title: 'CodeArtifact Tray needs you',
        body: 'The settings file is not JSON.',
        page: 'settings',
        row: null,
        repositories: [],
      },
    ]);
  });

  test.each([
    ['changedByUser', 'changed', '~/.npmrc was changed'],
    ['diskFull', 'file', '~/.npmrc was not updated'],
  ] as const)('of a file refused for %s is called so', (code, kind, title) => {
    const bindings = [{ ...refusedFile, problem: problemOf(code, 'Why.') }];
    expect(noticesFor(anEmptySnapshot({ bindings }), NOW)).toMatchObject([{ kind, title }]);
  });

  test('knows which repositories wait for a sign-in, those that are off left out', () => {
    const tokens = ['a', 'b'].map((id) => aToken({ id, state: 'signInNeeded', error: signInNeeded, expiresAt: null }));
    const bindings = [
      aBinding({ id: '1', tokenId: 'a', repository: 'web' }),
      aBinding({ id: '2', tokenId: 'b', repository: 'lab' }),
      aBinding({ id: '3', tokenId: 'a', repository: 'off', enabled: false, state: 'off' }),
    ];
    const [notice, ...others] = noticesFor(anEmptySnapshot({ tokens, bindings }), NOW);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ kind: 'signIn', repositories: ['platform/web', 'platform/lab'] });
  });
});
