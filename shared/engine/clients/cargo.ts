import type { Finding } from '../../contract/doctor.ts';
import { ok, problemOf } from '../../contract/problem.ts';
import type { ClientOption } from '../../contract/snapshot.ts';
import type { Environment } from '../../ports/host.ts';
import { foundIn } from './parts/found-at.ts';
import { publicNameFault } from './parts/public-names.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import type { Client, ClientBinding, DesiredEntry } from './client.ts';
import { inHome, pathInVariable, pathsOf } from './parts/folders.ts';
import { entriesIn, nameInUse, namesOf } from './parts/name-in-use.ts';
import { fromVariable, inFile } from './parts/place.ts';
import { stepText } from '../editors/text/entry-path.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { cargoErrors } from './cargo-errors.ts';
import { configsIn, fileIn } from './cargo-config.ts';
import { cargoRedirects, cargoVariable } from './cargo-redirects.ts';
import { redirectsInVariables } from './parts/redirects.ts';

const inToml = inFile('toml');

const registryNameOption: ClientOption = {
  name: 'registryName',
  flag: 'registry-name',
  label: 'Registry name',
  hint: 'What the registry is called in the files; left out, what it is called there already, else codeartifact. Give each domain its own.',
  example: 'codeartifact',
  choices: null,
  pattern: '[A-Za-z][A-Za-z0-9_-]*',
};

const cratesIoOption: ClientOption = {
  name: 'cratesIo',
  flag: 'crates-io',
  label: 'crates.io',
  hint: 'Whether the repository takes the place of crates.io; it is kept when this is left out.',
  example: 'replace',
  choices: [
    { value: 'keep', label: 'Keep it' },
    { value: 'replace', label: 'Replace it by the repository' },
  ],
  pattern: 'keep|replace',
};

/**
 * cargo from 1.74: the registry in the project's `.cargo/config.toml` or that of CARGO_HOME, the bare token always in
 * `credentials.toml` there. The names without `.toml` win where both are (seen with 1.95).
 */
export const cargo: Client = {
  name: 'cargo',
  title: 'Cargo',
  format: 'cargo',
  ownVariables: /^cargo_/i,
  options: [registryNameOption, cratesIoOption],
  optionFault: (name, value) => (name === 'registryName' ? publicNameFault(value, 'crates.io') : null),
  scopeText: (binding) => `registry ${registryName(binding)}${replaces(binding) ? ' and crates.io' : ''}`,

  async targets(binding, context) {
    const { environment } = context;
    const paths = pathsOf(environment);
    const home = cargoHome(environment);
    const folder = binding.projectPath === null ? home : paths.join(binding.projectPath, '.cargo');
    const name = registryName(binding);
    const entries: DesiredEntry[] = [
      { entry: ['registries', name, 'index'], value: indexUrl(binding) },
      { entry: ['registries', name, 'credential-provider'], value: 'cargo:token' },
    ];
    if (replaces(binding)) {
      entries.push({ entry: ['registry', 'default'], value: name });
      entries.push({ entry: ['source', 'crates-io', 'replace-with'], value: name });
    }
    const token: DesiredEntry = { entry: tokenEntry(binding), value: TOKEN_SLOT };
    return ok([
      { path: await fileIn(folder, 'config', context), editor: 'toml', entries },
      { path: await fileIn(home, 'credentials', context), editor: 'toml', entries: [token] },
    ]);
  },

  errors: cargoErrors,

  async optionsInUse(binding, context) {
    if (binding.options['registryName'] !== undefined) return {};
    const { environment } = context;
    const folders = [...foldersAround(binding.projectPath, environment), cargoHome(environment)];
    const files = await Promise.all(folders.map(async (folder) => configsIn(folder, context)));
    const found = await Promise.all(files.flat().map(async (path) => entriesIn(path, 'toml', context)));
    const names = found.flatMap((entries) => namesOf(entries, ['registries'], 'index', binding.endpoint));
    const name = nameInUse(names, registryName(binding));
    return name === null || name === registryName(binding) ? {} : { registryName: name };
  },

  async lookup(binding, context) {
    const home = cargoHome(context.environment);
    const folders = [...foldersAround(binding.projectPath, context.environment), home];
    const found = await Promise.all([...new Set(folders)].map(async (folder) => configsIn(folder, context)));
    const configs = found.flat();
    const credentials = await fileIn(home, 'credentials', context);
    const name = registryName(binding);
    return {
      registry: [
        fromVariable(variableName(name, 'INDEX')),
        ...configs.map((file) => inToml(file, ['registries', name, 'index'])),
      ],
      credential: [
        fromVariable(variableName(name, 'TOKEN')),
        inToml(credentials, tokenEntry(binding)),
        ...configs.map((file) => inToml(file, tokenEntry(binding))),
      ],
    };
  },

  async inspect(_binding, context) {
    const home = cargoHome(context.environment);
    const findings: Finding[] = [];
    for (const name of ['config', 'credentials']) {
      const ignored = pathsOf(context.environment).join(home, `${name}.toml`);
      if (!(await context.exists(ignored)) || (await fileIn(home, name, context)) === ignored) continue;
      const problem = (file: string) =>
        problemOf('fileInvalid', `Cargo does not read ${file}, because "${name}" stands beside it.`, {
          advice: 'Move what it holds into the other file, and remove it.',
        });
      findings.push(foundIn('note', ignored, context, problem));
    }
    return findings;
  },

  meaning(entry, value) {
    const [first, second, third] = entry.map((step) => stepText(step));
    if (first === 'registries' && second !== undefined) {
      if (third === 'index') return { role: 'registry', name: second, options: { registryName: second } };
      return { role: third === 'token' ? 'credential' : 'beside', name: second };
    }
    if (first === 'registry') return second === 'default' ? { role: 'beside', name: value } : null;
    if (first !== 'source' || second === undefined) return null;
    if (third !== 'replace-with') return { role: 'beside', name: second };
    if (second !== 'crates-io') return { role: 'beside', name: value };
    return { role: 'beside', name: value, options: { cratesIo: 'replace' }, takesOver: 'every crate of crates.io' };
  },

  startedIn: () => ({ names: ['.cargo'], above: true }),

  async redirects(binding, folder, context) {
    const home = cargoHome(context.environment);
    const place = folder === null ? home : pathsOf(context.environment).join(folder, '.cargo');
    // Whoever works below the folder of the user's own settings is led by nobody else.
    if (folder !== null && place === home) return [];
    const ours = { binding, name: registryName(binding), replacesCratesIo: replaces(binding) };
    const inFiles = await cargoRedirects(place, ours, folder !== null, context);
    return folder === null ? [...inFiles, ...redirectsInVariables('Cargo', context, cargoVariable(ours))] : inFiles;
  },

  variables(binding) {
    const name = registryName(binding);
    return {
      [variableName(name, 'INDEX')]: indexUrl(binding),
      [variableName(name, 'TOKEN')]: TOKEN_SLOT,
      [variableName(name, 'CREDENTIAL_PROVIDER')]: 'cargo:token',
      ...(replaces(binding) ? { CARGO_REGISTRY_DEFAULT: name } : {}),
    };
  },
};

function registryName({ options }: ClientBinding): string {
  return options['registryName'] ?? 'codeartifact';
}

function replaces({ options }: ClientBinding): boolean {
  return options['cratesIo'] === 'replace';
}

/** Without `sparse+` cargo takes the URL for a git repository. */
function indexUrl({ endpoint }: ClientBinding): string {
  return `sparse+${endpoint}`;
}

function tokenEntry(binding: ClientBinding): EntryPath {
  return ['registries', registryName(binding), 'token'];
}

function variableName(registry: string, setting: string): string {
  return `CARGO_REGISTRIES_${registry.toUpperCase().replaceAll('-', '_')}_${setting}`;
}

function cargoHome(environment: Environment): string {
  return pathInVariable(environment, 'CARGO_HOME') ?? inHome(environment, '.cargo');
}

/** The `.cargo` folders that cargo reads on its way up from a project, nearest first. */
function foldersAround(projectPath: string | null, environment: Environment): readonly string[] {
  if (projectPath === null) return [];
  const paths = pathsOf(environment);
  const folders: string[] = [];
  for (let folder = projectPath; ; folder = paths.dirname(folder)) {
    folders.push(paths.join(folder, '.cargo'));
    if (paths.dirname(folder) === folder) return folders;
  }
}
