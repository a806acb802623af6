import { ok } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientBinding, ClientContext, Target } from '../client.ts';
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
  tokenKeys,
  userNpmrc,
} from './npm-family.ts';
import { inspectOtherRepositories } from './other-repositories.ts';
import type { EntryPlace } from '../parts/place.ts';
import { pathInVariable, pathsOf } from '../parts/folders.ts';
import { fromVariable, inFile, takenPlaces } from '../parts/place.ts';
import { bunErrors } from './bun-errors.ts';
import { stepText } from '../../editors/text/entry-path.ts';
import { bunfigRedirects, npmrcRedirects } from './redirects.ts';

const inToml = inFile('toml');

/**
 * Bun: npm's lines. Any bunfig.toml beats every .npmrc, the user's that of a project too (seen with 1.4.5), so where one names
 * a registry already, ours goes there as well.
 */
export const bun: Client = {
  name: 'bun',
  title: 'Bun',
  format: 'npm',
  ownVariables: /^(?:bun_config_|bun_install$|npm_config_)/i,
  references: { npmrc: ['braces', 'optional'], toml: ['dollar'] },
  options: [scopeOption],
  scopeText: npmScopeText,

  async targets(binding, context) {
    const { environment } = context;
    const bunfigs =
      binding.projectPath === null ? await userBunfig(binding, context) : await projectBunfig(binding, context);
    return ok([...npmrcTargets(binding, environment, userNpmrc(environment)), ...bunfigs]);
  },

  errors: bunErrors,

  async lookup(binding, context) {
    const { environment } = context;
    const npmrcs = npmrcFiles(binding, environment, userNpmrc(environment));
    const bunfigs = bunfigFiles(binding, environment);
    const inVariables = (...names: readonly string[]) =>
      binding.options['scope'] === undefined ? names.map((name) => fromVariable(name)) : [];
    return {
      registry: [
        ...inVariables('BUN_CONFIG_REGISTRY', 'NPM_CONFIG_REGISTRY'),
        ...bunfigs.flatMap((file) => urlPlaces(file, binding)),
        ...npmrcs.map((file) => npmrcPlace(file, registryKey(binding))),
      ],
      credential: [
        ...inVariables('BUN_CONFIG_TOKEN', 'NPM_CONFIG_TOKEN'),
        ...(await nearestWith(bunfigs, binding, context)).flatMap((file) => tokenPlaces(file, binding)),
        ...tokenKeys(binding.endpoint).flatMap((token) => npmrcs.map((file) => npmrcPlace(file, token))),
      ],
    };
  },

  meaning(entry) {
    const [first, second, ...more] = entry.map((step) => stepText(step));
    if (first !== 'install') return npmrcMeaning(entry);
    const [scope, key] = second === 'scopes' ? more : [null, ...more];
    const isRegistry = key === undefined || key === 'url';
    const registry = second === 'registry' || second === 'scopes' ? registryMeaning(scope ?? null) : null;
    if (registry === null) return null;
    const name = `bunfig ${scope ?? ''}`;
    return isRegistry ? { ...registry, name } : { role: key === 'token' ? 'credential' : 'beside', name };
  },

  async inspect(binding, context) {
    const files = npmrcFiles(binding, context.environment, userNpmrc(context.environment));
    return inspectOtherRepositories('Bun', files, binding, context);
  },

  startedIn: () => ({ names: ['.npmrc', 'bunfig.toml'], above: false }),

  async redirects(_binding, folder, context) {
    const by = { title: 'Bun', isProjects: folder !== null };
    return [
      ...(await npmrcRedirects(npmrcOf(folder, context.environment), by, context)),
      ...(await bunfigRedirects(folder, by, context)),
    ];
  },

  variables({ endpoint, options }): Record<string, string> {
    return options['scope'] === undefined ? { BUN_CONFIG_REGISTRY: endpoint, BUN_CONFIG_TOKEN: TOKEN_SLOT } : {};
  },
};

/** The user's bunfig, where it names the registry or holds its token. */
async function userBunfig(binding: ClientBinding, context: ClientContext): Promise<readonly Target[]> {
  const file = homeBunfig(context.environment);
  const [url] = await takenPlaces(urlPlaces(file, binding), context);
  if (url === undefined) return [];
  const tokens = await takenPlaces(tokenPlaces(file, binding), context);
  const entries = [
    { entry: url.entry, value: binding.endpoint },
    ...tokens.map(({ entry }) => ({ entry, value: TOKEN_SLOT })),
  ];
  return [{ path: file, editor: 'toml', entries }];
}

/** The project's bunfig, where that or the user's names the registry. */
async function projectBunfig(binding: ClientBinding, context: ClientContext): Promise<readonly Target[]> {
  const [file = '', ...others] = bunfigFiles(binding, context.environment);
  const here = await takenPlaces(urlPlaces(file, binding), context);
  const elsewhere = await takenPlaces(
    others.flatMap((other) => urlPlaces(other, binding)),
    context,
  );
  const [place] = here.length + elsewhere.length === 0 ? [] : [...here, ...urlPlaces(file, binding)];
  return place === undefined
    ? []
    : [{ path: file, editor: 'toml', entries: [{ entry: place.entry, value: binding.endpoint }] }];
}

/** `registry = "…"` or the `url` of a table, for a scope with or without its `@`. */
function urlPlaces(path: string, binding: ClientBinding): readonly EntryPlace[] {
  return namesOf(binding).flatMap((name) => [name, [...name, 'url']].map((entry) => inToml(path, entry)));
}

/** A project's registry takes the place of the user's whole entry, token included (seen with 1.4.5). */
async function nearestWith(
  files: readonly string[],
  binding: ClientBinding,
  context: ClientContext,
): Promise<readonly string[]> {
  for (const [index, file] of files.entries()) {
    const [url] = await takenPlaces(urlPlaces(file, binding), context);
    if (url !== undefined) return files.slice(0, index + 1);
  }
  return files;
}

function tokenPlaces(path: string, binding: ClientBinding): readonly EntryPlace[] {
  return namesOf(binding).map((name) => inToml(path, [...name, 'token']));
}

function namesOf({ options }: ClientBinding): readonly (readonly string[])[] {
  const scope = options['scope'];
  if (scope === undefined) return [['install', 'registry']];
  return [scope.slice(1), scope].map((name) => ['install', 'scopes', name]);
}

function bunfigFiles({ projectPath }: ClientBinding, environment: Environment): readonly string[] {
  const user = homeBunfig(environment);
  return projectPath === null ? [user] : [pathsOf(environment).join(projectPath, 'bunfig.toml'), user];
}

function homeBunfig(environment: Environment): string {
  return pathsOf(environment).join(pathInVariable(environment, 'XDG_CONFIG_HOME') ?? environment.home, '.bunfig.toml');
}
