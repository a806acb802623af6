import path from 'node:path';
import type { Environment } from '../../../ports/host.ts';
import { errnoOf } from '../file-problem.ts';
import { standingInGit } from './git.ts';
import { standingInMercurial } from './mercurial.ts';
import { folderWith, isThere, realPlaceOf } from '../real-place.ts';
import type { RealPlace } from '../real-place.ts';
import { standingInSubversion } from './subversion.ts';

/**
 * What version control has to do with a file: `outside` any repository, `ignored`, `visible` (the next add of everything would take
 * it), `tracked` already (ignored or not), or `unknown`, where no secret may go either.
 */
export type Standing = 'outside' | 'ignored' | 'visible' | 'tracked' | 'unknown';

export type Visibility = { readonly standing: Standing; readonly system: System };

/** As people write it. */
export type System = (typeof systems)[number]['name'];

type Machine = Pick<Environment, 'env' | 'platform'>;

type Row = {
  readonly name: string;
  /** What stands in the root of a repository, or in each of its folders. */
  readonly marks: readonly string[];
  /** Left out for a program that can't be asked without running what a stranger's repository names, or at all. */
  readonly ask?: (place: RealPlace, machine: Machine) => Promise<Standing>;
};

const systems = [
  // Worktrees and submodules have a `.git` file instead of a folder.
  { name: 'git', marks: ['.git'], ask: standingInGit },
  { name: 'Mercurial', marks: ['.hg'], ask: standingInMercurial },
  { name: 'Subversion', marks: ['.svn'], ask: standingInSubversion },
  { name: 'Jujutsu', marks: ['.jj'], ask: standingInJujutsu },
  { name: 'Sapling', marks: ['.sl'] },
  { name: 'Bazaar', marks: ['.bzr'] },
  { name: 'Darcs', marks: ['_darcs'] },
  { name: 'Pijul', marks: ['.pijul'] },
  { name: 'Fossil', marks: ['.fslckout', '_FOSSIL_'] },
  // Any folder may be called CVS.
  { name: 'CVS', marks: [path.join('CVS', 'Entries')] },
] as const satisfies readonly Row[];

/** From what is worst for a secret to what is best. */
const ORDER: readonly Standing[] = ['tracked', 'visible', 'unknown', 'ignored', 'outside'];

/**
 * Asks version control about the file that `file` leads to over symbolic links; neither it nor its folder need exist. Where several
 * systems have it, the one that matters most to a secret answers. Never fails.
 */
export async function visibilityOf(file: string, machine: Machine): Promise<Visibility> {
  try {
    const place = await realPlaceOf(file);
    if (place === null) return { standing: 'unknown', system: 'git' };
    const found: Visibility[] = [];
    for (const row of systems) found.push({ standing: await standingIn(row, place, machine), system: row.name });
    const [worst = { standing: 'outside', system: 'git' }] = found.toSorted(
      (a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing),
    );
    return worst;
  } catch (error) {
    // A folder on the way that can't be looked into.
    if (errnoOf(error) === undefined) throw error;
    return { standing: 'unknown', system: 'git' };
  }
}

/** Most files are in no repository: no program is started to find that out. */
async function standingIn({ marks, ask }: Row, place: RealPlace, machine: Machine): Promise<Standing> {
  if ((await folderWith(place.folder, marks)) === null) return 'outside';
  return ask === undefined ? 'unknown' : ask(place, machine);
}

/** Jujutsu takes every file by itself that git's ignore files do not name; where it shares a folder with git, git knows them. */
async function standingInJujutsu(place: RealPlace, machine: Machine): Promise<Standing> {
  const root = await folderWith(place.folder, ['.jj']);
  const isShared = root !== null && (await isThere(path.join(root, '.git')));
  return isShared ? standingInGit(place, machine) : 'unknown';
}
