import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../../ports/host.ts';
import { errnoOf } from '../file-problem.ts';
import { standingInGit } from './git.ts';
import type { KeptAnswers } from './kept-answers.ts';
import { standingInMercurial } from './mercurial.ts';
import { isThere, realPlaceOf } from '../real-place.ts';
import { isSettled, lookOnce } from '../stamp.ts';
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
  readonly ask?: (
    place: RealPlace,
    machine: Machine,
    root: string,
    kept: KeptAnswers<FileStanding>,
  ) => Promise<FileStanding>;
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

/** What a look found out, for the next one. */
export type KeptVisibility = {
  readonly folders: Map<string, { readonly stamp: string; readonly names: ReadonlySet<string> | null }>;
  readonly answers: KeptAnswers<FileStanding>;
};

export function noVisibilityKept(): KeptVisibility {
  return { folders: new Map(), answers: new Map() };
}

/**
 * One look at the machine: what stands in a folder is looked up once, however many files are below it, and git is asked anew only about
 * a file for which something changed since `kept` was filled.
 */
export function lookForVersionControl(machine: Machine, kept: KeptVisibility = noVisibilityKept()): VersionControl {
  const { stampOf } = lookOnce();
  const roots = new Map<string, Roots>();

  function namesAt(folder: string): ReadonlySet<string> | null {
    const now = stampOf(folder);
    const known = kept.folders.get(folder);
    if (known?.stamp === now) return known.names;
    const names = namesIn(folder);
    if (isSettled(now)) kept.folders.set(folder, { stamp: now, names });
    else kept.folders.delete(folder);
    return names;
  }

  /** For each system the nearest of a folder and those around it that it has marked. */
  function rootsAround(folder: string): Roots {
    const known = roots.get(folder);
    if (known !== undefined) return known;
    const above = path.dirname(folder);
    const found = new Map(above === folder ? [] : rootsAround(above));
    const names = namesAt(folder);
    for (const { name, marks } of systems) {
      if (marks.some((mark) => hasMark(folder, names, mark))) found.set(name, folder);
    }
    roots.set(folder, found);
    return found;
  }

  /** Most files are in no repository: no program is started to find that out. */
  async function visibilityIn({ name: system, ask }: (typeof systems)[number] & Row, place: RealPlace) {
    const root = rootsAround(place.folder).get(system) ?? null;
    if (root === null) return { standing: 'outside' as const, system, root };
    const standing = ask === undefined ? ('unknown' as const) : await ask(place, machine, root, kept.answers);
    return { standing, system, root };
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

type Roots = ReadonlyMap<System, string>;

function hasMark(folder: string, names: ReadonlySet<string> | null, mark: string): boolean {
  const [name = mark, ...below] = mark.split(path.sep);
  const isListed = names?.has(name.toLowerCase()) === true;
  return names !== null && (!isListed || below.length === 0) ? isListed : isThere(path.join(folder, mark));
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
async function standingInJujutsu(
  place: RealPlace,
  machine: Machine,
  root: string,
  kept: KeptAnswers<FileStanding>,
): Promise<FileStanding> {
  return isThere(path.join(root, '.git')) ? standingInGit(place, machine, root, kept) : 'unknown';
}
