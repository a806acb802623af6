import { z } from 'zod';
import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { npmrcEditor } from '../../editors/npmrc.ts';
import { stepText } from '../../editors/text/entry-path.ts';
import { yamlEditor } from '../../editors/yaml/yaml.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientBinding, ClientContext, ListVariable, Target } from '../client.ts';
import {
  npmScopeText,
  npmrcFiles,
  npmrcMeaning,
  npmrcOf,
  npmrcPlace,
  npmrcTargets,
  registryKey,
  registryMeaning,
  scopeOption,
  tokenKey,
  tokenKeys,
  userNpmrc,
} from './npm-family.ts';
import { inspectOtherRepositories } from './other-repositories.ts';
import type { EntryPlace } from '../parts/place.ts';
import { inHome, local, pathInVariable, pathsOf, variableOf, xdgConfigAsGiven } from '../parts/folders.ts';
import { fromVariable, inFile, takenPlaces } from '../parts/place.ts';
import { lineAt } from '../../editors/text/lines.ts';
import { pnpmErrors } from './pnpm-errors.ts';
import { npmrcRedirects, workspaceRedirects } from './redirects.ts';
import { pnpmWorkspaceRoot } from './workspaces.ts';
import { settingsAtRoot } from '../parts/workspace.ts';

const inYaml = inFile('yaml');

const AUTH = 'pnpm_config__auth';

const authObject = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));
type AuthObject = z.infer<typeof authObject>;

/** The JSON of `_auth`: by registry, by scope; an item is one such object with one scope of one registry. */
const authList: ListVariable = {
  divide: (value) =>
    Object.entries(parsedAuth(value)).flatMap(([url, scopes]) =>
      Object.entries(scopes).map(([scope, settings]) => JSON.stringify({ [url]: { [scope]: settings } })),
    ),
  join(items) {
    const joined: AuthObject = {};
    for (const [url, scopes] of items.flatMap((item) => Object.entries(parsedAuth(item)))) {
      // What comes first counts.
      const known = joined[url] ?? {};
      joined[url] = {
        ...known,
        ...Object.fromEntries(
          Object.entries(scopes).map(([scope, settings]) => [scope, { ...settings, ...known[scope] }]),
        ),
      };
    }
    return JSON.stringify(joined);
  },
  keyOf: (item) => item,
  hasSecret: () => true,
};

function parsedAuth(value: string): AuthObject {
  try {
    return authObject.safeParse(JSON.parse(value)).data ?? {};
  } catch {
    return {};
  }
}

/**
 * pnpm 9 to 12: npm's lines in npm's files, which every version reads. Newer versions prefer settings in files of their own; what
 * stands there already is set as well, and nothing is added to them, so that the token is in as few files as can be.
 */
export const pnpm: Client = {
  name: 'pnpm',
  title: 'pnpm',
  format: 'npm',
  ownVariables: /^p?npm_config_/i,
  references: { npmrc: ['braces', 'default'], yaml: ['braces', 'default'] },
  options: [scopeOption],
  scopeText: npmScopeText,

  async targets(binding, context) {
    const { environment } = context;
    const root = binding.projectPath === null ? null : await pnpmWorkspaceRoot(binding.projectPath, context);
    if (root !== null) return settingsAtRoot('pnpm', binding, root);
    const user = userNpmrc(environment);
    const targets = [...npmrcTargets(binding, environment, user), ...authFileTargets(binding, user, environment)];
    const comment = await commentBehind(targets, context);
    return comment === null ? ok([...targets, ...(await strongerTargets(binding, context))]) : failed(comment);
  },

  errors: pnpmErrors,

  async lookup(binding, { environment }) {
    const { endpoint, options, projectPath } = binding;
    const key = registryKey(binding);
    const user = userNpmrc(environment);
    const variables = options['scope'] === undefined ? ['pnpm_config_registry', 'npm_config_registry'] : [];
    const authIni = pnpmFile('auth.ini', environment);
    const npmrcs = npmrcFiles(binding, environment, user).toSpliced(projectPath === null ? 0 : 1, 0, authIni);
    return {
      registry: [
        ...variables.map((name) => fromVariable(name)),
        ...registryPlaces(pnpmFile('config.yaml', environment), binding),
        ...workspaceFiles(binding, environment).flatMap((file) => registryPlaces(file, binding)),
        ...npmrcs.map((file) => npmrcPlace(file, key)),
      ],
      credential: [
        fromVariable(`pnpm_config_${tokenKey(endpoint)}`),
        ...tokenPlaces(pnpmFile('config.yaml', environment), binding),
        ...tokenKeys(endpoint).flatMap((token) => npmrcs.map((file) => npmrcPlace(file, token))),
      ],
    };
  },

  meaning(entry) {
    const [first, second] = entry.map((step) => stepText(step));
    if (first === '_auth') return { role: 'credential' };
    if (first !== 'registries') return npmrcMeaning(entry);
    return registryMeaning(second === 'default' ? null : (second ?? ''));
  },

  async inspect(binding, context) {
    const files = npmrcFiles(binding, context.environment, userNpmrc(context.environment));
    return inspectOtherRepositories('pnpm', files, binding, context);
  },

  startedIn: () => ({ names: ['.npmrc', 'pnpm-workspace.yaml'], above: false }),

  async redirects(_binding, folder, context) {
    const by = { title: 'pnpm', isProjects: folder !== null };
    const found = await npmrcRedirects(npmrcOf(folder, context.environment), by, context);
    return folder === null ? found : [...found, ...(await workspaceRedirects(folder, by, context))];
  },

  /** One variable of pnpm 11 and later, which beats every file and brings the registry along. */
  variables({ endpoint, options }) {
    const scope = options['scope'] ?? '@';
    return { [AUTH]: JSON.stringify({ [endpoint]: { [scope]: { authToken: TOKEN_SLOT } } }) };
  },

  lists: { [AUTH]: { ...authList, inFiles: authInFile } },
};

async function authInFile(_binding: ClientBinding, context: ClientContext): Promise<readonly string[]> {
  const text = await context.read(pnpmFile('config.yaml', context.environment));
  const document = text === null ? null : yamlEditor.read(text);
  if (document === null || !document.ok) return [];
  return document.value
    .entries()
    .flatMap(({ entry: [top, url, scope, key], value }) =>
      top === '_auth' && key !== undefined
        ? [JSON.stringify({ [stepText(url)]: { [stepText(scope)]: { [stepText(key)]: value } } })]
        : [],
    );
}

/** The file that pnpm 11 and 12 read in place of the user's .npmrc when a variable names it. */
function authFileTargets(binding: ClientBinding, user: string, environment: Environment): readonly Target[] {
  const name = 'PNPM_CONFIG_NPMRC_AUTH_FILE';
  const file = pathInVariable(environment, name) ?? pathInVariable(environment, name.toLowerCase()) ?? user;
  return file === user ? [] : npmrcTargets(binding, environment, file).slice(-1);
}

/** What stands in files that beat npm's, at the level of the binding; the token at both. */
async function strongerTargets(binding: ClientBinding, context: ClientContext): Promise<readonly Target[]> {
  const { environment } = context;
  const authIni = pnpmFile('auth.ini', environment);
  const config = pnpmFile('config.yaml', environment);
  const registries =
    binding.projectPath === null
      ? [npmrcPlace(authIni, registryKey(binding)), ...registryPlaces(config, binding)]
      : workspaceFiles(binding, environment).flatMap((file) => registryPlaces(file, binding));
  const tokens = [npmrcPlace(authIni, tokenKey(binding.endpoint)), ...tokenPlaces(config, binding)];
  const taken = await takenPlaces([...registries, ...tokens], context);
  return [...Map.groupBy(taken, ({ path }) => path)].flatMap(([path, places]) => {
    const entries = places.map((place) => ({
      entry: place.entry,
      value: tokens.includes(place) ? TOKEN_SLOT : binding.endpoint,
    }));
    return places.slice(0, 1).map(({ editor }) => ({ path, editor, entries }));
  });
}

/** `registry` beats `registries.default` from version 11 on; version 10 knows the latter alone. */
function registryPlaces(path: string, { options }: ClientBinding): readonly EntryPlace[] {
  const scope = options['scope'];
  const entries = scope === undefined ? [['registry'], ['registries', 'default']] : [['registries', scope]];
  return entries.map((entry) => inYaml(path, entry));
}

/** `_auth` by registry and scope, the registry with or without its last slash. */
function tokenPlaces(path: string, { endpoint, options }: ClientBinding): readonly EntryPlace[] {
  const scopes = ['@', ...(options['scope'] === undefined ? [] : [options['scope']])];
  return [endpoint, endpoint.replace(/\/$/, '')].flatMap((url) =>
    scopes.map((scope) => inYaml(path, ['_auth', url, scope, 'authToken'])),
  );
}

function workspaceFiles({ projectPath }: ClientBinding, environment: Environment): readonly string[] {
  return projectPath === null ? [] : [pathsOf(environment).join(projectPath, 'pnpm-workspace.yaml')];
}

/** A file of pnpm's own folder; `pnpm login` writes its auth.ini. */
function pnpmFile(name: string, environment: Environment): string {
  const { platform } = environment;
  const paths = pathsOf(environment);
  const isMoved = variableOf(environment, 'XDG_CONFIG_HOME') !== null;
  if (platform === 'darwin' && !isMoved) return inHome(environment, 'Library', 'Preferences', 'pnpm', name);
  if (platform === 'win32' && !isMoved && variableOf(environment, 'LOCALAPPDATA') !== null) {
    return paths.join(local(environment), 'pnpm', 'config', name);
  }
  return paths.join(xdgConfigAsGiven(environment), 'pnpm', name);
}

/** The first line that we would write to and that goes on behind its value. */
async function commentBehind(targets: readonly Target[], { read }: ClientContext): Promise<Problem | null> {
  for (const { path, entries } of targets) {
    const text = (await read(path)) ?? '';
    const document = npmrcEditor.read(text);
    if (!document.ok) continue;
    const ends = entries.flatMap(({ entry }) => document.value.find(entry).map(({ end }) => end));
    const end = ends.find((offset) => /^[ \t]*[;#]/.test(text.slice(offset)));
    if (end === undefined) continue;
    return problemOf(
      'fileInvalid',
      `Line ${lineAt(text, end)} of ${path} ends in a comment, which pnpm 12 takes for part of the value.`,
      {
        advice: 'Give the comment a line of its own.',
      },
    );
  }
  return null;
}
