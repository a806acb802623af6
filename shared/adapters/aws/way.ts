import type { Problem } from '../../contract/problem.ts';
import type { AwsWay, WaySession } from '../../ports/aws-access.ts';
import type { Clock, Environment } from '../../ports/host.ts';
import { partitionOf } from '../../ports/partitions.ts';
import { explainAwsError } from './errors/explain.ts';
import { ownError } from './errors/own.ts';
import { createHttpOptions } from './http-options.ts';
import type { ProfileSettings } from './profiles.ts';
import { credentialsMissing, namingAnother, readProfile, regionOfProfile } from './profiles.ts';
import { proxyFor } from './proxy.ts';
import { readMfaSession } from './sign-in/mfa-session.ts';
import { sessionOf, ssoIncomplete } from './sign-in/index.ts';
import { readSsoToken } from './sign-in/sso-cache.ts';

/** The way from a profile to CodeArtifact as files and variables have it now. Asks nobody, and fails at nothing. */
export async function wayOf(
  environment: Environment,
  clock: Clock,
  profile: string,
  wanted: string | undefined,
): Promise<AwsWay> {
  const settings = await readProfile(environment, profile);
  if (!settings.ok) {
    const nothing = { detail: null, session: null, endpoint: null, isCustomEndpoint: false, proxy: null };
    return { ...nothing, region: wanted ?? null, problems: [settings.error] };
  }
  const { endpointUrl } = settings.value;
  const own = wanted === undefined ? regionOfProfile(environment, settings.value) : null;
  const region = wanted ?? (own?.ok === true ? own.value : null);
  const endpoint = endpointUrl === null ? ownEndpoint(settings.value, region) : URL.parse(endpointUrl);
  const isWeb = endpoint !== null && /^https?:$/.test(endpoint.protocol);
  return {
    detail: settings.value,
    region,
    session: await sessionNow(environment, clock, settings.value),
    // Without a user, a password and whatever a path may tell.
    endpoint: isWeb ? endpoint.origin : null,
    isCustomEndpoint: endpointUrl !== null,
    proxy: isWeb ? proxyFor(environment.env, endpoint) : null,
    problems: [
      ...(own?.ok === false ? [own.error] : []),
      ...(await faultsOf(environment, settings.value, region ?? '', endpointUrl === null || isWeb)),
    ],
  };
}

function ownEndpoint({ fips, dualstack }: ProfileSettings, region: string | null): URL | null {
  if (region === null) return null;
  const { suffix, dualstackApi } = partitionOf(region);
  return URL.parse(`https://codeartifact${fips ? '-fips' : ''}.${region}.${dualstack ? dualstackApi : suffix}`);
}

async function sessionNow(
  environment: Environment,
  clock: Clock,
  { signIn: { end, mfa } }: ProfileSettings,
): Promise<WaySession | null> {
  if (mfa !== null) {
    const { name, way } = sessionOf(mfa);
    const endsAt = (await readMfaSession(environment, mfa.role))?.expiresAt ?? null;
    return { name, way, state: endsAt === null ? 'none' : 'open', endsAt };
  }
  if (end === null) return null;
  const { name, way } = sessionOf(end);
  // What `aws login` keeps is for it and the SDK to read.
  if (end.way === 'console') return { name, way, state: 'unknown', endsAt: null };
  const token = await readSsoToken(environment, end.cacheId);
  if (token === null) return { name, way, state: 'none', endsAt: null };
  if (token.refreshToken !== undefined) return { name, way, state: 'open', endsAt: null };
  const endsAt = Date.parse(token.expiresAt);
  return { name, way, state: endsAt > clock.now() ? 'open' : 'ended', endsAt };
}

/** What any call would fail by before it has asked anybody. */
async function faultsOf(
  environment: Environment,
  settings: ProfileSettings,
  region: string,
  isEndpointUsable: boolean,
): Promise<readonly Problem[]> {
  const { name, kind, signIn, signInProfile, another, endpointUrl, caBundle, fips, dualstack } = settings;
  const explain = (error: unknown) =>
    explainAwsError(error, { profile: name, region, signInProfile, operation: 'GetAuthorizationToken' });
  const conflict = Object.assign(new Error('Invalid Configuration'), { name: 'EndpointError' });
  const agents = await createHttpOptions(environment)(caBundle).then(
    () => null,
    (error: unknown) => explain(error),
  );
  return [
    kind === 'none' ? namingAnother(credentialsMissing(name), another) : null,
    signIn.isBroken ? ssoIncomplete(signInProfile) : null,
    isEndpointUsable ? null : explain(ownError('EndpointInvalid', 'no URL')),
    endpointUrl !== null && (fips || dualstack) ? explain(conflict) : null,
    agents,
  ].filter((problem) => problem !== null);
}
