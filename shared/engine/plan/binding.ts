import { USER_LEVEL } from '../../contract/user-level.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { endpointFault, isLoopback } from '../../ports/endpoint.ts';
import type { ClientBinding } from '../clients/client.ts';
import { byId } from '../state/settings.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';

/** Folder of a binding's project; null at user level, undefined when the project is gone. */
export function projectPathOf(settings: Settings, binding: BindingSettings): string | null | undefined {
  if (binding.projectId === USER_LEVEL) return null;
  return byId(settings.projects, binding.projectId)?.path;
}

/** A binding as its client sees it. */
export function clientBindingOf(settings: Settings, binding: BindingSettings): ClientBinding {
  const { endpoint, repository, options, execOnly } = binding;
  const token = byId(settings.tokens, binding.tokenId);
  return {
    endpoint,
    repository,
    options,
    ...(token === undefined ? {} : { profile: token.profile, region: token.region }),
    domain: token?.domain ?? '',
    domainOwner: token?.domainOwner ?? '',
    projectPath: projectPathOf(settings, binding) ?? null,
    ...(execOnly === undefined ? {} : { execOnly }),
  };
}

/** Why no token goes to a binding's endpoint, as `endpointUntrusted`; null where it may. What uses an endpoint asks this first. */
export function endpointProblem(
  settings: Settings,
  { tokenId, endpoint, customHost }: BindingSettings,
): Problem | null {
  const token = byId(settings.tokens, tokenId);
  // Without its token a binding is refused for that.
  const fault = token === undefined ? null : endpointFault(endpoint, token, customHost === true);
  if (token === undefined || fault === null) return null;
  return problemOf('endpointUntrusted', `The endpoint of this binding gets no token of ${token.domain}: it ${fault}.`, {
    advice: 'Remove the binding, check the configured AWS endpoint, and log in again.',
  });
}

/** What a person should know of a binding's endpoint before it is used; null for CodeArtifact's own hosts, and for this very machine. */
export function endpointNotice(settings: Settings, binding: BindingSettings): Problem | null {
  if (binding.customHost !== true || endpointProblem(settings, binding) !== null) return null;
  const { host, hostname, protocol } = new URL(binding.endpoint);
  if (isLoopback(hostname)) return null;
  const how = protocol === 'http:' ? ', over plain http' : '';
  return problemOf(
    'endpointCustom',
    `Packages will come from ${host}${how}: the configured AWS endpoint says so, and the token is sent there.`,
    {
      advice:
        "If that is not yours, unset AWS_ENDPOINT_URL_CODEARTIFACT, AWS_ENDPOINT_URL or the profile's endpoint_url.",
    },
  );
}
