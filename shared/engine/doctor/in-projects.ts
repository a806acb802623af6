import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../contract/doctor.ts';
import type { Client, ClientBinding, InspectContext, StartedIn } from '../clients/client.ts';
import { pathsOf } from '../clients/parts/folders.ts';
import type { Settings } from '../state/settings.ts';

/**
 * What leads a binding's client elsewhere at user level and in its project, or in every known one for a binding at user level; in folders
 * of projects as well, since the client takes settings from the folder it is started in.
 */
export async function redirectsAround(
  client: Client,
  seen: ClientBinding,
  settings: Settings,
  context: InspectContext,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const folder of [null, ...(await foldersToStartIn(client, seen, settings, context))]) {
    found.push(...((await client.redirects?.(seen, folder, context)) ?? []));
  }
  return found.filter((one, index) => found.findIndex((other) => isDeepStrictEqual(one, other)) === index);
}

async function foldersToStartIn(
  client: Client,
  { projectPath }: ClientBinding,
  { projects }: Settings,
  context: InspectContext,
): Promise<readonly string[]> {
  const folders = new Set<string>();
  const startedIn = client.startedIn?.(context.environment) ?? null;
  for (const project of projectPath === null ? projects.map(({ path }) => path) : [projectPath]) {
    folders.add(project);
    if (startedIn === null) continue;
    for (const folder of await foldersWith(startedIn, project, context)) folders.add(folder);
    if (startedIn.above) for (const folder of foldersAbove(project, context)) folders.add(folder);
  }
  return [...folders];
}

async function foldersWith({ names }: StartedIn, project: string, context: InspectContext): Promise<readonly string[]> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const folders = await context.below(project);
  return folders.flatMap((folder) =>
    folder.names.some((name) => wanted.has(name.toLowerCase())) ? [folder.path] : [],
  );
}

/** Those above a folder, the nearest first: up to the home, which has the user's own settings, or up to the root. */
function foldersAbove(folder: string, { environment }: InspectContext): readonly string[] {
  const { dirname } = pathsOf(environment);
  const above: string[] = [];
  for (let next = dirname(folder); next !== above.at(-1) && next !== environment.home; next = dirname(next))
    above.push(next);
  return above;
}
