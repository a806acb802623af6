import { editors } from '../../editors/index.ts';
import { isSelection, stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import type { ClientBinding, InspectContext, Redirected } from '../client.ts';
import { pathsOf } from '../parts/folders.ts';
import { isOff, isOn, redirectsIn, redirectsInLines, sameAddress } from '../parts/redirects.ts';
import type { Redirect, RedirectedBy } from '../parts/redirects.ts';
import { isExtra, simpleUrl } from './python-index.ts';

/** pip's settings, in any section: `trusted-host` is a list with commas, blanks or line ends between. */
export function pipConfRedirects(
  file: string,
  { endpoint }: ClientBinding,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  return redirectsIn(file, 'pythonIni', by, context, (entry, value) => {
    const [, key = ''] = entry.map((step) => stepText(step).replaceAll('_', '-'));
    if (key === 'trusted-host') return trusts(`${value} ${stepText(entry[2])}`, endpoint) ? { does: 'uncheck' } : null;
    // That of the user's own files is judged by which of them counts.
    if (key === 'no-index') return by.isProjects && isOn(value) ? { does: 'none' } : null;
    return pipRule(key, value);
  });
}

/** pip's variables: its options in capitals. */
export function pipVariableRule({ endpoint }: ClientBinding): (name: string, value: string) => Redirect | null {
  return (name, value) => {
    if (name === 'PIP_TRUSTED_HOST') return trusts(value, endpoint) ? { does: 'uncheck' } : null;
    return pipRule(/^PIP_(PROXY|CERT)$/.exec(name)?.[1]?.toLowerCase() ?? '', value);
  };
}

function pipRule(key: string, value: string): Redirect | null {
  if (value.trim() === '') return null;
  if (key === 'proxy') return { does: 'proxy' };
  return key === 'cert' ? { does: 'trust' } : null;
}

/** As people call what they give to `pip install -r` and `-c`. */
export const REQUIREMENTS = ['requirements.txt', 'requirements-dev.txt', 'dev-requirements.txt', 'constraints.txt'];

/** One index there takes the place of all that are known, extra ones too (pip/_internal/req/req_file.py of 26.3). */
const REQUIREMENTS_OPTION = /^\s*(--trusted-host|--no-index|--index-url|-i)(?:[\s=]+(\S+)|\s*$)/;

/** Options that pip and uv take from requirements files. */
export async function requirementsRedirects(
  folder: string,
  binding: ClientBinding,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  const { endpoint } = binding;
  const files = REQUIREMENTS.map((name) => pathsOf(context.environment).join(folder, name));
  const found = files.map((file) =>
    redirectsInLines(file, by, context, (line) => {
      const [, option = '', value = ''] = REQUIREMENTS_OPTION.exec(line.slice(0, 4096)) ?? [];
      if (option === '--trusted-host') return trusts(value, endpoint) ? [option, { does: 'uncheck' }] : null;
      if (option === '--no-index') return [option, { does: 'none' }];
      const isOther = option !== '' && !sameAddress(value, simpleUrl(binding));
      return isOther ? [option, { does: 'instead', to: value }] : null;
    }),
  );
  return (await Promise.all(found)).flat();
}

/** True where one of the hosts is that of the endpoint, with or without its port. */
function trusts(hosts: string, endpoint: string): boolean {
  const { host, hostname } = new URL(endpoint);
  return hosts
    .toLowerCase()
    .replaceAll(/:443\b/g, '')
    .split(/[\s,"'[\]]+/)
    .some(
      (one) =>
        one === host || one === hostname || one === '*' || (one.startsWith('*.') && hostname.endsWith(one.slice(1))),
    );
}

/** `[tool.uv]` of a pyproject.toml, or a uv.toml whose keys have nothing above. */
export async function uvRedirects(
  file: string,
  above: EntryPath,
  named: { readonly binding: ClientBinding; readonly name: string },
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  const { binding, name } = named;
  const others = by.isProjects && !isExtra(binding) ? await otherDefaults(file, above, binding, context) : new Map();
  return redirectsIn(file, 'toml', by, context, (entry, value) => {
    const inside = above.every((step, index) => stepText(step) === stepText(entry[index]));
    const [first, second] = entry.slice(above.length);
    if (!inside || first === undefined) return null;
    if (isSelection(first) && first.list === 'index') {
      const to = second === 'default' ? others.get(first.is) : undefined;
      if (to !== undefined) return { does: 'instead', to };
      return renamed(first, second, name, value, simpleUrl(binding));
    }
    const key = stepText(first);
    if (key === 'no-index') return isOn(value) ? { does: 'none' } : null;
    if (key === 'pip' && second === 'no-index') return isOn(value) ? { does: 'none', who: '"uv pip"' } : null;
    if (key === 'allow-insecure-host' || key === 'trusted-host') {
      return trusts(`${value} ${stepText(second)}`, binding.endpoint) ? { does: 'uncheck' } : null;
    }
    if (/^(?:https?|all)-proxy$/.test(key)) return { does: 'proxy' };
    return key === 'no-proxy' ? { does: 'bypass' } : null;
  });
}

/** URLs, by name, of indexes that stand in for PyPI and are not ours; the user's `index-url` beats none of them (seen with 0.13.9). */
async function otherDefaults(
  file: string,
  above: EntryPath,
  binding: ClientBinding,
  context: InspectContext,
): Promise<ReadonlyMap<string, string>> {
  const document = await context.parsed(file, editors.toml.read);
  const entries = document?.ok === true ? document.value.entries() : [];
  const named = (key: string) =>
    entries.flatMap(({ entry, value }) => {
      const [index, second] = entry.slice(above.length);
      const isIndex = isSelection(index) && index.list === 'index' && entry.length === above.length + 2;
      return isIndex && second === key ? [[index.is, value] as const] : [];
    });
  const defaults = new Map(named('default'));
  return new Map(
    named('url').filter(([name, url]) => defaults.get(name) === 'true' && !sameAddress(url, simpleUrl(binding))),
  );
}

/** Poetry binds credentials to the name of a source; `[certificates.NAME]` is in its own settings. */
export async function poetryRedirects(
  folder: string,
  { binding, name }: { readonly binding: ClientBinding; readonly name: string },
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  const paths = pathsOf(context.environment);
  const sources = await redirectsIn(paths.join(folder, 'pyproject.toml'), 'toml', by, context, (entry, value) => {
    const [tool, poetry, source, key] = entry;
    if (stepText(tool) !== 'tool' || stepText(poetry) !== 'poetry' || !isSelection(source)) return null;
    return source.list === 'source' ? renamed(source, key, name, value, simpleUrl(binding)) : null;
  });
  return [...sources, ...(await poetrySettings(paths.join(folder, 'poetry.toml'), { binding, name }, by, context))];
}

/** Poetry's own settings: a project's poetry.toml, or the user's config.toml, whose URL a binding at user level uses itself. */
export function poetrySettings(
  file: string,
  { binding, name }: { readonly binding: ClientBinding; readonly name: string },
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  return redirectsIn(file, 'toml', by, context, (entry, value) => {
    const keys = entry.map((step) => stepText(step));
    const last = keys.at(-1);
    if (keys.slice(1, -1).join('.').toLowerCase() !== name.toLowerCase()) return null;
    if (keys[0] === 'repositories' && last === 'url' && (by.isProjects || binding.projectPath !== null)) {
      const isOurs = sameAddress(value, binding.endpoint) || sameAddress(value, simpleUrl(binding));
      return isOurs ? null : { does: 'rename', name, to: value };
    }
    if (keys[0] !== 'certificates' || last !== 'cert') return null;
    return isOff(value) ? { does: 'uncheck' } : { does: 'trust' };
  });
}

/** Pipenv and PDM take the token by its host, so that what counts is whether they look at certificates there. */
export function sourceRedirects(
  file: string,
  above: readonly string[],
  { endpoint }: ClientBinding,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  return redirectsIn(file, 'toml', by, context, (entry, value) => {
    const keys = entry.map((step) => stepText(step));
    const inside = above.every((key, index) => key === keys[index]);
    if (!inside || !isSelection(entry[above.length])) return null;
    return keys.at(-1) === 'verify_ssl' && isOff(value) && endpoint !== '' ? { does: 'uncheck' } : null;
  });
}

function renamed(
  element: { readonly by: string | null; readonly is: string },
  key: EntryPath[number] | undefined,
  name: string,
  value: string,
  ours: string,
): Redirect | null {
  if (element.by !== 'name' || element.is.toLowerCase() !== name.toLowerCase() || stepText(key) !== 'url') return null;
  return sameAddress(value, ours) ? null : { does: 'rename', name: element.is, to: value };
}
