import { failed, ok } from '../../../contract/problem.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { ClientOption } from '../../../contract/snapshot.ts';
import { mavenSnippets } from './maven-snippets.ts';
import type { Entry } from '../../editors/editor.ts';
import { isInside } from '../../files/display-path.ts';
import type { Client, ClientBinding, ClientContext, Meaning } from '../client.ts';
import { javaUserHome } from './java-home.ts';
import {
  entriesFor,
  idLeadsElsewhere,
  idOf,
  mirrorOfIn,
  mirrorOfOption,
  profileFor,
  serverPath,
  urlEntry,
} from './maven-entries.ts';
import { inspectMirrors, mirrorFor, wantedOf } from './maven-inspect.ts';
import { pathsOf, variableOf } from '../parts/folders.ts';
import { publicNameFault } from '../parts/public-names.ts';
import { entriesIn, isSameUrl, nameInUse } from '../parts/name-in-use.ts';
import { inFile } from '../parts/place.ts';
import { outsideOf } from '../parts/project.ts';
import { isSelection, sameEntry, select, stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { mavenErrors } from './maven-errors.ts';
import { mavenRedirects } from './maven-redirects.ts';

const serverIdOption: ClientOption = {
  name: 'serverId',
  flag: 'server-id',
  label: 'Server ID',
  hint: 'What settings.xml and your pom.xml call the repository; left empty, what settings.xml calls it already, else DOMAIN--REPOSITORY.',
  example: 'company-releases',
  choices: null,
  pattern: '[A-Za-z0-9_][A-Za-z0-9_.-]*',
};

const mirrorOption: ClientOption = {
  name: 'mirror',
  flag: 'mirror',
  label: 'Mirror of',
  hint: 'Which repositories it stands in for, at user level. Without one, every build gets it beside the repositories it has.',
  example: 'central',
  choices: [
    { value: 'off', label: 'None' },
    { value: 'central', label: 'Maven Central' },
    { value: 'external:*', label: 'All but those on this machine' },
    { value: '*', label: 'All repositories' },
  ],
  pattern: 'off|central|external:\\*|\\*',
};

/**
 * Maven 3.8 to 4.0: the server with the token, a mirror that keeps the ID to our URL or stands in for more, and at user level the
 * repository in an active profile, in the user's settings.xml. Maven 3 has no settings of a project: there the repository goes into
 * the pom.xml, under the same ID.
 */
export const maven: Client = {
  name: 'maven',
  title: 'Maven',
  aliases: ['mvn'],
  format: 'maven',
  ownVariables: /^(?:m2_home|maven_(?:args|config|home|opts))$/i,
  references: { mavenSettings: ['maven'] },
  options: [serverIdOption, mirrorOption],
  optionFault: (name, value) => (name === 'serverId' ? publicNameFault(value, 'Maven Central') : null),

  scopeText(binding) {
    const mirrorOf = mirrorOfOption(binding);
    return mirrorOf === null ? `repository ${idOf(binding)}` : `mirror of ${mirrorOf}`;
  },

  async targets(binding, context) {
    const elsewhere = await settingsElsewhere(binding, context);
    if (elsewhere !== null) return failed(elsewhere);
    const path = await settingsFile(binding, context);
    const found = await entriesIn(path, 'mavenSettings', context);
    const taken = idLeadsElsewhere(found, binding, path);
    if (taken !== null) return failed(taken);
    const entries = entriesFor(binding, mirrorOfIn(found, binding), profileFor(binding, found));
    return ok([{ path, editor: 'mavenSettings', entries }]);
  },

  errors: mavenErrors,

  async lookup(binding, context) {
    const files = [await settingsFile(binding, context), ...installationSettings(context)];
    const placesOf = (entry: EntryPath) => files.map((file) => inFile('mavenSettings')(file, entry));
    return { registry: placesOf(urlEntry(binding)), credential: placesOf([...serverPath(binding), 'password']) };
  },

  async optionsInUse(binding, context) {
    if (binding.options['serverId'] !== undefined) return {};
    const entries = await entriesIn(await settingsFile(binding, context), 'mavenSettings', context);
    const usual = idOf(binding);
    const ids = idsWithUrl(entries, binding.endpoint).filter((id) => id === usual || takesOurToken(entries, id));
    const id = nameInUse(ids, usual);
    return id === null || id === usual ? {} : { serverId: id };
  },

  async inspect(binding, context) {
    const files = [await settingsFile(binding, context), ...installationSettings(context)];
    const wanted = wantedOf(binding, idOf(binding), mirrorOfOption(binding));
    return inspectMirrors(files, wanted, binding, context);
  },
  meaning: mavenMeaning,

  startedIn: () => ({ names: ['pom.xml', '.mvn'], above: false }),

  async redirects(binding, folder, context) {
    if (folder === null) return [];
    const id = idOf(binding);
    const mirrorOf = mirrorOfIn(
      await entriesIn(await settingsFile(binding, context), 'mavenSettings', context),
      binding,
    );
    const isPinned = (url: string) => mirrorFor({ id, url }, [{ mirrorOf }]) !== null;
    return mavenRedirects(folder, { binding, id, isPinned }, { title: 'Maven', isProjects: true }, context);
  },

  variables: () => ({}),

  snippets(binding) {
    const isInSettings = binding.projectPath === null && binding.execOnly !== true;
    return mavenSnippets({ id: idOf(binding), url: binding.endpoint }, isInSettings, binding.execOnly === true);
  },
};

/** Ids of mirrors and repositories that have the URL: what Maven looks a server up by. */
function idsWithUrl(entries: readonly Entry[], url: string): readonly string[] {
  return entries.flatMap(({ entry, value }) => {
    const holder = entry.at(-2);
    const isUrl = entry.at(-1) === 'url' && isSelection(holder) && ['mirror', 'repository'].includes(holder.list);
    return isUrl && holder.by === 'id' && isSameUrl(value, url) ? [holder.is] : [];
  });
}

/** A password that comes from a variable or is encrypted is not ours to replace. */
function takesOurToken(entries: readonly Entry[], id: string): boolean {
  const password = ['settings', 'servers', select('server', 'id', id), 'password'];
  return entries.every(({ entry, value }) => !sameEntry(entry, password) || !/\$\{|\{.*\}/s.test(value));
}

/** Servers, mirrors and repositories belong together by their id; a profile is ours when it has the id of its repository. */
function mavenMeaning(entry: EntryPath, value: string): Meaning | null {
  const key = stepText(entry.at(-1));
  const holder = entry.at(-2);
  const [, section, third] = entry;
  if (section === 'activeProfiles' && isSelection(third)) {
    return { role: 'beside', name: third.is, lastOf: ['settings', 'profiles', select('profile', 'id', third.is)] };
  }
  if (section === 'servers' && isSelection(third)) {
    return { role: key === 'password' ? 'credential' : 'beside', name: third.is };
  }
  if (!isSelection(holder) || (section !== 'mirrors' && section !== 'profiles')) return null;
  const name = holder.is;
  if (section === 'mirrors' && key === 'mirrorOf') {
    // One of its own ID alone, which goes with a profile or a pom.xml, takes nothing over.
    if (value === name) return { role: 'beside', name, options: { mirror: value } };
    return { role: 'beside', name, options: { mirror: value }, takesOver: `what Maven asks ${value} for` };
  }
  if (key !== 'url' || !['mirror', 'repository', 'pluginRepository'].includes(holder.list)) {
    return holder.list === 'profile' ? null : { role: 'beside', name };
  }
  const options = holder.list === 'mirror' ? { serverId: name } : { serverId: name, mirror: '' };
  return { role: 'registry', name, options };
}

/** The user's settings.xml, or the one that MAVEN_ARGS or the project's `.mvn/maven.config` has Maven read in its place. */
async function settingsFile({ projectPath }: ClientBinding, { environment, read }: ClientContext): Promise<string> {
  const paths = pathsOf(environment);
  const config = projectPath === null ? null : await read(paths.join(projectPath, '.mvn', 'maven.config'));
  const named = inArguments(variableOf(environment, 'MAVEN_ARGS') ?? '') ?? inConfig(config ?? '');
  // What is relative depends on where Maven is started, which is known for a project alone.
  if (named !== null && paths.isAbsolute(named)) return named;
  if (named !== null && projectPath !== null) return paths.join(projectPath, named);
  return paths.join(javaUserHome(environment, ['MAVEN_OPTS']), '.m2', 'settings.xml');
}

/** A project's maven.config may name settings in it, or the user's own; not just any file that we should write a token to. */
async function settingsElsewhere(binding: ClientBinding, context: ClientContext): Promise<Problem | null> {
  const { projectPath } = binding;
  const { environment } = context;
  if (projectPath === null || inArguments(variableOf(environment, 'MAVEN_ARGS') ?? '') !== null) return null;
  const file = await settingsFile(binding, context);
  const usual = await settingsFile({ ...binding, projectPath: null }, context);
  if (file === usual || isInside(file, projectPath, pathsOf(environment))) return null;
  return outsideOf(projectPath, file, 'Take -s and --settings out of .mvn/maven.config.');
}

function inArguments(text: string): string | null {
  const named = /(?:^|\s)(?:-s\s+|--settings(?:=|\s+))("[^"]*"|'[^']*'|\S+)/.exec(text)?.[1];
  return named?.replaceAll(/["']/g, '') ?? null;
}

/** One argument a line since Maven 3.9; before, blanks divided them as well. */
function inConfig(text: string): string | null {
  return /^[ \t]*(?:-s|--settings)(?:=|[ \t]+|[ \t]*\r?\n[ \t]*)(\S.*)$/m.exec(text)?.[1]?.trim() ?? null;
}

/** The installation's own, which the user's wins over. */
function installationSettings({ environment }: ClientContext): readonly string[] {
  const home = variableOf(environment, 'MAVEN_HOME') ?? variableOf(environment, 'M2_HOME');
  return home === null ? [] : [pathsOf(environment).join(home, 'conf', 'settings.xml')];
}
