import { createHash } from 'node:crypto';
import { aCodeArtifactToken } from '../../secrets/sample-token.ts';
import { HOUR, MINUTE, SECOND } from './month.ts';
import type { Happening, Weather } from './month.ts';

// What the agent has to ask for in such a life, worked out from what is promised of it and without any of its code.

/** Profile `work` signs in with SSO and has tokens of twelve hours; `other` has keys, and tokens of three. */
export type Profile = 'work' | 'other';
export const profiles: readonly Profile[] = ['work', 'other'];
const LIFE: Readonly<Record<Profile, number>> = { work: 12 * HOUR, other: 3 * HOUR };

/** A Monday, at eight o'clock. */
export const START = Date.parse('2026-11-02T08:00:00.000Z');
export const SESSION = 9 * HOUR;
/** So long AWS keeps silent before it is given up. */
export const SILENCE = 9 * SECOND;
/** What AWS asks for when it throttles. */
export const LEFT_ALONE = 7 * MINUTE;

export type Bad = Exclude<Weather, 'fine'> | 'signedOut';

/** A request for a token: who asked when, in milliseconds of real time since the start, and what came of it. */
export type Asked = { readonly at: number; readonly profile: Profile; readonly answer: 'token' | Bad };

/** A token as its service knows it: real times, whatever the laptop's clock says. Milliseconds since 1970. */
export type Issued = {
  readonly token: string;
  readonly at: number;
  readonly expiresAt: number;
  readonly dueAt: number;
};

/** The jitter of whoever draws it now: between 0 and 1, another one each second. */
export function jitterAt(now: number): number {
  return fractionOf(String(now));
}

function fractionOf(text: string): number {
  return Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 6), 16) / 0xff_ff_ff;
}

/** The token that a profile gets at its n-th request. Its end is a whole second. */
export function issuedToken(profile: Profile, count: number, at: number, sessionEnd: number): Issued {
  const isu = Math.floor(at / SECOND);
  const expiresAt = isu * SECOND + LIFE[profile];
  const token = aCodeArtifactToken({ isu, exp: expiresAt / SECOND }).replace(/[^.]+$/, `dGFn${profile}${count}`);
  // With a quarter of its life left, and up to a tenth of that sooner.
  const usual = expiresAt - (LIFE[profile] / 4) * (1 + 0.1 * fractionOf(token));
  // The last one of a session is got a quarter of an hour before that ends, where it lives an hour longer for it.
  const last = sessionEnd - 15 * MINUTE;
  const isLast = profile === 'work' && expiresAt > sessionEnd && last - isu * SECOND >= HOUR;
  return { token, at, expiresAt, dueAt: Math.round(isLast ? Math.min(usual, last) : usual) };
}

/** How long nothing is asked again: 5 seconds to 5 minutes where it may pass, as AWS asks, or an hour where a person has to do something. */
function pauseAfter(answer: Bad, attempts: number, left: number | null, jitter: number): number {
  if (answer === 'signedOut') return HOUR;
  const ceiling = Math.min(5 * MINUTE, 5 * SECOND * 2 ** (attempts - 1));
  const backOff = answer === 'refused' ? HOUR : (ceiling / 2) * (1 + jitter);
  // Once the token has ended, no longer than that is ago, where it may pass.
  const isOver = left !== null && left <= 0 && answer !== 'refused';
  const patience = isOver ? Math.min(backOff, Math.max(5 * SECOND, -left * (1 - jitter / 4))) : backOff;
  const usual = Math.max(patience, answer === 'throttled' ? LEFT_ALONE : 0);
  // While it lives, no longer than a quarter of what is left to it.
  const isAlive = left !== null && left > 0;
  return Math.round(isAlive ? Math.min(usual, Math.max(5 * SECOND, (left / 4) * (1 - jitter / 4))) : usual);
}

type Held = { readonly issued: Issued; readonly clockAhead: number };
type Failure = { readonly answer: Bad; readonly attempts: number; readonly nextAt: number };
type Retry = 'none' | 'network' | 'all';

/** Every request that there has to be, in its order; null where nobody can tell when the change of a file is heard of, or who gets an answer. */
export function expectedRequests(script: readonly Happening[]): readonly Asked[] | null {
  const asked: Asked[] = [];
  const held = new Map<Profile, Held>();
  const failures = new Map<Profile, Failure>();
  const counts = new Map<Profile, number>();
  let real = START;
  let clockAhead = 0;
  let sessionEnd = START + SESSION;
  let weather: Weather = 'fine';
  let paused = false;
  let retriedAt = Number.NEGATIVE_INFINITY;
  let pending: Retry = 'none';
  /** Who waits for an answer of an AWS that keeps silent, since when, and for how much longer. */
  let silence: { readonly who: readonly Profile[]; readonly since: number; left: number } | null = null;

  const now = () => real + clockAhead;

  /** By the laptop's clock. */
  function dueAt(profile: Profile): number {
    const failure = failures.get(profile);
    // Farther away than any pause: the clock was set back.
    if (failure !== undefined) return failure.nextAt > now() + HOUR ? 0 : failure.nextAt;
    const token = held.get(profile);
    return token === undefined ? 0 : token.issued.dueAt + Math.min(token.clockAhead, clockAhead);
  }

  function look(retry: Retry): void {
    pending = retry === 'all' || pending === 'all' ? 'all' : retry === 'network' ? retry : pending;
    if (silence !== null || paused) return;
    const retries = pending !== 'none' && retriedAt + 5 * SECOND <= now();
    const isRepeated = (failure: Failure | undefined) =>
      retries && failure !== undefined && (pending === 'all' || failure.answer !== 'signedOut');
    const due = profiles.filter((profile) => dueAt(profile) <= now() || isRepeated(failures.get(profile)));
    if (retries) {
      pending = 'none';
      if (due.length > 0) retriedAt = now();
    }
    if (due.length === 0) return;
    if (weather === 'silent') silence = { who: due, since: real, left: SILENCE };
    else for (const profile of due) answer(profile, real);
  }

  function answer(profile: Profile, at: number): void {
    const token = held.get(profile);
    const isOpen = profile === 'other' || sessionEnd > real;
    const said = weather === 'fine' ? (isOpen ? 'token' : 'signedOut') : weather;
    asked.push({ at: at - START, profile, answer: said });
    if (said === 'token') {
      const count = (counts.get(profile) ?? 0) + 1;
      counts.set(profile, count);
      held.set(profile, { issued: issuedToken(profile, count, real, sessionEnd), clockAhead });
      failures.delete(profile);
      return;
    }
    const before = failures.get(profile);
    // Who was away for long begins anew.
    const attempts = before === undefined || now() > before.nextAt + HOUR ? 1 : before.attempts + 1;
    // A clock that is ahead shows an end that comes as much sooner.
    const left = token === undefined ? null : token.issued.expiresAt + Math.min(token.clockAhead, clockAhead) - now();
    failures.set(profile, {
      answer: said,
      attempts,
      nextAt: now() + pauseAfter(said, attempts, left, jitterAt(now())),
    });
  }

  function pass(time: number): void {
    const end = real + time;
    while (real < end) {
      if (silence !== null) {
        const waited = Math.min(silence.left, end - real);
        real += waited;
        silence.left -= waited;
        if (silence.left > 0) return;
        const { who, since } = silence;
        silence = null;
        for (const profile of who) answer(profile, since);
      } else {
        const deadlines = paused ? [] : profiles.map(dueAt);
        if (pending !== 'none' && !paused) deadlines.push(retriedAt + 5 * SECOND);
        // The laptop is looked at once a second.
        const next = Math.ceil((Math.min(...deadlines) - clockAhead) / SECOND) * SECOND;
        if (next > end) real = end;
        else real = Math.max(next, real + SECOND);
      }
      look('none');
    }
  }

  look('all');
  for (const one of script) {
    if (one.kind === 'awake') pass(one.for);
    else if (one.kind === 'weather') ({ weather } = one);
    else if (one.kind === 'sessionEnds') sessionEnd = Math.min(sessionEnd, real + one.in);
    else if (one.kind === 'asleep') {
      real += one.for;
      look('network');
    } else if (one.kind === 'set') {
      clockAhead += one.by;
      if (retriedAt > now()) retriedAt = Number.NEGATIVE_INFINITY;
      look('network');
    } else if (one.kind === 'pause') {
      const isLifted = paused && !one.on;
      paused = one.on;
      look(isLifted ? 'all' : 'none');
    } else if (one.kind === 'restart') {
      if (silence !== null) return null;
      retriedAt = Number.NEGATIVE_INFINITY;
      look('all');
    } else {
      sessionEnd = real + SESSION;
      // Then nobody waits for the file, and when its change is heard of is anybody's guess.
      if (weather === 'silent' && failures.size > 0) return null;
      if (silence !== null) return null;
      look('all');
    }
  }
  return asked;
}
