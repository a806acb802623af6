import type { Caller } from '../caller.ts';
import type { EmulatedDomain } from '../options.ts';
import { domainNotFound, repositoryNotFound } from '../aws-error.ts';
import type { Reply } from '../reply.ts';
import type { TokenLedger } from '../token-ledger.ts';
import type { InputField } from './fields.ts';

/** What the operations know of the emulator. */
export type Service = {
  readonly url: string;
  readonly domains: readonly EmulatedDomain[];
  readonly ledger: TokenLedger;
  readonly tokenLifetimeSeconds: number | undefined;
  readonly now: () => number;
  /** Seconds since 1970; domains and repositories were created then. */
  readonly createdTime: number;
};

/** One validated call; input is keyed by member name. */
export type Call = { readonly caller: Caller; readonly input: ReadonlyMap<string, string>; readonly service: Service };

export type Operation = {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Where the input travels. */
  readonly carrier: 'query' | 'body';
  readonly fields: readonly InputField[];
  /** ARN that an IAM refusal names. */
  resource(call: Call): string;
  answer(call: Call): Reply;
};

/** A required member, which validation has found to be there. */
export function member(call: Call, name: string): string {
  const value = call.input.get(name);
  if (value === undefined) throw new Error(`No validated member ${name}`);
  return value;
}

/** The domain's owner: the caller's account unless another one is named. */
function ownerOf(call: Call): string {
  return call.input.get('domainOwner') ?? call.caller.principal.account;
}

export function domainArn(region: string, owner: string, domain: string): string {
  return `arn:aws:codeartifact:${region}:${owner}:domain/${domain}`;
}

export function repositoryArn(region: string, owner: string, domain: string, repository: string): string {
  return `arn:aws:codeartifact:${region}:${owner}:repository/${domain}/${repository}`;
}

export function calledDomainArn(call: Call): string {
  return domainArn(call.caller.region, ownerOf(call), member(call, 'domain'));
}

export function calledRepositoryArn(call: Call): string {
  return repositoryArn(call.caller.region, ownerOf(call), member(call, 'domain'), member(call, 'repository'));
}

/** The domains of the caller's account in the region that the call was signed for. */
export function ownDomains({ caller, service }: Call): readonly EmulatedDomain[] {
  const { principal, region } = caller;
  return service.domains.filter((domain) => domain.owner === principal.account && domain.region === region);
}

/** Answers for the domain that the call names, in the region it was signed for. */
export function withDomain(call: Call, answer: (domain: EmulatedDomain) => Reply): Reply {
  const name = member(call, 'domain');
  const owner = ownerOf(call);
  const domain = call.service.domains.find(
    (candidate) => candidate.name === name && candidate.owner === owner && candidate.region === call.caller.region,
  );
  return domain === undefined ? domainNotFound(name, owner) : answer(domain);
}

/** Answers for the repository that the call names. */
export function withRepository(
  call: Call,
  answer: (domain: EmulatedDomain, repository: EmulatedDomain['repositories'][number]) => Reply,
): Reply {
  return withDomain(call, (domain) => {
    const name = member(call, 'repository');
    const repository = domain.repositories.find((candidate) => candidate.name === name);
    return repository === undefined ? repositoryNotFound(domain.name, domain.owner, name) : answer(domain, repository);
  });
}
