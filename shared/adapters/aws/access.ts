import { accountId } from '../../contract/names.ts';
import type { EndpointType, Format } from '../../contract/names.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { failed, ok } from '../../contract/problem.ts';
import type { AwsAccess, DomainAddress, RepositoryEndpoint } from '../../ports/aws-access.ts';
import type { Clock, Environment } from '../../ports/host.ts';
import { systemClock } from '../system-clock.ts';
import type { Asking, Service } from './asking.ts';
import { askedLast } from './asking.ts';
import type { OpenSdk } from './sdk.ts';
import { createSdkOpener } from './sdk.ts';
import { createHttpOptions } from './http-options.ts';
import { callerIdentity } from './identity.ts';
import { domainsOf, repositoriesOf } from './listings.ts';
import { readRepository } from './read-repository.ts';
import { retryAfterOf } from './retry-after.ts';
import type { CallContext } from './errors/words.ts';
import { configFilePaths, credentialFiles } from './config-files.ts';
import { explainAwsError } from './errors/explain.ts';
import { ownError } from './errors/own.ts';
import { listProfiles, namingAnother, readProfile } from './profiles.ts';
import type { Caller } from './caller.ts';
import { callerOf } from './caller.ts';
import { together, withinLimit } from './call-limit.ts';
import { usableToken } from './usable-token.ts';
import { checkEndpoint, deriveEndpoint } from './endpoints.ts';
import { proxyPeers } from './proxy.ts';
import { wayOf } from './way.ts';

type Question = Omit<CallContext, 'region' | 'service' | 'signInProfile' | 'customEndpoint'> & {
  readonly region?: string | undefined;
};

/** The Date header counts whole seconds, so a smaller offset than this is no sign of a wrong clock. */
const LEAST_CLOCK_OFFSET = 2000;

/** Names under which AWS refuses credentials that may have been replaced since they were read. */
const STALE_CREDENTIALS = ['ExpiredTokenException', 'UnrecognizedClientException', 'InvalidSignatureException'];

/** Problems in which the endpoint's address, which follows from its parts, is still worth having. */
const WORTH_DERIVING: readonly Problem['code'][] = [
  ...(['accessDenied', 'domainPolicyDenied', 'organisationDenied'] as const),
  ...(['offline', 'connectionLost', 'proxyUnreachable', 'connectTimeout', 'timeout'] as const),
];

/** Problems that took their time. */
const WAITED: readonly Problem['code'][] = ['connectTimeout', 'timeout', 'proxyUnreachable'];
/** So soon after, the same command asks. Milliseconds. */
const AT_ONCE = 1000;

/**
 * AWS through its SDK. Nothing is kept between calls but connections: files and credentials are read anew each time.
 * The SDK is loaded at the first call that needs it.
 */
export function createAwsAccess(environment: Environment, options: { readonly clock?: Clock } = {}): AwsAccess {
  const clock = options.clock ?? systemClock;
  const httpOptions = createHttpOptions(environment);
  const openSdk = createSdkOpener(environment, clock);
  const proxies = proxyPeers(environment.env);
  /** Who waited in vain for a repository's address does not wait as long again for the token that goes with it. */
  let unanswered: { readonly caller: string; readonly at: number; readonly problem: Problem } | null = null;

  async function call<Value>(
    question: Question,
    work: (open: OpenSdk, signal: AbortSignal) => Promise<Value>,
  ): Promise<Result<Value>> {
    const caller = await callerOf(environment, question);
    return caller.ok ? callAs(caller.value, question, work) : caller;
  }

  async function callAs<Value>(
    caller: Caller,
    question: Question,
    work: (open: OpenSdk, signal: AbortSignal) => Promise<Value>,
    limit?: number,
  ): Promise<Result<Value>> {
    let asking: Asking | null = null;
    const asked = (): Service | null => (asking === null ? null : askedLast(asking));
    return explained(caller, question, asked, () =>
      withinLimit(
        clock,
        (signal) => {
          asking = { signal, service: null };
          return withFreshCredentials(caller, asking, work);
        },
        limit,
      ),
    );
  }

  async function explained<Value>(
    caller: Caller,
    question: Question,
    asked: () => Service | null,
    work: () => Promise<Value>,
  ): Promise<Result<Value>> {
    try {
      return ok(await work());
    } catch (error) {
      const { settings, region, missing } = caller;
      const { signInProfile, credentialKind, credentialSource, endpointUrl, another } = settings;
      const problem = explainAwsError(error, {
        ...question,
        region,
        service: asked(),
        signInProfile,
        credentialKind,
        credentialSource,
        customEndpoint: endpointUrl !== null,
        proxies,
      });
      return failed(problem.code === 'noCredentials' && missing !== null ? missing : namingAnother(problem, another));
    }
  }

  async function withFreshCredentials<Value>(
    { settings, region }: Caller,
    asking: Asking,
    work: (open: OpenSdk, signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const attempt = async (): Promise<Value> => work(await openSdk(settings, region, asking), asking.signal);
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Error && STALE_CREDENTIALS.includes(error.name)) return attempt();
      throw error;
    }
  }

  return {
    files: () => credentialFiles(environment),

    configFile: () => configFilePaths(environment).configFilepath,

    profiles: () => listProfiles(environment),

    together,

    async regionOf(profile) {
      const caller = await callerOf(environment, { profile });
      return caller.ok ? ok(caller.value.region) : caller;
    },

    profile: (name) => readProfile(environment, name),

    way: (name, region) => wayOf(environment, clock, name, region),

    async identity(profile, region, limit) {
      const question: Question = { profile, region, operation: 'GetCallerIdentity' };
      const caller = await callerOf(environment, question);
      if (!caller.ok) return caller;
      const { stsEndpointUrl } = caller.value.settings;
      return callAs(
        caller.value,
        question,
        async ({ codeartifact, handlerFor }, abortSignal) =>
          callerIdentity(codeartifact, stsEndpointUrl, await handlerFor('STS'), abortSignal),
        limit,
      );
    },

    async read(address, repository, endpointUrl, token) {
      const question: Question = { ...address, repository, operation: 'ReadFromRepository' };
      const caller = await callerOf(environment, question);
      if (!caller.ok) return caller;
      const { caBundle } = caller.value.settings;
      return explained(
        caller.value,
        question,
        () => null,
        () =>
          withinLimit(clock, async (signal) => readRepository(endpointUrl, token, await httpOptions(caBundle), signal)),
      );
    },

    async token(address, durationSeconds) {
      const { caller, at, problem } = unanswered ?? {};
      if (problem !== undefined && caller === callerKey(address) && clock.now() - (at ?? 0) < AT_ONCE)
        return failed(problem);
      let retryAfter: number | null = null;
      const answer = await call(
        { ...address, durationSeconds, operation: 'GetAuthorizationToken' },
        async ({ codeartifact, sdk, sessionEndsAt }, abortSignal) => {
          const command = new sdk.GetAuthorizationTokenCommand({ ...domainInput(address), durationSeconds });
          const sent = codeartifact.send(command, { abortSignal });
          const issued = await sent.catch((error: unknown) => {
            retryAfter = retryAfterOf(error);
            throw error;
          });
          const usable = usableToken(issued, clockOffset(codeartifact.config.systemClockOffset));
          return { ...usable, sessionEndsAt: await sessionEndsAt() };
        },
      );
      return answer.ok || retryAfter === null ? answer : { ...answer, retryAfter };
    },

    domains: async (profile, region, search = '') =>
      call({ profile, region, operation: 'ListDomains' }, async (open, abortSignal) =>
        domainsOf(open, { search, clock, abortSignal }),
      ),

    repositories: async (address, search = '') =>
      call({ ...address, operation: 'ListRepositoriesInDomain' }, async (open, abortSignal) =>
        repositoriesOf(open, domainInput(address), { search, clock, abortSignal }),
      ),

    /**
     * Asks AWS. When it may not be asked or can't, the address follows from its parts,
     * if the owner is known and no endpoint of one's own is configured. A repository that AWS says is not
     * there gets no address.
     */
    async endpoint(address, repository, format, endpointType) {
      const caller = await callerOf(environment, address);
      if (!caller.ok) return caller;
      const { settings, region } = caller.value;
      const owner = address.domainOwner ?? settings.account;
      const whole = { ...address, region, domainOwner: owner ?? undefined };
      const answer = await callAs(
        caller.value,
        { ...whole, repository, operation: 'GetRepositoryEndpoint' },
        async ({ codeartifact, sdk }, abortSignal) => {
          const input = { ...domainInput(whole), repository, format, endpointType };
          const { repositoryEndpoint = '' } = await codeartifact.send(new sdk.GetRepositoryEndpointCommand(input), {
            abortSignal,
          });
          if (repositoryEndpoint === '') throw ownError('UnusableAnswer', 'no endpoint');
          return repositoryEndpoint;
        },
      );
      if (answer.ok) {
        const of = { domain: address.domain, domainOwner: owner, region };
        const checked = checkEndpoint(answer.value, of, settings.endpointUrl);
        return checked.ok ? ok({ ...checked.value, region, domainOwner: owner }) : checked;
      }
      if (WAITED.includes(answer.error.code)) {
        unanswered = { caller: callerKey(whole), at: clock.now(), problem: answer.error };
      }
      if (!WORTH_DERIVING.includes(answer.error.code)) return answer;
      const derived = derivedFor(caller.value, address, repository, format, endpointType);
      return derived === null ? answer : ok(derived);
    },

    async derivedEndpoint(address, repository, format, endpointType) {
      const caller = await callerOf(environment, address);
      return caller.ok ? ok(derivedFor(caller.value, address, repository, format, endpointType)) : caller;
    },
  };
}

/** Null where an endpoint of one's own is configured, the owner is not known, or the region has no CodeArtifact. */
function derivedFor(
  { settings, region }: Caller,
  { domain, domainOwner }: DomainAddress,
  repository: string,
  format: Format,
  endpointType: EndpointType | undefined,
): RepositoryEndpoint | null {
  const owner = domainOwner ?? settings.account;
  if (settings.endpointUrl !== null || owner === null || !accountId.safeParse(owner).success) return null;
  const url = deriveEndpoint({ domain, region, owner, format, repository }, endpointType);
  return url === null ? null : { url, region, domainOwner: owner, customHost: false };
}

function callerKey({ profile, region }: DomainAddress): string {
  return `${profile} ${region ?? ''}`;
}

function domainInput(address: DomainAddress): { domain: string; domainOwner: string | undefined } {
  return { domain: address.domain, domainOwner: address.domainOwner };
}

function clockOffset(milliseconds: number): number {
  return Math.abs(milliseconds) < LEAST_CLOCK_OFFSET ? 0 : milliseconds;
}
