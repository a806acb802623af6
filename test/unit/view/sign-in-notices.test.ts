import { expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import type { SignInView } from '../../../shared/contract/sign-in.ts';
import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import { menuModel } from '../../../shared/view/tray/menu.ts';
import { noticesFor } from '../../../shared/view/tray/notices.ts';
import { signInNeeded } from '../../support/situations.ts';
import { anEmptySnapshot, aToken, NOW } from '../../support/snapshots.ts';

const mfaNeeded = problemOf('mfaNeeded', 'The role asks for an MFA code.', { advice: 'Sign in with a code.' });

function waiting(count: number, changes: Partial<SignInView> = {}): Snapshot {
  const profiles = Array.from({ length: count }, (_, index) => `p${index}`);
  const error = changes.way === 'mfa' ? mfaNeeded : signInNeeded;
  return anEmptySnapshot({
    tokens: profiles.map((profile) =>
      aToken({ id: profile, profile, state: 'signInNeeded', error, expiresAt: null, issuedAt: null }),
    ),
    signIns: [
      {
        id: 'sso:corp',
        name: 'corp',
        way: 'sso',
        profiles,
        state: 'needed',
        url: null,
        userCode: null,
        expiresAt: null,
        problem: null,
        ...changes,
      },
    ],
  });
}

/** What of the menu is about sessions. */
function sessionItems(snapshot: Snapshot) {
  return menuModel(snapshot, NOW).filter((item) => item.kind === 'action' && /^(?:Sign in|MFA code)/.test(item.label));
}

test('fifty profiles that wait for one session are one notice, whose click begins the sign-in', () => {
  expect(noticesFor(waiting(50), NOW)).toEqual([
    {
      id: 'signIn:sso:corp',
      kind: 'signIn',
      urgency: 'now',
      title: 'Sign in to corp',
      body: 'The SSO session has ended. Sign in again. p0, p1 and 48 more profiles wait for it.',
      page: 'tokens',
      row: 'sso:corp',
      repositories: [],
      signIn: 'p0',
    },
  ]);
});

test('one profile is called by its name', () => {
  expect(noticesFor(waiting(1), NOW)).toMatchObject([{ id: 'signIn:sso:corp', title: 'Sign in as p0', signIn: 'p0' }]);
});

test('an MFA code is given in the window', () => {
  const [notice] = noticesFor(waiting(1, { way: 'mfa', id: 'mfa:1', name: 'p0' }), NOW);
  expect(notice).toMatchObject({ id: 'signIn:mfa:1', title: 'p0 needs an MFA code', row: 'mfa:1' });
  expect(notice).not.toHaveProperty('signIn');
});

test.each(['starting', 'waiting'] as const)('who signs in already (%s) is not told to', (state) => {
  expect(noticesFor(waiting(3, { state }), NOW)).toEqual([]);
});

test('the menu has one item for a session, which begins it', () => {
  expect(sessionItems(waiting(50))).toEqual([
    {
      kind: 'action',
      label: 'Sign in to corp…',
      action: { kind: 'request', name: 'signIn.start', params: { profile: 'p49' } },
    },
  ]);
});

test.each([
  ['what is going on', { state: 'waiting', url: 'https://x' }, 'Sign in to corp: Waiting for the browser'],
  ['where a code is given', { way: 'mfa' }, 'MFA code for corp…'],
] as const)('the menu shows %s', (_name, changes, label) => {
  const action = { kind: 'open', page: 'tokens', row: 'sso:corp' };
  expect(sessionItems(waiting(2, changes))).toEqual([{ kind: 'action', label, action }]);
});
