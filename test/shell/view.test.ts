import { describe, expect, test } from 'vitest';
import { problemOf } from '../../shared/contract/problem.ts';
import type { Snapshot, TokenView } from '../../shared/contract/snapshot.ts';
import { menuModel } from '../../shared/view/menu.ts';
import { momentText } from '../../shared/view/moment.ts';
import { isDue, noticesFor } from '../../shared/view/notices.ts';
import { trayView } from '../../shared/view/tray.ts';
import { aBinding, aBusySnapshot, anEmptySnapshot, aToken, NOW } from '../support/snapshots.ts';

const MINUTE = 60_000;
const signInNeeded = problemOf('signInNeeded', 'The SSO session has ended.', { advice: 'Sign in again.' });
const offline = problemOf('offline', 'The network could not be reached.', { retryable: true });
const throttled = problemOf('throttled', 'AWS asks to slow down.', { retryable: true });

function inMinutes(minutes: number): string {
  return new Date(NOW + minutes * MINUTE).toISOString();
}
function withToken(changes: Partial<TokenView>, rest: Partial<Snapshot> = {}): Snapshot {
  return anEmptySnapshot({ tokens: [aToken(changes)], ...rest });
}
const change = aBusySnapshot().plan.changes[0]!;
const pendingPlan = { id: 'plan', changes: [change], warnings: [], untouched: [] };
const refusedFile = aBinding({
  state: 'refused',
  problem: problemOf('fileNotWritable', 'The file is read-only.', { advice: 'Make it writable.' }),
  targets: [
    { path: '/home/ann/.npmrc', displayPath: '~/.npmrc', state: 'refused' },
    { path: '/home/ann/x/.npmrc', displayPath: '~/x/.npmrc', state: 'inSync' },
  ],
});

describe('the tray icon', () => {
  test.each([
    ['nothing to keep', anEmptySnapshot(), 'ok'],
    ['a fresh token', withToken({}), 'ok'],
    ['a token close to its planned renewal', withToken({ state: 'expiring', expiresAt: inMinutes(9) }), 'ok'],
    ['a token not fetched yet', withToken({ state: 'none', expiresAt: null, refreshAt: null }), 'ok'],
    ['a renewal under way', withToken({ state: 'refreshing' }), 'refreshing'],
    [
      'a sign-in that can wait',
      withToken({ state: 'signInNeeded', error: signInNeeded, expiresAt: inMinutes(300) }),
      'attention',
    ],
    [
      'a failing renewal with time left',
      withToken({ state: 'failed', error: throttled, expiresAt: inMinutes(30) }),
      'attention',
    ],
    ['a retry under way', withToken({ state: 'expiring', error: throttled, expiresAt: inMinutes(9) }), 'attention'],
    [
      'a sign-in that builds wait for',
      withToken({ state: 'signInNeeded', error: signInNeeded, expiresAt: null }),
      'error',
    ],
    ['a token that ended', withToken({ state: 'expired', expiresAt: inMinutes(-1) }), 'error'],
    [
      'a failed renewal after the end',
      withToken({ state: 'failed', error: throttled, expiresAt: inMinutes(-1) }),
      'error',
    ],
    [
      'a settings file that cannot be read',
      anEmptySnapshot({ problem: problemOf('settingsInvalid', 'Unreadable.') }),
      'error',
    ],
    ['a file that was refused', withToken({}, { bindings: [refusedFile] }), 'attention'],
    ['a change to apply', withToken({}, { plan: pendingPlan }), 'attention'],
    ['a pause', withToken({}, { paused: true }), 'paused'],
    ['no network, token valid', withToken({ state: 'expiring', error: offline, expiresAt: inMinutes(9) }), 'paused'],
    ['no network, token ended', withToken({ state: 'expired', error: offline, expiresAt: inMinutes(-9) }), 'paused'],
  ] as const)('for %s is as expected', (_name, snapshot, icon) => {
    expect(trayView(snapshot, NOW).icon).toBe(icon);
  });

  test('comes with the state in words and the next event', () => {
    const { tooltip } = trayView(withToken({}, { plan: pendingPlan }), NOW);
    expect(tooltip).toBe('All signed in\n1 of 1 token fresh · next refresh in 7 h 30 min\n1 change to apply');
  });

  test('tells the time left only while a person is needed', () => {
    expect(trayView(withToken({}), NOW).title).toBe('');
    const snapshot = anEmptySnapshot({
      tokens: [
        aToken({ id: 'a', state: 'signInNeeded', error: signInNeeded, expiresAt: inMinutes(54) }),
        aToken({ id: 'b', state: 'failed', error: throttled, expiresAt: inMinutes(200) }),
        aToken({ id: 'c', expiresAt: inMinutes(5) }),
      ],
    });
    expect(trayView(snapshot, NOW).title).toBe('54m');
  });
});

describe('the menu', () => {
  test('offers what the popover offers, opening first and quitting last', () => {
    expect(menuModel(aBusySnapshot(), NOW).map((item) => (item.kind === 'separator' ? '—' : item.label))).toEqual([
      'Open CodeArtifact Tray',
      '—',
      '1 profile needs you',
      'payments (eu-west-1): sign in',
      `platform (us-east-1): expires ${momentText(inMinutes(630), NOW)}`,
      `data-science (us-west-2): expires ${momentText(inMinutes(54), NOW)}`,
      '—',
      'Refresh all',
      'Preview 1 change…',
      'Pause',
      '—',
      'Quit',
    ]);
  });

  test('offers on the first start what makes sense then', () => {
    const labels = menuModel(anEmptySnapshot({ paused: true }), NOW).flatMap((item) =>
      item.kind === 'action' ? [item.label] : [],
    );
    expect(labels).toEqual(['Open CodeArtifact Tray', 'Resume', 'Quit']);
  });

  test('stays true while it is open: it does not change with the minutes', () => {
    expect(menuModel(aBusySnapshot(), NOW + 3 * MINUTE)).toEqual(menuModel(aBusySnapshot(), NOW));
  });

  test('fits on a small screen with many tokens', () => {
    const tokens = Array.from({ length: 40 }, (_, index) => aToken({ id: `t${index}` }));
    const items = menuModel(anEmptySnapshot({ tokens }), NOW);
    expect(items.length).toBeLessThan(20);
    expect(items).toContainEqual({ kind: 'note', label: 'and 32 more' });
  });
});

describe('notices', () => {
  test.each([
    ['a token was renewed', withToken({})],
    ['a renewal is planned or under way', withToken({ state: 'refreshing', expiresAt: inMinutes(5) })],
    [
      'a sign-in can wait',
      withToken({ state: 'signInNeeded', error: signInNeeded, issuedAt: inMinutes(-60), expiresAt: inMinutes(300) }),
    ],
    ['a renewal fails with hours left', withToken({ state: 'failed', error: throttled, expiresAt: inMinutes(400) })],
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
        id: 'sign-in:work',
        urgency: 'soon',
        title: `Sign in as work before ${momentText(expiresAt, NOW)}`,
        body: 'The SSO session has ended. Sign in again.',
        route: '#/tokens',
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

  test('is one a file, with the action that fixes it', () => {
    const bindings = [refusedFile, { ...refusedFile, id: 'b2' }];
    expect(noticesFor(anEmptySnapshot({ bindings }), NOW)).toEqual([
      {
        id: 'file:/home/ann/.npmrc',
        urgency: 'soon',
        title: '~/.npmrc was not updated',
        body: 'The file is read-only. Make it writable.',
        route: '#/projects',
      },
    ]);
  });

  test('tells a problem of the app itself even while paused', () => {
    const problem = problemOf('settingsInvalid', 'The settings file is not JSON.');
    expect(noticesFor(anEmptySnapshot({ problem, paused: true }), NOW).map(({ id }) => id)).toEqual([
      'app:settingsInvalid',
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
        route: '#/tokens',
      },
    ]);
  });

  test('are due at once, when they got worse, after four hours and then daily', () => {
    const notice = noticesFor(withToken({ state: 'expired', error: signInNeeded, expiresAt: null }), NOW)[0]!;
    const hours = (count: number) => NOW + count * 60 * MINUTE;
    expect(isDue(notice, undefined, NOW)).toBe(true);
    expect(isDue(notice, { at: NOW, count: 1, urgency: 'soon' }, NOW + 1)).toBe(true);
    expect(isDue(notice, { at: NOW, count: 1, urgency: 'now' }, hours(3.9))).toBe(false);
    expect(isDue(notice, { at: NOW, count: 1, urgency: 'now' }, hours(4))).toBe(true);
    expect(isDue(notice, { at: NOW, count: 2, urgency: 'now' }, hours(23))).toBe(false);
    expect(isDue(notice, { at: NOW, count: 2, urgency: 'now' }, hours(24))).toBe(true);
  });
});
