import { createHash } from 'node:crypto';
import { accountId, regionName } from '../../contract/names.ts';
import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { ProfileSummary } from '../../contract/requests.ts';
import type { ProfileDetail } from '../../ports/aws-access.ts';
import type { Environment } from '../../ports/host.ts';
import type { ConfigFiles, ConfigSection } from './config-files.ts';
import { expandAwsHome } from './aws-home.ts';
import { readConfigFiles } from './config-files.ts';
import type { CredentialKind } from './sdk-config.ts';
import { credentialKind } from './sdk-config.ts';
import { configuredEndpoint } from './endpoints.ts';
import type { SignInTargets } from './sign-in/target.ts';
import { targetsOf } from './sign-in/target.ts';
import { awsCommand, profileOption, profileWords } from './errors/words.ts';

/** What a call needs to know of a profile: names, kinds and addresses, never a key or a command line. */
export type ProfileSettings = ProfileDetail & {
  /** Custom endpoint of STS. */
  readonly stsEndpointUrl: string | null;
  /** Whether AWS is to be asked at its hosts for FIPS 140, and at those that answer by IPv6 as well. */
  readonly fips: boolean;
  readonly dualstack: boolean;
  /** What a person may have to begin so that it has credentials. */
  readonly signIn: SignInTargets;
  /** From what the credentials at the end of the source_profile chain are, and its `credential_source`. */
  readonly credentialKind: CredentialKind;
  readonly credentialSource: string | null;
  /** Another profile, one with credentials, to name where this one has none. */
  readonly another: string | null;
  /** Hash that changes with the files' contents. */
  readonly revision: string;
};

/** Every profile of both files by name, preceded by the default chain when the environment offers credentials itself. */
export async function listProfiles(environment: Environment): Promise<Result<readonly ProfileSummary[]>> {
  const files = await readConfigFiles(environment);
  if (!files.ok) return files;
  const named = [...files.value.profiles].map(([name, section]) => summaryOf(name, section));
  named.sort((one, other) => (one.name < other.name ? -1 : 1));
  return ok(offersCredentials(environment.env) ? [chainSummary(environment, files.value), ...named] : named);
}

/** Settings of one profile, read anew. Fails with profileNotFound or fileUnreadable. */
export async function readProfile(environment: Environment, profile: string): Promise<Result<ProfileSettings>> {
  const files = await readConfigFiles(environment);
  if (!files.ok) return files;
  const { profiles, stored, sections } = files.value;
  const name = profile === DEFAULT_CHAIN ? chainProfile(environment) : profile;
  const section = profiles.get(name);
  const another = anotherWithCredentials(profiles, name, environment.env['AWS_PROFILE']);
  if (section === undefined && profile === 'default') return failed(namingAnother(noCredentials(), another));
  if (section === undefined && profile !== DEFAULT_CHAIN) {
    const problem = problemOf('profileNotFound', `There is no profile ${profile} in the AWS configuration files.`, {
      advice: 'Choose another profile, or set this one up.',
      command: awsCommand('aws configure sso', profile),
    });
    return failed(namingAnother(problem, another));
  }
  const end = endOfChain(profiles, name);
  const caBundle = environment.env['AWS_CA_BUNDLE'] || section?.['ca_bundle'] || null;
  return ok({
    ...(profile === DEFAULT_CHAIN ? chainSummary(environment, files.value) : summaryOf(name, section ?? {})),
    ...roleOf(section ?? {}),
    stored: stored.get(name) ?? [],
    stsEndpointUrl: configuredEndpoint(environment.env, section, sections, 'sts'),
    endpointUrl: configuredEndpoint(environment.env, section, sections),
    fips: isTrue(environment.env['AWS_USE_FIPS_ENDPOINT'] || section?.['use_fips_endpoint']),
    dualstack: isTrue(environment.env['AWS_USE_DUALSTACK_ENDPOINT'] || section?.['use_dualstack_endpoint']),
    caBundle: caBundle === null ? null : expandAwsHome(environment, caBundle),
    signInProfile: profile === DEFAULT_CHAIN ? profile : end,
    credentialKind: credentialKind(profiles.get(end) ?? {}),
    credentialSource: profiles.get(end)?.['credential_source'] ?? null,
    signIn:
      profile === DEFAULT_CHAIN && offersCredentials(environment.env)
        ? { end: null, mfa: null, isBroken: false }
        : targetsOf(environment, files.value, name),
    another,
    revision: createHash('sha256')
      .update(JSON.stringify([...profiles, ...sections]))
      .digest('base64'),
  });
}

/** As the AWS CLI takes it; the SDK stumbles over capitals. */
function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

/** The profile's own region, else AWS_REGION or AWS_DEFAULT_REGION; fails with regionMissing, credentialsMissing where that is missing as well, or, for text that is no region, regionInvalid. */
export function regionOfProfile(environment: Environment, settings: ProfileSettings): Result<string> {
  const { env } = environment;
  const region = settings.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || null);
  const example = awsCommand('aws configure set region eu-west-1', settings.name);
  if (region === null) {
    if (settings.kind === 'none') return failed(namingAnother(credentialsMissing(settings.name), settings.another));
    return failed(
      problemOf('regionMissing', `No region is set for ${profileWords(settings.name)}.`, {
        advice: 'Set the region of your domain, such as eu-west-1.',
        command: example,
      }),
    );
  }
  if (!regionName.safeParse(region).success) {
    return failed(
      problemOf(
        'regionInvalid',
        `The region of ${profileWords(settings.name)} is not a region: ${JSON.stringify(region)}.`,
        {
          advice: 'Correct it, for example to eu-west-1.',
          command: example,
        },
      ),
    );
  }
  return ok(region);
}

/** Nobody named the profile called default: the AWS CLI, too, says then that there are no credentials. */
function noCredentials(): Problem {
  return problemOf('noCredentials', 'There is no default profile, and there are no keys in the environment.', {
    advice: 'Set a profile up.',
    command: 'aws configure sso',
  });
}

/** As the error table says it of one that the SDK was asked for. */
export function credentialsMissing(profile: string): Problem {
  return problemOf('credentialsMissing', `Profile ${profile} has no credentials.`, {
    advice: 'Set it up, or choose another profile.',
    command: awsCommand('aws configure sso', profile),
  });
}

/** Problems that another profile solves. */
const WITHOUT_CREDENTIALS: readonly Problem['code'][] = [
  'profileNotFound',
  'noCredentials',
  'credentialsMissing',
  'sourceProfileMissing',
];

/** The advice for a profile without credentials, where there is one that has some. */
export function namingAnother(problem: Problem, another: string | null): Problem {
  if (another === null || !WITHOUT_CREDENTIALS.includes(problem.code)) return problem;
  const advice = `Choose the profile ${another} (${profileOption(another)}), or set this one up.`;
  return { ...problem, advice, command: null };
}

/** What AWS_PROFILE names, else one that says its region, where there are several; a role needs a profile that it begins from. */
function anotherWithCredentials(
  profiles: ConfigFiles['profiles'],
  name: string,
  named: string | undefined,
): string | null {
  const others = [...profiles.keys()]
    .filter((other) => other !== name && credentialKind(profiles.get(endOfChain(profiles, other)) ?? {}) !== 'none')
    .sort();
  const isPlaced = (other: string) => profiles.get(other)?.['region'] !== undefined;
  return others.find((other) => other === named) ?? others.find(isPlaced) ?? others[0] ?? null;
}

function summaryOf(name: string, section: ConfigSection): ProfileSummary {
  const kind = credentialKind(section);
  return { name, kind, region: section['region'] ?? null, account: accountOfSection(kind, section) };
}

function chainSummary(environment: Environment, files: ConfigFiles): ProfileSummary {
  const { env } = environment;
  return {
    name: DEFAULT_CHAIN,
    kind: 'chain',
    region:
      env['AWS_REGION'] ||
      env['AWS_DEFAULT_REGION'] ||
      files.profiles.get(chainProfile(environment))?.['region'] ||
      null,
    account: accountOfRole(env['AWS_ROLE_ARN']),
  };
}

/** The profile whose settings the chain follows. */
export function chainProfile(environment: Environment): string {
  return environment.env['AWS_PROFILE'] || 'default';
}

/** Sources of the default chain that need no profile; all but keys come after one that AWS_PROFILE names. */
function offersCredentials(env: Environment['env']): boolean {
  if (hasKeys(env)) return true;
  if (env['AWS_PROFILE']) return false;
  return Boolean((env['AWS_WEB_IDENTITY_TOKEN_FILE'] && env['AWS_ROLE_ARN']) || hasContainer(env));
}

/** Keys in the environment, which come before any profile that is not named on the command line (botocore 1.43 credentials.py). */
export function hasKeys(env: Environment['env']): boolean {
  return Boolean(env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY']);
}

/** True where a container's agent gives credentials: CodeBuild, ECS, pod identity of EKS. */
export function hasContainer(env: Environment['env']): boolean {
  return Boolean(env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] || env['AWS_CONTAINER_CREDENTIALS_FULL_URI']);
}

/** True where something beside files and variables may give credentials: a container's agent, or the instance that this is. */
export function mayHaveMachineCredentials({ env }: Environment): boolean {
  return hasContainer(env) || env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() !== 'true';
}

function accountOfSection(kind: ProfileSummary['kind'], section: ConfigSection): string | null {
  if (kind === 'role' || kind === 'webIdentity') return accountOfRole(section['role_arn']);
  const account = kind === 'sso' ? section['sso_account_id'] : section['aws_account_id'];
  return accountId.safeParse(account).success ? (account ?? null) : null;
}

function accountOfRole(arn: string | undefined): string | null {
  return /^arn:[^:]+:iam::(\d{12}):role\//.exec(arn ?? '')?.[1] ?? null;
}

/** Whose credentials take which role. */
function roleOf(section: ConfigSection): Pick<ProfileDetail, 'sourceProfile' | 'roleArn'> {
  const kind = credentialKind(section);
  const takesRole = kind === 'role' || kind === 'webIdentity';
  return {
    sourceProfile: kind === 'role' ? (section['source_profile'] ?? null) : null,
    roleArn: takesRole ? (section['role_arn'] ?? null) : null,
  };
}

function endOfChain(profiles: ConfigFiles['profiles'], start: string): string {
  const visited = new Set<string>();
  let name = start;
  for (;;) {
    visited.add(name);
    const section = profiles.get(name) ?? {};
    const source = credentialKind(section) === 'role' ? section['source_profile'] : undefined;
    if (source === undefined || visited.has(source)) return name;
    name = source;
  }
}
