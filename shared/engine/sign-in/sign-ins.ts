import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { ActivityEvent } from '../../contract/snapshot.ts';
import type { SignedOut, SignInMethod, SignInStarted, SignInView } from '../../contract/sign-in.ts';
import type { AwsSignIn, BegunSignIn, SignInSession, WaitingProfile } from '../../ports/aws-sign-in.ts';
import { isOpenable } from '../../ports/openable.ts';

/** What a sign-in has to do with the rest of the engine. */
export type SignInDependencies = {
  readonly aws: AwsSignIn;
  /** Null where the host can't open a browser. */
  readonly openExternal: ((url: string) => void) | null;
  note(kind: ActivityEvent['kind'], message: string): void;
  /** Something visible changed. */
  changed(): void;
  /** Gets the tokens that waited for a session that has been begun. */
  refreshWaiting(session: SignInSession): Promise<void>;
};

/** The sign-ins that a person began: one at a time for each session, however many profiles wait for it. */
export type SignIns = {
  /** Answers once there is something to open; one that is going on already is shown again. `next`: the session, where it is known. */
  start(profile: string, method: SignInMethod | undefined, next?: SignInSession): Promise<Result<SignInStarted>>;
  /** Resolves when nothing of it is going on any more, the tokens that waited included. Problems: how it failed. */
  finished(signInId: string): Promise<Result<void>>;
  cancel(signInId: string): void;
  enterCode(signInId: string, code: string): Promise<Result<void>>;
  end(profile: string): Promise<Result<SignedOut>>;
  /** Those that these profiles wait for, and those that are going on. One that failed is forgotten once nobody waits for it. */
  views(waiting: readonly WaitingProfile[]): Promise<readonly SignInView[]>;
  /** One that is going on, or has failed. */
  view(signInId: string): SignInView | null;
  /** Cancels all. */
  stop(): void;
};

type Attempt = {
  readonly session: SignInSession;
  readonly profile: string;
  readonly method: SignInMethod;
  readonly controller: AbortController;
  begun: BegunSignIn | null;
  problem: Problem | null;
  isOver: boolean;
  /** Whether a token waits or waited for it; else only a person can say that how it failed was read. */
  isAwaited: boolean;
  started: Promise<Result<SignInStarted>>;
  finished: Promise<Result<void>>;
};

export function createSignIns(dependencies: SignInDependencies): SignIns {
  const { aws, openExternal, note, changed, refreshWaiting } = dependencies;
  const attempts = new Map<string, Attempt>();

  function begin(session: SignInSession, profile: string, method: SignInMethod): Attempt {
    const controller = new AbortController();
    const beginning = aws.begin(profile, session.way, method, controller.signal);
    const attempt: Attempt = {
      session,
      profile,
      method,
      controller,
      begun: null,
      problem: null,
      isOver: false,
      isAwaited: false,
      started: beginning.then((begun) => show(attempt, begun)),
      finished: beginning.then(async (begun) => conclude(attempt, begun.ok ? await begun.value.done : begun)),
    };
    attempts.set(session.id, attempt);
    changed();
    return attempt;
  }

  function show(attempt: Attempt, begun: Result<BegunSignIn>): Result<SignInStarted> {
    if (!begun.ok) return begun;
    if (attempt.controller.signal.aborted) return failed(cancelledFirst());
    const { url, userCode } = begun.value;
    if (url !== null && !isOpenable(url)) {
      attempt.controller.abort();
      return failed(unopenable());
    }
    attempt.begun = begun.value;
    if (attempt.method === 'browser' && url !== null) openExternal?.(url);
    changed();
    return ok({ signInId: attempt.session.id, url, userCode });
  }

  async function conclude(attempt: Attempt, outcome: Result<void>): Promise<Result<void>> {
    const { session } = attempt;
    const started = await attempt.started;
    const result = started.ok ? outcome : started;
    attempt.isOver = true;
    attempt.begun = null;
    if (attempts.get(session.id) !== attempt) return result;
    if (result.ok || result.error.code === 'signInCancelled') attempts.delete(session.id);
    else attempt.problem = result.error;
    if (result.ok) note('signedIn', `Signed in to ${session.name}`);
    else if (result.error.code !== 'signInCancelled') note('problem', result.error.message);
    changed();
    if (result.ok) await refreshWaiting(session);
    return result;
  }

  function abandon({ session, controller }: Attempt): void {
    attempts.delete(session.id);
    controller.abort();
    changed();
  }

  return {
    async start(profile, method, next) {
      const session = next === undefined ? await aws.sessionOf(profile) : ok(next);
      if (!session.ok) return session;
      const known = attempts.get(session.value.id);
      if (known !== undefined && !known.isOver) {
        if (method === undefined || method === known.method) return shownAgain(known, openExternal);
        abandon(known);
      }
      return begin(session.value, profile, method ?? (openExternal === null ? 'code' : 'browser')).started;
    },
    async finished(signInId) {
      return (await attempts.get(signInId)?.finished) ?? ok(undefined);
    },
    cancel(signInId) {
      const attempt = attempts.get(signInId);
      if (attempt !== undefined) abandon(attempt);
    },
    async enterCode(signInId, code) {
      const attempt = attempts.get(signInId);
      const enter = attempt?.begun?.enterCode ?? null;
      if (attempt === undefined || enter === null) return failed(nothingAsked());
      const entered = await enter(code);
      attempt.problem = entered.ok ? null : entered.error;
      changed();
      return entered;
    },
    async end(profile) {
      const ended = await aws.end(profile);
      if (!ended.ok) return ended;
      note('signedOut', `Signed out of ${ended.value.name}`);
      return ended;
    },
    async views(waiting) {
      const sessions = waiting.length === 0 ? ok(new Map<string, SignInSession>()) : await aws.sessionsOf(waiting);
      // Files that can't be read are told with the token that they are needed for.
      const known = sessions.ok ? [...sessions.value] : [];
      const awaited = new Set(known.map(([, { id }]) => id));
      for (const [id, attempt] of sessions.ok ? attempts : []) {
        if (attempt.isOver && attempt.isAwaited && !awaited.has(id)) attempts.delete(id);
        attempt.isAwaited = awaited.has(id);
      }
      const ids = new Set([...awaited, ...attempts.keys()]);
      return [...ids].flatMap((id) => {
        const attempt = attempts.get(id);
        const session = attempt?.session ?? known.find(([, other]) => other.id === id)?.[1];
        if (session === undefined) return [];
        const own = known.filter(([, other]) => other.id === id).map(([profile]) => profile);
        const profiles = new Set([...own, ...(attempt === undefined ? [] : [attempt.profile])]);
        return [viewOf(session, [...profiles].sort(), attempt)];
      });
    },
    view(signInId) {
      const attempt = attempts.get(signInId);
      return attempt === undefined ? null : viewOf(attempt.session, [attempt.profile], attempt);
    },
    stop() {
      for (const attempt of going(attempts)) attempt.controller.abort();
    },
  };
}

function going(attempts: ReadonlyMap<string, Attempt>): readonly Attempt[] {
  return [...attempts.values()].filter(({ isOver }) => !isOver);
}

/** Who asks once more has lost sight of the page. */
async function shownAgain(
  { started, method, begun }: Attempt,
  openExternal: SignInDependencies['openExternal'],
): Promise<Result<SignInStarted>> {
  const url = begun?.url ?? null;
  if (method === 'browser' && url !== null) openExternal?.(url);
  return started;
}

function viewOf(session: SignInSession, profiles: readonly string[], attempt: Attempt | undefined): SignInView {
  const begun = attempt?.begun ?? null;
  const expiresAt = begun?.expiresAt ?? null;
  return {
    ...session,
    profiles,
    state: attempt === undefined ? 'needed' : attempt.isOver ? 'failed' : begun === null ? 'starting' : 'waiting',
    url: begun?.url ?? null,
    userCode: begun?.userCode ?? null,
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    problem: attempt?.problem ?? null,
  };
}

function nothingAsked(): Problem {
  return problemOf('signInUnknown', 'No sign-in waits for a code.', { advice: 'Begin the sign-in again.' });
}

/** Given up before there was anything to open. */
function cancelledFirst(): Problem {
  return problemOf('signInCancelled', 'The sign-in was cancelled.', { advice: 'Begin the sign-in again.' });
}

function unopenable(): Problem {
  return problemOf('intercepted', 'The page to sign in at, as the sign-in service names it, is not one of https.', {
    advice: 'Check the configured AWS endpoint and the proxy.',
  });
}
