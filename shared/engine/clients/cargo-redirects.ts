import { editors } from '../editors/index.ts';
import { stepText } from '../editors/text/entry-path.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { configsIn } from './cargo-config.ts';
import type { ClientBinding, InspectContext, Redirected } from './client.ts';
import { isOff, redirectsIn, sameAddress } from './parts/redirects.ts';
import type { Redirect } from './parts/redirects.ts';

/** Our registry as Cargo knows it. */
type Ours = { readonly binding: ClientBinding; readonly name: string; readonly replacesCratesIo: boolean };
/** True where a project has ours, nearer than the user's own files that are looked into. */
type Seen = Ours & { readonly isNearer: boolean };

/** What a `.cargo` folder's config, with all that it includes, does to our registry. */
export async function cargoRedirects(
  folder: string,
  ours: Ours,
  isProjects: boolean,
  context: InspectContext,
): Promise<readonly Redirected[]> {
  const files = await configsIn(folder, context);
  const sources = new Set<string>();
  for (const file of files) for (const name of await sourcesOf(file, ours, context)) sources.add(name);
  const by = { title: 'Cargo', isProjects };
  const seen = { ...ours, isNearer: !isProjects && ours.binding.projectPath !== null };
  const found = files.map(async (file) =>
    redirectsIn(file, 'toml', by, context, (entry, value) => redirectOf(entry, value, seen, sources)),
  );
  return (await Promise.all(found)).flat();
}

/** Cargo's variables for the same: what stands in the table `http`, and who is asked for credentials. */
export function cargoVariable({ name }: Pick<Ours, 'name'>): (variable: string, value: string) => Redirect | null {
  const provider = `CARGO_REGISTRIES_${name.toUpperCase().replaceAll('-', '_')}_CREDENTIAL_PROVIDER`;
  return (variable, value) => {
    if (variable === provider) return /^cargo:token$/.test(value) ? null : { does: 'program' };
    const key = /^CARGO_HTTP_(PROXY|CAINFO|PROXY_CAINFO|CHECK_REVOKE)$/.exec(variable)?.[1] ?? '';
    return httpRule(key.toLowerCase().replaceAll('_', '-'), value);
  };
}

function httpRule(key: string, value: string): Redirect | null {
  if (/^(?:proxy-)?cainfo$/.test(key)) return { does: 'trust' };
  if (key === 'check-revoke') return isOff(value) ? { does: 'trust' } : null;
  return key === 'proxy' && value !== '' ? { does: 'proxy' } : null;
}

/** What a file calls sources that have our URL: Cargo replaces by URL, whatever the name (seen with 1.95). */
async function sourcesOf(file: string, { binding }: Ours, { parsed }: InspectContext): Promise<readonly string[]> {
  const document = await parsed(file, editors.toml.read);
  if (document === null || !document.ok) return [];
  return document.value.entries().flatMap(({ entry: [table, name, key], value }) => {
    const isOurs = table === 'source' && key === 'registry' && sameAddress(value, binding.endpoint);
    return isOurs && name !== undefined ? [stepText(name)] : [];
  });
}

/** Cargo looks a token up by the registry's name; what a source is replaced by gets none. */
function redirectOf(entry: EntryPath, value: string, ours: Seen, sources: ReadonlySet<string>): Redirect | null {
  const [table = '', name = '', key = ''] = entry.map((step) => stepText(step));
  const { endpoint } = ours.binding;
  if (table === 'http') return httpRule(name, value);
  if (table === 'registry' && name === 'global-credential-providers') {
    return /^\[(?:\s|,|["']cargo:[\w-]+["'])*\]$/.test(value) ? null : { does: 'programs' };
  }
  // A variable counts more than any file, and `exec` sets both of these.
  if (table === 'registries' && name === ours.name && ours.binding.execOnly !== true) {
    if (key === 'index') {
      if (sameAddress(value, endpoint)) return null;
      return { does: ours.isNearer ? 'renameOutside' : 'rename', name: `the registry ${name}`, to: value };
    }
    return key === 'credential-provider' && !/^[["'\s]*cargo:token\b/.test(value) ? { does: 'program' } : null;
  }
  if (table !== 'source') return null;
  const isOurs = name === ours.name || sources.has(name) || (name === 'crates-io' && ours.replacesCratesIo);
  if (!isOurs) return null;
  if (key === 'replace-with') return value === ours.name ? null : { does: 'replace', to: '' };
  const isElsewhere = /^(?:registry|local-registry|directory|git)$/.test(key) && !sameAddress(value, endpoint);
  return isElsewhere && name === ours.name ? { does: 'replace', to: value } : null;
}
