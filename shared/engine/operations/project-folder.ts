import path from 'node:path';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { expandHome } from '../files/display-path.ts';

/** The folder that somebody named; `~` is the home. What is relative is for a host to resolve: only it has a working folder (code invalidInput). */
export function absoluteFolder(named: string, home: string): Result<string> {
  const folder = expandHome(named.trim(), home);
  if (path.isAbsolute(folder)) return ok(path.resolve(folder));
  return failed(
    problemOf('invalidInput', `${named} is not an absolute path.`, { advice: 'Give the whole path of the folder.' }),
  );
}
