import { ok } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { pathsOf, variableOf } from '../client.ts';
import type { Client, ClientBinding, Place } from '../client.ts';
import { netrcPlaces, netrcTargets } from '../parts/netrc-file.ts';
import {
  indexName,
  indexNameOption,
  indexReach,
  isExtra,
  simpleUrl,
  simpleUrlWithToken,
  useOption,
  xdgConfigHome,
} from './python-index.ts';
import { projectFile } from '../parts/project.ts';
import { placeIn } from '../parts/place.ts';

const place = placeIn('tomlWithoutBom');

/** What PDM calls the index that stands for PyPI; a source of this name takes its place. */
const DEFAULT_NAME = 'pypi';

/**
 * PDM 2: the index in the project's pyproject.toml or the user's config.toml, the token in netrc, which every version reads.
 * Credentials in config.toml would belong to the name of an index rather than to its host, and for `pypi` be sent to PyPI itself
 * by projects that know nothing of ours.
 */
export const pdm: Client = {
  name: 'pdm',
  title: 'PDM',
  format: 'pypi',
  reads: /^pdm_/i,
  options: [indexNameOption, useOption],
  reach: indexReach,

  async targets(binding, context) {
    const credential = await netrcTargets(binding.endpoint, context);
    if (binding.projectPath === null) {
      const entries = [{ entry: userEntry(binding, 'url'), value: simpleUrl(binding) }];
      return ok([{ path: userConfig(context.environment), editor: 'tomlWithoutBom', entries }, ...credential]);
    }
    const file = await projectFile('PDM', binding.projectPath, 'pyproject.toml', context);
    if (!file.ok) return file;
    const entries = [{ entry: sourceEntry(binding), value: simpleUrl(binding) }];
    return ok([{ path: file.value, editor: 'tomlWithoutBom', entries }, ...credential]);
  },

  async lookup(binding, context) {
    const { environment } = context;
    const paths = pathsOf(environment);
    const { projectPath } = binding;
    const user = userConfig(environment);
    const settings = projectPath === null ? [user] : [paths.join(projectPath, 'pdm.toml'), user];
    const ofSettings = (key: string) => settings.map((file) => place(file, userEntry(binding, key)));
    const variables = (name: string): Place[] =>
      isExtra(binding) ? [] : [{ kind: 'variable', variable: `PDM_PYPI_${name}` }];
    const source = projectPath === null ? [] : [place(paths.join(projectPath, 'pyproject.toml'), sourceEntry(binding))];
    const registry = [...source, ...variables('URL'), ...ofSettings('url')];
    const passwords = [...variables('PASSWORD'), ...ofSettings('password')];
    return { registry, credential: [...passwords, ...registry, ...(await netrcPlaces(binding.endpoint, context))] };
  },

  variables(binding) {
    return isExtra(binding) ? {} : { PDM_PYPI_URL: simpleUrlWithToken(binding) };
  },
};

function userEntry(binding: ClientBinding, key: string): readonly string[] {
  return isExtra(binding) ? ['pypi', indexName(binding), key] : ['pypi', key];
}

function sourceEntry(binding: ClientBinding): readonly string[] {
  return ['tool', 'pdm', `source[name=${isExtra(binding) ? indexName(binding) : DEFAULT_NAME}]`, 'url'];
}

/** PDM_CONFIG_FILE, else where the library platformdirs has the settings of `pdm`. */
function userConfig(environment: Environment): string {
  const paths = pathsOf(environment);
  const named = variableOf(environment, 'PDM_CONFIG_FILE');
  if (named !== null) return paths.resolve(named);
  const { platform, home } = environment;
  if (platform === 'darwin') return paths.join(home, 'Library', 'Application Support', 'pdm', 'config.toml');
  if (platform !== 'win32') return paths.join(xdgConfigHome(environment), 'pdm', 'config.toml');
  const local = variableOf(environment, 'LOCALAPPDATA') ?? paths.join(home, 'AppData', 'Local');
  return paths.join(local, 'pdm', 'pdm', 'config.toml');
}
