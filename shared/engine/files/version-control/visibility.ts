import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../../ports/host.ts';
import { errnoOf } from '../file-problem.ts';
import { standingInGit } from './git.ts';
import { standingInMercurial } from './mercurial.ts';
import { isThere, realPlaceOf } from '../real-place.ts';
import type { RealPlace } from '../real-place.ts';
import { standingInSubversion } from './subversion.ts';

/**
 * What version control has to do with a file: `outside` any repository, `ignored`, `visible` (the next add of everything would take
 * it), `tracked` already, `forced` (tracked, although an ignore file names it), or `unknown`, where no secret may go either.
 */
export type FileStanding = 'outside' | 'ignored' | 'visible' | 'tracked' | 'forced' | 'unknown';

export type Visibility = {
  readonly standing: FileStanding;
  readonly system: System;
  /** The folder of the repository; null outside of any. */
  readonly root: string | null;
};

/** As people write it. */
export type System = (typeof systems)[number]['name'];

type Machine = Pick<Environment, 'env' | 'platform'>;

type Row = {
  readonly name: string;
  /** What stands in the root of a repository, or in each of its folders. */
  readonly marks: readonly string[];
  /** Left out for a program that can't be asked without running what a stranger's repository names, or at all. */
  readonly ask?: (place: RealPlace, machine: Machine, root: string) => Promise<FileStanding>;
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
const ORDER: readonly FileStanding[] = ['tracked', 'forced', 'visible', 'unknown', 'ignored', 'outside'];

/** Asks version control about the file that a path leads to over symbolic links; neither it nor its folder need exist. Never fails. */
export type VersionControl = (file: string) => Promise<Visibility>;

/** One look at the machine: what stands in a folder is looked up once, however many files are below it. */
export function lookForVersionControl(machine: Machine): VersionControl {
  const names = new Map<string, ReadonlySet<string> | null>();

  function hasMark(folder: string, mark: string): boolean {
    const known = names.get(folder);
    const inside = known === undefined ? namesIn(folder) : known;
    names.set(folder, inside);
    const [name = mark, ...below] = mark.split(path.sep);
    if (inside !== null && (!inside.has(name.toLowerCase()) || below.length === 0))
      return inside.has(name.toLowerCase());
    return isThere(path.join(folder, mark));
  }

  /** The nearest of a folder and those around it that a system has marked. */
  function rootAround(folder: string, marks: readonly string[]): string | null {
    for (const mark of marks) if (hasMark(folder, mark)) return folder;
    const above = path.dirname(folder);
    return above === folder ? null : rootAround(above, marks);
  }

  /** Most files are in no repository: no program is started to find that out. */
  async function visibilityIn({ name: system, marks, ask }: (typeof systems)[number] & Row, place: RealPlace) {
    const root = rootAround(place.folder, marks);
    if (root === null) return { standing: 'outside' as const, system, root };
    return { standing: ask === undefined ? ('unknown' as const) : await ask(place, machine, root), system, root };
  }

  return async (file) => {
    try {
      const place = realPlaceOf(file);
      if (place === null) return UNKNOWN;
      const found: Visibility[] = [];
      for (const row of systems) found.push(await visibilityIn(row, place));
      return worstOf(found);
    } catch (error) {
      // A folder on the way that can't be looked into.
      if (errnoOf(error) === undefined) throw error;
      return UNKNOWN;
    }
  };
}

/** In small letters, as some systems compare them; null for a folder that can be entered but not listed. */
function namesIn(folder: string): ReadonlySet<string> | null {
  try {
    return new Set(readdirSync(folder).map((name) => name.toLowerCase()));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return new Set();
    if (errnoOf(error) === 'EACCES' || errnoOf(error) === 'EPERM') return null;
    throw error;
  }
}

const UNKNOWN: Visibility = { standing: 'unknown', system: 'git', root: null };

/** Where several systems have the file, the one that matters most to a secret answers. */
function worstOf(found: readonly Visibility[]): Visibility {
  const [worst = { standing: 'outside', system: 'git', root: null }] = found.toSorted(
    (a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing),
  );
  return worst;
}

/** Jujutsu takes every file by itself that git's ignore files do not name; where it shares a folder with git, git knows them. */
async function standingInJujutsu(place: RealPlace, machine: Machine, root: string): Promise<FileStanding> {
  return isThere(path.join(root, '.git')) ? standingInGit(place, machine) : 'unknown';
}
