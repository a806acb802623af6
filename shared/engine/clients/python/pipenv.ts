import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Result } from '../../../contract/problem.ts';
import { tomlWithoutBom } from '../../editors/toml/toml.ts';
import type { Client, ClientBinding, ClientContext, DesiredEntry } from '../client.ts';
import { netrcPlaces, netrcTargets } from '../parts/netrc-file.ts';
import {
  indexInUse,
  indexName,
  indexNameOption,
  isExtra,
  simpleUrl,
  simpleUrlEitherWay,
  simpleUrlWithToken,
  useOption,
} from './python-index.ts';
import { pathsOf } from '../parts/folders.ts';
import { entriesIn, namesOf } from '../parts/name-in-use.ts';
import { projectFile } from '../parts/project.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { isSelection, select } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { pipenvErrors } from './pipenv-errors.ts';
import { sourceRedirects } from './redirects.ts';

const MIRROR = 'PIPENV_PYPI_MIRROR';

/**
 * Pipenv 2022 to 2024: the project's Pipfile gets the index without credentials, since Pipenv copies every URL into Pipfile.lock,
 * and netrc the token. Pipenv asks the first source for all packages that name none, so that one is what PyPI's place is.
 */
export const pipenv: Client = {
  name: 'pipenv',
  title: 'Pipenv',
  format: 'pypi',
  ownVariables: /^pip(?:env)?_/i,
  references: { tomlWithoutBom: ['braces', 'dollar'] },
  options: [indexNameOption, useOption],
  scopeText: (binding) => {
    if (binding.projectPath === null) return "the domain's host";
    return isExtra(binding) ? `source ${indexName(binding)}` : 'default source';
  },

  async targets(binding, context) {
    const credential = await netrcTargets(binding.endpoint, context);
    if (binding.projectPath === null) return ok(credential);
    const file = await projectFile('Pipenv', binding.projectPath, 'Pipfile', context);
    if (!file.ok) return file;
    const name = await sourceName(binding, file.value, context);
    if (!name.ok) return name;
    const entries: DesiredEntry[] = [
      { entry: sourceEntry(name.value, 'url'), ...simpleUrlEitherWay(binding) },
      { entry: sourceEntry(name.value, 'verify_ssl'), value: 'true' },
    ];
    return ok([{ path: file.value, editor: 'tomlWithoutBom', entries }, ...credential]);
  },

  errors: pipenvErrors,

  async optionsInUse(binding, context) {
    if (binding.projectPath === null) return {};
    const file = pathsOf(context.environment).join(binding.projectPath, 'Pipfile');
    const entries = await entriesIn(file, 'tomlWithoutBom', context);
    const first = entries.flatMap(({ entry: [step] }) =>
      isSelection(step) && step.list === 'source' ? [step.is] : [],
    )[0];
    const names = namesOf(entries, [], 'url', simpleUrl(binding));
    // The first one is the default, whatever it is called.
    return indexInUse(
      binding,
      names.filter((name) => name !== first),
      () => 'extra',
    );
  },

  async lookup(binding, context) {
    const credential = await netrcPlaces(binding.endpoint, context);
    const mirror = fromVariable(MIRROR);
    if (binding.projectPath === null) return { registry: [], credential };
    const file = await projectFile('Pipenv', binding.projectPath, 'Pipfile', context);
    const name = file.ok ? await sourceName(binding, file.value, context) : file;
    if (!file.ok || !name.ok) return { registry: [mirror], credential };
    const url = inFile('tomlWithoutBom')(file.value, sourceEntry(name.value, 'url'));
    return { registry: [url], credential: [url, ...credential] };
  },

  meaning([source, key]) {
    if (!isSelection(source) || source.list !== 'source' || source.by !== 'name') return null;
    const name = source.is;
    // The first one is the default: by its name it is kept just as well.
    return key === 'url'
      ? { role: 'registry', name, options: { indexName: name, use: 'extra' } }
      : { role: 'beside', name };
  },

  startedIn: () => ({ names: ['Pipfile'], above: false }),

  async redirects(binding, folder, context) {
    if (folder === null) return [];
    const file = pathsOf(context.environment).join(folder, 'Pipfile');
    return sourceRedirects(file, [], binding, { title: 'Pipenv', isProjects: true }, context);
  },

  variables(binding) {
    return { [MIRROR]: simpleUrlWithToken(binding) };
  },

  snippets(binding) {
    if (binding.projectPath !== null) return [];
    const source = `[[source]]\nname = "${indexName(binding)}"\nurl = "${simpleUrl(binding)}"\nverify_ssl = true\n`;
    return [{ title: 'Pipfile', text: source }];
  },
};

function sourceEntry(name: string, key: string): EntryPath {
  return [select('source', 'name', name), key];
}

/** Name of the source to write: the first one, which is the default, or one of our own where there is none or an extra one is wanted. */
async function sourceName(binding: ClientBinding, file: string, { read }: ClientContext): Promise<Result<string>> {
  const text = await read(file);
  const document = isExtra(binding) || text === null ? null : tomlWithoutBom.read(text);
  if (document === null || !document.ok) return ok(indexName(binding));
  const elements = document.value.entries().flatMap(({ entry: [step] }) => (isSelection(step) ? [step] : []));
  const first = elements.find(({ list }) => list === 'source');
  if (first === undefined) return ok(indexName(binding));
  if (first.by === 'name') return ok(first.is);
  return failed(
    problemOf('invalidInput', `The first source in ${file} has no name.`, {
      advice: 'Give it one, such as name = "pypi".',
    }),
  );
}
