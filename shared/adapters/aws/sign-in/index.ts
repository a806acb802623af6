import { DEFAULT_CHAIN } from '../../../contract/plain-names.ts';
import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { SignInMethod } from '../../../contract/sign-in.ts';
import type { AwsSignIn, BegunSignIn, SignInSession, WaitingProfile } from '../../../ports/aws-sign-in.ts';
import type { Clock, Environment } from '../../../ports/host.ts';
import { systemClock } from '../../system-clock.ts';
import type { ConfigFiles } from '../config-files.ts';
import { withinLimit } from '../call-limit.ts';
import { readConfigFiles } from '../config-files.ts';
import { createCredentialSource } from '../credentials.ts';
import { explainAwsError } from '../errors/explain.ts';
import { awsCommand, profileWords } from '../errors/words.ts';
import type { ProfileSettings } from '../profiles.ts';
import { chainProfile, readProfile, regionOfProfile } from '../profiles.ts';
import { explainSsoError, ssoAttempt } from './attempt.ts';
import { beginDevice } from './device.ts';
import { livingSession, unlessElsewhere } from './elsewhere.ts';
import { openOidc } from './oidc.ts';
import { beginPkce } from './pkce.ts';
import { readSsoToken } from './sso-cache.ts';
import type { MfaTarget, SignInTargets, SsoTarget, Target } from './target.ts';
import { targetsOf } from './target.ts';
import { signOutOfSso } from './sign-out.ts';
import { beginConsole } from './console.ts';
import { beginMfa } from './mfa.ts';
import { mfaCacheName, removeMfaSession } from './mfa-session.ts';

/** Sessions with AWS, begun and ended; `atTerminal`: by somebody at this process's own terminal. Files are read anew each time; the SDK is loaded by the first call that needs it. */
export function createAwsSignIn(
  environment: Environment,
  { clock = systemClock, atTerminal = false }: { readonly clock?: Clock; readonly atTerminal?: boolean } = {},
): AwsSignIn {
  const source = createCredentialSource(environment, clock);
  const { httpOptions } = source;

  /** A role's own code comes after the session that its source profile needs. */
  async function targetOf({ end, mfa }: SignInTargets, needs: WaitingProfile['needs']): Promise<Target | null> {
    if (mfa === null || end === null) return mfa ?? end;
    if (needs !== null) return needs === 'session' ? end : mfa;
    if (end.way === 'console') return mfa;
    const token = await readSsoToken(environment, end.cacheId);
    const lives = token !== null && Date.parse(token.expiresAt) > clock.now();
    return lives || token?.refreshToken !== undefined ? mfa : end;
  }

  async function nextTarget(settings: ProfileSettings): Promise<Target | null> {
    const { end, mfa } = settings.signIn;
    return targetOf(
      settings.signIn,
      end === null || mfa === null || (await hasEnded(settings, end)) ? 'session' : 'code',
    );
  }

  /** That a cache holds a session does not mean that AWS still knows it. */
  async function hasEnded(settings: ProfileSettings, { profile }: NonNullable<SignInTargets['end']>): Promise<boolean> {
    const region = regionOfProfile(environment, settings);
    if (!region.ok) return false;
    try {
      await withinLimit(clock, (signal) =>
        source.credentialsOf({ settings, region: region.value, profile }, { signal, service: null }),
      );
      return false;
    } catch (error) {
      const problem = explainAwsError(error, { profile, region: region.value, operation: 'SignIn' });
      return problem.code === 'signInNeeded';
    }
  }

  async function beginTarget(
    target: Target,
    settings: ProfileSettings,
    method: SignInMethod,
    signal: AbortSignal,
  ): Promise<Result<BegunSignIn>> {
    if (target.way === 'sso') return beginSso(target, settings, method, signal);
    if (target.way === 'console') return beginConsole({ environment, target, method, signal, atTerminal });
    const region = regionOfProfile(environment, settings);
    if (!region.ok) return region;
    return ok(beginMfa({ environment, target, settings, region: region.value, source, clock, signal }));
  }

  async function beginSso(
    target: SsoTarget,
    settings: ProfileSettings,
    method: SignInMethod,
    signal: AbortSignal,
  ): Promise<Result<BegunSignIn>> {
    const profile = settings.signInProfile;
    try {
      const requestHandler = await httpOptions(settings.caBundle);
      // A start URL in the profile itself has no other way, in the AWS CLI neither.
      const begin = method === 'browser' && target.session !== null ? beginPkce : beginDevice;
      const begun = await withinLimit(clock, async (limit) => {
        const oidc = await openOidc(environment, target, { requestHandler, clock });
        const either = AbortSignal.any([signal, limit]);
        return begin(ssoAttempt({ environment, profile, target, oidc, clock, signal: either }));
      });
      return ok(begun);
    } catch (error) {
      return failed(explainSsoError(error, profile, target));
    }
  }

  async function forget(
    target: SsoTarget | MfaTarget,
    { signInProfile: profile, caBundle }: ProfileSettings,
    files: ConfigFiles,
  ): Promise<Result<Problem | null>> {
    if (target.way === 'mfa') {
      await removeMfaSession(environment, target.role);
      return ok(null);
    }
    try {
      const requestHandler = await httpOptions(caBundle);
      return await signOutOfSso({ environment, profile, target, requestHandler, clock }, files);
    } catch (error) {
      return ok(explainSsoError(error, profile, target));
    }
  }

  return {
    async sessionsOf(waiting) {
      const files = await readConfigFiles(environment);
      if (!files.ok) return files;
      const found = await Promise.all(
        waiting.map(async ({ profile, needs }) => {
          const name = profile === DEFAULT_CHAIN ? chainProfile(environment) : profile;
          const target = await targetOf(targetsOf(environment, files.value, name), needs);
          return target === null ? [] : [[profile, sessionOf(target)] as const];
        }),
      );
      return ok(new Map(found.flat()));
    },
    async sessionOf(profile) {
      const settings = await readProfile(environment, profile);
      if (!settings.ok) return settings;
      const target = await nextTarget(settings.value);
      return target === null ? failed(noSession(settings.value)) : ok(sessionOf(target));
    },
    async begin(profile, way, method, signal) {
      const settings = await readProfile(environment, profile);
      if (!settings.ok) return settings;
      const { end, mfa } = settings.value.signIn;
      const target = [mfa, end].find((one) => one?.way === way) ?? null;
      if (target === null) return failed(noSession(settings.value));
      const look = async () => livingSession(environment, clock, target);
      return unlessElsewhere({ look, clock, signal }, (either) => beginTarget(target, settings.value, method, either));
    },
    async end(profile) {
      const settings = await readProfile(environment, profile);
      if (!settings.ok) return settings;
      const files = await readConfigFiles(environment);
      if (!files.ok) return files;
      const { end, mfa } = settings.value.signIn;
      // What everything else is built on is what a person signs out of.
      const target = end?.way === 'sso' ? end : (mfa ?? end);
      if (target === null) return failed(noSession(settings.value));
      if (target.way === 'console') return failed(consoleSession(target.profile));
      const session = sessionOf(target);
      const shared = [...files.value.profiles.keys()].filter((name) => {
        const targets = targetsOf(environment, files.value, name);
        return [targets.end, targets.mfa].some((other) => other !== null && sessionOf(other).id === session.id);
      });
      const problem = await forget(target, settings.value, files.value);
      return problem.ok ? ok({ name: session.name, profiles: shared.sort(), problem: problem.value }) : problem;
    },
  };
}

export function sessionOf(target: Target): SignInSession {
  if (target.way === 'console') return { id: `console:${target.loginSession}`, name: target.profile, way: 'console' };
  if (target.way === 'mfa') return { id: `mfa:${mfaCacheName(target.role)}`, name: target.profile, way: 'mfa' };
  const { cacheId, session, startUrl } = target;
  return { id: `sso:${cacheId}`, name: session ?? URL.parse(startUrl)?.host ?? startUrl, way: 'sso' };
}

/** `aws logout` alone knows how to end its sessions. */
function consoleSession(profile: string): Problem {
  return problemOf('signInUnknown', `The session of ${profileWords(profile)} was begun by "aws login".`, {
    advice: 'Sign out with the AWS CLI.',
    command: awsCommand('aws logout', profile),
  });
}

/** Of a profile that wants SSO and does not say all that it takes. */
export function ssoIncomplete(profile: string): Problem {
  return problemOf('ssoIncomplete', `The SSO settings of ${profileWords(profile)} are incomplete.`, {
    advice: 'Complete them.',
    command: awsCommand('aws configure sso', profile),
  });
}

function noSession({ name, signInProfile, signIn }: ProfileSettings): Problem {
  if (signIn.isBroken) return ssoIncomplete(signInProfile);
  return problemOf('signInUnknown', `There is nothing to sign in to with ${profileWords(name)}.`, {
    advice: 'Choose a profile that uses SSO, "aws login" or a role with MFA.',
    command: 'codeartifact-tray profiles',
  });
}
