import type { EndpointType } from '../../contract/names.ts';
import type { Result } from '../../contract/problem.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { RepositoryEndpoint } from '../../ports/aws-access.ts';
import type { EndpointOf, EndpointParts } from '../../ports/endpoint.ts';
import { endpointFault, endpointOf, isCodeArtifact, isLoopback, normalEndpoint } from '../../ports/endpoint.ts';
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

/** The endpoint that follows from its parts; null in a region where the service is not known to be, so that no host is made up that nobody answers at. */
export function deriveEndpoint(parts: EndpointParts, type: EndpointType | undefined): string | null {
  return isCodeArtifactRegion(parts.region) ? endpointOf(parts, type) : null;
}

/**
 * Custom endpoint of a service, by default CodeArtifact: AWS_ENDPOINT_URL_CODEARTIFACT, AWS_ENDPOINT_URL, the profile's `services`
 * section, its `endpoint_url`; null when none, or when configured endpoints shall be ignored. The SDK reads the last two only for the
 * profile that AWS_PROFILE names, so it is done here.
 */
export function configuredEndpoint(
  env: Environment['env'],
  profile: ConfigSection | undefined,
  sections: ReadonlyMap<string, ConfigSection>,
  service = 'codeartifact',
): string | null {
  const ignore = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile?.['ignore_configured_endpoint_urls'];
  if (ignore?.toLowerCase() === 'true') return null;
  const services = profile?.['services'] === undefined ? undefined : sections.get(`services.${profile['services']}`);
  return (
    env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
    env['AWS_ENDPOINT_URL'] ||
    services?.[`${service}.endpoint_url`] ||
    profile?.['endpoint_url'] ||
    null
  );
}

/**
 * The endpoint that AWS, or the configured endpoint `custom` in its place, answered, if the token may be sent there; else
 * `endpointUntrusted`. The answer itself is not shown, since it may be any text.
 */
export function checkEndpoint(
  answer: string,
  of: EndpointOf,
  custom: string | null,
): Result<Pick<RepositoryEndpoint, 'url' | 'customHost'>> {
  const fault = endpointFault(answer, of, custom !== null) ?? faultOfAnswer(new URL(answer), custom);
  if (fault === null) {
    const url = normalEndpoint(answer);
    return ok({ url, customHost: custom !== null && !isCodeArtifact(new URL(url), of) });
  }
  const who = custom === null ? 'AWS' : 'The configured AWS endpoint';
  return failed(
    problemOf('endpointUntrusted', `${who} gave an endpoint of domain ${of.domain} that gets no token: it ${fault}.`, {
      advice:
        custom === null
          ? 'Check what stands between this machine and AWS, such as a proxy.'
          : "Check AWS_ENDPOINT_URL_CODEARTIFACT, AWS_ENDPOINT_URL and the profile's endpoint_url: they should name a CodeArtifact of your own, or not be set.",
    }),
  );
}

/** AWS itself is never on this machine; and who configured one plain http server did not agree to any other. */
function faultOfAnswer(url: URL, custom: string | null): string | null {
  if (custom === null) return isLoopback(url.hostname) ? `is at ${url.host}, which is this machine` : null;
  const isTheSame = URL.canParse(custom) && new URL(custom).hostname === url.hostname && custom.startsWith('http:');
  if (url.protocol === 'https:' || isLoopback(url.hostname) || isTheSame) return null;
  return 'is plain http at another host than the configured one';
}
