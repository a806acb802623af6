import type { Format } from '../../contract/names.ts';
import { isCodeArtifactRegion } from './regions.ts';

type EndpointParts = {
  readonly domain: string;
  readonly owner: string;
  readonly region: string;
  readonly format: Format;
  readonly repository: string;
};

/**
 * The IPv4 endpoint as CodeArtifact builds it ("Domain overview" of its user guide); null in a region where the service
 * is not known to be, because the host's ending depends on the partition.
 */
export function deriveEndpoint({ domain, owner, region, format, repository }: EndpointParts): string | null {
  if (!isCodeArtifactRegion(region)) return null;
  return `https://${domain}-${owner}.d.codeartifact.${region}.amazonaws.com/${format}/${repository}/`;
}
