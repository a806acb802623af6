import { formats } from '../../contract/names.ts';
import type { Format } from '../../contract/names.ts';
import { partitions } from '../../ports/partitions.ts';

/** A CodeArtifact address as it stands in a text: a host of a domain, and what its path says. */
export type Address = {
  readonly domain: string;
  readonly domainOwner: string;
  /** Null where the host doesn't name it, as that of an endpoint of one's own. */
  readonly region: string | null;
  /** Host and port, in small letters. */
  readonly host: string;
  /** True for a host that is CodeArtifact's because the person configured it. */
  readonly isCustom: boolean;
  /** Null where the path ends before it. */
  readonly repository: {
    readonly name: string;
    readonly format: Format;
    /** As clients are to have it, with a trailing slash. */
    readonly endpoint: string;
  } | null;
};

/** Stands in every host of CodeArtifact's own, also in those of VPC endpoints. */
const MARK = '.d.codeartifact.';

/** Endings of AWS's partitions, for IPv4 and for dual stack, and of VPC endpoints (the user guide, "Working with VPC endpoints"). */
const SUFFIXES = partitions.flatMap(({ suffix, dualstack, dualstackApi }) => [
  `vpce.${suffix}`,
  suffix,
  dualstackApi,
  ...(dualstack === null ? [] : [dualstack, `vpce.${dualstack}`]),
]);

const DOMAIN = String.raw`([a-z][a-z0-9-]{0,48}[a-z0-9])-(\d{12})`;
const REGION = String.raw`((?:[a-z]{2}|eusc)(?:-[a-z]{1,20}){1,3}-\d{1,2})`;
const SUFFIX = `(?:${SUFFIXES.map((suffix) => suffix.replaceAll('.', String.raw`\.`)).join('|')})`;
const OWN_HOST = new RegExp(
  String.raw`^(?:${DOMAIN}|vpce-[a-z0-9-]{1,80})\.d\.codeartifact\.${REGION}\.${SUFFIX}(?![\w.-])`,
  'i',
);
const PATH = new RegExp(
  String.raw`^\/(${formats.join('|')})(?:\/d\/${DOMAIN})?\/([A-Za-z0-9][A-Za-z0-9._-]{1,99})(?![\w%~-])`,
);
/** As long as the longest name of a host. */
const LONGEST_HOST = 253;

/**
 * The CodeArtifact addresses in a text, in its order. `origins` are endpoints of one's own, whose repositories have the paths of VPC
 * endpoints; nothing else tells them from other hosts. Takes time in proportion to the text.
 */
export function addressesIn(text: string, origins: readonly URL[]): readonly Address[] {
  const found: { readonly at: number; readonly address: Address }[] = [];
  for (const at of placesOf(text.toLowerCase(), MARK)) {
    const start = hostStart(text, at);
    const address = ownAddress(text.slice(start, start + LONGEST_HOST + 300));
    if (address !== null) found.push({ at: start, address });
  }
  for (const origin of origins) {
    for (const at of placesOf(text.toLowerCase(), origin.host)) {
      if (/[\w.-]/.test(text.slice(at - 1, at))) continue;
      const address = addressBehind(text.slice(at + origin.host.length, at + origin.host.length + 300), origin);
      if (address !== null) found.push({ at, address });
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ address }) => address);
}

function* placesOf(text: string, part: string): Generator<number> {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) yield at;
}

function hostStart(text: string, mark: number): number {
  let start = mark;
  while (start > 0 && mark - start < LONGEST_HOST && /[\w-]/.test(text[start - 1] ?? '')) start -= 1;
  return start;
}

function ownAddress(text: string): Address | null {
  const match = OWN_HOST.exec(text);
  if (match === null) return null;
  const [whole, domain, domainOwner, region = ''] = match;
  const host = whole.toLowerCase();
  const path = text.slice(whole.length).replace(/^:443(?!\d)/, '');
  const inPath = PATH.exec(path);
  const owner = domainOwner ?? inPath?.[3];
  const name = (domain ?? inPath?.[2])?.toLowerCase();
  if (owner === undefined || name === undefined) return null;
  const repository = repositoryOf(inPath, `https://${host}`);
  return { domain: name, domainOwner: owner, region: region.toLowerCase(), host, isCustom: false, repository };
}

function addressBehind(text: string, origin: URL): Address | null {
  const inPath = PATH.exec(text);
  const [, , domain, domainOwner] = inPath ?? [];
  if (domain === undefined || domainOwner === undefined) return null;
  const repository = repositoryOf(inPath, origin.origin);
  return { domain, domainOwner, region: null, host: origin.host, isCustom: true, repository };
}

function repositoryOf(path: RegExpExecArray | null, origin: string): Address['repository'] {
  const [, kind, domain, owner, name] = path ?? [];
  const format = formats.find((known) => known === kind);
  if (format === undefined || name === undefined) return null;
  const below = domain === undefined ? '' : `d/${domain}-${owner ?? ''}/`;
  return { name, format, endpoint: `${origin}/${format}/${below}${name}/` };
}

/** Endpoints of CodeArtifact's own that the environment configures in place of AWS's. */
export function configuredOrigins(env: Readonly<Record<string, string | undefined>>): readonly URL[] {
  return ['AWS_ENDPOINT_URL_CODEARTIFACT', 'AWS_ENDPOINT_URL'].flatMap((name) => {
    const value = env[name] ?? '';
    return URL.canParse(value) && new URL(value).host !== '' ? [new URL(value)] : [];
  });
}
