import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TextFile } from '../files/text-file.ts';
import { leaveAloneCommand } from '../files/version-control/leave-alone.ts';
import type { FileStanding, System, Visibility } from '../files/version-control/visibility.ts';

/** How one has a system leave a file alone; those left out can't be asked, so that it would not help. */
const LEAVE: Partial<Record<System, { readonly ignore: string; readonly forget: string }>> = {
  git: { ignore: 'Add it to .gitignore', forget: 'untrack it ("git rm --cached")' },
  Mercurial: { ignore: 'Add it to .hgignore', forget: 'forget it ("hg forget")' },
  Subversion: {
    ignore: 'Add it to svn:ignore of its folder',
    forget: 'take it out ("svn delete --keep-local", then commit)',
  },
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
 * bindings whose token is in it already, from a time when it might; `isUsers` is true for one of the user level.
 */
export function secretProblem(
  { path, realPath }: TextFile,
  visibility: Visibility | null,
  holders: readonly string[],
  isUsers: boolean,
): Problem | null {
  if (visibility === null) return null;
  const { standing, system } = visibility;
  if (standing === 'outside' || standing === 'ignored') return null;
  const isLink = realPath !== path;
  const what = isLink ? realPath : 'it';
  const why = {
    tracked: `${system} tracks ${what}`,
    forced: `${system} tracks ${what}`,
    visible: `${system} would pick ${what} up`,
    unknown: `${what} lies in a ${system} repository that could not be asked`,
  }[standing];
  const leave = LEAVE[system];
  const leaving = leaveAloneCommand(realPath, visibility);
  if (holders.length > 0) {
    const how = leaving === null ? '' : ` (${leaving})`;
    const again = leave === undefined ? '' : `Have ${system} leave the file alone again${how}, or take`;
    const words = [...holders.map((id) => `disable ${id}`), 'apply'].map((word) => `codeartifact-tray ${word}`);
    return problemOf('secretExposed', `A token is in ${path}, and ${why}: it is not refreshed there any more.`, {
      advice: `${again === '' ? 'Take' : again} the token out.`,
      command: words.join(' && '),
    });
  }
  const elsewhere =
    isLink || isUsers ? 'keep the file outside of that repository' : 'switch the repository on at user level';
  const first = leave === undefined || standing === 'unknown' ? null : leavingWords(leave, standing);
  const advice = first === null ? capital(`${elsewhere}.`) : `${capital(first)}, or ${elsewhere}.`;
  const command = leaving === null ? {} : { command: leaving };
  return problemOf('secretInGit', `No token was written to ${path}, because ${why}.`, { advice, ...command });
}

function leavingWords(
  { ignore, forget }: { readonly ignore: string; readonly forget: string },
  standing: FileStanding,
) {
  if (standing === 'forced') return forget;
  return standing === 'tracked' ? `${ignore} and ${forget}` : ignore;
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}
