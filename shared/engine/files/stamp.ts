import { statSync } from 'node:fs';
import { errnoOf } from './file-problem.ts';

/** What another program's write or rename changes, without reading; for a file that can't be looked at, why. Never throws. */
export function stampOf(file: string): string {
  try {
    const stats = statSync(file, { bigint: true });
    return [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ');
  } catch (error) {
    return errnoOf(error) ?? '';
  }
}
