import path from 'node:path';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';

/** True for the folder itself and for everything below it. */
export function isInside(file: string, folder: string, paths: path.PlatformPath = path): boolean {
  const relative = paths.relative(folder, file);
  // `..foo` is a name like any other; from one drive of Windows to another a path stays absolute.
  const isOutside = relative === '..' || relative.startsWith(`..${paths.sep}`) || paths.isAbsolute(relative);
  return !isOutside;
}

/** The path as people write it, `~` for the home folder. */
export function displayPath(file: string, home: string): string {
  if (file === home) return '~';
  return isInside(file, home) ? `~${path.sep}${path.relative(home, file)}` : file;
}

/** The path that people mean by one that begins with `~`. */
export function expandHome(file: string, home: string, paths: path.PlatformPath = path): string {
  return /^~(?:$|[/\\])/.test(file) ? paths.join(home, file.slice(1)) : file;
}

/** The folder that somebody named; `~` is the home. What is relative is for a host to resolve: only it has a working folder (code invalidInput). */
export function absoluteFolder(named: string, home: string): Result<string> {
  const folder = expandHome(named.trim(), home);
  if (path.isAbsolute(folder)) return ok(path.resolve(folder));
  return failed(
    problemOf('invalidInput', `${named} is not an absolute path.`, { advice: 'Give the whole path of the folder.' }),
  );
}
