import type { DomainSummary, RepositorySummary } from '../../contract/requests.ts';
import type { Listed } from '../../ports/aws-access.ts';
import type { Clock } from '../../ports/host.ts';
import type { OpenSdk } from './sdk.ts';

/** A domain has a thousand repositories unless AWS was asked for more; a list is left at this many. */
const MOST_ENTRIES = 10_000;
/** A list is looked through for so long, and then says that there is more. Milliseconds; less than any call may take. */
const LONGEST = 6000;

/** What a list is asked with: `search` is a part of the name, in any case, or empty for all. */
export type Look = { readonly search: string; readonly clock: Clock; readonly abortSignal: AbortSignal };

/** All of the caller's account in the region, of every page, by name. */
export async function domainsOf({ codeartifact, sdk }: OpenSdk, look: Look): Promise<Listed<DomainSummary>> {
  const { abortSignal } = look;
  async function* pages() {
    for await (const { domains = [], nextToken } of sdk.paginateListDomains(
      paging(codeartifact),
      {},
      { abortSignal },
    )) {
      const entries = domains.flatMap(({ name, owner, status }) =>
        name === undefined || owner === undefined || status === 'Deleted' ? [] : [{ name, owner }],
      );
      yield { entries, isLast: nextToken === undefined };
    }
  }
  return listed(pages(), look);
}

/** Those of a domain, of every page, by name. */
export async function repositoriesOf(
  { codeartifact, sdk }: OpenSdk,
  domain: { readonly domain: string; readonly domainOwner: string | undefined },
  look: Look,
): Promise<Listed<RepositorySummary>> {
  const { abortSignal } = look;
  async function* pages() {
    const all = sdk.paginateListRepositoriesInDomain(paging(codeartifact), domain, { abortSignal });
    for await (const { repositories = [], nextToken } of all) {
      const entries = repositories.flatMap(({ name, description }) =>
        name === undefined ? [] : [{ name, description: description ?? null }],
      );
      yield { entries, isLast: nextToken === undefined };
    }
  }
  return listed(pages(), look);
}

function paging(client: OpenSdk['codeartifact']) {
  return { client, pageSize: 1000, stopOnSameToken: true };
}

type Page<Entry> = { readonly entries: readonly Entry[]; readonly isLast: boolean };

/** AWS itself can be asked for the beginning of a name alone, so each page is looked through here. */
async function listed<Entry extends { readonly name: string }>(
  pages: AsyncIterable<Page<Entry>>,
  { search, clock }: Look,
): Promise<Listed<Entry>> {
  const wanted = search.toLowerCase();
  const began = clock.now();
  const found: Entry[] = [];
  let more = false;
  for await (const { entries, isLast } of pages) {
    found.push(...entries.filter(({ name }) => name.toLowerCase().includes(wanted)));
    const isEnough = found.length >= MOST_ENTRIES || clock.now() - began > LONGEST;
    more = found.length > MOST_ENTRIES || (isEnough && !isLast);
    if (isEnough) break;
  }
  const items = found
    .slice(0, MOST_ENTRIES)
    .sort((one, other) => Number(one.name > other.name) - Number(one.name < other.name));
  return { items, more };
}
