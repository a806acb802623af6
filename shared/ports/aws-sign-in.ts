import type { Result } from '../contract/problem.ts';
import type { SignedOut, SignInMethod, SignInWay } from '../contract/sign-in.ts';

/** A session that a person begins, whichever of its profiles asks. */
export type SignInSession = {
  /** The same for every profile that shares the session. */
  readonly id: string;
  readonly name: string;
  readonly way: SignInWay;
};

/** A sign-in that waits for a person. */
export type BegunSignIn = {
  /** What the person opens; null where nothing is to be opened. */
  readonly url: string | null;
  readonly userCode: string | null;
  /** Milliseconds since 1970; null where it may take as long as it likes. */
  readonly expiresAt: number | null;
  /** How it ended: signed in, `signInRefused`, `signInExpired`, `signInCancelled` and what keeps AWS from being asked. Never rejects. */
  readonly done: Promise<Result<void>>;
  /** Takes the code of an MFA device; null for the other ways. A wrong one is a problem and may be followed by another. */
  readonly enterCode: ((code: string) => Promise<Result<void>>) | null;
};

/** A profile that waits: for a session, for the code of a role on top of one, or (null) for what the caches lack. */
export type WaitingProfile = { readonly profile: string; readonly needs: 'session' | 'code' | null };

/** Sessions with AWS: what a person can begin and end. Nothing here is done unasked. */
export type AwsSignIn = {
  /**
   * The session that a profile needs next; whether the one lives that a role with MFA is taken with, AWS is asked. Problems:
   * `profileNotFound`, `signInUnknown` for one that needs none.
   */
  sessionOf(profile: string): Promise<Result<SignInSession>>;
  /** The same of each profile that has one, from the files as they are now, and asking nobody. */
  sessionsOf(waiting: readonly WaitingProfile[]): Promise<Result<ReadonlyMap<string, SignInSession>>>;
  /**
   * Begins a session of a profile; it is done, too, when somebody else begins it meanwhile. When the signal aborts, nothing of it is left.
   * Problems: those of `sessionOf` and of AWS.
   */
  begin(profile: string, way: SignInWay, method: SignInMethod, signal: AbortSignal): Promise<Result<BegunSignIn>>;
  /** Ends the session of a profile, here and at AWS. Problems: those of `sessionOf`. */
  end(profile: string): Promise<Result<SignedOut>>;
};
