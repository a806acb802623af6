import { ok } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { pathsOf, variableOf } from '../client.ts';
import type { Client, ClientBinding, Place } from '../client.ts';
import { indexName, indexNameOption, xdgConfigHome } from './python-index.ts';
import { userLevelOnly } from '../parts/project.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';

/** Hatch, for publishing: a named repository of the index publisher in the user's config.toml (Hatch's documents, "Publishing"). */
export const hatch: Client = {
  name: 'hatch',
  title: 'Hatch',
  format: 'pypi',
  reads: /^hatch_/i,
  options: [indexNameOption],
  reach: (binding) => `repository ${indexName(binding)}`,

  async targets(binding, { environment }) {
    if (binding.projectPath !== null) return userLevelOnly('Hatch keeps its repositories per user, not per project.');
    const entries = [
      { entry: repository(binding, 'url'), value: binding.endpoint },
      { entry: repository(binding, 'user'), value: 'aws' },
      { entry: repository(binding, 'auth'), value: TOKEN_SLOT },
    ];
    return ok([{ path: userConfig(environment), editor: 'tomlWithoutBom', entries }]);
  },

  async lookup(binding, { environment }) {
    const inFile = (key: string): Place => {
      return {
        kind: 'entry',
        path: userConfig(environment),
        editor: 'tomlWithoutBom',
        entry: repository(binding, key),
      };
    };
    return {
      registry: [inFile('url')],
      credential: [{ kind: 'variable', variable: 'HATCH_INDEX_AUTH' }, inFile('auth')],
    };
  },

  variables({ endpoint }) {
    return { HATCH_INDEX_REPO: endpoint, HATCH_INDEX_USER: 'aws', HATCH_INDEX_AUTH: TOKEN_SLOT };
  },
};

function repository(binding: ClientBinding, key: string): readonly string[] {
  return ['publish', 'index', 'repos', indexName(binding), key];
}

/** HATCH_CONFIG, else where the library platformdirs has the settings of `hatch`. */
function userConfig(environment: Environment): string {
  const { platform, home } = environment;
  const paths = pathsOf(environment);
  const named = variableOf(environment, 'HATCH_CONFIG');
  if (named !== null) return paths.resolve(named);
  if (platform === 'darwin') return paths.join(home, 'Library', 'Application Support', 'hatch', 'config.toml');
  if (platform !== 'win32') return paths.join(xdgConfigHome(environment), 'hatch', 'config.toml');
  const local = variableOf(environment, 'LOCALAPPDATA') ?? paths.join(home, 'AppData', 'Local');
  return paths.join(local, 'hatch', 'config.toml');
}
