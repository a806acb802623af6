import { isDeepStrictEqual } from 'node:util';
import { ok } from '../../../contract/problem.ts';
import type { ClientOption } from '../../../contract/snapshot.ts';
import type { Environment } from '../../../ports/host.ts';
import { inspectNugetConfigs, inspectRefusedFiles, sourcesNamed } from './nuget-inspect.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientBinding, ClientContext, DesiredEntry, Target } from '../client.ts';
import { pathInVariable, pathsOf, roaming, xdgConfigAsGiven } from '../parts/folders.ts';
import { publicNameFault } from '../parts/public-names.ts';
import { entriesIn, nameInUse, namesOf } from '../parts/name-in-use.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { isSelection, item, select } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { nugetErrors } from './nuget-errors.ts';
import { nugetRedirects } from './nuget-redirects.ts';

const inConfig = inFile('nugetConfig');

const sourceNameOption: ClientOption = {
  name: 'sourceName',
  flag: 'source-name',
  label: 'Source name',
  hint: 'What NuGet calls the repository; left empty, what it is called already, else DOMAIN/REPOSITORY, as aws codeartifact login has it.',
  example: 'company',
  choices: null,
  // Not what XML or NuGet's variables would take for something else, nor names that would be read back as others.
  pattern: String.raw`(?!.*_x[0-9A-Fa-f]{4}_)[^\s:%\x00-\x1f](?:[^:%\x00-\x1f]*[^\s:%\x00-\x1f])?`,
};

/** Names of a project's file, the one first that NuGet takes where several stand beside each other. */
const PROJECT_FILES = ['nuget.config', 'NuGet.config', 'NuGet.Config'];

/**
 * NuGet, dotnet and Visual Studio: the source in the project's or the user's NuGet.Config, the credentials always in the
 * user's, by the source's name. NuGet on mono has a user file of its own, which is kept too where its folder is there.
 */
export const nuget: Client = {
  name: 'nuget',
  title: 'NuGet',
  aliases: ['dotnet'],
  format: 'nuget',
  ownVariables: /^(?:nuget|dotnet_cli_home$)/i,
  references: { nugetConfig: ['percent'] },
  options: [sourceNameOption],
  optionFault: (name, value) => (name === 'sourceName' ? publicNameFault(value, 'nuget.org') : null),
  scopeText: (binding) => `source ${nameOf(binding)}`,

  async targets(binding, context) {
    const users = await userFiles(context);
    if (binding.projectPath === null) {
      const inUse = await filesInUse(users, binding, context);
      return ok(inUse.map((path) => target(path, [...sourceEntries(binding), ...credentialEntries(binding)])));
    }
    return ok([
      target(await projectFile(binding.projectPath, context), sourceEntries(binding)),
      ...users.map((path) => target(path, credentialEntries(binding))),
    ]);
  },

  errors: nugetErrors,

  async optionsInUse(binding, context) {
    if (binding.options['sourceName'] !== undefined) return {};
    const files =
      binding.projectPath === null ? await userFiles(context) : [await projectFile(binding.projectPath, context)];
    const found = await Promise.all(files.map(async (path) => entriesIn(path, 'nugetConfig', context)));
    const names = found.flatMap((entries) => namesOf(entries, SOURCES, '@value', sourceUrl(binding)));
    const name = nameInUse(names, nameOf(binding));
    return name === null || name === nameOf(binding) ? {} : { sourceName: name };
  },

  async lookup(binding, context) {
    const own = binding.projectPath === null ? [] : [await projectFile(binding.projectPath, context)];
    const files = [...own, ...(await userFiles(context))];
    const placesOf = (entry: EntryPath) => files.map((path) => inConfig(path, entry));
    const sources = await sourcesNamed(files, nameOf(binding), context);
    return {
      registry: [
        ...sources.map(({ path, key }) => inConfig(path, sourcePath(key))),
        ...placesOf(sourcePath(nameOf(binding))),
      ],
      credential: [
        fromVariable(`NuGetPackageSourceCredentials_${nameOf(binding)}`),
        ...placesOf(credentialPath(binding, 'ClearTextPassword')),
      ],
    };
  },

  async inspect(binding, context) {
    const above = await filesAround(binding.projectPath, context);
    const users = await userFiles(context);
    // dotnet and mono have a user file each, and read the others with it.
    const found = await Promise.all(
      users.map((user) => inspectNugetConfigs([...above, user], nameOf(binding), context)),
    );
    const distinct = found
      .flat()
      .filter((one, index, all) => all.findIndex((other) => isDeepStrictEqual(one, other)) === index);
    // What is wrong with the files that `lookup` names is told already.
    return [...distinct, ...(await inspectRefusedFiles(above.slice(1), context))];
  },

  meaning([, section, source, ...rest]) {
    if (!isSelection(source)) return null;
    const name = source.is;
    if (section === 'packageSourceCredentials') return { role: 'credential', name };
    if (section === 'disabledPackageSources') return { role: 'beside', name };
    if (section !== 'packageSources') return null;
    // Sources have no order: each is asked for every package.
    const takesOver = 'every package that NuGet asks for, beside its other sources';
    return rest[0] === '@value'
      ? { role: 'registry', name, options: { sourceName: name }, takesOver }
      : { role: 'beside', name };
  },

  startedIn: () => ({ names: PROJECT_FILES, above: true }),

  async redirects(binding, folder, context) {
    const by = { title: 'NuGet', isProjects: folder !== null };
    const files = folder === null ? await userFiles(context) : [await projectFile(folder, context)];
    const found = files.map((file) => nugetRedirects(file, binding, nameOf(binding), by, context));
    return (await Promise.all(found)).flat();
  },

  variables(binding) {
    const name = nameOf(binding);
    if (!/^\w+$/.test(name)) return {};
    return { [`NuGetPackageSourceCredentials_${name}`]: `Username=aws;Password=${TOKEN_SLOT}` };
  },
};

function nameOf({ options, domain, repository }: ClientBinding): string {
  return options['sourceName'] ?? `${domain}/${repository}`;
}

function target(path: string, entries: readonly DesiredEntry[]): Target {
  return { path, editor: 'nugetConfig', entries };
}

const SOURCES = ['configuration', 'packageSources'];

function sourcePath(name: string): EntryPath {
  return [...SOURCES, select('add', '@key', name), '@value'];
}

function sourceUrl({ endpoint }: ClientBinding): string {
  return `${endpoint}v3/index.json`;
}

function credentialPath(binding: ClientBinding, key: string): EntryPath {
  return ['configuration', 'packageSourceCredentials', item(nameOf(binding)), select('add', '@key', key), '@value'];
}

/**
 * Without protocolVersion: an address that ends in `.json` is v3 to NuGet as it is (FeedTypeUtility of NuGet.Client), and mono's
 * 2.8.7 ignores a file that has the attribute, all of its sources included.
 */
function sourceEntries(binding: ClientBinding): readonly DesiredEntry[] {
  return [{ entry: sourcePath(nameOf(binding)), value: sourceUrl(binding) }];
}

function credentialEntries(binding: ClientBinding): readonly DesiredEntry[] {
  return [
    // NuGet refuses a whole file for a password without a user.
    { entry: credentialPath(binding, 'Username'), value: 'aws', requiredBy: 3 },
    { entry: credentialPath(binding, 'ClearTextPassword'), value: TOKEN_SLOT },
  ];
}

async function projectFile(project: string, { environment, exists }: ClientContext): Promise<string> {
  const paths = pathsOf(environment);
  for (const name of PROJECT_FILES) {
    if (await exists(paths.join(project, name))) return paths.join(project, name);
  }
  return paths.join(project, 'nuget.config');
}

/** The files that NuGet reads on its way up from a project, nearest first. */
async function filesAround(project: string | null, context: ClientContext): Promise<readonly string[]> {
  if (project === null) return [];
  const paths = pathsOf(context.environment);
  const folders: string[] = [];
  for (let folder = project; folders.at(-1) !== folder; folder = paths.dirname(folder)) folders.push(folder);
  return Promise.all(folders.map((folder) => projectFile(folder, context)));
}

/** Without the one of dotnet where it is not there and mono's has the source already: whoever wrote that uses no other. */
async function filesInUse(
  users: readonly string[],
  binding: ClientBinding,
  context: ClientContext,
): Promise<readonly string[]> {
  const [dotnet = '', ...others] = users;
  if (others.length === 0 || (await context.exists(dotnet))) return users;
  const found = await Promise.all(others.map(async (path) => entriesIn(path, 'nugetConfig', context)));
  const names = found.flatMap((entries) => namesOf(entries, SOURCES, '@value', sourceUrl(binding)));
  return names.includes(nameOf(binding)) ? others : users;
}

/** dotnet's first. */
async function userFiles({ environment, exists }: ClientContext): Promise<readonly string[]> {
  const paths = pathsOf(environment);
  const folders = [dotnetFolder(environment)];
  if (environment.platform !== 'win32') {
    const mono = paths.join(xdgConfigAsGiven(environment), 'NuGet');
    if (await exists(mono)) folders.push(mono);
  }
  return folders.map((folder) => paths.join(folder, 'NuGet.Config'));
}

function dotnetFolder(environment: Environment): string {
  const paths = pathsOf(environment);
  if (environment.platform === 'win32') {
    return paths.join(roaming(environment), 'NuGet');
  }
  return paths.join(pathInVariable(environment, 'DOTNET_CLI_HOME') ?? environment.home, '.nuget', 'NuGet');
}
