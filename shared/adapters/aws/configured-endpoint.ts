import type { Environment } from '../../ports/host.ts';
import type { ConfigSection } from './config-files.ts';

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
