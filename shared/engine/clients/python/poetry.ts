import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { Environment } from '../../../ports/host.ts';
import { tomlWithoutBom } from '../../editors/toml/toml.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientBinding, ClientContext, DesiredEntry, Target } from '../client.ts';
import { netrcPlaces } from '../parts/netrc-file.ts';
import {
  indexInUse,
  indexName,
  indexNameFault,
  indexNameOption,
  inVariableName,
  isExplicit,
  isExtra,
  simpleUrl,
  simpleUrlEitherWay,
  useOrExplicitOption,
} from './python-index.ts';
import { entriesIn, namesOf } from '../parts/name-in-use.ts';
import { projectFile } from '../parts/project.ts';
import { pathInVariable, pathsOf, roaming, settingsFolder } from '../parts/folders.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { isOff, redirectsInVariables } from '../parts/redirects.ts';
import { sameEntry, select, isSelection, stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { poetryErrors } from './poetry-errors.ts';
import { poetryRedirects, poetrySettings } from './redirects.ts';

const inToml = inFile('tomlWithoutBom');

/** What a source without a priority stands in for. */
const PRIMARY = 'every package of the project that names no source';

/**
 * Poetry 1.3 to 2.1: the credential in the user's auth.toml, under the name that a project's pyproject.toml gives the source.
 * A source without a priority is a primary one in every version; at user level, where Poetry knows no sources, the repository
 * is made known for publishing.
 */
export const poetry: Client = {
  name: 'poetry',
  title: 'Poetry',
  format: 'pypi',
  ownVariables: /^poetry_/i,
  options: [indexNameOption, useOrExplicitOption],
  optionFault: indexNameFault,
  scopeText: (binding) => `source ${indexName(binding)}`,

  async targets(binding, context) {
    const { environment } = context;
    const credential: Target = {
      path: configFile(environment, 'auth.toml'),
      editor: 'tomlWithoutBom',
      entries: login(binding),
    };
    if (binding.projectPath === null) {
      const repository = { entry: repositoryUrl(binding), value: binding.endpoint };
      const config = configFile(environment, 'config.toml');
      return ok([{ path: config, editor: 'tomlWithoutBom', entries: [repository] }, credential]);
    }
    const file = await projectFile('Poetry', binding.projectPath, 'pyproject.toml', context);
    if (!file.ok) return file;
    if (!(await isPoetrys(binding.projectPath, file.value, context))) return failed(notPoetrys(file.value));
    const entries: DesiredEntry[] = [{ entry: sourceEntry(binding, 'url'), ...simpleUrlEitherWay(binding) }];
    // An explicit source that stands there is narrower than an extra one: it stays.
    const equivalents = isExplicit(binding) ? [] : ['explicit'];
    if (isExtra(binding)) {
      entries.push({ entry: sourceEntry(binding, 'priority'), value: priorityOf(binding), equivalents });
    }
    return ok([{ path: file.value, editor: 'tomlWithoutBom', entries }, credential]);
  },

  errors: poetryErrors,

  async optionsInUse(binding, context) {
    const { environment } = context;
    if (binding.projectPath === null) {
      const known = await entriesIn(configFile(environment, 'config.toml'), 'tomlWithoutBom', context);
      return indexInUse(binding, namesOf(known, ['repositories'], 'url', binding.endpoint));
    }
    const project = pathsOf(environment).join(binding.projectPath, 'pyproject.toml');
    const entries = await entriesIn(project, 'tomlWithoutBom', context);
    return indexInUse(binding, namesOf(entries, ['tool', 'poetry'], 'url', simpleUrl(binding)), (name) => {
      const entry = ['tool', 'poetry', select('source', 'name', name), 'priority'];
      const priority = entries.find((other) => sameEntry(other.entry, entry))?.value;
      return priority === 'supplemental' || priority === 'secondary'
        ? 'extra'
        : priority === 'explicit'
          ? priority
          : null;
    });
  },

  async lookup(binding, context) {
    const { environment } = context;
    const project =
      binding.projectPath === null ? null : pathsOf(environment).join(binding.projectPath, 'pyproject.toml');
    const named = inVariableName(indexName(binding));
    const own = binding.projectPath === null ? [] : [pathsOf(environment).join(binding.projectPath, 'poetry.toml')];
    const config = configFile(environment, 'config.toml');
    const files = [...own, configFile(environment, 'auth.toml'), config];
    return {
      registry:
        project === null
          ? [fromVariable(`POETRY_REPOSITORIES_${named}_URL`), inToml(config, repositoryUrl(binding))]
          : [inToml(project, sourceEntry(binding, 'url'))],
      credential: [
        // A token for publishing beats user and password there (publishing/publisher.py of 2.5).
        ...(project === null
          ? [
              fromVariable(`POETRY_PYPI_TOKEN_${named}`),
              ...files.map((file) => inToml(file, ['pypi-token', ...indexName(binding).split('.')])),
            ]
          : []),
        fromVariable(`POETRY_HTTP_BASIC_${named}_PASSWORD`),
        ...files.map((file) => inToml(file, loginEntry(binding, 'password'))),
        ...(await netrcPlaces(binding.endpoint, context)),
      ],
    };
  },

  meaning(entry, value) {
    const [first, ...rest] = entry;
    const [second] = rest;
    const key = stepText(entry.at(-1));
    const source = entry.at(-2);
    if (first === 'tool' && second === 'poetry' && isSelection(source) && source.list === 'source') {
      const name = source.is;
      if (key === 'url') return { role: 'registry', name, options: { indexName: name }, takesOver: PRIMARY };
      const isBeside = key === 'priority' && value !== 'default' && value !== 'primary';
      return {
        role: 'beside',
        name,
        ...(isBeside ? { options: { use: value === 'explicit' ? value : 'extra' }, takesOver: '' } : {}),
      };
    }
    if (first !== 'http-basic' && first !== 'repositories') return null;
    const name = rest
      .slice(0, -1)
      .map((step) => stepText(step))
      .join('.');
    if (first === 'repositories' && key === 'url') return { role: 'registry', name, options: { indexName: name } };
    return { role: key === 'password' ? 'credential' : 'beside', name };
  },

  startedIn: () => ({ names: ['pyproject.toml', 'poetry.toml'], above: false }),

  async redirects(binding, folder, context) {
    const by = { title: 'Poetry', isProjects: folder !== null };
    const named = { binding, name: indexName(binding) };
    if (folder !== null) return poetryRedirects(folder, named, by, context);
    const variable = `POETRY_CERTIFICATES_${inVariableName(indexName(binding))}_CERT`;
    return [
      ...(await poetrySettings(configFile(context.environment, 'config.toml'), named, by, context)),
      ...redirectsInVariables('Poetry', context, (name, value) =>
        name === variable ? { does: isOff(value) ? 'uncheck' : 'trust' } : null,
      ),
    ];
  },

  variables(binding) {
    const name = inVariableName(indexName(binding));
    return {
      [`POETRY_HTTP_BASIC_${name}_USERNAME`]: 'aws',
      [`POETRY_HTTP_BASIC_${name}_PASSWORD`]: TOKEN_SLOT,
      [`POETRY_REPOSITORIES_${name}_URL`]: binding.endpoint,
    };
  },

  snippets(binding) {
    if (binding.projectPath !== null) {
      const dependency = `[tool.poetry.dependencies]\nPACKAGE = { version = "*", source = "${indexName(binding)}" }\n`;
      return isExplicit(binding) ? [{ title: 'pyproject.toml', text: dependency }] : [];
    }
    const priority = isExtra(binding) ? `priority = "${priorityOf(binding)}"\n` : '';
    const source = `[[tool.poetry.source]]\nname = "${indexName(binding)}"\nurl = "${simpleUrl(binding)}"\n${priority}`;
    return [{ title: 'pyproject.toml', text: source }];
  },
};

function priorityOf(binding: ClientBinding): string {
  return isExplicit(binding) ? 'explicit' : 'supplemental';
}

function sourceEntry(binding: ClientBinding, key: string): EntryPath {
  return ['tool', 'poetry', select('source', 'name', indexName(binding)), key];
}

/** Poetry takes a dot in a name for the beginning of a table within (2.1's config.py splits its keys there). */
function loginEntry(binding: ClientBinding, key: string): EntryPath {
  return ['http-basic', ...indexName(binding).split('.'), key];
}

function login(binding: ClientBinding): readonly DesiredEntry[] {
  return [
    { entry: loginEntry(binding, 'username'), value: 'aws' },
    { entry: loginEntry(binding, 'password'), value: TOKEN_SLOT },
  ];
}

function repositoryUrl(binding: ClientBinding): EntryPath {
  return ['repositories', ...indexName(binding).split('.'), 'url'];
}

/** A file of Poetry's configuration folder. */
function configFile(environment: Environment, name: string): string {
  const paths = pathsOf(environment);
  const usual = paths.join(settingsFolder(environment, roaming), 'pypoetry');
  return paths.join(pathInVariable(environment, 'POETRY_CONFIG_DIR') ?? usual, name);
}

async function isPoetrys(project: string, file: string, context: ClientContext): Promise<boolean> {
  if (await context.exists(pathsOf(context.environment).join(project, 'poetry.lock'))) return true;
  const text = await context.read(file);
  // A file that can't be read or is no TOML is refused for that reason later.
  const document = text === null ? null : tomlWithoutBom.read(text);
  if (document === null || !document.ok) return true;
  return document.value.entries().some(({ entry: [first, second], value }) => {
    if (first === 'tool') return second === 'poetry';
    return first === 'build-system' && second === 'build-backend' && value.startsWith('poetry.');
  });
}

function notPoetrys(file: string): Problem {
  return problemOf('invalidInput', `Nothing in ${file} says that it is a Poetry project.`, {
    advice: 'Add a [tool.poetry] table with one setting, or switch the repository on for another client.',
  });
}
