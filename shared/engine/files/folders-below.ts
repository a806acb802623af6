import { opendir } from 'node:fs/promises';
import path from 'node:path';

/** How far below a folder is looked, and at how many folders and names of them at most: the nearest first. */
export const LOOK_BELOW = { depth: 5, folders: 500, names: 20_000 } as const;

/** What programs fill and nobody starts one in; names with a dot in front, such as `.git`, likewise. */
export const FILLED = ['node_modules', 'bower_components', 'target', 'vendor', 'venv', '__pycache__'];

/** A folder and the names in it that were looked at. */
export type FolderFound = { readonly path: string; readonly names: readonly string[] };

/**
 * A folder and those below it, the nearest first, up to the bounds of `LOOK_BELOW`. Links are not followed; what can't be read is passed
 * over.
 */
export async function foldersBelow(top: string): Promise<readonly FolderFound[]> {
  const found: FolderFound[] = [];
  let names = 0;
  let level = [top];
  for (let depth = 0; depth <= LOOK_BELOW.depth && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      if (found.length === LOOK_BELOW.folders || names >= LOOK_BELOW.names) return found;
      const inside = await namesIn(folder, LOOK_BELOW.names - names);
      names += inside.all.length;
      found.push({ path: folder, names: inside.all });
      next.push(...inside.folders.map((name) => path.join(folder, name)));
    }
    level = next;
  }
  return found;
}

async function namesIn(folder: string, most: number) {
  const all: string[] = [];
  const folders: string[] = [];
  try {
    for await (const entry of await opendir(folder, { bufferSize: 512 })) {
      all.push(entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.') && !FILLED.includes(entry.name)) folders.push(entry.name);
      if (all.length === most) break;
    }
  } catch {
    // A folder of somebody else, or one that went meanwhile.
  }
  return { all: all.toSorted(), folders: folders.toSorted() };
}
