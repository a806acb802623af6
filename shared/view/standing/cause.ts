import type { Problem, signInCodes } from '../../contract/problem.ts';
import type { TokenView } from '../../contract/snapshot.ts';

type Cause = {
  /** The notification's title: what to do where that is one step, else what is wrong. */
  readonly title: (profile: string) => string;
  /** The same in a few words, where the profile or its token is named already. */
  readonly short: string;
  /** True when signing in to AWS is all it takes. */
  readonly isSignIn: boolean;
};

const causes: Readonly<Record<(typeof signInCodes)[number], Cause>> = {
  signInNeeded: { title: (profile) => `Sign in as ${profile}`, short: 'sign in', isSignIn: true },
  mfaNeeded: { title: (profile) => `${profile} needs an MFA code`, short: 'needs an MFA code', isSignIn: true },
  credentialsMissing: { title: (profile) => `${profile} has no credentials`, short: 'no credentials', isSignIn: false },
  credentialsInvalid: {
    title: (profile) => `AWS refuses the keys of ${profile}`,
    short: 'keys are refused',
    isSignIn: false,
  },
  credentialProcessFailed: {
    title: (profile) => `The credential process of ${profile} fails`,
    short: 'credential process fails',
    isSignIn: false,
  },
  profileNotFound: {
    title: (profile) => `There is no profile ${profile} any more`,
    short: 'profile is missing',
    isSignIn: false,
  },
  profileInvalid: {
    title: (profile) => `The profile ${profile} can’t be read`,
    short: 'profile can’t be read',
    isSignIn: false,
  },
  regionMissing: {
    title: (profile) => `The profile ${profile} has no region`,
    short: 'profile has no region',
    isSignIn: false,
  },
};

/** What keeps a profile from getting tokens, in words that fit; null when it is something else than the profile. */
export function profileCause({
  error,
  state,
}: Pick<TokenView, 'error' | 'state'>): (Cause & { readonly code: string }) | null {
  const code: Problem['code'] | null = error?.code ?? (state === 'signInNeeded' ? 'signInNeeded' : null);
  return code !== null && isCause(code) ? { ...causes[code], code } : null;
}

function isCause(code: string): code is keyof typeof causes {
  return Object.hasOwn(causes, code);
}
