import { ok } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientBinding } from '../client.ts';
import { indexInUse, indexName, indexNameFault, indexNameOption } from './python-index.ts';
import { entriesIn, namesOf } from '../parts/name-in-use.ts';
import { userLevelOnly } from '../parts/project.ts';
import { local, pathInVariable, pathsOf, settingsFolder } from '../parts/folders.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { hatchErrors } from './hatch-errors.ts';

/** Hatch, for publishing: a named repository of the index publisher in the user's config.toml (Hatch's documents, "Publishing"). */
export const hatch: Client = {
  name: 'hatch',
  title: 'Hatch',
  format: 'pypi',
  ownVariables: /^hatch_/i,
  options: [indexNameOption],
  optionFault: (name, value) => indexNameFault(name, /^(?:main|test)$/.test(value) ? 'pypi' : value),
  scopeText: (binding) => `repository ${indexName(binding)}`,

  async targets(binding, { environment }) {
    if (binding.projectPath !== null) return userLevelOnly('Hatch keeps its repositories per user, not per project.');
    const entries = [
      { entry: repository(binding, 'url'), value: binding.endpoint },
      { entry: repository(binding, 'user'), value: 'aws' },
      { entry: repository(binding, 'auth'), value: TOKEN_SLOT },
    ];
    return ok([{ path: userConfig(environment), editor: 'tomlWithoutBom', entries }]);
  },

  errors: hatchErrors,

  async optionsInUse(binding, context) {
    const entries = await entriesIn(userConfig(context.environment), 'tomlWithoutBom', context);
    return indexInUse(binding, namesOf(entries, REPOSITORIES, 'url', binding.endpoint));
  },

  async lookup(binding, { environment }) {
    const inConfig = (key: string) => inFile('tomlWithoutBom')(userConfig(environment), repository(binding, key));
    return { registry: [inConfig('url')], credential: [fromVariable('HATCH_INDEX_AUTH'), inConfig('auth')] };
  },

  meaning(entry) {
    const [publish, index, repos, name, key] = entry.map((step) => stepText(step));
    if (publish !== 'publish' || index !== 'index' || repos !== 'repos' || name === undefined) return null;
    if (key === 'url') return { role: 'registry', name, options: { indexName: name } };
    return { role: key === 'auth' ? 'credential' : 'beside', name };
  },

  variables({ endpoint }) {
    return { HATCH_INDEX_REPO: endpoint, HATCH_INDEX_USER: 'aws', HATCH_INDEX_AUTH: TOKEN_SLOT };
  },
};

const REPOSITORIES = ['publish', 'index', 'repos'];

function repository(binding: ClientBinding, key: string): EntryPath {
  return [...REPOSITORIES, indexName(binding), key];
}

/** HATCH_CONFIG, else where the library platformdirs has the settings of `hatch`. */
function userConfig(environment: Environment): string {
  const usual = pathsOf(environment).join(settingsFolder(environment, local), 'hatch', 'config.toml');
  return pathInVariable(environment, 'HATCH_CONFIG') ?? usual;
}
