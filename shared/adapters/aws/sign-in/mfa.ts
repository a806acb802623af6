import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import type { BegunSignIn } from '../../../ports/aws-sign-in.ts';
import type { Clock, Environment } from '../../../ports/host.ts';
import type { Asking } from '../asking.ts';
import { askedLast } from '../asking.ts';
import { withinLimit } from '../call-limit.ts';
import { readConfigFiles } from '../config-files.ts';
import type { CredentialSource } from '../credentials.ts';
import { explainAwsError } from '../errors/explain.ts';
import { signInCommand } from '../errors/words.ts';
import type { ProfileSettings } from '../profiles.ts';
import { cancelled } from './attempt.ts';
import { readMfaSession, removeMfaSession, writeMfaSession } from './mfa-session.ts';
import type { MfaTarget } from './target.ts';

type Of = {
  readonly environment: Environment;
  readonly target: MfaTarget;
  /** The profile that is signed in to; the role is of its chain. */
  readonly settings: ProfileSettings;
  readonly region: string;
  readonly source: CredentialSource;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Waits for the code of an MFA device, assumes the role with it, and keeps that session as the AWS CLI does. Nothing is asked of AWS before. */
export function beginMfa({ environment, target, settings, region, source, clock, signal }: Of): BegunSignIn {
  const { profile, role } = target;
  const { promise: done, resolve } = Promise.withResolvers<Result<void>>();
  signal.addEventListener('abort', () => resolve(failed(cancelled(profile))));

  async function enterCode(code: string): Promise<Result<void>> {
    if (!/^\d{6}$/.test(code)) return failed(wrongCode(profile));
    let asking: Asking | null = null;
    const earlier = await readMfaSession(environment, role);
    try {
      // Else the SDK would be shown the keys of the session that this one is to replace.
      await removeMfaSession(environment, role);
      await readConfigFiles(environment);
      const {
        accessKeyId,
        secretAccessKey,
        sessionToken = '',
        expiration,
      } = await withinLimit(clock, (limit) => {
        asking = { signal: limit, service: null };
        return source.credentialsOf({ settings, region, profile, mfaCode: code }, asking);
      });
      const expiresAt = expiration?.getTime() ?? Date.now() + LEAST_SESSION;
      await writeMfaSession(environment, role, { accessKeyId, secretAccessKey, sessionToken, expiresAt });
    } catch (error) {
      if (earlier !== null) await writeMfaSession(environment, role, earlier).catch(() => undefined);
      const { signInProfile, credentialKind, credentialSource } = settings;
      const service = asking === null ? null : askedLast(asking);
      const problem = explainAwsError(error, {
        profile,
        region,
        operation: 'SignIn',
        signInProfile,
        service,
        credentialKind,
        credentialSource,
      });
      return failed(isWrongCode(error) ? wrongCode(profile) : problem);
    }
    resolve(ok(undefined));
    return ok(undefined);
  }

  return { url: null, userCode: null, expiresAt: null, enterCode, done };
}

/** A role's session lives at least so long. Milliseconds. */
const LEAST_SESSION = 15 * 60_000;

/** STS: "MultiFactorAuthentication failed with invalid MFA one time pass code." */
function isWrongCode(error: unknown): boolean {
  return error instanceof Error && /MultiFactorAuthentication failed/.test(error.message);
}

function wrongCode(profile: string) {
  return problemOf('mfaCodeWrong', `AWS does not take this MFA code for profile ${profile}; each works once.`, {
    advice: 'Wait for the next code of the device and give that.',
    command: signInCommand(profile),
  });
}
