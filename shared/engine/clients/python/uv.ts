import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientBinding, ClientContext, DesiredEntry } from '../client.ts';
import { indexList } from './index-list.ts';
import { netrcPlaces, netrcTargets } from '../parts/netrc-file.ts';
import {
  indexInUse,
  indexName,
  indexNameFault,
  indexNameOption,
  indexScopeText,
  inVariableName,
  isExplicit,
  isExtra,
  simpleUrl,
  simpleUrlEitherWay,
  simpleUrlWithToken,
  useOrExplicitOption,
} from './python-index.ts';
import { entriesIn, namesOf } from '../parts/name-in-use.ts';
import { projectFile } from '../parts/project.ts';
import { pathInVariable, pathsOf, roaming, variableOf, xdgConfig } from '../parts/folders.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { editors } from '../../editors/index.ts';
import { sameEntry, select, isSelection, stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { uvErrors } from './uv-errors.ts';
import { uvWorkspaceRoot } from './uv-workspace.ts';
import { settingsAtRoot } from '../parts/workspace.ts';
import { REQUIREMENTS, requirementsRedirects, uvRedirects } from './redirects.ts';

/** A file that uv reads, and the keys in front of its `index` tables. */
type IndexFile = {
  readonly path: string;
  readonly editor: 'toml' | 'tomlWithoutBom';
  readonly above: EntryPath;
};

/**
 * uv 0.12 and 0.13: at user level one `[[index]]` of uv.toml with the token in its URL. A project
 * gets the index without credentials in its uv.toml or pyproject.toml; uv then takes them from netrc.
 */
export const uv: Client = {
  name: 'uv',
  title: 'uv',
  format: 'pypi',
  ownVariables: /^uv_/i,
  options: [indexNameOption, useOrExplicitOption],
  optionFault: indexNameFault,
  scopeText: indexScopeText,

  async targets(binding, context) {
    const file = await indexFile(binding, context);
    if (!file.ok) return file;
    // A member's own sources find an index of the member, which nothing else does.
    const isShared = binding.projectPath !== null && !isExplicit(binding);
    const root = isShared ? await uvWorkspaceRoot(binding.projectPath, context) : null;
    if (root !== null) return settingsAtRoot('uv', binding, root);
    const { path, editor } = file.value;
    const url = binding.projectPath === null ? { value: simpleUrlWithToken(binding) } : simpleUrlEitherWay(binding);
    const entries: DesiredEntry[] = [{ entry: indexEntry(file.value, binding, 'url'), ...url }];
    const isGuarded = await isExplicitIn(file.value, binding, context);
    if (!isExtra(binding) && !isGuarded) {
      entries.push({ entry: indexEntry(file.value, binding, 'default'), value: 'true' });
    }
    if (isExplicit(binding)) entries.push({ entry: indexEntry(file.value, binding, 'explicit'), value: 'true' });
    const credential = binding.projectPath === null ? [] : await netrcTargets(binding.endpoint, context);
    return ok([{ path, editor, entries }, ...credential]);
  },

  errors: uvErrors,

  async optionsInUse(binding, context) {
    const file = await indexFile(binding, context);
    if (!file.ok) return {};
    const { path, editor, above } = file.value;
    const entries = await entriesIn(path, editor, context);
    return indexInUse(binding, namesOf(entries, above, 'url', simpleUrl(binding)), (name) => {
      const isSet = (key: string) =>
        entries.some(
          ({ entry, value }) => value === 'true' && sameEntry(entry, [...above, select('index', 'name', name), key]),
        );
      if (isSet('default')) return null;
      return isSet('explicit') ? 'explicit' : 'extra';
    });
  },

  async lookup(binding, context) {
    const levels = binding.projectPath === null ? [binding] : [binding, { ...binding, projectPath: null }];
    const files = await Promise.all(levels.map((level) => indexFile(level, context)));
    const urls = files.flatMap((file) => {
      if (!file.ok) return [];
      const { path, editor } = file.value;
      return [inFile(editor)(path, indexEntry(file.value, binding, 'url'))];
    });
    const variables = isExtra(binding) ? ['UV_INDEX', 'UV_EXTRA_INDEX_URL'] : ['UV_DEFAULT_INDEX', 'UV_INDEX_URL'];
    const registry = [...variables.map((name) => fromVariable(name)), ...urls];
    const password = fromVariable(`UV_INDEX_${inVariableName(indexName(binding))}_PASSWORD`);
    return { registry, credential: [password, ...registry, ...(await netrcPlaces(binding.endpoint, context))] };
  },

  meaning(entry, value) {
    const [first, second] = entry;
    const index = entry.at(-2);
    if (entry.length > 2 && (first !== 'tool' || second !== 'uv')) return null;
    if (!isSelection(index) || index.list !== 'index' || index.by !== 'name') return null;
    const name = index.is;
    const key = stepText(entry.at(-1));
    if (key === 'url') return { role: 'registry', name, options: { indexName: name, use: 'extra' } };
    if (key === 'explicit' && value === 'true') return { role: 'beside', name, options: { use: 'explicit' } };
    if (key !== 'default' || value !== 'true') return { role: 'beside', name };
    return { role: 'beside', name, options: { use: '' }, takesOver: 'every package that uv asks PyPI for' };
  },

  startedIn: () => ({ names: ['uv.toml', 'pyproject.toml', ...REQUIREMENTS], above: false }),

  async redirects(binding, folder, context) {
    const by = { title: 'uv', isProjects: folder !== null };
    const named = { binding, name: indexName(binding) };
    if (folder === null) {
      const file = await indexFile({ ...binding, projectPath: null }, context);
      return file.ok ? uvRedirects(file.value.path, [], named, by, context) : [];
    }
    const paths = pathsOf(context.environment);
    return [
      ...(await uvRedirects(paths.join(folder, 'uv.toml'), [], named, by, context)),
      ...(await uvRedirects(paths.join(folder, 'pyproject.toml'), ['tool', 'uv'], named, by, context)),
      ...(await requirementsRedirects(folder, binding, by, context)),
    ];
  },

  variables(binding) {
    const name = inVariableName(indexName(binding));
    return {
      // In a variable every index is asked for every package.
      ...(isExplicit(binding)
        ? {}
        : { [isExtra(binding) ? 'UV_INDEX' : 'UV_DEFAULT_INDEX']: simpleUrlWithToken(binding) }),
      [`UV_INDEX_${name}_USERNAME`]: 'aws',
      [`UV_INDEX_${name}_PASSWORD`]: TOKEN_SLOT,
      UV_PUBLISH_URL: binding.endpoint,
      UV_PUBLISH_USERNAME: 'aws',
      UV_PUBLISH_PASSWORD: TOKEN_SLOT,
    };
  },

  // uv asks the indexes of its files beside those of the variable.
  lists: { UV_INDEX: indexList },

  async asFound(binding, context) {
    const file = await indexFile(binding, context);
    const isGuarded = file.ok && (await isExplicitIn(file.value, binding, context));
    return isGuarded ? { ...binding, options: { ...binding.options, use: 'explicit' } } : binding;
  },

  snippets(binding) {
    const index = `[[tool.uv.index]]\nname = "${indexName(binding)}"\nurl = "${simpleUrl(binding)}"\nexplicit = true\n`;
    const source = `[tool.uv.sources]\nPACKAGE = { index = "${indexName(binding)}" }\n`;
    if (!isExplicit(binding)) return [];
    return [{ title: 'pyproject.toml', text: binding.projectPath === null ? `${index}\n${source}` : source }];
  },
};

function indexEntry({ above }: IndexFile, binding: ClientBinding, key: string): EntryPath {
  return [...above, select('index', 'name', indexName(binding)), key];
}

/** `explicit = true` in the file guards against packages of the same name elsewhere: it stays, whatever the binding says. */
async function isExplicitIn(file: IndexFile, binding: ClientBinding, { read }: ClientContext): Promise<boolean> {
  const text = await read(file.path);
  const document = text === null ? null : editors[file.editor].read(text);
  if (document === null || !document.ok) return false;
  return document.value.find(indexEntry(file, binding, 'explicit')).some(({ value }) => value === 'true');
}

async function indexFile({ projectPath }: ClientBinding, context: ClientContext): Promise<Result<IndexFile>> {
  const { environment, exists } = context;
  const named = pathInVariable(environment, 'UV_CONFIG_FILE');
  if (named === null && variableOf(environment, 'UV_NO_CONFIG') !== null) return failed(unread('UV_NO_CONFIG', ''));
  const paths = pathsOf(environment);
  if (projectPath === null) {
    return ok({ path: named ?? usualFile(environment), editor: 'toml', above: [] });
  }
  if (named !== null) return failed(unread('UV_CONFIG_FILE', ' of projects'));
  // Where there is a uv.toml, uv does not look into the pyproject.toml beside it.
  const own = paths.join(projectPath, 'uv.toml');
  if (await exists(own)) return ok({ path: own, editor: 'toml', above: [] });
  const path = await projectFile('uv', projectPath, 'pyproject.toml', context);
  return path.ok ? ok({ path: path.value, editor: 'tomlWithoutBom', above: ['tool', 'uv'] }) : path;
}

function usualFile(environment: Environment): string {
  const folder = environment.platform === 'win32' ? roaming(environment) : xdgConfig(environment);
  return pathsOf(environment).join(folder, 'uv', 'uv.toml');
}

function unread(variable: string, which: string): Problem {
  return problemOf('fileUnreadable', `${variable} is set, so uv reads no settings files${which}.`, {
    advice: `Unset ${variable}.`,
  });
}
