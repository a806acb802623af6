import type { Environment } from '../../../ports/host.ts';
import type { ConfigFiles, ConfigSection } from '../config-files.ts';
import { configuredEndpoint } from '../endpoints.ts';
import { credentialKind } from '../sdk-config.ts';

/** A session of IAM Identity Center, as one profile refers to it. */
export type SsoTarget = {
  readonly way: 'sso';
  /** The one of the chain that refers to it. */
  readonly profile: string;
  /** By what its cache files are named: the name of the sso-session, or the start URL that stands in the profile itself. */
  readonly cacheId: string;
  /** Null for a start URL in the profile itself, whose session ends without any refresh. */
  readonly session: string | null;
  readonly startUrl: string;
  readonly region: string;
  /** As sso_registration_scopes lists them; null where it doesn't. */
  readonly scopes: readonly string[] | null;
  /** Configured endpoints of the two services; null for those of AWS. */
  readonly oidcUrl: string | null;
  readonly portalUrl: string | null;
};

/** A session that `aws login` begins. */
export type ConsoleTarget = { readonly way: 'console'; readonly profile: string; readonly loginSession: string };

/** A session of a role that asks for an MFA code. */
export type MfaTarget = { readonly way: 'mfa'; readonly profile: string; readonly role: MfaRole };

export type Target = SsoTarget | ConsoleTarget | MfaTarget;

/** What a role profile says of the session to be made. */
export type MfaRole = {
  readonly roleArn: string;
  readonly serial: string;
  readonly externalId: string | null;
  readonly duration: string | null;
  readonly sessionName: string | null;
};

/** All that a person may have to begin so that a profile has credentials. */
export type SignInTargets = {
  readonly end: SsoTarget | ConsoleTarget | null;
  /** The role of the chain that is assumed first and asks for a code. */
  readonly mfa: MfaTarget | null;
  /** True where SSO is wanted and what it takes is not all there. */
  readonly isBroken: boolean;
};

/** What a profile's chain of source profiles leads to. */
export function targetsOf(environment: Environment, files: ConfigFiles, profile: string): SignInTargets {
  const chain = chainOf(files, profile);
  const last = chain.at(-1) ?? profile;
  const mfa = chain.findLast((name) => mfaRoleOf(files.profiles.get(name)) !== null);
  const role = mfa === undefined ? null : mfaRoleOf(files.profiles.get(mfa));
  const end = endOf(environment, files, profile, last);
  return {
    end,
    isBroken: end === null && credentialKind(files.profiles.get(last) ?? {}) === 'sso',
    mfa: mfa === undefined || role === null ? null : { way: 'mfa', profile: mfa, role },
  };
}

export function mfaRoleOf(section: ConfigSection | undefined): MfaRole | null {
  const { role_arn: roleArn, mfa_serial: serial } = section ?? {};
  if (section === undefined || roleArn === undefined || serial === undefined || credentialKind(section) !== 'role') {
    return null;
  }
  return {
    roleArn,
    serial,
    externalId: section['external_id'] ?? null,
    duration: section['duration_seconds'] ?? null,
    sessionName: section['role_session_name'] ?? null,
  };
}

/** Names from a profile to the one that its credentials begin from. */
function chainOf({ profiles }: ConfigFiles, profile: string): readonly string[] {
  const chain = [profile];
  for (;;) {
    const section = profiles.get(chain.at(-1) ?? profile) ?? {};
    const source = credentialKind(section) === 'role' ? section['source_profile'] : undefined;
    if (source === undefined || chain.includes(source)) return chain;
    chain.push(source);
  }
}

/** Endpoints are those of the profile that is asked for, whichever of its chain has the session, as in the AWS CLI (botocore 1.43 session.py). */
function endOf(
  environment: Environment,
  { profiles, sections }: ConfigFiles,
  asked: string,
  name: string,
): SignInTargets['end'] {
  const section = profiles.get(name) ?? {};
  const kind = credentialKind(section);
  if (kind === 'login') return { way: 'console', profile: name, loginSession: section['login_session'] ?? '' };
  if (kind !== 'sso') return null;
  const session = section['sso_session'] ?? null;
  const settings = session === null ? section : sections.get(`sso-session.${session}`);
  const { sso_start_url: startUrl, sso_region: region, sso_registration_scopes: scopes } = settings ?? {};
  if (startUrl === undefined || region === undefined) return null;
  const endpoint = (service: string) => configuredEndpoint(environment.env, profiles.get(asked), sections, service);
  return {
    way: 'sso',
    profile: name,
    cacheId: session ?? startUrl,
    session,
    startUrl,
    region,
    scopes: session === null || scopes === undefined ? null : listed(scopes),
    oidcUrl: endpoint('sso_oidc'),
    portalUrl: endpoint('sso'),
  };
}

function listed(text: string): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  return items.filter((item) => item !== '');
}
