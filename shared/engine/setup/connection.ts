import type { Result } from '../../contract/problem.ts';
import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';
import { ok } from '../../contract/problem.ts';
import type { ConnectionReport, ConnectionStep } from '../../contract/setup.ts';
import { connectionSteps } from '../../contract/setup.ts';
import type { AwsAccess, CallerIdentity, DomainAddress, ProfileDetail } from '../../ports/aws-access.ts';

export type Destination = {
  readonly profile: string;
  readonly region?: string | undefined;
  readonly domain?: string | undefined;
  readonly domainOwner?: string | undefined;
  readonly repository?: string | undefined;
  /** Life of the token that is asked for, in seconds: what a login would ask for. */
  readonly durationSeconds?: number | undefined;
};

type StepName = ConnectionStep['name'];
/** What a step found out, or that there was nothing to try. */
type Found<Value> = { readonly text: string; readonly value: Value; readonly skipped?: true };

/**
 * Walks the way to a repository step by step, as a login would, and ends at the first one that fails. The token that it gets is shown
 * to the repository, where one is named, and forgotten.
 */
export async function testConnection(aws: AwsAccess, to: Destination): Promise<ConnectionReport> {
  const walk = createWalk();
  const profile = walk.note('profile', await profileStep(aws, to));
  if (!profile.ok) return walk.end();
  const { detail, region } = profile.value;
  const source = walk.note('identity', await identityStep(aws, detail, region));
  if (!source.ok) return walk.end();
  const taken = walk.note('role', await roleStep(aws, detail, region, source.value));
  if (!taken.ok) return walk.end(source.value);
  const who = taken.value;
  const { domain, domainOwner, repository, durationSeconds } = to;
  if (domain === undefined) return walk.end(who, 'No domain was named.');
  const address = { profile: to.profile, region, domain, domainOwner };
  const token = walk.note('token', await tokenStep(aws, address, durationSeconds, who));
  if (!token.ok) return walk.end(who);
  if (repository === undefined) return walk.end(who, 'No repository was named.');
  const url = walk.note('endpoint', await endpointStep(aws, address, repository));
  if (url.ok) walk.note('read', await readStep(aws, address, repository, url.value, token.value));
  return walk.end(who);
}

function createWalk() {
  const steps: ConnectionStep[] = [];
  return {
    note<Value>(name: StepName, found: Result<Found<Value>>): Result<Value> {
      if (!found.ok) {
        steps.push({ name, state: 'failed', text: found.error.message, problem: found.error });
        return found;
      }
      const { text, value, skipped } = found.value;
      steps.push({ name, state: skipped === true ? 'skipped' : 'passed', text, problem: null });
      return ok(value);
    },
    /** Those that were not come to are skipped. */
    end(who: CallerIdentity | null = null, why = 'Not tried.'): ConnectionReport {
      const left = connectionSteps.slice(steps.length);
      const untried = left.map((name): ConnectionStep => ({ name, state: 'skipped', text: why, problem: null }));
      return { steps: [...steps, ...untried], account: who?.account ?? null, arn: who?.arn ?? null };
    },
  };
}

async function profileStep(aws: AwsAccess, { profile, region: asked }: Destination) {
  const detail = await aws.profile(profile);
  if (!detail.ok) return detail;
  const region = asked === undefined ? await aws.regionOf(profile) : ok(asked);
  if (!region.ok) return region;
  const text = `${nameOf(profile)} ${howText(detail.value)}, in ${region.value}.`;
  return ok({ text, value: { detail: detail.value, region: region.value } });
}

/** Of a role, who takes it; that of a profile without one otherwise. */
async function identityStep(
  aws: AwsAccess,
  { name, kind, roleArn, sourceProfile }: ProfileDetail,
  region: string,
): Promise<Result<Found<CallerIdentity | null>>> {
  if (roleArn !== null && (sourceProfile === null || sourceProfile === name)) {
    const from = kind === 'webIdentity' ? 'A token file' : 'Something of this machine or of the profile itself';
    return ok({ text: `${from} says who takes the role.`, value: null, skipped: true });
  }
  const profile = sourceProfile ?? name;
  const identity = await aws.identity(profile, region);
  return identity.ok ? ok({ text: identityText(profile, identity.value), value: identity.value }) : identity;
}

async function roleStep(
  aws: AwsAccess,
  { name, roleArn }: ProfileDetail,
  region: string,
  source: CallerIdentity | null,
): Promise<Result<Found<CallerIdentity | null>>> {
  if (roleArn === null) return ok({ text: `${nameOf(name)} takes no role.`, value: source, skipped: true });
  const identity = await aws.identity(name, region);
  return identity.ok ? ok({ text: identityText(name, identity.value), value: identity.value }) : identity;
}

async function tokenStep(
  aws: AwsAccess,
  address: DomainAddress & { readonly region: string },
  durationSeconds: number | undefined,
  who: CallerIdentity | null,
): Promise<Result<Found<string>>> {
  const issued = await aws.token(address, durationSeconds);
  if (!issued.ok) return issued;
  const owner = address.domainOwner ?? who?.account;
  const foreign = who !== null && owner !== who.account ? `, which is another one than that of the profile` : '';
  const whose = owner === undefined ? '' : ` of account ${owner}${foreign}`;
  return ok({
    text: `AWS gives tokens for the domain ${address.domain} in ${address.region}${whose}.`,
    value: issued.value.token,
  });
}

async function endpointStep(
  aws: AwsAccess,
  address: DomainAddress,
  repository: string,
): Promise<Result<Found<string>>> {
  // Any format would do: a repository has an endpoint for each.
  const endpoint = await aws.endpoint(address, repository, 'npm', undefined);
  if (!endpoint.ok) return endpoint;
  return ok({ text: `The npm packages of ${repository} are at ${endpoint.value.url}.`, value: endpoint.value.url });
}

async function readStep(
  aws: AwsAccess,
  address: DomainAddress,
  repository: string,
  url: string,
  token: string,
): Promise<Result<Found<null>>> {
  const read = await aws.read(address, repository, url, token);
  return read.ok ? ok({ text: `The repository ${repository} lets the token in.`, value: null }) : read;
}

function howText({ kind, roleArn, sourceProfile }: ProfileDetail): string {
  const from = sourceProfile === null ? '' : ` with the credentials of ${sourceProfile}`;
  if (roleArn !== null) return `takes the role ${roleArn}${from}`;
  const words: Readonly<Record<ProfileDetail['kind'], string>> = {
    sso: 'signs in with SSO',
    role: 'takes a role',
    keys: 'has keys',
    process: 'asks a command for credentials',
    login: 'signs in as the console does',
    webIdentity: 'takes a role with a token file',
    chain: 'takes what this machine offers',
    none: 'has no credentials',
  };
  return words[kind];
}

function nameOf(profile: string): string {
  return profile === DEFAULT_CHAIN ? 'The default credential chain' : profile;
}

function identityText(profile: string, { account, arn }: CallerIdentity): string {
  return `${nameOf(profile)} is ${arn}, of account ${account}.`;
}
