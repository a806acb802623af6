import { ok } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import type { Client, ClientBinding } from '../client.ts';
import { netrcPlaces, netrcTargets } from '../parts/netrc-file.ts';
import {
  indexInUse,
  indexName,
  indexNameFault,
  indexNameOption,
  indexScopeText,
  isExtra,
  simpleUrl,
  simpleUrlEitherWay,
  simpleUrlWithToken,
  useOption,
} from './python-index.ts';
import { entriesIn, namesOf } from '../parts/name-in-use.ts';
import { projectFile } from '../parts/project.ts';
import { local, pathInVariable, pathsOf, settingsFolder } from '../parts/folders.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { redirectsInVariables } from '../parts/redirects.ts';
import { isSelection, select, stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { pdmErrors } from './pdm-errors.ts';
import { DEFAULT_NAME, pdmSettings, pdmSources, pdmVariable } from './pdm-redirects.ts';

const inToml = inFile('tomlWithoutBom');

/**
 * PDM 2: the index in the project's pyproject.toml or the user's config.toml, the token in netrc, which every version reads.
 * Credentials in config.toml would belong to the name of an index rather than to its host, and for `pypi` be sent to PyPI itself
 * by projects that know nothing of ours.
 */
export const pdm: Client = {
  name: 'pdm',
  title: 'PDM',
  format: 'pypi',
  ownVariables: /^pdm_/i,
  references: { tomlWithoutBom: ['braces'] },
  options: [indexNameOption, useOption],
  optionFault: indexNameFault,
  scopeText: indexScopeText,

  async targets(binding, context) {
    const credential = await netrcTargets(binding.endpoint, context);
    if (binding.projectPath === null) {
      const entries = [{ entry: userEntry(binding, 'url'), ...simpleUrlEitherWay(binding) }];
      return ok([{ path: userConfig(context.environment), editor: 'tomlWithoutBom', entries }, ...credential]);
    }
    const file = await projectFile('PDM', binding.projectPath, 'pyproject.toml', context);
    if (!file.ok) return file;
    const entries = [{ entry: sourceEntry(binding), ...simpleUrlEitherWay(binding) }];
    return ok([{ path: file.value, editor: 'tomlWithoutBom', entries }, ...credential]);
  },

  errors: pdmErrors,

  async optionsInUse(binding, context) {
    const { projectPath } = binding;
    const [path, above] =
      projectPath === null
        ? [userConfig(context.environment), ['pypi']]
        : [pathsOf(context.environment).join(projectPath, 'pyproject.toml'), ['tool', 'pdm']];
    const names = namesOf(await entriesIn(path, 'tomlWithoutBom', context), above, 'url', simpleUrl(binding));
    // The one of PyPI's name is no extra one.
    return indexInUse(
      binding,
      names.filter((name) => name !== DEFAULT_NAME),
      () => 'extra',
    );
  },

  async lookup(binding, context) {
    const { environment } = context;
    const paths = pathsOf(environment);
    const { projectPath } = binding;
    const user = userConfig(environment);
    const settings = projectPath === null ? [user] : [paths.join(projectPath, 'pdm.toml'), user];
    const ofSettings = (key: string) => settings.map((file) => inToml(file, userEntry(binding, key)));
    const variables = (name: string) => (isExtra(binding) ? [] : [fromVariable(`PDM_PYPI_${name}`)]);
    const source =
      projectPath === null ? [] : [inToml(paths.join(projectPath, 'pyproject.toml'), sourceEntry(binding))];
    const registry = [...source, ...variables('URL'), ...ofSettings('url')];
    const passwords = [...variables('PASSWORD'), ...ofSettings('password')];
    return { registry, credential: [...passwords, ...registry, ...(await netrcPlaces(binding.endpoint, context))] };
  },

  meaning(entry) {
    const [first, second] = entry;
    const key = stepText(entry.at(-1));
    const source = entry.at(-2);
    const isSource = first === 'tool' && second === 'pdm' && isSelection(source) && source.list === 'source';
    if (first !== 'pypi' && !isSource) return null;
    const named = isSource ? source.is : entry.length > 2 ? stepText(second) : DEFAULT_NAME;
    if (key !== 'url') return { role: key === 'password' ? 'credential' : 'beside', name: named };
    if (named !== DEFAULT_NAME) return { role: 'registry', name: named, options: { indexName: named, use: 'extra' } };
    return { role: 'registry', name: named, takesOver: 'every package that PDM asks PyPI for' };
  },

  startedIn: () => ({ names: ['pyproject.toml', 'pdm.toml'], above: false }),

  async redirects(binding, folder, context) {
    const { environment } = context;
    const by = { title: 'PDM', isProjects: folder !== null };
    if (folder === null) {
      const own = await pdmSettings(userConfig(environment), binding, by, context);
      return [...own, ...redirectsInVariables('PDM', context, pdmVariable(binding))];
    }
    const paths = pathsOf(environment);
    return [
      ...(await pdmSources(paths.join(folder, 'pyproject.toml'), binding, by, context)),
      ...(await pdmSettings(paths.join(folder, 'pdm.toml'), binding, by, context)),
    ];
  },

  variables(binding) {
    return isExtra(binding) ? {} : { PDM_PYPI_URL: simpleUrlWithToken(binding) };
  },
};

function userEntry(binding: ClientBinding, key: string): EntryPath {
  return isExtra(binding) ? ['pypi', indexName(binding), key] : ['pypi', key];
}

function sourceEntry(binding: ClientBinding): EntryPath {
  return ['tool', 'pdm', select('source', 'name', isExtra(binding) ? indexName(binding) : DEFAULT_NAME), 'url'];
}

/** PDM_CONFIG_FILE, else where the library platformdirs has the settings of `pdm`. */
function userConfig(environment: Environment): string {
  const folders = environment.platform === 'win32' ? ['pdm', 'pdm'] : ['pdm'];
  const usual = pathsOf(environment).join(settingsFolder(environment, local), ...folders, 'config.toml');
  return pathInVariable(environment, 'PDM_CONFIG_FILE') ?? usual;
}
