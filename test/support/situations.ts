import { problemOf } from '../../shared/contract/problem.ts';
import type { Snapshot, TokenView } from '../../shared/contract/snapshot.ts';
import { aBinding, aBusySnapshot, anEmptySnapshot, aToken, NOW } from './snapshots.ts';

// What tests of tray, menu and notices have in common.

export const MINUTE = 60_000;
export const signInNeeded = problemOf('signInNeeded', 'The SSO session has ended.', { advice: 'Sign in again.' });
export const offline = problemOf('offline', 'The network could not be reached.', { retryable: true });
export const throttled = problemOf('throttled', 'AWS asks to slow down.', { retryable: true });

export function inMinutes(minutes: number): string {
  return new Date(NOW + minutes * MINUTE).toISOString();
}
export function withToken(changes: Partial<TokenView>, rest: Partial<Snapshot> = {}): Snapshot {
  return anEmptySnapshot({ tokens: [aToken(changes)], ...rest });
}
export const denied = problemOf('accessDenied', 'The profile may not get tokens.', {
  advice: 'Ask for the permission.',
});
export const switchedOff = aBinding({ enabled: false, state: 'off' });
const change = aBusySnapshot().plan.changes[0]!;
export const pendingPlan = { id: 'plan', changes: [change], warnings: [], untouched: [], clearing: [] };
export const refusedFile = aBinding({
  state: 'refused',
  problem: problemOf('fileNotWritable', 'The file is read-only.', { advice: 'Make it writable.' }),
  targets: [
    { path: '/home/ann/.npmrc', displayPath: '~/.npmrc', state: 'refused' },
    { path: '/home/ann/x/.npmrc', displayPath: '~/x/.npmrc', state: 'inSync' },
  ],
});
/** Every file is as it should be, and npm goes by a nearer line all the same. */
export const shadowedBinding = aBinding({
  findings: [
    {
      severity: 'wrong',
      problem: problemOf('tokenStale', 'npm uses a token that expired 3 hours ago.', { advice: 'Remove line 1.' }),
      origin: { name: '~/src/web-store/.npmrc', path: '/home/ann/src/web-store/.npmrc', line: 1 },
    },
  ],
});
