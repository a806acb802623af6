import { expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import { headline } from '../../../shared/view/standing/headline.ts';
import { momentText } from '../../../shared/view/time/moment.ts';
import { aBinding, anEmptySnapshot, aToken, NOW } from '../../support/snapshots.ts';
import {
  denied,
  inMinutes,
  offline,
  pendingPlan,
  refusedFile,
  signInNeeded,
  switchedOff,
  throttled,
  withToken,
} from '../../support/situations.ts';

const waiting = { state: 'signInNeeded', error: signInNeeded, expiresAt: inMinutes(300) } as const;
const [change] = pendingPlan.changes;

test.each<[string, string, Snapshot]>([
  ['Nothing to keep yet', 'Add a project and switch a repository on', anEmptySnapshot()],
  [
    'Nothing is switched on',
    'Switch a repository on and its token is kept',
    withToken({ state: 'none', expiresAt: null }, { bindings: [switchedOff] }),
  ],
  ['All signed in', '1 of 1 token fresh · next refresh in 7 h 30 min', withToken({})],
  ['All signed in', '1 of 1 token fresh', withToken({ refreshAt: null })],
  ['All signed in', '1 of 1 token fresh · refreshing now', withToken({ refreshAt: inMinutes(0) })],
  ['All signed in', '1 of 1 token fresh · refreshing now', withToken({ state: 'refreshing' })],
  ['All signed in', '0 of 1 token fresh · next refresh in less than a minute', expiring(0.99)],
  ['All signed in', '0 of 1 token fresh · next refresh in 1 min', expiring(1)],
  [
    'All signed in',
    '2 of 2 tokens fresh · next refresh in 5 min',
    anEmptySnapshot({ tokens: [aToken(), aToken({ id: 'b', refreshAt: inMinutes(5) })] }),
  ],
  ['Paused', '1 of 1 token fresh · nothing is refreshed while paused', withToken({}, { paused: true })],
  ['Offline', '0 of 1 token fresh', withToken({ state: 'failed', error: offline, refreshAt: null })],
  ['1 change to apply', '1 of 1 token fresh', withToken({ refreshAt: null }, { plan: pendingPlan })],
  [
    '2 changes to apply',
    '1 of 1 token fresh',
    withToken({ refreshAt: null }, { plan: { ...pendingPlan, changes: [change!, change!] } }),
  ],
  ['No token fetched yet', '0 of 1 token fresh', withToken({ state: 'none', expiresAt: null, refreshAt: null })],
  ['1 profile needs you', '0 of 1 token fresh', withToken({ ...waiting, refreshAt: null })],
  [
    '1 profile needs you',
    '0 of 2 tokens fresh',
    anEmptySnapshot({
      tokens: [aToken({ ...waiting, refreshAt: null }), aToken({ ...waiting, refreshAt: null, id: 'b' })],
    }),
  ],
  [
    '2 profiles need you',
    '0 of 2 tokens fresh',
    anEmptySnapshot({
      tokens: [
        aToken({ ...waiting, refreshAt: null }),
        aToken({ ...waiting, refreshAt: null, id: 'b', profile: 'pay' }),
      ],
    }),
  ],
  [
    '1 token could not be refreshed',
    '0 of 1 token fresh',
    withToken({ state: 'failed', error: denied, refreshAt: null }),
  ],
  [
    '2 tokens could not be refreshed',
    '0 of 2 tokens fresh',
    anEmptySnapshot({
      tokens: ['a', 'b'].map((id) =>
        aToken({ id, state: 'failed', error: throttled, expiresAt: inMinutes(-1), refreshAt: null }),
      ),
    }),
  ],
  ['1 binding needs you', '1 of 1 token fresh', withToken({ refreshAt: null }, { bindings: [refusedFile] })],
  [
    '2 bindings need you',
    '1 of 1 token fresh',
    withToken({ refreshAt: null }, { bindings: [refusedFile, { ...refusedFile, id: 'b2' }, aBinding({ id: 'b3' })] }),
  ],
  [
    'Settings need you',
    'Nothing is refreshed until they can be read',
    withToken({}, { problem: problemOf('settingsInvalid', 'Unreadable.') }),
  ],
])('says "%s" and "%s"', (title, detail, snapshot) => {
  expect(headline(snapshot, NOW)).toEqual({ title, detail });
});

test('names the next refresh by the time of day where a text has to stay true', () => {
  expect(headline(withToken({}), NOW, 'timeOfDay').detail).toBe(
    `1 of 1 token fresh · next refresh ${momentText(inMinutes(450), NOW)}`,
  );
});

function expiring(minutes: number): Snapshot {
  return withToken({ state: 'expiring', expiresAt: inMinutes(90), refreshAt: inMinutes(minutes) });
}
