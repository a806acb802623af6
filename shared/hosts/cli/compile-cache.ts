import { mkdirSync, readFileSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { isOwnFolder } from '../node/own-folder.ts';

/** Of commands that promise to write nothing. */
const DRY = new Set(['plan', '--dry-run']);

/**
 * Has Node keep what it compiles of this program in the state folder: compiling is most of what a short command does. Only where
 * that folder is there already, so that whoever only looks leaves no trace, and where nobody else can write: what is kept there is run.
 */
export function keepCompiled(words: readonly string[], stateFolder: string): void {
  if (words.some((word) => DRY.has(word)) || !isOwnFolder(stateFolder) || limitsFiles()) return;
  const folder = path.join(stateFolder, 'compiled');
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there, or can't be made.
  }
  if (isOwnFolder(folder)) module.enableCompileCache(folder);
}

/** True where the size of files is limited (ulimit -f): Node writes as it ends, and such a limit would end it by a signal then. Told by Linux alone. */
function limitsFiles(): boolean {
  try {
    return !/^Max file size +unlimited/mu.test(readFileSync('/proc/self/limits', 'utf8'));
  } catch {
    return false;
  }
}
