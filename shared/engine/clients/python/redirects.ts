import type { Finding } from '../../../contract/doctor.ts';
import { isSelection, stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import type { ClientBinding, InspectContext } from '../client.ts';
import { pathsOf } from '../parts/folders.ts';
import { isOff, redirectsIn, redirectsInLines, sameAddress } from '../parts/redirects.ts';
import type { Redirect, RedirectedBy } from '../parts/redirects.ts';
import { simpleUrl } from './python-index.ts';

/** pip's settings, in any section: `trusted-host` is a list with commas, blanks or line ends between. */
export function pipConfRedirects(
  file: string,
  { endpoint }: ClientBinding,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Finding[]> {
  return redirectsIn(file, 'pythonIni', by, context, (entry, value) => {
    const [, key = ''] = entry.map((step) => stepText(step).replaceAll('_', '-'));
    if (key === 'trusted-host') return trusts(`${value} ${stepText(entry[2])}`, endpoint) ? { does: 'uncheck' } : null;
    if (value.trim() === '') return null;
    if (key === 'proxy') return { does: 'proxy' };
    return key === 'cert' ? { does: 'trust' } : null;
  });
}

/** As people call what they give to `pip install -r` and `-c`. */
export const REQUIREMENTS = ['requirements.txt', 'requirements-dev.txt', 'dev-requirements.txt', 'constraints.txt'];

/** Options that pip and uv take from requirements files. */
export async function requirementsRedirects(
  folder: string,
  { endpoint }: ClientBinding,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Finding[]> {
  const files = REQUIREMENTS.map((name) => pathsOf(context.environment).join(folder, name));
  const found = files.map((file) =>
    redirectsInLines(file, by, context, (line) => {
      const host = /^\s*--trusted-host[\s=]+(\S+)/.exec(line.slice(0, 4096))?.[1];
      return host !== undefined && trusts(host, endpoint) ? ['--trusted-host', { does: 'uncheck' }] : null;
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
export function uvRedirects(
  file: string,
  above: EntryPath,
  named: { readonly binding: ClientBinding; readonly name: string },
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Finding[]> {
  const { binding, name } = named;
  return redirectsIn(file, 'toml', by, context, (entry, value) => {
    const inside = above.every((step, index) => stepText(step) === stepText(entry[index]));
    const [first, second] = entry.slice(above.length);
    if (!inside || first === undefined) return null;
    if (isSelection(first) && first.list === 'index') return renamed(first, second, name, value, simpleUrl(binding));
    const key = stepText(first);
    if (key === 'allow-insecure-host' || key === 'trusted-host') {
      return trusts(`${value} ${stepText(second)}`, binding.endpoint) ? { does: 'uncheck' } : null;
    }
    if (/^(?:https?|all)-proxy$/.test(key)) return { does: 'proxy' };
    return key === 'no-proxy' ? { does: 'bypass' } : null;
  });
}

/** Poetry binds credentials to the name of a source; `[certificates.NAME]` is in its own settings. */
export async function poetryRedirects(
  folder: string,
  { binding, name }: { readonly binding: ClientBinding; readonly name: string },
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Finding[]> {
  const paths = pathsOf(context.environment);
  const sources = await redirectsIn(paths.join(folder, 'pyproject.toml'), 'toml', by, context, (entry, value) => {
    const [tool, poetry, source, key] = entry;
    if (stepText(tool) !== 'tool' || stepText(poetry) !== 'poetry' || !isSelection(source)) return null;
    return source.list === 'source' ? renamed(source, key, name, value, simpleUrl(binding)) : null;
  });
  const settings = await redirectsIn(paths.join(folder, 'poetry.toml'), 'toml', by, context, (entry, value) => {
    const keys = entry.map((step) => stepText(step));
    const last = keys.at(-1);
    if (keys.slice(1, -1).join('.').toLowerCase() !== name.toLowerCase()) return null;
    if (keys[0] === 'repositories' && last === 'url') {
      const isOurs = sameAddress(value, binding.endpoint) || sameAddress(value, simpleUrl(binding));
      return isOurs ? null : { does: 'rename', name, to: value };
    }
    if (keys[0] !== 'certificates' || last !== 'cert') return null;
    return isOff(value) ? { does: 'uncheck' } : { does: 'trust' };
  });
  return [...sources, ...settings];
}

/** Pipenv and PDM take the token by its host, so that what counts is whether they look at certificates there. */
export function sourceRedirects(
  file: string,
  above: readonly string[],
  { endpoint }: ClientBinding,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Finding[]> {
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
