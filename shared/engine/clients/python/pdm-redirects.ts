import { isSelection, stepText } from '../../editors/text/entry-path.ts';
import type { ClientBinding, InspectContext, Redirected } from '../client.ts';
import { isOff, isOn, redirectsIn, sameAddress } from '../parts/redirects.ts';
import type { Redirect, RedirectedBy } from '../parts/redirects.ts';
import { indexName, isExtra, simpleUrl } from './python-index.ts';

// Facts: pdm/project/core.py and config.py of 2.29. PDM looks our token up by its host, whatever leads it there.

/** What PDM calls the index that stands for PyPI; a source of this name takes its place. */
export const DEFAULT_NAME = 'pypi';

/** A project's pdm.toml, or the user's config.toml: `[pypi]` stands for PyPI, `[pypi.NAME]` for an index besides. */
export function pdmSettings(
  file: string,
  binding: ClientBinding,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  return redirectsIn(file, 'toml', by, context, (entry, value) => {
    const [table, ...keys] = entry.map((step) => stepText(step));
    const key = keys.at(-1) ?? '';
    if (table !== 'pypi') return null;
    if (keys.length === 1 && key === 'ignore_stored_index') return ignores(value, binding);
    const isOurs = isExtra(binding) ? keys[0] === indexName(binding) && keys.length === 2 : keys.length === 1;
    return isOurs ? ruleFor(key, value, binding, by.isProjects) : null;
  });
}

/** Sources of a pyproject.toml: any that looks at no certificate, and one that takes the place of a user-level one of ours. */
export function pdmSources(
  file: string,
  binding: ClientBinding,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  const name = isExtra(binding) ? indexName(binding) : DEFAULT_NAME;
  return redirectsIn(file, 'toml', by, context, ([tool, pdm, source, key], value) => {
    if (tool !== 'tool' || pdm !== 'pdm' || !isSelection(source) || source.list !== 'source') return null;
    if (key === 'verify_ssl') return isOff(value) ? { does: 'uncheck' } : null;
    const isOurs = source.by === 'name' && source.is === name && binding.projectPath === null;
    return isOurs && key === 'url' ? ruleFor(key, value, binding, by.isProjects) : null;
  });
}

/** Variables, which stand for the index of PyPI's place alone. */
export function pdmVariable(binding: ClientBinding): (name: string, value: string) => Redirect | null {
  return (name, value) => {
    if (name === 'PDM_IGNORE_STORED_INDEX') return ignores(value, binding);
    const key = /^PDM_PYPI_(VERIFY_SSL|CA_CERTS)$/.exec(name)?.[1]?.toLowerCase() ?? '';
    return isExtra(binding) ? null : ruleFor(key, value, binding, false);
  };
}

/** A project's own sources are asked all the same. */
function ignores(value: string, { projectPath }: ClientBinding): Redirect | null {
  return isOn(value) && projectPath === null ? { does: 'replace', to: '' } : null;
}

function ruleFor(key: string, value: string, binding: ClientBinding, isProjects: boolean): Redirect | null {
  if (key === 'verify_ssl') return isOff(value) ? { does: 'uncheck' } : null;
  if (key === 'ca_certs') return value === '' ? null : { does: 'trust' };
  // Where the user's own leads is told with what PDM uses.
  if (key !== 'url' || !isProjects || sameAddress(value, simpleUrl(binding))) return null;
  return isExtra(binding) ? { does: 'replace', to: value } : { does: 'instead', to: value };
}
