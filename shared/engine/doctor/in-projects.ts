import type { Finding } from '../../contract/doctor.ts';
import type {
  Client,
  ClientBinding,
  ClientContext,
  InspectContext,
  Place,
  StartedIn,
  Target,
} from '../clients/client.ts';
import { pathsOf } from '../clients/parts/folders.ts';
import { sameServer } from '../clients/parts/redirects.ts';
import { displayPath, isInside } from '../files/display-path.ts';
import { addressesIn } from '../scan/address.ts';
import { TOKEN_SLOT } from '../secrets/slot.ts';
import type { BindingSettings, Settings } from '../state/settings.ts';
import { explain } from './explain.ts';
import type { Asker } from './look.ts';
import { placeReader } from './settings-found.ts';

/** A binding's client and what it is told of the binding. */
export type Bound = { readonly client: Client; readonly seen: ClientBinding };

/**
 * What leads a binding's client elsewhere at user level and in its project, or in every known one for a binding at user level; in folders
 * of projects as well, since the client takes settings from the folder it is started in. Where a project's token stands outside of it
 * under a name, others may give that name another server: so the other projects, and the user's files, are looked into for that.
 */
export async function redirectsAround(
  asker: Asker,
  { client, seen }: Bound,
  { projects }: Settings,
  targets: readonly Target[],
): Promise<readonly Finding[]> {
  const { context } = asker;
  const { projectPath } = seen;
  const known = projects.map(({ path }) => path);
  const own =
    projectPath === null
      ? await foldersInReach(client, known, context)
      : await foldersToStartIn(client, [projectPath], context);
  const found: Finding[] = [];
  for (const folder of new Set([null, ...own])) {
    const isOwn = (folder === null) === (projectPath === null);
    for (const { sendsTo, ...finding } of (await client.redirects?.(seen, folder, context)) ?? []) {
      if (isOwn || sendsTo === undefined || !staysInDomain(sendsTo, seen.endpoint)) found.push(finding);
    }
  }
  if (projectPath === null || !hasTokenByName(projectPath, targets, context)) return withoutRepeats(found);
  // The same for all projects that have the repository by that name.
  const key = JSON.stringify([client.name, seen.endpoint, seen.options, numberOf(projects)]);
  const elsewhere = await asker.once(key, async (once) => sentElsewhere({ client, seen }, { key, projects }, once));
  return withoutRepeats([...found, ...elsewhere]);
}

/** What in folders of projects, whosever they are, gives the name of the token another server. */
async function sentElsewhere(
  { client, seen }: Bound,
  { key, projects }: { readonly key: string; readonly projects: Settings['projects'] },
  asker: Asker,
): Promise<readonly Finding[]> {
  const folders = await asker.once(`${client.name} ${numberOf(projects)}`, async ({ context }) => {
    const known = projects.map(({ path }) => path);
    return new Set(await foldersInReach(client, known, context));
  });
  return asker.inFolders({ key, client: client.name, folders }, async (folder, context) => {
    const found: Finding[] = [];
    for (const { sendsTo, ...finding } of (await client.redirects?.(seen, folder, context)) ?? []) {
      // Whoever means another repository of ours by that name asks the same server.
      if (sendsTo !== undefined && !staysInDomain(sendsTo, seen.endpoint)) found.push(finding);
    }
    return found;
  });
}

/** Tells lists of projects apart, however long they are. */
function numberOf(projects: Settings['projects']): number {
  const known = numbers.get(projects);
  if (known !== undefined) return known;
  count += 1;
  numbers.set(projects, count);
  return count;
}

const numbers = new WeakMap<Settings['projects'], number>();
let count = 0;

async function foldersInReach(
  client: Client,
  tops: readonly string[],
  context: InspectContext,
): Promise<readonly string[]> {
  return [...(await foldersToStartIn(client, tops, context)), ...(await foldersAroundWorkingFolder(client, context))];
}

/** True for a server that the token is for: a domain has several names. */
function staysInDomain(sendsTo: string, endpoint: string): boolean {
  if (sameServer(sendsTo, endpoint)) return true;
  const [there, ours] = [sendsTo, endpoint].map((url) => domainAt(url.replace(/^(?:sparse|registry)\+/, '')));
  return there != null && there === ours;
}

function domainAt(url: string): string | null {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return null;
  const { origin, host } = new URL(url);
  const [address] = addressesIn(origin, []);
  return address?.host === host ? [address.domain, address.domainOwner, address.region].join(' ') : null;
}

/** True where whoever uses the name of the token gets it, in any folder; a .netrc goes by the host. */
function hasTokenByName(project: string, targets: readonly Target[], { environment }: InspectContext): boolean {
  return targets.some(
    ({ path, editor, entries }) =>
      editor !== 'netrc' &&
      !isInside(path, project, pathsOf(environment)) &&
      entries.some(({ value }) => value.includes(TOKEN_SLOT)),
  );
}

/** Projects that have a switched-on binding of the client themselves: what holds at user level does not count there. */
export function projectsWithOwn({ client }: Pick<BindingSettings, 'client'>, settings: Settings): readonly string[] {
  const own = new Set(
    settings.bindings.flatMap((other) => (other.enabled && other.client === client ? [other.projectId] : [])),
  );
  return settings.projects.flatMap(({ id, path }) => (own.has(id) ? [path] : []));
}

/**
 * What the client does in folders of known projects in place of what the binding says, because of lines there; `own` are those projects
 * that are left out. Another registry may be meant so; a credential of our host that does not work never is.
 */
export async function nearerLines(
  { context, found }: Asker,
  { client, seen }: Bound,
  { projects }: Settings,
  own: readonly string[],
): Promise<readonly Finding[]> {
  const { environment, now } = context;
  const { title, references } = client;
  const usual = await client.lookup(seen, context);
  const known = new Set(pathsIn([...usual.registry, ...usual.credential]));
  const readPlaces = placeReader(environment, found);
  const findings: Finding[] = [];
  for (const folder of await foldersBeside(
    { client, seen },
    projects.map(({ path }) => path),
    own,
    context,
  )) {
    const there = { ...seen, projectPath: folder };
    const lookup = await client.lookup(there, context);
    const effective = explain({
      title,
      references,
      endpoint: lookup.expected ?? seen.endpoint,
      registry: await readPlaces(usual.registry.length === 0 ? [] : lookup.registry, title, []),
      credential: await readPlaces(lookup.credential, title, []),
      looksForRegistry: false,
      looksForCredential: false,
      variables: environment.env,
      ownTokenEnded: false,
      now,
    });
    const inspected = (await client.inspect?.(there, context)) ?? [];
    const nearer = [...effective.findings, ...inspected].filter(
      ({ origin, severity }) => severity !== 'note' && origin?.path != null && !known.has(origin.path),
    );
    const isOther = nearer.some(isOfRegistry);
    const isAbove = seen.projectPath !== null && !isInside(folder, seen.projectPath, pathsOf(environment));
    findings.push(
      ...nearer.flatMap((finding) => {
        // The project's own line is nearer than those above it; and who asks elsewhere sends our host nothing.
        if (isOfRegistry(finding)) return isAbove ? [] : [asMeant(finding, folder, environment.home)];
        return isOther && /^credential|^token/.test(finding.problem.code) ? [] : [finding];
      }),
    );
  }
  return withoutRepeats(findings);
}

function isOfRegistry({ problem }: Finding): boolean {
  return problem.code === 'registryShadowed';
}

function asMeant({ problem, origin }: Finding, folder: string, home: string): Finding {
  const message = `In ${displayPath(folder, home)}: ${problem.message}`;
  const advice = 'Remove what says so there, unless that project shall take its packages from elsewhere.';
  return { severity: 'warning', problem: { ...problem, message, advice }, origin };
}

function pathsIn(places: readonly Place[]): readonly string[] {
  return places.flatMap((place) => (place.kind === 'entry' ? [place.path] : []));
}

async function foldersBeside(
  { client, seen: { projectPath } }: Bound,
  projects: readonly string[],
  own: readonly string[],
  context: InspectContext,
): Promise<readonly string[]> {
  if (projectPath !== null) {
    return (await foldersToStartIn(client, [projectPath], context)).filter((folder) => folder !== projectPath);
  }
  const others = projects.filter((path) => !own.includes(path));
  const here = await foldersAroundWorkingFolder(client, context);
  const isOwn = (folder: string) => own.some((path) => isInside(folder, path, pathsOf(context.environment)));
  return [...new Set([...(await foldersToStartIn(client, others, context)), ...here.filter((one) => !isOwn(one))])];
}

async function foldersToStartIn(
  client: Client,
  tops: readonly string[],
  context: InspectContext,
): Promise<readonly string[]> {
  const folders = new Set<string>();
  const startedIn = client.startedIn?.(context.environment) ?? null;
  for (const top of tops) {
    folders.add(top);
    if (startedIn === null) continue;
    for (const folder of await foldersWith(startedIn, top, context)) folders.add(folder);
    if (startedIn.above) for (const folder of foldersAbove(top, context)) folders.add(folder);
  }
  return [...folders];
}

async function foldersWith({ names }: StartedIn, top: string, context: InspectContext): Promise<readonly string[]> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const folders = await context.below(top);
  return folders.flatMap((folder) =>
    folder.names.some((name) => wanted.has(name.toLowerCase())) ? [folder.path] : [],
  );
}

/** Where a command is run in a terminal, its clients would be run as well: there, or in the nearest folder above that they go by. */
async function foldersAroundWorkingFolder(client: Client, context: ClientContext): Promise<readonly string[]> {
  const { home, workingFolder } = context.environment;
  const startedIn = client.startedIn?.(context.environment);
  if (workingFolder === undefined || workingFolder === home || startedIn === undefined) return [];
  const { join } = pathsOf(context.environment);
  const folders: string[] = [];
  for (const folder of [workingFolder, ...foldersAbove(workingFolder, context)]) {
    const there = await Promise.all(startedIn.names.map(async (name) => context.exists(join(folder, name))));
    if (there.includes(true)) folders.push(folder);
    if (folders.length > 0 && !startedIn.above) break;
  }
  return folders;
}

/** True where a client run in the working folder goes by files that it would not go by anywhere else. */
export async function hasOwnFiles(
  context: ClientContext,
  clients: readonly Client[],
  projects: Settings['projects'],
): Promise<boolean> {
  const known = new Set(projects.map(({ path }) => path));
  const around = await Promise.all(clients.map(async (client) => foldersAroundWorkingFolder(client, context)));
  return around.flat().some((folder) => !known.has(folder));
}

/** Those above a folder, the nearest first: up to the home, which has the user's own settings, or up to the root. */
function foldersAbove(folder: string, { environment }: ClientContext): readonly string[] {
  const { dirname } = pathsOf(environment);
  const above: string[] = [];
  for (let next = dirname(folder); next !== above.at(-1) && next !== environment.home; next = dirname(next)) {
    above.push(next);
  }
  return above;
}

function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
