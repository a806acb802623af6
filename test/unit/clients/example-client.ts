import { ok } from '../../../shared/contract/problem.ts';
import type { Environment } from '../../../shared/ports/host.ts';
import type { Client } from '../../../shared/engine/clients/client.ts';
import { inHome, pathInVariable, pathsOf } from '../../../shared/engine/clients/parts/folders.ts';
import { fromVariable, inFile } from '../../../shared/engine/clients/parts/place.ts';
import { userLevelOnly } from '../../../shared/engine/clients/parts/project.ts';
import { TOKEN_SLOT } from '../../../shared/engine/secrets/slot.ts';

/** Crane, which is made up: URL and token in the crane.properties of CRANE_HOME. */
export const crane: Client = {
  name: 'crane',
  title: 'Crane',
  format: 'generic',
  ownVariables: /^crane_/i,
  scopeText: () => 'default registry',

  async targets(binding, { environment }) {
    if (binding.projectPath !== null) return userLevelOnly('Crane reads its home folder alone.');
    const entries = [
      { entry: ['registry.url'], value: binding.endpoint },
      { entry: ['registry.token'], value: TOKEN_SLOT },
    ];
    return ok([{ path: settingsFile(environment), editor: 'properties', entries }]);
  },

  async lookup(_binding, { environment }) {
    const inSettings = (key: string) => inFile('properties')(settingsFile(environment), [key]);
    return {
      registry: [fromVariable('CRANE_URL'), inSettings('registry.url')],
      credential: [fromVariable('CRANE_TOKEN'), inSettings('registry.token')],
    };
  },

  meaning([key]) {
    if (key === 'registry.url') return { role: 'registry', name: 'default', takesOver: 'every package' };
    return key === 'registry.token' ? { role: 'credential', name: 'default' } : null;
  },

  variables: ({ endpoint }) => ({ CRANE_URL: endpoint, CRANE_TOKEN: TOKEN_SLOT }),
};

function settingsFile(environment: Environment): string {
  const folder = pathInVariable(environment, 'CRANE_HOME') ?? inHome(environment, '.crane');
  return pathsOf(environment).join(folder, 'crane.properties');
}
