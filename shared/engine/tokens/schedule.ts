import { signInCodes } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TokenState } from '../../contract/snapshot.ts';
import type { LedgerEntry } from '../state/ledger.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

type TokenTimes = Omit<NonNullable<LedgerEntry['token']>, 'serviceAhead' | 'bootedAt'>;

/** So long before the end of a session, the last token that it gives is fetched. */
const BEFORE_SESSION_END = 15 * MINUTE;
/** So long before its end, a token is refreshed that no earlier refresh makes live longer. */
const LAST_MOMENT = MINUTE;
/** Ends that are closer are the same. */
export const SAME_END = 5 * SECOND;
/** What that token has to live longer than the one that is held. */
const LEAST_GAIN = HOUR;

/**
 * When a token is refreshed. A token may outlive the session that it was got with, so who signs in once a day has tokens for the whole
 * day: shortly before a session ends, a last one is fetched if it lives an hour longer than ours; where nobody knows the end, a token of
 * hours is refreshed with two thirds of its life left. Milliseconds since 1970.
 */
export function refreshAt(token: TokenTimes): number {
  const { issuedAt, expiresAt, sessionEndsAt } = token;
  if (sessionEndsAt === 'unknown') return dueTime(token, expiresAt - issuedAt <= HOUR ? 1 / 2 : 2 / 3);
  const usual = dueTime(token, expiresAt - issuedAt <= HOUR ? 1 / 2 : 1 / 4);
  // Another one would have the same end (duration 0), however often it was asked for.
  if (isNear(expiresAt, sessionEndsAt)) return Math.max(usual, expiresAt - LAST_MOMENT);
  const last = (sessionEndsAt ?? 0) - BEFORE_SESSION_END;
  const gains = sessionEndsAt !== undefined && expiresAt > sessionEndsAt && last - issuedAt >= LEAST_GAIN;
  return gains ? Math.min(usual, last) : usual;
}

/**
 * True when a token ends with the keys that it was got with, and these are the same as a while ago: so it is with duration 0 and keys of
 * a program, a file or `aws login`, whose end nobody tells.
 */
export function endsWithItsKeys(token: TokenTimes, before: TokenTimes | null): boolean {
  return before !== null && token.issuedAt - before.issuedAt > LAST_MOMENT && isNear(token.expiresAt, before.expiresAt);
}

/** A token that the next one would not outlive, so that there is no use in asking before its last minute: a later end is never given up. */
export function lastOfAll(token: NonNullable<LedgerEntry['token']>): NonNullable<LedgerEntry['token']> {
  return { ...token, sessionEndsAt: token.expiresAt };
}

function isNear(one: number, other: number | undefined): boolean {
  return Math.abs(one - (other ?? 0)) <= SAME_END;
}

/**
 * With a quarter of its life left (half of it when it lives an hour or less), or another part, at least 15 minutes before
 * its end, plus up to a tenth of that margin earlier so that a company's machines don't ask all at once. The spread is drawn
 * from the fingerprint, hence the same in every host. Milliseconds since 1970.
 */
function dueTime({ fingerprint, issuedAt, expiresAt }: TokenTimes, part: number): number {
  const life = expiresAt - issuedAt;
  const margin = life <= HOUR ? life * part : Math.max(15 * MINUTE, life * part);
  const spread = Number.parseInt(fingerprint.slice(0, 6), 16) / 0xff_ff_ff;
  return Math.round(expiresAt - margin * (1 + 0.1 * spread));
}

const SIGN_IN_CODES: ReadonlySet<string> = new Set(signInCodes);

/** No failed request waits longer for its repetition. */
export const LONGEST_PAUSE = HOUR;
/** Nor is one repeated sooner. */
const SHORTEST_PAUSE = 5 * SECOND;

/**
 * How long a failed request waits for its repetition. Transient ones back off from 5 s to 5 min with jitter, and as long as the service
 * asked for. What a person has to solve is looked at once an hour, since a change of the AWS files or a sign-in triggers an attempt at once;
 * so is a refusal. While a token lives, a quarter of what is left to it is the longest pause, so that whatever ends before the
 * token does not cost it; a sign-in that is missing does not come by being asked for. Once it has ended, the pauses grow anew: none is longer
 * than it has been over, however often was asked before, when it matters most. `random` is 0 to 1, `left` what the token has left to
 * live, less than nothing since it ended; null for none. Milliseconds.
 */
export function retryDelay(
  problem: Problem,
  attempts: number,
  {
    random,
    left,
    retryAfter = 0,
  }: { readonly random: number; readonly left: number | null; readonly retryAfter?: number },
): number {
  if (waitsForPerson(problem)) return LONGEST_PAUSE;
  const ceiling = problem.retryable
    ? Math.min(5 * MINUTE, SHORTEST_PAUSE * 2 ** Math.min(attempts - 1, 10))
    : LONGEST_PAUSE;
  const usual = problem.retryable ? ceiling / 2 + (ceiling / 2) * random : ceiling;
  const isOver = left !== null && left <= 0 && problem.retryable;
  const grown = isOver ? Math.min(usual, Math.max(SHORTEST_PAUSE, -left * (1 - random / 4))) : usual;
  const asked = Math.min(LONGEST_PAUSE, Math.max(grown, retryAfter));
  if (left === null || left <= 0) return Math.round(asked);
  return Math.round(Math.min(asked, Math.max(SHORTEST_PAUSE, (left / 4) * (1 - random / 4))));
}

/** True for what a person solves by signing in or by mending the AWS configuration. */
export function needsSignIn(problem: Problem | null): boolean {
  return problem !== null && SIGN_IN_CODES.has(problem.code);
}

/** True for what does not come by being asked for again. */
export function waitsForPerson(problem: Problem): boolean {
  return needsSignIn(problem) && !problem.retryable;
}

/** What a person has to begin so that it is solved: a session, or a role's with a code; null for any other problem. */
export function sessionNeed(problem: Problem | null): 'session' | 'code' | null {
  if (problem?.code === 'signInNeeded') return 'session';
  return problem?.code === 'mfaNeeded' ? 'code' : null;
}

/** The state a person sees. A token that still works while its profile needs a sign-in counts as signInNeeded: that is what to act on. */
export function tokenState(entry: LedgerEntry | undefined, refreshing: boolean, now: number): TokenState {
  if (refreshing) return 'refreshing';
  const token = entry?.token ?? null;
  const failure = entry?.failure ?? null;
  if (needsSignIn(failure?.problem ?? null)) return 'signInNeeded';
  if (token === null) return failure === null ? 'none' : 'failed';
  const remaining = token.expiresAt - now;
  if (remaining <= 0) return failure === null ? 'expired' : 'failed';
  return remaining <= (token.expiresAt - token.issuedAt) / 10 ? 'expiring' : 'fresh';
}

/**
 * When the keeper looks at a token next; 0 means now. Times that can't be yet are those of a clock that was set back: nobody can tell how much of
 * them has gone by. Milliseconds since 1970.
 */
export function dueAt(entry: LedgerEntry | undefined, now: number): number {
  const { token = null, failure = null } = entry ?? {};
  if (failure !== null) return failure.nextAttemptAt > now + LONGEST_PAUSE ? 0 : failure.nextAttemptAt;
  return token === null || token.issuedAt > now + MINUTE ? 0 : refreshAt(token);
}
