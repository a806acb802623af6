import type { Format } from '../../contract/names.ts';
import type { Environment } from '../../ports/host.ts';
import type { ConfigSection } from './config-files.ts';

/**
 * Regions with CodeArtifact (AWS General Reference, "AWS CodeArtifact endpoints and quotas"; all in partition aws). The
 * SDK makes up a host for any region, so without this list a region that lacks the service looks like being offline.
 */
const codeArtifactRegions: ReadonlySet<string> = new Set([
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-south-1',
  'eu-north-1',
]);

export function isCodeArtifactRegion(region: string): boolean {
  return codeArtifactRegions.has(region);
}

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

/**
 * Custom CodeArtifact endpoint: AWS_ENDPOINT_URL_CODEARTIFACT, AWS_ENDPOINT_URL, the profile's `services` section, its
 * `endpoint_url`; null when none, or when configured endpoints shall be ignored. The SDK reads the last two only for the
 * profile that AWS_PROFILE names, so it is done here.
 */
export function configuredEndpoint(
  env: Environment['env'],
  profile: ConfigSection | undefined,
  sections: ReadonlyMap<string, ConfigSection>,
): string | null {
  const ignore = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile?.['ignore_configured_endpoint_urls'];
  if (ignore?.toLowerCase() === 'true') return null;
  const services = profile?.['services'] === undefined ? undefined : sections.get(`services.${profile['services']}`);
  return (
    env['AWS_ENDPOINT_URL_CODEARTIFACT'] ||
    env['AWS_ENDPOINT_URL'] ||
    services?.['codeartifact.endpoint_url'] ||
    profile?.['endpoint_url'] ||
    null
  );
}
