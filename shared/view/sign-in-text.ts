import type { Problem } from '../contract/problem.ts';
import type { SignInView } from '../contract/sign-in.ts';
import type { Snapshot, TokenView } from '../contract/snapshot.ts';
import { profileCause } from './standing/cause.ts';
import { counted } from './standing/mark.ts';
import { longDuration } from './time/duration.ts';

/** So many profiles are named before the rest is counted. */
const NAMED = 3;

/** What is to be done, as a heading. */
export function signInTitle({ way, name }: Pick<SignInView, 'way' | 'name'>): string {
  switch (way) {
    case 'sso':
      return `Sign in to ${name}`;
    case 'console':
      return `Sign in to AWS as ${name}`;
    case 'mfa':
      return `MFA code for ${name}`;
    default:
      return way satisfies never;
  }
}

/** The session that a token waits for; null when a sign-in would not help it. */
export function sessionFor(token: TokenView, { signIns }: Pick<Snapshot, 'signIns'>): SignInView | null {
  if (profileCause(token)?.isSignIn !== true) return null;
  return signIns.find(({ profiles }) => profiles.includes(token.profile)) ?? null;
}

/** True for what beginning a session solves. */
export function wantsSession({ code }: Pick<Problem, 'code'>): boolean {
  return code === 'signInNeeded' || code === 'mfaNeeded';
}

/** True while a person is at it. */
export function isGoingOn({ state }: Pick<SignInView, 'state'>): boolean {
  return state === 'starting' || state === 'waiting';
}

/** Who waits for it: "dev, prod and 48 more profiles wait for it". */
export function signInWaiters({ profiles }: Pick<SignInView, 'profiles'>): string {
  if (profiles.length === 1) return `Profile ${profiles[0]} waits for it`;
  const named = profiles.slice(0, profiles.length > NAMED ? NAMED - 1 : NAMED);
  const rest = profiles.length - named.length;
  const last = rest === 0 ? (named.at(-1) ?? '') : counted(rest, 'more profile');
  return `${(rest === 0 ? named.slice(0, -1) : named).join(', ')} and ${last} wait for it`;
}

/** What is going on, for a line that a screen reader hears when it changes. `now` in milliseconds since 1970. */
export function signInProgress({ state, way, url, problem }: SignInView): string {
  switch (state) {
    case 'needed':
      return '';
    case 'starting':
      return way === 'console' ? 'Starting "aws login"…' : 'Asking AWS for its sign-in page…';
    case 'waiting':
      if (way === 'mfa') return problem?.message ?? 'Enter the code that your device shows';
      return url === null ? 'Waiting for "aws login" to end' : 'Waiting for the browser';
    case 'failed':
      return problem?.message ?? 'The sign-in failed';
    default:
      return state satisfies never;
  }
}

/** How long the person has: "9 min left"; null where it has no end. `now` in milliseconds since 1970. */
export function signInTimeLeft({ expiresAt }: Pick<SignInView, 'expiresAt'>, now: number): string | null {
  if (expiresAt === null) return null;
  const left = Date.parse(expiresAt) - now;
  return left <= 0 ? 'the time is up' : `${longDuration(left)} left`;
}
