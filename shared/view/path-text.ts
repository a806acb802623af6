import { USER_LEVEL } from '../contract/user-level.ts';
import type { ProjectView } from '../contract/snapshot.ts';

type File = { readonly path: string; readonly displayPath: string };

/** A file as one would name it in its project: `.venv/pip.conf`; with its whole path when it lies elsewhere or at the user level. */
export function pathWithin(file: File, project: ProjectView | undefined): string {
  if (project === undefined || project.id === USER_LEVEL) return file.displayPath;
  const separator = project.path.includes('\\') ? '\\' : '/';
  const folder = project.path.endsWith(separator) ? project.path : project.path + separator;
  return file.path.startsWith(folder) ? file.path.slice(folder.length) : file.displayPath;
}
