import { ok } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import { JSON_ROOT } from '../editors/json.ts';
import type { Client, ClientBinding, DesiredEntry, Target } from './client.ts';
import { netrcEntries, netrcMeaning } from './parts/netrc-file.ts';
import { pathsOf } from './parts/folders.ts';
import { inFile } from './parts/place.ts';
import { stepText } from '../editors/text/entry-path.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { swiftErrors } from './swift-errors.ts';
import type { BindingOptions } from '../../contract/snapshot.ts';

/**
 * Swift Package Manager. The registry goes to the project's or the user's registries.json, how to sign in to its host always to the
 * user's, and the token to the netrc file of the account's home, whatever HOME and NETRC say (seen with SwiftPM 6.0.3 on Linux).
 * `loginAPIPath` is left out: only `swift package-registry login` uses it, and it differs between the repositories of one host.
 */
export const swift: Client = {
  name: 'swift',
  title: 'Swift Package Manager',
  format: 'swift',
  ownVariables: /^netrc$/i,
  options: [
    {
      name: 'scope',
      flag: 'namespace',
      label: 'Scope',
      hint: 'Only packages of this scope; leave it empty for all packages.',
      example: 'team',
      choices: null,
      pattern: '[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}',
    },
  ],
  scopeText: ({ options }) => options['scope'] ?? 'default registry',

  async targets(binding, { environment }) {
    const { hostname } = new URL(binding.endpoint);
    // SwiftPM refuses the whole file where one of these is missing.
    const registry: DesiredEntry = { entry: registryEntry(binding), value: binding.endpoint, requiredBy: 3 };
    const version: DesiredEntry = { entry: [JSON_ROOT, 'version'], value: '1', requiredBy: 1 };
    // SwiftPM sends the password of the netrc entry as a bearer token.
    const entry = [JSON_ROOT, 'authentication', hostname, 'type'];
    const type: DesiredEntry = { entry, value: 'token', requiredBy: 3 };
    const user = userFile(environment);
    // SwiftPM sends no login with it; `aws codeartifact login` writes `token` there (awscli 1.45.11).
    const entries = netrcEntries(binding.endpoint, ['token']);
    const netrc: Target = { path: netrcFile(environment), editor: 'netrc', entries };
    if (binding.projectPath === null) {
      return ok([{ path: user, editor: 'json', entries: [type, registry, version] }, netrc]);
    }
    return ok([
      { path: projectFile(binding.projectPath, environment), editor: 'json', entries: [registry, version] },
      { path: user, editor: 'json', entries: [type, version] },
      netrc,
    ]);
  },

  errors: swiftErrors,

  async lookup(binding, { environment }) {
    const { endpoint, projectPath } = binding;
    const { hostname } = new URL(endpoint);
    const files = [...(projectPath === null ? [] : [projectFile(projectPath, environment)]), userFile(environment)];
    return {
      registry: files.map((file) => inFile('json')(file, registryEntry(binding))),
      credential: [inFile('netrc')(netrcFile(environment), [hostname, 'password'])],
    };
  },

  meaning(entry) {
    const [root, section, name] = entry.map((step) => stepText(step));
    if (root !== JSON_ROOT) return netrcMeaning(entry);
    // SwiftPM refuses a file without these two objects.
    if (section === 'authentication') return { role: 'beside', stays: 2 };
    if (section !== 'registries' || name === undefined) return null;
    const options: BindingOptions = name === '[default]' ? {} : { scope: name };
    const takesOver = name === '[default]' ? 'every package that is named by its identity' : `packages of ${name}`;
    return { role: 'registry', options, takesOver, stays: 2 };
  },

  variables: () => ({}),

  snippets({ options }) {
    const id = `${options['scope'] ?? 'SCOPE'}.PACKAGE`;
    return [{ title: 'Package.swift', text: `.package(id: "${id}", from: "1.0.0")\n` }];
  },
};

function registryEntry({ options }: ClientBinding): EntryPath {
  return [JSON_ROOT, 'registries', options['scope'] ?? '[default]', 'url'];
}

function userFile(environment: Environment): string {
  return pathsOf(environment).join(environment.accountHome, '.swiftpm', 'configuration', 'registries.json');
}

function projectFile(projectPath: string, environment: Environment): string {
  return pathsOf(environment).join(projectPath, '.swiftpm', 'configuration', 'registries.json');
}

function netrcFile(environment: Environment): string {
  return pathsOf(environment).join(environment.accountHome, '.netrc');
}
