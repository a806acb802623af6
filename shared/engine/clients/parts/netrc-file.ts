import { TOKEN_SLOT } from '../../secrets/slot.ts';
import type { ClientContext, DesiredEntry, Place, Target, Meaning } from '../client.ts';
import { stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import { inHome, pathInVariable } from './folders.ts';
import { inFile } from './place.ts';

const inNetrc = inFile('netrc');

/** Where programs look on Windows; requests and uv take the first that is there, Go `_netrc` if there is one. */
const WINDOWS_NAMES = ['.netrc', '_netrc'];

/** The netrc files that are read: the one that NETRC names, else `.netrc` of the home; on Windows `_netrc` as well, both when both are there. */
export async function netrcFiles({ environment, exists }: ClientContext): Promise<readonly string[]> {
  const named = pathInVariable(environment, 'NETRC');
  if (named !== null) return [named];
  const usual = inHome(environment, '.netrc');
  if (environment.platform !== 'win32') return [usual];
  const present: string[] = [];
  for (const name of WINDOWS_NAMES) {
    const file = inHome(environment, name);
    if (await exists(file)) present.push(file);
  }
  return present.length === 0 ? [usual] : present;
}

/**
 * Login and token of the endpoint's host: one entry serves every repository of the domain and every client that reads netrc.
 * `otherLogins` are those besides `aws` that the client gets by with.
 */
export function netrcEntries(endpoint: string, otherLogins: readonly string[] = []): readonly DesiredEntry[] {
  return entriesOf(machineOf(endpoint), otherLogins);
}

/** What an entry of netrc is: all of one machine belong together. */
export function netrcMeaning([machine, field]: EntryPath): Meaning | null {
  if (machine === 'macdef') return null;
  return { role: field === 'password' ? 'credential' : 'beside', name: stepText(machine) };
}

/** What every client that relies on netrc needs of it. */
export async function netrcTargets(endpoint: string, context: ClientContext): Promise<readonly Target[]> {
  return machineTargets([machineOf(endpoint)], context);
}

/** Where a reader of netrc finds the endpoint's token, and what stands in for it. */
export async function netrcPlaces(endpoint: string, context: ClientContext): Promise<readonly Place[]> {
  return machinePlaces(machineOf(endpoint), context);
}

/** The same for entries under names of their own. */
export async function machineTargets(machines: readonly string[], context: ClientContext): Promise<readonly Target[]> {
  const files = await netrcFiles(context);
  const entries = machines.flatMap((machine) => entriesOf(machine));
  return files.map((path) => ({ path, editor: 'netrc', entries }));
}

export async function machinePlaces(machine: string, context: ClientContext): Promise<readonly Place[]> {
  const files = await netrcFiles(context);
  return files.map((path) => inNetrc(path, [machine, 'password']));
}

/** Without the port: only Go tells ports apart. */
function machineOf(endpoint: string): string {
  return new URL(endpoint).hostname;
}

function entriesOf(machine: string, otherLogins: readonly string[] = []): readonly DesiredEntry[] {
  return [
    { entry: [machine, 'login'], value: 'aws', equivalents: otherLogins },
    { entry: [machine, 'password'], value: TOKEN_SLOT },
  ];
}
