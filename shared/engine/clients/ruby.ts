import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { ClientOption } from '../../contract/snapshot.ts';
import type { Environment } from '../../ports/host.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import type { Client, ClientBinding, ClientContext, DesiredEntry, Place, Target } from './client.ts';
import { inHome, pathInVariable, pathsOf, variableOf, xdgConfigAsGiven, xdgData } from './parts/folders.ts';
import { fromVariable, inFile, isTaken } from './parts/place.ts';
import { isSelection, item, stepText } from '../editors/text/entry-path.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { rubyErrors } from './ruby-errors.ts';
import { isOff, redirectsIn, redirectsInVariables, sameAddress } from './parts/redirects.ts';
import type { Redirect } from './parts/redirects.ts';

const inBundleConfig = inFile('bundleConfig');

const mirrorOption: ClientOption = {
  name: 'mirror',
  flag: 'mirror',
  label: 'Mirror',
  hint: 'A source that Bundler takes from the repository without any change to a Gemfile; none when it is left out.',
  example: 'rubygems.org',
  choices: [{ value: 'rubygems.org', label: 'rubygems.org' }],
  pattern: String.raw`rubygems\.org`,
};

const MIRROR = 'BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/';
const OTHER_MIRROR = 'BUNDLE_MIRROR__RUBYGEMS__ORG';
/** As the documentation of CodeArtifact calls it, for `gem push --key codeartifact_api_key`. */
const PUSH_KEY: EntryPath = [':codeartifact_api_key'];

/**
 * Bundler and `gem`. At user level the repository becomes a source of `gem` and gets a key for pushing; a project only needs
 * Bundler's credential, which is in the user's config whatever the project.
 */
export const ruby: Client = {
  name: 'ruby',
  title: 'Ruby (Bundler, gem)',
  aliases: ['bundler', 'gem'],
  format: 'ruby',
  ownVariables: /^(?:bundle_|gem|rubygems_)/i,
  options: [mirrorOption],
  scopeText: ({ projectPath, options }) =>
    [
      projectPath === null ? 'gem sources' : 'Bundler',
      ...(options['mirror'] === undefined ? [] : ['rubygems.org']),
    ].join(' and '),

  async targets(binding, context) {
    const { environment } = context;
    if (variableOf(environment, 'BUNDLE_IGNORE_CONFIG') !== null) {
      return failed(
        problemOf('fileUnreadable', 'BUNDLE_IGNORE_CONFIG is set, so Bundler reads no configuration.', {
          advice: 'Unset BUNDLE_IGNORE_CONFIG.',
        }),
      );
    }
    const config = userConfig(environment);
    const credentials = await credentialEntries(binding, config, context);
    const mirror: readonly DesiredEntry[] =
      binding.options['mirror'] === undefined ? [] : [{ entry: [MIRROR], value: binding.endpoint }];
    if (binding.projectPath === null) {
      return ok([
        { path: config, editor: 'bundleConfig', entries: [...credentials, ...mirror] },
        ...(await gemTargets(binding, context)),
      ]);
    }
    const project: Target = {
      path: projectConfig(binding.projectPath, environment),
      editor: 'bundleConfig',
      entries: mirror,
    };
    return ok([
      ...(mirror.length === 0 ? [] : [project]),
      { path: config, editor: 'bundleConfig', entries: credentials },
    ]);
  },

  errors: rubyErrors,

  async lookup(binding, context) {
    const { environment } = context;
    const user = userConfig(environment);
    const inBundler = (key: string): readonly Place[] => [
      ...(binding.projectPath === null ? [] : [inBundleConfig(projectConfig(binding.projectPath, environment), [key])]),
      fromVariable(key),
      inBundleConfig(user, [key]),
    ];
    const gem = inFile('gemrc')(await gemrc(context), sourceEntry(binding));
    const isMirror = binding.options['mirror'] !== undefined;
    return {
      registry: [...(isMirror ? inBundler(MIRROR) : []), ...(binding.projectPath === null ? [gem] : [])],
      credential: [
        ...inBundler(urlKey(binding.endpoint)),
        ...inBundler(hostKey(binding.endpoint)),
        ...(binding.projectPath === null ? [gem] : []),
      ],
    };
  },

  meaning([key, listed]) {
    const name = stepText(key);
    if (name === ':sources' && isSelection(listed)) {
      return { role: 'registry', takesOver: 'every gem, beside the other sources of gem' };
    }
    if (name === MIRROR) return { role: 'registry', options: { mirror: 'rubygems.org' }, takesOver: 'rubygems.org' };
    if (name.startsWith('BUNDLE_')) return { role: 'credential', host: settingName(name) };
    return name.startsWith(':') ? { role: 'credential', name } : null;
  },

  startedIn: () => ({ names: ['.bundle'], above: false }),

  async redirects(binding, folder, context) {
    const { environment } = context;
    const file = folder === null ? userConfig(environment) : projectConfig(folder, environment);
    const by = { title: 'Bundler', isProjects: folder !== null };
    const rule = (key: string, value: string) => redirectOf(key, value, binding);
    return [
      ...(await redirectsIn(file, 'bundleConfig', by, context, (entry, value) => rule(stepText(entry[0]), value))),
      ...(folder === null ? redirectsInVariables('Bundler', context, rule) : []),
    ];
  },

  variables({ endpoint, options }): Record<string, string> {
    const mirror = options['mirror'] === undefined ? {} : { [MIRROR]: endpoint };
    return { [hostKey(endpoint)]: `aws:${TOKEN_SLOT}`, ...mirror };
  },

  snippets({ endpoint, execOnly }) {
    const host = endpoint.replace(/\/$/, '');
    const inVariable = 'GEM_HOST_API_KEY="Bearer $CODEARTIFACT_AUTH_TOKEN" gem push';
    const push = execOnly === true ? inVariable : 'gem push --key codeartifact_api_key';
    return [
      { title: 'Gemfile', text: `source "${endpoint}"\n` },
      { title: 'Push a gem', text: `${push} --host ${host} NAME-VERSION.gem\n` },
    ];
  },
};

/** A mirror of everything beats those of one URL, or of one host; with or without the last slash (seen with 2.3.15). */
function redirectOf(key: string, value: string, { endpoint, options }: ClientBinding): Redirect | null {
  if (key === 'BUNDLE_SSL_VERIFY_MODE') return isOff(value) ? { does: 'uncheck' } : null;
  if (key === 'BUNDLE_SSL_CA_CERT') return { does: 'trust' };
  const ours = [urlKey(endpoint), hostKey(endpoint)].map((name) => name.replace(/^BUNDLE_/, 'BUNDLE_MIRROR__'));
  const mirrored = ['BUNDLE_MIRROR__ALL', ...ours, ...(options['mirror'] === undefined ? [] : [MIRROR, OTHER_MIRROR])];
  const plain = (name: string) => name.toUpperCase().replace(/\/$/, '');
  const isOfOurs = mirrored.some((name) => plain(name) === plain(key));
  return isOfOurs && !sameAddress(value, endpoint) ? { does: 'replace', to: value } : null;
}

/** The other way round, in small letters. */
function settingName(key: string): string {
  return key
    .replace(/^BUNDLE_/, '')
    .replaceAll('___', '-')
    .replaceAll('__', '.')
    .toLowerCase();
}

/** Bundler's name of a setting (Bundler::Settings.key_for). */
function settingKey(name: string): string {
  return `BUNDLE_${name.replaceAll('.', '__').replaceAll('-', '___').toUpperCase()}`;
}

function hostKey(endpoint: string): string {
  return settingKey(new URL(endpoint).hostname);
}

/** Beats the key of the host; what `bundle config URL aws:TOKEN` writes. */
function urlKey(endpoint: string): string {
  return settingKey(endpoint);
}

/** The host's key serves every repository of the domain; one of the URL is refreshed where there is one. */
async function credentialEntries(
  { endpoint }: ClientBinding,
  config: string,
  context: ClientContext,
): Promise<readonly DesiredEntry[]> {
  const value = `aws:${TOKEN_SLOT}`;
  const host: DesiredEntry = { entry: [hostKey(endpoint)], value };
  const url: DesiredEntry = { entry: [urlKey(endpoint)], value };
  return (await isTaken(inBundleConfig(config, url.entry), context)) ? [host, url] : [host];
}

async function gemTargets(binding: ClientBinding, context: ClientContext): Promise<readonly Target[]> {
  const source = { entry: sourceEntry(binding), value: binding.endpoint.replace('://', `://aws:${TOKEN_SLOT}@`) };
  const key = { entry: PUSH_KEY, value: `Bearer ${TOKEN_SLOT}` };
  return [
    { path: await gemrc(context), editor: 'gemrc', entries: [source] },
    { path: await gemCredentials(context), editor: 'gemrc', entries: [key] },
  ];
}

function sourceEntry({ endpoint }: ClientBinding): EntryPath {
  return [':sources', item(endpoint)];
}

function userConfig(environment: Environment): string {
  const file = pathInVariable(environment, 'BUNDLE_CONFIG') ?? pathInVariable(environment, 'BUNDLE_USER_CONFIG');
  const folder = pathInVariable(environment, 'BUNDLE_USER_HOME') ?? inHome(environment, '.bundle');
  return file ?? pathsOf(environment).join(folder, 'config');
}

function projectConfig(project: string, environment: Environment): string {
  return pathsOf(environment).resolve(project, variableOf(environment, 'BUNDLE_APP_CONFIG') ?? '.bundle', 'config');
}

/** The last file of GEMRC, which beats the others, or ~/.gemrc; in the XDG folder only where it is there and the other is not. */
async function gemrc({ environment, exists }: ClientContext): Promise<string> {
  const paths = pathsOf(environment);
  const named = variableOf(environment, 'GEMRC')
    ?.split(paths.delimiter)
    .findLast((file) => file !== '');
  if (named !== undefined) return paths.resolve(named);
  const usual = inHome(environment, '.gemrc');
  const other = paths.join(xdgConfigAsGiven(environment), 'gem', 'gemrc');
  return !(await exists(usual)) && (await exists(other)) ? other : usual;
}

/**
 * The file that `gem` reads. A folder ~/.gem is never made for it: RubyGems would then look for the user's installed gems there
 * and no longer find those in the XDG folder (rubygems/defaults.rb of 3.3, `user_dir`).
 */
async function gemCredentials({ environment, exists }: ClientContext): Promise<string> {
  const paths = pathsOf(environment);
  const usual = inHome(environment, '.gem', 'credentials');
  const other = paths.join(xdgData(environment), 'gem', 'credentials');
  if ((await exists(usual)) || ((await exists(paths.dirname(usual))) && !(await exists(other)))) return usual;
  return other;
}
