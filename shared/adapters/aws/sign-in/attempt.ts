import { regionName } from '../../../contract/names.ts';
import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { Clock, Environment } from '../../../ports/host.ts';
import type { Service } from '../asking.ts';
import { explainAwsError } from '../errors/explain.ts';
import { profileWords, signInCommand } from '../errors/words.ts';
import { nameOf } from './oidc.ts';
import type { Oidc } from './oidc.ts';
import { pause } from './pause.ts';
import { withSessionLock } from './session-lock.ts';
import type { SsoToken } from './sso-cache.ts';
import { tokenPath, writeSsoToken } from './sso-cache.ts';
import type { SsoTarget } from './target.ts';

/** What both ways to sign in with SSO work with. */
export type SsoAttempt = {
  readonly profile: string;
  readonly target: SsoTarget;
  readonly oidc: Oidc;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds, and at once when it is cancelled. */
  pause(milliseconds: number): Promise<void>;
  /** Keeps the token where the AWS CLI and the SDK look for it. */
  keep(token: SsoToken): Promise<Result<void>>;
  explain(error: unknown): Problem;
};

type Of = {
  readonly environment: Environment;
  readonly profile: string;
  readonly target: SsoTarget;
  readonly oidc: Oidc;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

export function ssoAttempt({ environment, profile, target, oidc, clock, signal }: Of): SsoAttempt {
  return {
    profile,
    target,
    oidc,
    clock,
    signal,
    pause: async (milliseconds) => pause(clock, milliseconds, signal),
    async keep(token) {
      try {
        const write = async (): Promise<true> => {
          await writeSsoToken(environment, target.cacheId, token);
          return true;
        };
        // A refresh of the session before, which is under way, would write its token over this one.
        if ((await withSessionLock(environment, target.cacheId, write)) === null) await write();
        return ok(undefined);
      } catch {
        const file = tokenPath(environment, target.cacheId);
        return failed(
          problemOf('fileNotWritable', `You signed in, but the session can't be kept in ${file}.`, {
            advice: 'Make its folder one that your user may write in.',
          }),
        );
      }
    },
    explain: (error) => explainSsoError(error, profile, target),
  };
}

/** What a sign-in met, as a problem. The text of the error is never shown. */
export function explainSsoError(
  error: unknown,
  profile: string,
  { region, startUrl, oidcUrl }: SsoTarget,
  service: Service = 'the sign-in service',
): Problem {
  if (!regionName.safeParse(region).success) {
    return problemOf(
      'profileInvalid',
      `The sso_region of ${profileWords(profile)} is not a region: ${JSON.stringify(region)}.`,
      {
        advice: 'Correct sso_region, for example to eu-west-1.',
      },
    );
  }
  switch (nameOf(error)) {
    case 'AbortError':
      return cancelled(profile);
    case 'ExpiredTokenException':
      return expired(profile);
    case 'AccessDeniedException':
    case 'InvalidGrantException':
      return refused(profile);
    case 'InvalidRequestException':
    case 'InvalidClientMetadataException':
    case 'InvalidRequestRegionException':
    case 'InvalidRedirectUriException':
      return problemOf('profileInvalid', `There is no sign-in at ${startUrl} in ${region}.`, {
        advice: isOfAws(startUrl)
          ? 'Correct sso_start_url and sso_region.'
          : 'Open sso_start_url in a browser, put the address of AWS that it leads to in its place, and correct sso_region.',
      });
    case 'InvalidScopeException':
      return problemOf('profileInvalid', 'The sign-in service does not know what sso_registration_scopes names.', {
        advice: 'Set it to sso:account:access.',
      });
    default:
      return explainAwsError(error, {
        profile,
        region,
        service,
        operation: 'SignIn',
        customEndpoint: oidcUrl !== null,
      });
  }
}

/** Whether a start URL is not one of the organisation's own, which leads to one of AWS (AWS CLI 2.36, sso/resolve.py). */
function isOfAws(startUrl: string): boolean {
  const host = URL.parse(startUrl)?.hostname ?? '';
  return /(?:^|\.)(?:app\.aws|awsapps\.c(?:om|n)|(?:portal|identitycenter)\.amazonaws\.com(?:\.cn)?)$/.test(host);
}

export function cancelled(profile: string): Problem {
  return problemOf('signInCancelled', 'The sign-in was cancelled.', {
    advice: 'Begin it again.',
    command: signInCommand(profile),
  });
}

export function expired(profile: string): Problem {
  return problemOf('signInExpired', 'Nobody finished the sign-in in time.', {
    advice: 'Begin it again.',
    command: signInCommand(profile),
  });
}

export function refused(profile: string): Problem {
  return problemOf('signInRefused', 'The sign-in was refused, by you in the browser or by your organisation.', {
    advice: 'Begin it again and allow the access.',
    command: signInCommand(profile),
  });
}
