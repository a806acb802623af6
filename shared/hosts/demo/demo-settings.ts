import type { BindingSettings, Settings } from '../../engine/state/settings.ts';
import { initialSettings } from '../../engine/state/settings.ts';
import { bindingIdOf, projectIdOf, tokenIdOf } from '../../engine/state/identify.ts';

type DemoProjects = { readonly webStore: string; readonly forecasts: string; readonly designKit: string };

/** What a person would have after some clicks: three projects, two domains, nothing written yet. */
export function demoSettings(emulatorUrl: string, { webStore, forecasts, designKit }: DemoProjects): Settings {
  const platform = { profile: 'work', region: 'us-east-1', domain: 'platform', domainOwner: '111122223333' };
  const science = { profile: 'ds-admin', region: 'us-west-2', domain: 'data-science', domainOwner: '444455556666' };
  const platformId = tokenIdOf(platform);
  const scienceId = tokenIdOf(science);
  function bind(facts: Omit<BindingSettings, 'id' | 'endpoint'>, format: string, domain: string): BindingSettings {
    const endpoint = `${emulatorUrl}/${format}/d/${domain}/${facts.repository}/`;
    return { id: bindingIdOf({ ...facts, endpoint }), ...facts, endpoint };
  }
  return {
    ...initialSettings,
    tokens: [
      { id: platformId, ...platform },
      { id: scienceId, ...science },
    ],
    projects: [webStore, forecasts, designKit].map((path) => ({ id: projectIdOf(path), path })),
    bindings: [
      bind(
        {
          projectId: projectIdOf(webStore),
          client: 'npm',
          tokenId: platformId,
          repository: 'web-releases',
          options: { scope: '@store' },
          enabled: true,
        },
        'npm',
        'platform-111122223333',
      ),
      bind(
        {
          projectId: projectIdOf(forecasts),
          client: 'pip',
          tokenId: scienceId,
          repository: 'pypi-all',
          options: {},
          enabled: true,
        },
        'pypi',
        'data-science-444455556666',
      ),
      bind(
        {
          projectId: projectIdOf(designKit),
          client: 'npm',
          tokenId: platformId,
          repository: 'shared',
          options: {},
          enabled: false,
        },
        'npm',
        'platform-111122223333',
      ),
    ],
  };
}
