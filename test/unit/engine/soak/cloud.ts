import { failed, ok, problemOf } from '../../../../shared/contract/problem.ts';
import type { Problem } from '../../../../shared/contract/problem.ts';
import { fingerprintOf } from '../../../../shared/engine/state/ledger.ts';
import { refreshAt } from '../../../../shared/engine/tokens/schedule.ts';
import type { AwsAccess, DomainAddress, TokenAnswer } from '../../../../shared/ports/aws-access.ts';
import type { Clock } from '../../../../shared/ports/host.ts';
import { aTokenService } from '../../../support/token-service.ts';
import { aCodeArtifactToken } from '../../secrets/sample-token.ts';

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** How AWS, and the way to it, behaves. */
export type Weather = 'fine' | 'offline' | 'errors' | 'throttled' | 'refused' | 'silent';

/** Profile `work` signs in with SSO and has tokens of twelve hours; `other` has keys, and tokens of three. */
export type Profile = 'work' | 'other';
export const profiles: readonly Profile[] = ['work', 'other'];
const LIFE: Readonly<Record<Profile, number>> = { work: 12 * HOUR, other: 3 * HOUR };

/** A token as its service knows it: real times, whatever the laptop's clock says. */
export type Issued = {
  readonly token: string;
  readonly at: number;
  readonly expiresAt: number;
  /** When it is to be refreshed. */
  readonly dueAt: number;
  /** By how much the laptop's clock was ahead of the real time. */
  readonly clockAhead: number;
};

type Refusal = { readonly at: number; readonly weather: Bad; readonly left: number };
type Bad = Exclude<Weather, 'fine'> | 'signedOut';

const problems: Readonly<Record<Bad, Problem>> = {
  offline: problemOf('offline', 'There is no network.', { retryable: true }),
  errors: problemOf('serviceUnavailable', 'AWS has a problem of its own.', { retryable: true }),
  throttled: problemOf('throttled', 'AWS is limiting the requests.', { retryable: true }),
  refused: problemOf('accessDenied', 'AWS refused it.'),
  silent: problemOf('timeout', 'AWS did not answer.', { retryable: true }),
  signedOut: problemOf('signInNeeded', 'The SSO session has ended.', { advice: 'Sign in again.' }),
};

/** What AWS asks for when it throttles. */
export const LEFT_ALONE = 7 * MINUTE;
/** How long nothing is asked again after a refusal, unless a token ends before. */
const LEAST_PAUSE: Readonly<Record<Bad, number>> = {
  offline: 2.5 * SECOND,
  errors: 2.5 * SECOND,
  silent: 2.5 * SECOND,
  throttled: LEFT_ALONE,
  refused: HOUR,
  signedOut: HOUR,
};

/** CodeArtifact over a month, by the real time, as a laptop sees it whose clock may be wrong. */
export function aCloud(clock: Clock, start: number, file: string) {
  const realNow = () => start + clock.uptime();
  const newest = new Map<Profile, Issued>();
  const lastRefusals = new Map<Profile, Refusal>();
  const lastPauses = new Map<Profile, number>();
  const needless: string[] = [];
  let refused = 0;
  const listeners = new Set<() => void>();
  let count = 0;
  const cloud = {
    weather: 'fine' as Weather,
    /** Real time at which the SSO session ends. */
    sessionEnd: start + 9 * HOUR,
    newest,
    /** What was asked for without need: a token that was not due, or one that was refused a moment ago. */
    needless,
    refusedCount: () => refused,
    /** The longest that is to be waited after what was answered last. */
    lastPause: (profile: Profile) => lastPauses.get(profile) ?? 0,
    /** Something happened after which another try is welcome. */
    excuse: () => lastRefusals.clear(),
    realNow,
    issuedCount: () => count,
    isOpen: (profile: Profile) => profile === 'other' || cloud.sessionEnd > realNow(),
    /** Resolves at the next question. */
    asked: () => new Promise<void>((resolve) => listeners.add(resolve)),
    aws: {
      ...aTokenService(clock),
      files: () => [file],
      async token({ profile }: DomainAddress): Promise<TokenAnswer> {
        const of: Profile = profile === 'work' ? 'work' : 'other';
        for (const resolve of listeners) resolve();
        listeners.clear();
        if (cloud.weather === 'silent') await new Promise<void>((resolve) => void clock.after(9 * SECOND, resolve));
        const { weather } = cloud;
        if (weather !== 'fine') return refusal(of, weather);
        return cloud.isOpen(of) ? issue(of) : refusal(of, 'signedOut');
      },
    } satisfies AwsAccess,
  };

  function refusal(profile: Profile, weather: Bad): TokenAnswer {
    const at = realNow();
    const left = (newest.get(profile)?.expiresAt ?? 0) - at;
    const last = lastRefusals.get(profile);
    if (last?.weather === weather) {
      const usual = LEAST_PAUSE[weather];
      const least =
        last.left <= 0 || weather === 'signedOut' ? usual : Math.min(usual, Math.max(2.5 * SECOND, last.left * 0.18));
      if (at - last.at < least) needless.push(`${profile} ${(at - last.at) / SECOND} s after ${weather}`);
    }
    refused += 1;
    lastPauses.set(profile, Math.max(LEAST_PAUSE[weather], 5 * MINUTE));
    lastRefusals.set(profile, { at, weather, left });
    return { ...failed(problems[weather]), retryAfter: weather === 'throttled' ? LEFT_ALONE : 0 };
  }

  function issue(profile: Profile): TokenAnswer {
    const at = realNow();
    const before = newest.get(profile);
    const clockAhead = clock.now() - at;
    // A clock that was set ahead has a token refreshed as much too early, since nothing tells it from a machine that stood still.
    const setAhead = before === undefined ? 0 : Math.max(0, clockAhead - before.clockAhead);
    if (before !== undefined && at + setAhead < before.dueAt) {
      needless.push(`${profile} ${(before.dueAt - at) / MINUTE} min before it was due`);
    }
    count += 1;
    const isu = Math.floor(at / SECOND);
    const expiresAt = isu * SECOND + LIFE[profile];
    const token = aCodeArtifactToken({ isu, exp: expiresAt / SECOND }).replace(/[^.]+$/, `dGFn${count}`);
    const session = profile === 'work' ? { sessionEndsAt: cloud.sessionEnd } : {};
    const dueAt = refreshAt({ fingerprint: fingerprintOf(token), issuedAt: isu * SECOND, expiresAt, ...session });
    lastRefusals.delete(profile);
    newest.set(profile, { token, at, expiresAt, dueAt, clockAhead });
    const ours = profile === 'work' ? { sessionEndsAt: cloud.sessionEnd + clockAhead } : {};
    return ok({ token, expiresAt: expiresAt + clockAhead, ...ours });
  }

  return cloud;
}
