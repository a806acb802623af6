import { ok } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { yamlEditor } from '../../editors/yaml/yaml.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientBinding, ClientContext, DesiredEntry } from '../client.ts';
import { npmScopeText, registryMeaning, scopeOption, withoutScheme } from './npm-family.ts';
import { inHome, pathsOf, variableInAnyCase } from '../parts/folders.ts';
import { fromVariable, inFile, isTaken } from '../parts/place.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { stepText } from '../../editors/text/entry-path.ts';
import { yarnBerryErrors } from './yarn-berry-errors.ts';
import { berryRedirects, networkVariables } from './redirects.ts';

const inYaml = inFile('yaml');

/**
 * Yarn 2 and later: the registry in the project's or the user's .yarnrc.yml, the token always in the user's, under the
 * registry's own key. `npmAlwaysAuth` has to stand beside it, or packages without a scope are asked for anonymously
 * (seen with 3.8.7 and 4.18.1).
 */
export const yarnBerry: Client = {
  name: 'yarn-berry',
  title: 'Yarn 2+',
  format: 'npm',
  ownVariables: /^yarn_/i,
  references: { yaml: ['braces', 'default'] },
  options: [scopeOption],
  scopeText: npmScopeText,

  async targets(binding, context) {
    const { environment } = context;
    const user = userFile(environment);
    const registry: DesiredEntry = { entry: serverEntry(binding), value: binding.endpoint };
    const credential = await credentialEntries(binding, user, context);
    if (binding.projectPath === null) {
      return ok([{ path: user, editor: 'yaml', entries: [registry, ...credential] }]);
    }
    const project = pathsOf(environment).join(binding.projectPath, fileName(environment));
    return ok([
      { path: project, editor: 'yaml', entries: [registry] },
      { path: user, editor: 'yaml', entries: credential },
    ]);
  },

  errors: yarnBerryErrors,

  async lookup(binding, context) {
    const { environment } = context;
    const { projectPath } = binding;
    const user = userFile(environment);
    const files = projectPath === null ? [user] : [pathsOf(environment).join(projectPath, fileName(environment)), user];
    const hasScope = binding.options['scope'] !== undefined;
    const keys = await Promise.all(files.map(async (file) => keyIn(file, binding, context)));
    return {
      registry: [
        ...(hasScope ? [] : [fromVariable('YARN_NPM_REGISTRY_SERVER')]),
        ...files.map((file) => inYaml(file, serverEntry(binding))),
      ],
      credential: [
        ...(hasScope ? files.map((file) => inYaml(file, scopeTokenEntry(binding))) : []),
        ...files.map((file, index) => inYaml(file, ['npmRegistries', keys[index] ?? '', 'npmAuthToken'])),
        ...(hasScope ? [] : [fromVariable('YARN_NPM_AUTH_TOKEN')]),
        ...files.map((file) => inYaml(file, ['npmAuthToken'])),
      ],
    };
  },

  meaning(entry) {
    const [first, second, third] = entry.map((step) => stepText(step));
    if (first === 'npmRegistryServer') return { ...registryMeaning(null), role: 'registry', name: 'default' };
    if (first === 'npmAuthToken' || first === 'npmAuthIdent') return { role: 'credential', name: 'default' };
    if (first === 'npmRegistries') return { role: 'credential' };
    const scope = first === 'npmScopes' ? registryMeaning(second ?? '') : null;
    if (scope === null) return null;
    const name = `scope ${second ?? ''}`;
    if (third === 'npmRegistryServer') return { ...scope, name };
    return { role: third === 'npmAuthToken' || third === 'npmAuthIdent' ? 'credential' : 'beside', name };
  },

  startedIn: (environment) => ({ names: [fileName(environment)], above: true }),

  async redirects(binding, folder, context) {
    const { environment } = context;
    const user = userFile(environment);
    const file = folder === null ? user : pathsOf(environment).join(folder, fileName(environment));
    const name = binding.options['scope']?.slice(1);
    const isBound = name !== undefined && (await isTaken(inYaml(user, scopeTokenEntry(binding)), context));
    const scope = isBound ? { name, endpoint: binding.endpoint } : null;
    const found = await berryRedirects(file, scope, { title: 'Yarn', isProjects: folder !== null }, context);
    return folder === null ? [...found, ...networkVariables('Yarn', 'yarn_', context)] : found;
  },

  variables({ endpoint, options }): Record<string, string> {
    if (options['scope'] !== undefined) return {};
    return { YARN_NPM_REGISTRY_SERVER: endpoint, YARN_NPM_AUTH_TOKEN: TOKEN_SLOT, YARN_NPM_ALWAYS_AUTH: 'true' };
  },
};

/** `npmRegistryServer`, of a scope within `npmScopes`, where scopes have no `@`. */
function serverEntry({ options }: ClientBinding): EntryPath {
  const scope = options['scope'];
  return scope === undefined ? ['npmRegistryServer'] : ['npmScopes', scope.slice(1), 'npmRegistryServer'];
}

function scopeTokenEntry({ options }: ClientBinding): EntryPath {
  return ['npmScopes', options['scope']?.slice(1) ?? '', 'npmAuthToken'];
}

/** Packages with a scope get the token anyway, and from the scope's own settings first. */
async function credentialEntries(
  binding: ClientBinding,
  user: string,
  context: ClientContext,
): Promise<readonly DesiredEntry[]> {
  const key = await keyIn(user, binding, context);
  const token: DesiredEntry = { entry: ['npmRegistries', key, 'npmAuthToken'], value: TOKEN_SLOT };
  if (binding.options['scope'] === undefined) {
    return [token, { entry: ['npmRegistries', key, 'npmAlwaysAuth'], value: 'true' }];
  }
  const scopeToken = scopeTokenEntry(binding);
  return (await isTaken(inYaml(user, scopeToken), context))
    ? [token, { entry: scopeToken, value: TOKEN_SLOT }]
    : [token];
}

/**
 * The registry's key as the file has it already, or as Yarn's documentation writes it. Yarn takes a key with the scheme before one
 * without it, whether or not they end in a slash, and the last of two that only differ in that.
 */
async function keyIn(file: string, { endpoint }: ClientBinding, { read }: ClientContext): Promise<string> {
  const document = yamlEditor.read((await read(file)) ?? '');
  const entries = document.ok ? document.value.entries() : [];
  const keys = entries.flatMap(({ entry: [top, key] }) => (top === 'npmRegistries' ? [stepText(key)] : []));
  const [whole, bare] = [endpoint, withoutScheme(endpoint)].map((wanted) =>
    keys.findLast((key) => key.replace(/\/$/, '') === wanted.replace(/\/$/, '')),
  );
  return whole ?? bare ?? withoutScheme(endpoint);
}

/** Yarn reads its variables without regard to case. */
function fileName(environment: Environment): string {
  return variableInAnyCase(environment, 'YARN_RC_FILENAME') ?? '.yarnrc.yml';
}

function userFile(environment: Environment): string {
  return inHome(environment, fileName(environment));
}
