import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import { shellWord } from '../../files/shell-word.ts';
import { pythonIniEditor } from '../../editors/python-ini/python-ini.ts';
import { bareItem } from '../../editors/python-ini/items.ts';
import type { Environment } from '../../../ports/host.ts';
import type { Document } from '../../editors/editor.ts';
import type { Client, ClientBinding, ClientContext } from '../client.ts';
import { indexList } from './index-list.ts';
import { isExtra, simpleUrl, simpleUrlWithToken, useOption } from './python-index.ts';
import {
  applicationSupport,
  inHome,
  pathInVariable,
  pathsOf,
  roaming,
  variableOf,
  xdgConfigAsGiven,
} from '../parts/folders.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { redirectsInVariables } from '../parts/redirects.ts';
import { item } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { pipErrors } from './pip-errors.ts';
import { inspectNoIndex } from './pip-no-index.ts';
import { REQUIREMENTS, pipConfRedirects, pipVariableRule, requirementsRedirects } from './redirects.ts';

const EXTRA = 'PIP_EXTRA_INDEX_URL';

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

  errors: pipErrors,

  async lookup(binding, context) {
    const user = await userConfig(context);
    const venv = binding.projectPath === null ? null : await venvConfig(binding.projectPath, context);
    const own = [venv, user].flatMap((file) => (file?.ok === true ? [file.value] : []));
    const files = [...own, ...weakerFiles(context)];
    const places = [
      fromVariable(isExtra(binding) ? EXTRA : 'PIP_INDEX_URL'),
      ...files.flatMap((path) =>
        ['install', 'global'].map((section) => inFile('pythonIni')(path, indexEntry(section, binding))),
      ),
    ];
    return { registry: places, credential: places };
  },

  meaning([section, option]) {
    if (section !== 'global' && section !== 'install') return null;
    if (option === 'index-url') return { role: 'registry', takesOver: 'every package that pip asks PyPI for' };
    return option === 'extra-index-url' ? { role: 'registry', options: { use: 'extra' } } : null;
  },

  async inspect(binding, context) {
    return inspectNoIndex(await filesOfPip({ ...binding, projectPath: null }, context), context);
  },

  startedIn: () => ({ names: [...REQUIREMENTS, ...VENV_FOLDERS.filter((name) => name !== '.')], above: false }),

  async redirects(binding, folder, context) {
    const by = { title: 'pip', isProjects: folder !== null };
    const file = folder === null ? await userConfig(context) : await venvConfig(folder, context);
    const found = file.ok ? await pipConfRedirects(file.value, binding, by, context) : [];
    if (folder !== null) return [...found, ...(await requirementsRedirects(folder, binding, by, context))];
    return [...found, ...redirectsInVariables('pip', context, pipVariableRule(binding))];
  },

  variables(binding) {
    return { [isExtra(binding) ? EXTRA : 'PIP_INDEX_URL']: simpleUrlWithToken(binding) };
  },

  lists: { [EXTRA]: { ...indexList, inFiles: extraIndexes } },
};

/**
 * The extra indexes that pip would find in files: for `pip install` those of `[install]`, for the rest `[global]`, each from the
 * strongest file that has the option (_internal/configuration.py of pip 25.1).
 */
async function extraIndexes(binding: ClientBinding, context: ClientContext): Promise<readonly string[]> {
  const files = await filesOfPip(binding, context);
  const read = await Promise.all(files.map(async (file) => documentOf(file, context)));
  const documents = read.flatMap((document) => (document === null ? [] : [document]));
  return ['install', 'global'].flatMap((section) => {
    const lists = documents.map((document) =>
      document
        .entries()
        .flatMap(({ entry: [first, second], value }) =>
          first === section && second === 'extra-index-url' ? [value] : [],
        ),
    );
    return lists.find((urls) => urls.length > 0) ?? [];
  });
}

/** Strongest first: the environment's, the user's, and those for everybody on the machine. */
async function filesOfPip(binding: ClientBinding, context: ClientContext): Promise<readonly string[]> {
  const { environment } = context;
  const paths = pathsOf(environment);
  const active = pathInVariable(environment, 'VIRTUAL_ENV');
  const found = [
    ...(binding.projectPath === null ? [] : [await venvConfig(binding.projectPath, context)]),
    await userConfig(context),
  ];
  const own = found.flatMap((file) => (file.ok ? [file.value] : []));
  return [...(active === null ? [] : [paths.join(active, fileNameOf(environment))]), ...own, ...weakerFiles(context)];
}

/** What pip reads besides the user's own file, which beats it: the place of older versions, and files for everybody on the machine. */
function weakerFiles({ environment }: ClientContext): readonly string[] {
  const older = olderConfig(environment);
  return [...(older === null ? [] : [older]), ...filesForAll(environment)];
}

function filesForAll({ platform }: Environment): readonly string[] {
  // The system's folder for that, which no variable moves for pip.
  if (platform === 'win32') return [String.raw`C:\ProgramData\pip\pip.ini`];
  return platform === 'darwin'
    ? ['/Library/Application Support/pip/pip.conf']
    : ['/etc/xdg/pip/pip.conf', '/etc/pip.conf'];
}

/** Null where PIP_CONFIG_FILE stands in the place of all the user's files. */
function olderConfig(environment: Environment): string | null {
  if (variableOf(environment, 'PIP_CONFIG_FILE') !== null) return null;
  return inHome(environment, environment.platform === 'win32' ? 'pip' : '.pip', fileNameOf(environment));
}

function fileNameOf({ platform }: Environment): string {
  return platform === 'win32' ? 'pip.ini' : 'pip.conf';
}

function indexEntry(section: string, binding: ClientBinding): EntryPath {
  return isExtra(binding) ? [section, 'extra-index-url', item(simpleUrl(binding))] : [section, 'index-url'];
}

/** Whether `[install]`, which beats `[global]`, names this repository already: its token has to be kept fresh as well. */
async function hasOwnInstallIndex(file: string, binding: ClientBinding, context: ClientContext): Promise<boolean> {
  const document = await documentOf(file, context);
  return document !== null && namesIndex(document, 'install', binding);
}

function namesIndex(document: Document, section: string, binding: ClientBinding): boolean {
  const found = document.find(indexEntry(section, binding));
  return found.some(({ value }) => bareItem(value) === bareItem(simpleUrl(binding)));
}

async function documentOf(file: string, { read }: ClientContext): Promise<Document | null> {
  const text = await read(file);
  const document = text === null ? null : pythonIniEditor.read(text);
  return document?.ok === true ? document.value : null;
}

async function configFile(binding: ClientBinding, context: ClientContext): Promise<Result<string>> {
  if (binding.projectPath !== null) return venvConfig(binding.projectPath, context);
  const file = await userConfig(context);
  const older = olderConfig(context.environment);
  return file.ok && older !== null && (await isOnlyIn(older, file.value, binding, context)) ? ok(older) : file;
}

/** True while the older file names this repository and the newer one, which would beat it, no index at all. */
async function isOnlyIn(
  older: string,
  newer: string,
  binding: ClientBinding,
  context: ClientContext,
): Promise<boolean> {
  const [before, now] = await Promise.all([documentOf(older, context), documentOf(newer, context)]);
  const option = isExtra(binding) ? 'extra-index-url' : 'index-url';
  const isThere = now?.entries().some(({ entry: [, second] }) => second === option) ?? false;
  return before !== null && !isThere && ['install', 'global'].some((section) => namesIndex(before, section, binding));
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
        command: `${environment.platform === 'win32' ? 'py' : 'python3'} -m venv ${shellWord(paths.join(project, '.venv'))}`,
      },
    ),
  );
}
