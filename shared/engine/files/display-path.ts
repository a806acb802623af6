import path from 'node:path';

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
