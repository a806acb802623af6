import type { EmulatedDomain } from './options.ts';

/** Where a repository's packages are, with a trailing slash: the path shape of CodeArtifact's VPC endpoints. */
export function repositoryUrl(
  origin: string,
  format: string,
  domain: Pick<EmulatedDomain, 'name' | 'owner'>,
  repository: string,
): string {
  return `${origin}/${format}/d/${domain.name}-${domain.owner}/${repository}/`;
}

export type RepositoryAddress = {
  readonly format: string;
  readonly domain: string;
  readonly owner: string;
  readonly repository: string;
  /** What follows the repository's slash, decoded. */
  readonly path: string;
};

const repositoryPath =
  /^\/([a-z]+)\/d\/([a-z][a-z0-9-]{0,48}[a-z0-9])-(\d{12})\/([A-Za-z0-9][A-Za-z0-9._-]{1,99})(?:\/(.*))?$/;

/** Takes a path apart again; null when it is not below a repository or not decodable. */
export function parseRepositoryPath(pathname: string): RepositoryAddress | null {
  const [, format, domain, owner, repository, rest = ''] = repositoryPath.exec(pathname) ?? [];
  if (format === undefined || domain === undefined || owner === undefined || repository === undefined) return null;
  const path = decodePath(rest);
  return path === null ? null : { format, domain, owner, repository, path };
}

function decodePath(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
