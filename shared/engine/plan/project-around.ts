import { dirname, join } from 'node:path';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { isInside } from '../files/display-path.ts';
import { realPlaceOf } from '../files/real-place.ts';
import type { TextFile } from '../files/text-file.ts';

/** The innermost of the folders that a path is in; null for none. */
export function folderAround(path: string, folders: ReadonlySet<string>): string | null {
  const folder = dirname(path);
  if (folders.has(folder)) return folder;
  return folder === path ? null : folderAround(folder, folders);
}

/** A project may be anybody's: its links must not make us write where the person has files of another kind. */
export function leadsOut({ path, realPath }: TextFile, project: string): Problem | null {
  const place = realPlaceOf(project);
  const folder = place === null ? project : join(place.folder, place.name);
  if (isInside(realPath, folder)) return null;
  return problemOf('fileInvalid', `${path} leads to ${realPath}, which is not in the project ${project}.`, {
    advice: 'Put a file of the project in the place of the link, or switch the repository on at user level.',
  });
}
