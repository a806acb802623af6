import type { DomainSummary, RepositorySummary } from '../../contract/requests.ts';
import type { OpenSdk } from './sdk.ts';

/** A domain has a thousand repositories unless AWS was asked for more; a server that never ends is left at this many. */
const MOST_ENTRIES = 10_000;

/** Those of the caller's account, by name. Rejects with what the SDK throws. */
export async function domainsOf(
  { codeartifact, sdk }: OpenSdk,
  abortSignal: AbortSignal,
): Promise<readonly DomainSummary[]> {
  const found: DomainSummary[] = [];
  const paging = { client: codeartifact, pageSize: 1000, stopOnSameToken: true };
  for await (const page of sdk.paginateListDomains(paging, {}, { abortSignal })) {
    for (const { name, owner, status } of page.domains ?? []) {
      if (name !== undefined && owner !== undefined && status !== 'Deleted') found.push({ name, owner });
    }
    if (found.length >= MOST_ENTRIES) break;
  }
  return byName(found.slice(0, MOST_ENTRIES));
}

/** Those of a domain, by name. Rejects with what the SDK throws. */
export async function repositoriesOf(
  { codeartifact, sdk }: OpenSdk,
  domain: { readonly domain: string; readonly domainOwner: string | undefined },
  abortSignal: AbortSignal,
): Promise<readonly RepositorySummary[]> {
  const found: RepositorySummary[] = [];
  const paging = { client: codeartifact, pageSize: 1000, stopOnSameToken: true };
  for await (const page of sdk.paginateListRepositoriesInDomain(paging, domain, { abortSignal })) {
    for (const { name, description } of page.repositories ?? []) {
      if (name !== undefined) found.push({ name, description: description ?? null });
    }
    if (found.length >= MOST_ENTRIES) break;
  }
  return byName(found.slice(0, MOST_ENTRIES));
}

function byName<Entry extends { readonly name: string }>(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((one, other) => Number(one.name > other.name) - Number(one.name < other.name));
}
