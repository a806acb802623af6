import type { EndpointType, Format } from '../contract/names.ts';
import { partitionOf } from './partitions.ts';

/** Whose endpoint one should be. */
export type EndpointOf = {
  readonly domain: string;
  /** Account of 12 digits; null where only AWS knows it yet. */
  readonly domainOwner: string | null;
  readonly region: string;
};

/** True for names and addresses that lead to this machine alone. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}

export type EndpointParts = {
  readonly domain: string;
  readonly owner: string;
  readonly region: string;
  readonly format: Format;
  readonly repository: string;
};

/** A repository's endpoint as CodeArtifact builds it ("Domain overview" of its user guide); null where there is none for dual stack. */
export function endpointOf(
  { domain, owner, region, format, repository }: EndpointParts,
  type: EndpointType = 'ipv4',
): string | null {
  const { suffix, dualstack } = partitionOf(region);
  const ending = type === 'dualstack' ? dualstack : suffix;
  return ending === null
    ? null
    : `https://${domain}-${owner}.d.codeartifact.${region}.${ending}/${format}/${repository}/`;
}

/** The endpoint as it is kept: normalised, with a trailing slash. Give it only what `endpointFault` has nothing against. */
export function normalEndpoint(endpoint: string): string {
  const { href } = new URL(endpoint);
  return href.endsWith('/') ? href : `${href}/`;
}

/**
 * What speaks against sending a domain's token to an endpoint, as the end of a sentence that begins with "it"; null for nothing.
 * `isCustom`: where a configured endpoint of the person's own answered it, any host may be meant, and plain http.
 */
export function endpointFault(endpoint: string, of: EndpointOf, isCustom: boolean): string | null {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  // A URL is read past blanks and line ends, which a config file is not.
  if (url === null || !/^[a-z]+:[\x21-\x7e]+$/i.test(endpoint)) return 'is no URL';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `begins with ${url.protocol} and not with https:`;
  if (!/^https?:\/\/[^\\%]+$/i.test(endpoint)) return 'is spelled oddly';
  if (url.username !== '' || url.password !== '') return 'has a user name or password in it';
  if (/[?#]/.test(endpoint)) return 'has a query or a fragment';
  if (!/^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/.test(url.hostname))
    return 'has a host with odd characters';
  if (!/^(?:\/[A-Za-z0-9._~-]+)*\/?$/.test(url.pathname)) return 'has a path with odd characters';
  if (isLoopback(url.hostname)) return null;
  if (url.protocol === 'http:' && !isCustom) return 'is plain http, so that everybody on the way could read the token';
  return isCustom || isCodeArtifact(url, of) ? null : `is at ${url.host}, which is no host of this domain`;
}

/** True for the domain's own host, and for a VPC endpoint without private DNS that has the domain in its path. */
export function isCodeArtifact(url: URL, { domain, domainOwner, region }: EndpointOf): boolean {
  if (url.protocol !== 'https:' || url.port !== '') return false;
  const domains = domainOwner === null ? new RegExp(`^${domain}-\\d{12}$`) : new RegExp(`^${domain}-${domainOwner}$`);
  const { suffix: ipv4, dualstack } = partitionOf(region);
  return [ipv4, dualstack].some((suffix) => {
    if (suffix === null) return false;
    const ofDomain = `.d.codeartifact.${region}.${suffix}`;
    const ofVpc = `.d.codeartifact.${region}.vpce.${suffix}`;
    if (url.hostname.endsWith(ofVpc)) {
      const [, , marker, name = ''] = url.pathname.split('/');
      const isVpc = /^vpce-[a-z0-9-]+$/.test(url.hostname.slice(0, -ofVpc.length));
      return isVpc && marker === 'd' && domains.test(name);
    }
    return url.hostname.endsWith(ofDomain) && domains.test(url.hostname.slice(0, -ofDomain.length));
  });
}
