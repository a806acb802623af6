import type { ClientOption } from '../../../contract/snapshot.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import { stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import type { ClientBinding, DesiredEntry, Meaning, Target } from '../client.ts';
import type { Environment } from '../../../ports/host.ts';
import type { EntryPlace } from '../parts/place.ts';
import { inHome, pathsOf, roaming, variableInAnyCase } from '../parts/folders.ts';
import { inFile } from '../parts/place.ts';

const inNpmrc = inFile('npmrc');

/** Keeps a binding to one scope; private registries still serve scopes with capitals. */
export const scopeOption: ClientOption = {
  name: 'scope',
  flag: 'namespace',
  label: 'Scope',
  hint: 'Only packages of this scope; leave it empty for all packages.',
  example: '@team',
  choices: null,
  prefix: '@',
  pattern: '@[A-Za-z0-9~-][A-Za-z0-9._~-]*',
};

/** Whether the repository is a registry, or its token is only there for what names the repository elsewhere. */
export const tokenOnlyOption: ClientOption = {
  name: 'keep',
  flag: 'keep',
  label: 'Keep',
  hint: 'Whether packages come from the repository, or its token alone is kept: for what package.json publishes to, or a lockfile takes from it.',
  example: 'token',
  choices: [
    { value: 'registry', label: 'Packages come from it' },
    { value: 'token', label: 'Its token alone' },
  ],
  pattern: 'registry|token',
};

export function isTokenOnly({ options }: ClientBinding): boolean {
  return options['keep'] === 'token';
}

/** `registry`, or `@scope:registry`. */
export function registryKey({ options }: ClientBinding): string {
  return options['scope'] === undefined ? 'registry' : `${options['scope']}:registry`;
}

/** `//host/npm/repository/:_authToken`: npm looks credentials up by URL without the scheme. */
export function tokenKey(endpoint: string): string {
  return `${withoutScheme(endpoint)}:_authToken`;
}

/** Every key whose token npm would send to the endpoint, the one that wins first: npm walks the path up (docs/facts/clients.md). */
export function tokenKeys(endpoint: string): readonly string[] {
  const { host, pathname } = new URL(endpoint);
  const folders = pathname.split('/').filter((part) => part !== '');
  return folders
    .map((_, index) => folders.slice(0, folders.length - index))
    .concat([[]])
    .map((parts) => `//${[host, ...parts].join('/')}/:_authToken`);
}

export function npmScopeText({ options }: ClientBinding): string {
  return options['keep'] === 'token' ? 'token alone' : (options['scope'] ?? 'default registry');
}

/** npm reads its variables in any case, and passes over empty ones (config/lib/index.js of npm 11, loadEnv). */
export function userNpmrc(environment: Environment): string {
  const named = variableInAnyCase(environment, 'npm_config_userconfig');
  return named === null ? homeNpmrc(environment) : pathsOf(environment).resolve(named);
}

/** A folder's .npmrc, or the user's. */
export function npmrcOf(folder: string | null, environment: Environment): string {
  return folder === null ? userNpmrc(environment) : pathsOf(environment).join(folder, '.npmrc');
}

/**
 * Where npm's .npmrc for everybody on the machine may be: below the prefix of its Node, which only npm itself knows for sure
 * (config/definitions of npm 11; Debian's npm has /etc/npmrc).
 */
export function globalNpmrcs(environment: Environment): readonly string[] {
  const { platform } = environment;
  const paths = pathsOf(environment);
  const named = variableInAnyCase(environment, 'npm_config_globalconfig');
  if (named !== null) return [paths.resolve(named)];
  const prefix = variableInAnyCase(environment, 'npm_config_prefix');
  if (prefix !== null) return [paths.resolve(prefix, 'etc', 'npmrc')];
  if (platform === 'win32') return [paths.join(roaming(environment), 'npm', 'etc', 'npmrc')];
  return [
    ...(platform === 'darwin' ? ['/opt/homebrew/etc/npmrc'] : ['/etc/npmrc']),
    '/usr/local/etc/npmrc',
    '/usr/etc/npmrc',
  ];
}

/** The user's .npmrc of clients that know of no variable for it. */
export function homeNpmrc(environment: Environment): string {
  return inHome(environment, '.npmrc');
}

/** The .npmrc files that matter to a binding, nearest first: its project's and the user's. */
export function npmrcFiles({ projectPath }: ClientBinding, environment: Environment, user: string): readonly string[] {
  return projectPath === null ? [user] : [pathsOf(environment).join(projectPath, '.npmrc'), user];
}

/**
 * What the family has in common: the registry line goes to the project's or the user's .npmrc, the token, and what else
 * belongs to the credential, always to the user's, where the family reads credentials for any registry.
 */
export function npmrcTargets(
  binding: ClientBinding,
  environment: Environment,
  user: string,
  credential: readonly DesiredEntry[] = [],
): readonly Target[] {
  const registry: DesiredEntry = { entry: [registryKey(binding)], value: binding.endpoint };
  const token: DesiredEntry = { entry: [tokenKey(binding.endpoint)], value: TOKEN_SLOT };
  if (isTokenOnly(binding)) return [{ path: user, editor: 'npmrc', entries: [token, ...credential] }];
  const [nearest = user] = npmrcFiles(binding, environment, user);
  if (nearest === user) return [{ path: user, editor: 'npmrc', entries: [registry, token, ...credential] }];
  return [
    { path: nearest, editor: 'npmrc', entries: [registry] },
    { path: user, editor: 'npmrc', entries: [token, ...credential] },
  ];
}

/** An entry of an .npmrc as a place to look at. */
export function npmrcPlace(path: string, key: string): EntryPlace {
  return inNpmrc(path, [key]);
}

/** What a line of an .npmrc is: settings of a registry begin with its URL. */
export function npmrcMeaning([key]: EntryPath): Meaning | null {
  const name = stepText(key);
  if (name.startsWith('//')) return { role: name.endsWith(':always-auth') ? 'beside' : 'credential' };
  return registryMeaning(
    name.endsWith(':registry') ? name.slice(0, -':registry'.length) : name === 'registry' ? null : '',
  );
}

/** A registry for a scope, or for all when that is null; an empty text is no scope. */
export function registryMeaning(scope: string | null): Meaning | null {
  if (scope === null) return { role: 'registry', takesOver: 'every package whose scope has no registry of its own' };
  if (scope === '' || scope === '@') return null;
  const withAt = scope.startsWith('@') ? scope : `@${scope}`;
  return { role: 'registry', options: { scope: withAt }, takesOver: `packages of ${withAt}` };
}

export function withoutScheme(endpoint: string): string {
  return endpoint.replace(/^https?:/, '');
}
