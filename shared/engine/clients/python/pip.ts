import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import { pythonIniEditor } from '../../editors/python-ini/python-ini.ts';
import { bareItem } from '../../editors/python-ini/items.ts';
import type { Client, ClientBinding, ClientContext } from '../client.ts';
import { isExtra, simpleUrl, simpleUrlWithToken, useOption } from './python-index.ts';
import { applicationSupport, pathsOf, roaming, variableOf, xdgConfigAsGiven } from '../parts/folders.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { item } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';

/** Names people give the virtual environment inside a project, most usual first. */
const VENV_FOLDERS = ['.venv', 'venv', 'env', '.'];

/**
 * pip 23 to 25: `index-url`, or one of the `extra-index-url`, with the token inside, in the user's pip.conf or in that of the
 * project's virtual environment (_internal/configuration.py of pip 25.1: the environment's own file beats the user's).
 */
export const pip: Client = {
  name: 'pip',
  title: 'pip',
  format: 'pypi',
  ownVariables: /^pip_/i,
  options: [useOption],
  scopeText: (binding) => (isExtra(binding) ? 'extra index' : 'default index'),

  async targets(binding, context) {
    const file = await configFile(binding, context);
    if (!file.ok) return file;
    const value = simpleUrlWithToken(binding);
    const sections = ['global', ...((await hasOwnInstallIndex(file.value, binding, context)) ? ['install'] : [])];
    const entries = sections.map((section) => ({ entry: indexEntry(section, binding), value }));
    return ok([{ path: file.value, editor: 'pythonIni', entries }]);
  },

  async lookup(binding, context) {
    const user = await userConfig(context);
    const venv = binding.projectPath === null ? null : await venvConfig(binding.projectPath, context);
    const files = [venv, user].flatMap((file) => (file?.ok === true ? [file.value] : []));
    const places = [
      fromVariable(isExtra(binding) ? 'PIP_EXTRA_INDEX_URL' : 'PIP_INDEX_URL'),
      ...files.flatMap((path) =>
        ['install', 'global'].map((section) => inFile('pythonIni')(path, indexEntry(section, binding))),
      ),
    ];
    return { registry: places, credential: places };
  },

  variables(binding) {
    return { [isExtra(binding) ? 'PIP_EXTRA_INDEX_URL' : 'PIP_INDEX_URL']: simpleUrlWithToken(binding) };
  },
};

function indexEntry(section: string, binding: ClientBinding): EntryPath {
  return isExtra(binding) ? [section, 'extra-index-url', item(simpleUrl(binding))] : [section, 'index-url'];
}

/** Whether `[install]`, which beats `[global]`, names this repository already: its token has to be kept fresh as well. */
async function hasOwnInstallIndex(file: string, binding: ClientBinding, { read }: ClientContext): Promise<boolean> {
  const text = await read(file);
  const document = text === null ? null : pythonIniEditor.read(text);
  if (document === null || !document.ok) return false;
  const found = document.value.find(indexEntry('install', binding));
  return found.some(({ value }) => bareItem(value) === bareItem(simpleUrl(binding)));
}

function configFile({ projectPath }: ClientBinding, context: ClientContext): Promise<Result<string>> {
  return projectPath === null ? userConfig(context) : venvConfig(projectPath, context);
}

async function userConfig({ environment, exists }: ClientContext): Promise<Result<string>> {
  const paths = pathsOf(environment);
  const named = variableOf(environment, 'PIP_CONFIG_FILE');
  if (named !== null) {
    if (named === '/dev/null' || named.toLowerCase() === 'nul') {
      return failed(
        problemOf('fileUnreadable', `PIP_CONFIG_FILE is ${named}, so pip reads no user configuration.`, {
          advice: 'Unset PIP_CONFIG_FILE.',
        }),
      );
    }
    return ok(paths.resolve(named));
  }
  if (environment.platform === 'win32') return ok(paths.join(roaming(environment), 'pip', 'pip.ini'));
  if (environment.platform === 'darwin') {
    const folder = paths.join(applicationSupport(environment), 'pip');
    if (await exists(folder)) return ok(paths.join(folder, 'pip.conf'));
  }
  return ok(paths.join(xdgConfigAsGiven(environment), 'pip', 'pip.conf'));
}

async function venvConfig(project: string, { environment, exists }: ClientContext): Promise<Result<string>> {
  const paths = pathsOf(environment);
  for (const name of VENV_FOLDERS) {
    const folder = paths.join(project, name);
    if (await exists(paths.join(folder, 'pyvenv.cfg'))) {
      return ok(paths.join(folder, environment.platform === 'win32' ? 'pip.ini' : 'pip.conf'));
    }
  }
  return failed(
    problemOf(
      'noVirtualEnvironment',
      `${project} has no virtual environment, so pip has no configuration of its own there.`,
      {
        advice: 'Create one in the project, or switch the repository on at user level.',
        command: 'python3 -m venv .venv',
      },
    ),
  );
}
