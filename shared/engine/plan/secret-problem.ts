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

/** False where the next commit would publish what is in the file, or nobody can tell. */
export function isHidden(visibility: Visibility | null): boolean {
  return visibility === null || visibility.standing === 'outside' || visibility.standing === 'ignored';
}

/** True for what is wrong with a file alone because a token goes into it, or is in it. */
export function isAboutSecret(problem: Problem | null): boolean {
  return problem?.code === 'secretInGit' || problem?.code === 'secretExposed';
}

/**
 * Why no token may go into the file: version control has it, would take it, or can't say. Null when it may. `holders` are the
 * bindings whose token is in it already, from a time when it might.
 */
export function secretProblem(
  { path, realPath }: TextFile,
  visibility: Visibility | null,
  holders: readonly string[],
): Problem | null {
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
  if (holders.length > 0) {
    const again = place === undefined ? '' : `Have ${system} leave the file alone again, or take`;
    const words = [...holders.map((id) => `disable ${id}`), 'apply'].map((word) => `codeartifact-tray ${word}`);
    return problemOf('secretExposed', `A token is in ${path}, and ${why}: it is not refreshed there any more.`, {
      advice: `${again === '' ? 'Take' : again} the token out.`,
      command: words.join(' && '),
    });
  }
  const elsewhere = isLink ? 'keep the file outside of that repository' : 'switch the repository on at user level';
  const advice =
    place === undefined
      ? `${elsewhere[0]?.toUpperCase() ?? ''}${elsewhere.slice(1)}.`
      : `Add ${isLink ? realPath : 'the file'} ${place}, or ${elsewhere}.`;
  return problemOf('secretInGit', `No token was written to ${path}, because ${why}.`, { advice });
}
