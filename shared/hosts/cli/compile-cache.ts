import { lstatSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { nodeEnvironment } from '../node/environment.ts';

/** Writable by the group, by others. */
const BY_OTHERS = 0o022;

/** Of commands that promise to write nothing. */
const DRY = new Set(['plan', '--dry-run']);

/**
 * Has Node keep what it compiles of this program in the state folder: compiling is most of what a short command does. Only where
 * that folder is there already, so that whoever only looks leaves no trace, and where nobody else can write: what is kept there is run.
 */
export function keepCompiled(words: readonly string[]): void {
  if (words.some((word) => DRY.has(word))) return;
  const { stateFolder } = nodeEnvironment();
  if (!isOwn(stateFolder)) return;
  const folder = path.join(stateFolder, 'compiled');
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there, or can't be made.
  }
  if (isOwn(folder)) module.enableCompileCache(folder);
}

/** True for a folder of this user's, and no link, in which nobody else can write. */
function isOwn(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isDirectory()) return false;
  return process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & BY_OTHERS) === 0);
}
