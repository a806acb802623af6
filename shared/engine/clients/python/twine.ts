import { ok } from '../../../contract/problem.ts';
import { pypircEditor } from '../../editors/python-ini/python-ini.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { Client, ClientContext, DesiredEntry } from '../client.ts';
import { indexInUse, indexName, indexNameFault, indexNameOption } from './python-index.ts';
import { entriesIn, namesOf } from '../parts/name-in-use.ts';
import { userLevelOnly } from '../parts/project.ts';
import { inHome } from '../parts/folders.ts';
import { fromVariable, inFile } from '../parts/place.ts';
import { isSelection, item, stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { twineErrors } from './twine-errors.ts';

/** twine 4 to 6: a section of the user's .pypirc, listed in `index-servers`, as `aws codeartifact login` writes it. */
export const twine: Client = {
  name: 'twine',
  title: 'twine',
  format: 'pypi',
  ownVariables: /^twine_/i,
  options: [indexNameOption],
  optionFault: indexNameFault,
  scopeText: (binding) => `repository ${indexName(binding)}`,

  async targets(binding, context) {
    if (binding.projectPath !== null) return userLevelOnly('twine reads .pypirc from the home folder alone.');
    const path = pypirc(context);
    const name = indexName(binding);
    const entries: DesiredEntry[] = [
      { entry: listed(name), value: name },
      { entry: [name, 'repository'], value: binding.endpoint },
      { entry: [name, 'username'], value: 'aws' },
      { entry: [name, 'password'], value: TOKEN_SLOT },
    ];
    // A list of our own would hide PyPI; one of somebody else's that leaves it out may do so on purpose.
    if (await leavesPypiIn(path, context)) entries.unshift({ entry: listed('pypi'), value: 'pypi' });
    return ok([{ path, editor: 'pypirc', entries }]);
  },

  errors: twineErrors,

  async optionsInUse(binding, context) {
    const entries = await entriesIn(pypirc(context), 'pypirc', context);
    return indexInUse(binding, namesOf(entries, [], 'repository', binding.endpoint));
  },

  async lookup(binding, context) {
    const path = pypirc(context);
    const name = indexName(binding);
    return {
      registry: [fromVariable('TWINE_REPOSITORY_URL'), inFile('pypirc')(path, [name, 'repository'])],
      credential: [fromVariable('TWINE_PASSWORD'), inFile('pypirc')(path, [name, 'password'])],
    };
  },

  meaning([section, option, word]) {
    if (section === 'distutils') {
      const name = option === 'index-servers' && isSelection(word) ? word.is : null;
      return name === null ? null : { role: 'beside', name };
    }
    const name = stepText(section);
    if (option === 'repository') return { role: 'registry', name, options: { indexName: name } };
    return { role: option === 'password' ? 'credential' : 'beside', name };
  },

  variables({ endpoint }) {
    return { TWINE_REPOSITORY_URL: endpoint, TWINE_USERNAME: 'aws', TWINE_PASSWORD: TOKEN_SLOT };
  },
};

function listed(name: string): EntryPath {
  return ['distutils', 'index-servers', item(name)];
}

function pypirc({ environment }: ClientContext): string {
  return inHome(environment, '.pypirc');
}

async function leavesPypiIn(path: string, { read }: ClientContext): Promise<boolean> {
  const text = await read(path);
  const document = text === null ? null : pypircEditor.read(text);
  if (document === null || !document.ok) return true;
  const { find } = document.value;
  return find(['distutils', 'index-servers']).length === 0 || find(listed('pypi')).length > 0;
}
