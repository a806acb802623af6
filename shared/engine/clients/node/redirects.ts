import type { Finding } from '../../../contract/doctor.ts';
import { stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import type { InspectContext, Redirected } from '../client.ts';
import { inHome, pathsOf, variableOf } from '../parts/folders.ts';
import { isOff, redirectsIn, redirectsInLines, redirectsInVariables } from '../parts/redirects.ts';
import type { Redirect, RedirectedBy } from '../parts/redirects.ts';

/** Settings by which the family's clients reach a server, whichever their spelling: `strict-ssl`, `strictSsl`, `https_proxy`. */
function networkSetting(key: string, value: string): Redirect | null {
  const name = key.replace(/\[\]$/, '').replaceAll(/[-_]/g, '').toLowerCase();
  if (name === 'strictssl' || name === 'enablestrictssl') return isOff(value) ? { does: 'uncheck' } : null;
  if (value.trim() === '' || isOff(value)) return null;
  if (name === 'proxy' || name === 'httpproxy' || name === 'httpsproxy') return { does: 'proxy' };
  if (name === 'noproxy') return { does: 'bypass' };
  return /^(?:ca|cafile|cafilepath|httpscafilepath)$/.test(name) ? { does: 'trust' } : null;
}

/** `//host/:cafile` as well, which pnpm takes for one registry. */
function npmrcRule(entry: EntryPath, value: string): Redirect | null {
  const key = stepText(entry[0]);
  return networkSetting(key.startsWith('//') ? key.slice(key.lastIndexOf(':') + 1) : key, value);
}

const NODE_TLS = 'NODE_TLS_REJECT_UNAUTHORIZED';

/** The variables that stand for such settings, by what their names begin with, and Node's own way around certificates. */
export function networkVariables(title: string, prefix: string, context: InspectContext): readonly Finding[] {
  const unchecks = variableOf(context.environment, NODE_TLS) === '0';
  return redirectsInVariables(title, context, (name, value) => {
    if (name === NODE_TLS) return unchecks ? { does: 'uncheck' } : null;
    const isOne = name.toLowerCase().startsWith(prefix);
    return isOne ? networkSetting(name.slice(prefix.length), value) : null;
  });
}

/** A folder's .npmrc, or the user's. */
export function npmrcRedirects(
  file: string,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  return redirectsIn(file, 'npmrc', by, context, npmrcRule);
}

/** pnpm 10 and later take the same settings from the workspace's file. */
export function workspaceRedirects(
  folder: string,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  const file = pathsOf(context.environment).join(folder, 'pnpm-workspace.yaml');
  return redirectsIn(file, 'yaml', by, context, (entry, value) =>
    entry.length === 1 || (entry.length === 2 && stepText(entry[0]) === 'ca')
      ? networkSetting(stepText(entry[0]), value)
      : null,
  );
}

/** Yarn 1's own format: `strict-ssl false`, `"https-proxy" "http://…"`. */
export function yarnrcRedirects(
  folder: string,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  const file = pathsOf(context.environment).join(folder, '.yarnrc');
  return redirectsInLines(file, by, context, (line) => {
    const [, key = '', value = ''] = /^\s*"?([A-Za-z_-]+)"?[\s:]+"?([^"]*?)"?\s*$/.exec(line.slice(0, 4096)) ?? [];
    const redirect = networkSetting(key, value);
    return redirect === null ? null : [key, redirect];
  });
}

/** `networkSettings` says the same for some hosts. A scope's token in the user's file is bound to the scope alone. */
export async function berryRedirects(
  file: string,
  scope: { readonly name: string; readonly endpoint: string } | null,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  return redirectsIn(file, 'yaml', by, context, (entry, value) => {
    const keys = entry.map((step) => stepText(step));
    if (keys.length === 1) return networkSetting(keys[0] ?? '', value);
    if (keys[0] === 'networkSettings') return networkSetting(keys.at(-1) ?? '', value);
    if (scope === null || keys.join(' ') !== `npmScopes ${scope.name} npmRegistryServer`) return null;
    return value.replace(/\/+$/, '') === scope.endpoint.replace(/\/+$/, '')
      ? null
      : { does: 'rename', name: `the scope ${scope.name}`, to: value };
  });
}

/** Bun takes certificates from its own file, and no proxy. */
export function bunfigRedirects(
  folder: string | null,
  by: RedirectedBy,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  const { environment } = context;
  const file = folder === null ? inHome(environment, '.bunfig.toml') : pathsOf(environment).join(folder, 'bunfig.toml');
  return redirectsIn(file, 'toml', by, context, (entry, value) => {
    const [table, key] = entry.map((step) => stepText(step));
    return table === 'install' ? networkSetting(key ?? '', value) : null;
  });
}
