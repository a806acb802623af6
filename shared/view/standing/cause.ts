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

const cause = (title: Cause['title'], short: string, isSignIn = false): Cause => ({ title, short, isSignIn });
const keysRefused = cause((profile) => `AWS refuses the keys of ${profile}`, 'keys are refused');
const processFails = cause((profile) => `The credential process of ${profile} fails`, 'credential process fails');
const profileUnreadable = cause((profile) => `The profile ${profile} can’t be read`, 'profile can’t be read');

const causes: Readonly<Record<(typeof signInCodes)[number], Cause>> = {
  signInNeeded: cause((profile) => `Sign in as ${profile}`, 'sign in', true),
  mfaNeeded: cause((profile) => `${profile} needs an MFA code`, 'needs an MFA code', true),
  noCredentials: cause(() => 'There are no AWS credentials', 'no credentials'),
  credentialsMissing: cause((profile) => `${profile} has no credentials`, 'no credentials'),
  sourceProfileMissing: cause((profile) => `The source profile of ${profile} is missing`, 'source profile is missing'),
  credentialSourceInvalid: profileUnreadable,
  credentialSourceEmpty: cause((profile) => `The environment has no keys for ${profile}`, 'no keys in the environment'),
  webIdentityMissing: cause((profile) => `The web identity of ${profile} is missing`, 'web identity is missing'),
  webIdentityExpired: cause((profile) => `The web identity of ${profile} has expired`, 'web identity has expired'),
  webIdentityInvalid: cause((profile) => `AWS refuses the web identity of ${profile}`, 'web identity is refused'),
  credentialsInvalid: keysRefused,
  credentialsExpired: cause((profile) => `The keys of ${profile} have expired`, 'keys have expired'),
  secretKeyWrong: cause((profile) => `The secret key of ${profile} is wrong`, 'secret key is wrong'),
  credentialProcessFailed: processFails,
  credentialProcessInvalid: processFails,
  credentialProcessExpired: processFails,
  credentialProcessTimeout: cause(
    (profile) => `The credential process of ${profile} doesn’t end`,
    'credential process doesn’t end',
  ),
  profileNotFound: cause((profile) => `There is no profile ${profile} any more`, 'profile is missing'),
  profileInvalid: profileUnreadable,
  profileCycle: cause(
    (profile) => `The source profiles of ${profile} go in a circle`,
    'source profiles go in a circle',
  ),
  ssoSessionMissing: cause((profile) => `The SSO session of ${profile} is not configured`, 'SSO session is missing'),
  ssoIncomplete: cause((profile) => `The SSO settings of ${profile} are incomplete`, 'SSO settings are incomplete'),
  roleSessionTooLong: cause((profile) => `The role session of ${profile} is too long`, 'role session is too long'),
  regionMissing: cause((profile) => `The profile ${profile} has no region`, 'profile has no region'),
  regionInvalid: cause((profile) => `The region of ${profile} is none`, 'region is none'),
  endpointInvalid: cause((profile) => `The endpoint of ${profile} is no address`, 'endpoint is no address'),
  endpointConflict: cause((profile) => `The endpoint settings of ${profile} disagree`, 'endpoint settings disagree'),
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
