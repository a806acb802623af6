import type { BindingOptions, ClientOption } from '../../../contract/snapshot.ts';
import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { ClientBinding, DesiredEntry } from '../client.ts';
import { nameInUse } from '../parts/name-in-use.ts';
import { publicNameFault } from '../parts/public-names.ts';

const USUAL_NAME = 'codeartifact';

/** Name of the index or source where a client's files need one. */
export const indexNameOption: ClientOption = {
  name: 'indexName',
  flag: 'index-name',
  label: 'Index name',
  hint: 'What the index is called in the files; left out, what it is called there already, else codeartifact. Give each domain its own.',
  example: 'codeartifact',
  choices: null,
  pattern: '[A-Za-z](?:[A-Za-z0-9._-]*[A-Za-z0-9])?',
};

/** Whether the repository takes the place of PyPI; it does when the option is left out. */
export const useOption: ClientOption = {
  name: 'use',
  flag: 'use',
  label: 'Use',
  hint: 'Whether the repository takes the place of PyPI or is asked beside it; it takes its place when this is left out.',
  example: 'extra',
  choices: [
    { value: 'default', label: 'Instead of PyPI' },
    { value: 'extra', label: 'Beside PyPI' },
  ],
  pattern: 'default|extra',
};

/** The same for clients that can keep an index to the packages that name it: no other package is ever asked for there. */
export const useOrExplicitOption: ClientOption = {
  ...useOption,
  hint: `${useOption.hint} An explicit one is asked for the packages alone that name it, which nobody can slip others under.`,
  choices: [...(useOption.choices ?? []), { value: 'explicit', label: 'For packages that name it' }],
  pattern: 'default|extra|explicit',
};

/** Clients look credentials up by the index's name, PyPI's own among them. */
export function indexNameFault(name: string, value: string): string | null {
  return name === 'indexName' ? publicNameFault(value, 'PyPI') : null;
}

export function indexName({ options }: ClientBinding): string {
  return options['indexName'] ?? USUAL_NAME;
}

/** Whether PyPI, or what stands for it, keeps its place. */
export function isExtra({ options }: ClientBinding): boolean {
  return options['use'] === 'extra' || options['use'] === 'explicit';
}

export function isExplicit({ options }: ClientBinding): boolean {
  return options['use'] === 'explicit';
}

/** What an index whose URL stands in the files already is called there, as options; `use` is how it is used there. */
export function indexInUse(
  binding: ClientBinding,
  names: readonly string[],
  use: (name: string) => string | null = () => null,
): BindingOptions {
  const name = nameInUse(names, indexName(binding));
  if (name === null) return {};
  const found = use(name);
  const others = binding.options['use'] === undefined && found !== null ? { use: found } : {};
  return { ...(name === USUAL_NAME ? {} : { indexName: name }), ...others };
}

/** `default index`, `extra index codeartifact`, or `explicit index codeartifact`. */
export function indexScopeText(binding: ClientBinding): string {
  if (!isExtra(binding)) return 'default index';
  return `${isExplicit(binding) ? 'explicit' : 'extra'} index ${indexName(binding)}`;
}

/** URL of the index: CodeArtifact answers 404 without `simple/`. */
export function simpleUrl({ endpoint }: ClientBinding): string {
  return `${endpoint}simple/`;
}

/** The same as a value of an entry: without its last slash it does as well. */
export function simpleUrlEitherWay(binding: ClientBinding): Pick<DesiredEntry, 'value' | 'equivalents'> {
  const value = simpleUrl(binding);
  return { value, equivalents: [value.slice(0, -1)] };
}

/** The same with user and token in it. */
export function simpleUrlWithToken(binding: ClientBinding): string {
  return simpleUrl(binding).replace('://', `://aws:${TOKEN_SLOT}@`);
}

/** A name as Poetry and uv put it into the names of their variables. */
export function inVariableName(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}
