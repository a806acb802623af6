import { formats } from '../contract/names.ts';
import { accessDenied, injectedReply } from './aws-error.ts';
import { packageFormats } from './formats/index.ts';
import type { PackageFormat } from './formats/package-format.ts';
import type { Answer, Incoming, TakeInjected } from './incoming.ts';
import { repositoryArn } from './operations/operation.ts';
import { messageReply } from './reply.ts';
import type { Reply } from './reply.ts';
import { parseRepositoryPath, repositoryUrl } from './repository-url.ts';
import type { RepositoryAddress } from './repository-url.ts';
import type { TokenLedger } from './token-ledger.ts';

/** Answers package managers; null for a path that is not below a repository. */
export type DataPlane = (incoming: Incoming, takeInjected: TakeInjected) => Answer | null;

/** Serves the packages of every repository to whoever shows a token of its domain. */
export function createDataPlane(ledger: TokenLedger, now: () => number): DataPlane {
  const served = new Map<string, PackageFormat>(
    Object.entries(packageFormats).map(([format, create]) => [format, create(now)]),
  );
  return (incoming, takeInjected) => {
    const address = parseRepositoryPath(incoming.url.pathname);
    if (address === null || !formats.some((format) => format === address.format)) return null;
    const injected = takeInjected(address.format);
    const reply =
      injected === null ? answer(incoming, address, ledger, served.get(address.format)) : injectedReply(injected);
    return { operation: address.format, accessKeyId: null, reply };
  };
}

function answer(
  incoming: Incoming,
  address: RepositoryAddress,
  ledger: TokenLedger,
  format: PackageFormat | undefined,
): Reply {
  const token = tokenIn(incoming.authorization, address.format);
  const grant = token === null ? null : ledger.find(token);
  if (grant === null || grant.domain.name !== address.domain || grant.domain.owner !== address.owner) {
    return unauthorized(address);
  }
  // Only now: whether a repository exists is nobody's business before.
  const { domain, principal } = grant;
  if (!domain.repositories.some((repository) => repository.name === address.repository)) {
    return messageReply(404, `Repository '${address.repository}' does not exist in domain '${domain.name}'`);
  }
  const arn = repositoryArn(domain.region, domain.owner, domain.name, address.repository);
  const action = isReading(incoming.method, address) ? 'ReadFromRepository' : 'PublishPackageVersion';
  if (principal.deny?.includes(action) === true) return accessDenied(principal, `codeartifact:${action}`, arn);
  if (format === undefined) return messageReply(501, `The emulator serves no ${address.format} packages`);
  return format({
    method: incoming.method,
    path: address.path,
    query: incoming.url.searchParams,
    contentType: incoming.contentType ?? '',
    body: incoming.body,
    repository: arn,
    url: repositoryUrl(incoming.url.origin, address.format, domain, address.repository),
  });
}

/** Two challenges on two lines: Java clients don't answer to a joined one (docs/facts/clients.md). */
function unauthorized(address: RepositoryAddress): Reply {
  const realm = `realm="${address.domain}/${address.repository}"`;
  return messageReply(401, 'The authorization token is missing, expired, revoked or not for this domain.', {
    'www-authenticate': [`Bearer ${realm}`, `Basic ${realm}`],
  });
}

/** Everything but GET publishes, except Swift's login, which only shows the token. */
function isReading(method: string, { format, path }: RepositoryAddress): boolean {
  return method === 'GET' || (format === 'swift' && path === 'login');
}

/**
 * Bearer carries the token itself; Basic carries it as the password of any user. Cargo alone sends it without a
 * scheme: whatever `cargo login` was given is the header's whole value (Cargo reference, registry web API).
 */
function tokenIn(authorization: string | undefined, format: string): string | null {
  if (authorization === undefined) return null;
  if (format === 'cargo' && /^\S+$/.test(authorization)) return authorization;
  const [, scheme, credentials] = /^(bearer|basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme === undefined || credentials === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return credentials;
  const [, password] = /^[^:]*:(.*)$/.exec(Buffer.from(credentials, 'base64').toString()) ?? [];
  return password ?? null;
}
