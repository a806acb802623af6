import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TextFile } from '../files/text-file.ts';
import type { System, Visibility } from '../files/version-control/visibility.ts';

/** Where one writes what a system shall leave alone; those left out can't be asked, so that writing it there would not help. */
const IGNORE: Partial<Record<System, string>> = {
  git: 'to .gitignore (and untrack it)',
  Mercurial: 'to .hgignore (and forget it)',
  Subversion: 'to svn:ignore of its folder (and delete it with --keep-local)',
};

/** Why no token may go into the file: version control has it, would take it, or can't say. Null when it may. */
export function secretProblem({ path, realPath }: TextFile, visibility: Visibility | null): Problem | null {
  if (visibility === null) return null;
  const { standing, system } = visibility;
  if (standing === 'outside' || standing === 'ignored') return null;
  const isLink = realPath !== path;
  const what = isLink ? realPath : 'it';
  const why = {
    tracked: `${system} tracks ${what}`,
    visible: `${system} would pick ${what} up`,
    unknown: `${what} lies in a ${system} repository that could not be asked`,
  }[standing];
  const place = IGNORE[system];
  const elsewhere = isLink ? 'keep the file outside of that repository' : 'switch the repository on at user level';
  const advice =
    place === undefined
      ? `${elsewhere[0]?.toUpperCase() ?? ''}${elsewhere.slice(1)}.`
      : `Add ${isLink ? realPath : 'the file'} ${place}, or ${elsewhere}.`;
  return problemOf('secretInGit', `No token was written to ${path}, because ${why}.`, { advice });
}
