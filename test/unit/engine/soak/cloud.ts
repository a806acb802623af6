import { failed, ok, problemOf } from '../../../../shared/contract/problem.ts';
import type { Problem } from '../../../../shared/contract/problem.ts';
import type { AwsAccess, DomainAddress, TokenAnswer } from '../../../../shared/ports/aws-access.ts';
import type { Clock } from '../../../../shared/ports/host.ts';
import { aTokenService } from '../../../support/token-service.ts';
import { issuedToken, LEFT_ALONE, SESSION, SILENCE, START } from './model.ts';
import type { Asked, Bad, Issued, Profile } from './model.ts';
import { HOUR, MINUTE, SECOND } from './month.ts';
import type { Weather } from './month.ts';

type Refusal = { readonly at: number; readonly weather: Bad; readonly left: number };
type Newest = Issued & { readonly clockAhead: number };

const problems: Readonly<Record<Bad, Problem>> = {
  offline: problemOf('offline', 'There is no network.', { retryable: true }),
  errors: problemOf('serviceUnavailable', 'AWS has a problem of its own.', { retryable: true }),
  throttled: problemOf('throttled', 'AWS is limiting the requests.', { retryable: true }),
  refused: problemOf('accessDenied', 'AWS refused it.'),
  silent: problemOf('timeout', 'AWS did not answer.', { retryable: true }),
  signedOut: problemOf('signInNeeded', 'The SSO session has ended.', { advice: 'Sign in again.' }),
};

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
export function aCloud(clock: Clock, file: string) {
  const realNow = () => START + clock.uptime();
  const newest = new Map<Profile, Newest>();
  const lastRefusals = new Map<Profile, Refusal>();
  const lastPauses = new Map<Profile, number>();
  const needless: string[] = [];
  const asked: Asked[] = [];
  let excusedAt = START;
  const listeners = new Set<() => void>();
  const cloud = {
    weather: 'fine' as Weather,
    /** Real time at which the SSO session ends. */
    sessionEnd: START + SESSION,
    newest,
    /** Every request that was answered. */
    asked,
    /** What was asked for without need: a token that was not due, or one that was refused a moment ago. */
    needless,
    /** The longest that is to be waited after what was answered last. */
    lastPause: (profile: Profile) => lastPauses.get(profile) ?? 0,
    /** Something happened after which another try is welcome. */
    excuse() {
      lastRefusals.clear();
      excusedAt = realNow();
    },
    realNow,
    endSession(time: number) {
      cloud.sessionEnd = Math.min(cloud.sessionEnd, realNow() + time);
    },
    isOpen: (profile: Profile) => profile === 'other' || cloud.sessionEnd > realNow(),
    /** Resolves at the next question. */
    nextQuestion: () => new Promise<void>((resolve) => listeners.add(resolve)),
    aws: {
      ...aTokenService(clock),
      files: () => [file],
      async token({ profile }: DomainAddress): Promise<TokenAnswer> {
        const of: Profile = profile === 'work' ? 'work' : 'other';
        const at = realNow() - START;
        for (const resolve of listeners) resolve();
        listeners.clear();
        if (cloud.weather === 'silent') await new Promise<void>((resolve) => void clock.after(SILENCE, resolve));
        const { weather } = cloud;
        const bad = weather === 'fine' && !cloud.isOpen(of) ? 'signedOut' : weather;
        asked.push({ at, profile: of, answer: bad === 'fine' ? 'token' : bad });
        return bad === 'fine' ? issue(of) : refusal(of, bad, START + at);
      },
    } satisfies AwsAccess,
  };

  function refusal(profile: Profile, weather: Bad, askedAt: number): TokenAnswer {
    const at = realNow();
    const left = (newest.get(profile)?.expiresAt ?? 0) - at;
    const last = lastRefusals.get(profile);
    if (last?.weather === weather) {
      const usual = LEAST_PAUSE[weather];
      const least =
        last.left <= 0 || weather === 'signedOut' ? usual : Math.min(usual, Math.max(2.5 * SECOND, last.left * 0.18));
      if (at - last.at < least) needless.push(`${profile} ${(at - last.at) / SECOND} s after ${weather}`);
    }
    lastPauses.set(profile, Math.max(LEAST_PAUSE[weather], 5 * MINUTE));
    // What was asked before is to be asked once more.
    if (askedAt >= excusedAt) lastRefusals.set(profile, { at, weather, left });
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
    const count = asked.filter((one) => one.profile === profile && one.answer === 'token').length;
    const issued = issuedToken(profile, count, at, cloud.sessionEnd);
    lastRefusals.delete(profile);
    newest.set(profile, { ...issued, clockAhead });
    const { token, expiresAt } = issued;
    const ours = profile === 'work' ? { sessionEndsAt: cloud.sessionEnd + clockAhead } : {};
    return ok({ token, expiresAt: expiresAt + clockAhead, ...ours });
  }

  return cloud;
}
