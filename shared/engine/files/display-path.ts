import path from 'node:path';

/** True for the folder itself and for everything below it. */
export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
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
