import { z } from 'zod';
import type { ClientContext } from '../client.ts';
import { pathsOf } from '../parts/folders.ts';
import { fitsFolder, foldersAbove } from '../parts/workspace.ts';

const patterns = z.array(z.string());
const packageJson = z.object({ workspaces: z.union([patterns, z.object({ packages: patterns })]) });

/**
 * The folder whose .npmrc npm reads in place of that of a workspace of it: the nearest above whose package.json names it. Null where
 * the folder's own counts (config/lib/index.js of npm 11, loadLocalPrefix; seen with 9 to 12).
 */
export async function npmWorkspaceRoot(folder: string, context: ClientContext): Promise<string | null> {
  const paths = pathsOf(context.environment);
  if (!(await context.exists(paths.join(folder, 'package.json')))) return null;
  for (const above of foldersAbove(folder, paths)) {
    const text = await context.read(paths.join(above, 'package.json'));
    const inside = paths.relative(above, folder).split(paths.sep).join('/');
    if (text !== null && takesIn(workspacesOf(text), inside)) return above;
  }
  return null;
}

/** The same of pnpm 11 and later, which go by the nearest pnpm-workspace.yaml, whatever it names (seen with 11.28 and 12.21). */
export async function pnpmWorkspaceRoot(folder: string, context: ClientContext): Promise<string | null> {
  const paths = pathsOf(context.environment);
  const hasOwn = (place: string) => context.exists(paths.join(place, 'pnpm-workspace.yaml'));
  if (await hasOwn(folder)) return null;
  for (const above of foldersAbove(folder, paths)) if (await hasOwn(above)) return above;
  return null;
}

/** `workspaces`, or `workspaces.packages` as Yarn has it. */
function workspacesOf(text: string): readonly string[] {
  try {
    const { workspaces } = packageJson.parse(JSON.parse(text));
    return Array.isArray(workspaces) ? workspaces : workspaces.packages;
  } catch {
    return [];
  }
}

/** The last pattern that fits counts. */
function takesIn(globs: readonly string[], inside: string): boolean {
  const last = globs.findLast((glob) => fitsFolder(glob.replace(/^!/, ''), inside));
  return last !== undefined && !last.startsWith('!');
}
