import { lstatSync, readlinkSync, statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import path from 'node:path';
import { errnoOf } from './file-problem.ts';
import { isOnNetwork, pollPaths } from './poll.ts';

export type PathWatch = {
  /** Tells of these paths from now on, and of no others; of those in `whole`, when they are folders, also when anything right in them is another. */
  follow(paths: ReadonlySet<string>, whole?: ReadonlySet<string>): void;
  close(): void;
};

type Folder = {
  /** What is of interest in it: the paths that are followed, and the folders on the way to them. */
  readonly names: Set<string>;
  watcher: FSWatcher | null;
  /** Which folder it was when it was last looked at; null for none. */
  identity: string | null;
};

/**
 * Tells of paths where something was written, replaced, made or taken away, whether they were there before or not. Every folder on the way to
 * one is watched, since a folder that was moved, replaced or made again is another one to the system, which says nothing of what is below; and
 * so is the place that a link leads to. Folders that can't be watched are looked at from time to time.
 */
export function watchPaths(onChange: (path: string) => void, onProblem: (error: unknown) => void): PathWatch {
  let followed: ReadonlySet<string> = new Set();
  let wholes: ReadonlySet<string> = new Set();
  let folders: ReadonlyMap<string, Folder> = new Map();
  /** Where each place that matters leads if it is a link, else null. */
  let aims = new Map<string, string | null>();
  let linksTo: ReadonlyMap<string, readonly string[]> = new Map();
  const changed = new Set<string>();
  let gathering: NodeJS.Immediate | null = null;
  let isElsewhere = false;
  let isReopened = false;
  let isTold = false;
  const polling = pollPaths(touched);

  function follow(paths: ReadonlySet<string>, whole: ReadonlySet<string> = new Set()): void {
    if (isSameSet(paths, followed) && isSameSet(whole, wholes)) return;
    followed = paths;
    wholes = whole;
    arrange();
  }

  function arrange(): void {
    const before = folders;
    const { wanted, aims: found } = placesTo([...followed], wholes, aims);
    aims = found;
    const links = [...found].flatMap(([link, aim]) => (aim === null ? [] : [{ link, aim }]));
    linksTo = new Map([...Map.groupBy(links, ({ aim }) => aim)].map(([aim, of]) => [aim, of.map(({ link }) => link)]));
    folders = new Map(
      [...wanted].map(([folder, names]) => {
        const { watcher = null, identity = null } = before.get(folder) ?? {};
        return [folder, { names, watcher, identity }];
      }),
    );
    for (const [folder, { watcher }] of before) if (!folders.has(folder)) watcher?.close();
    const fresh = [...folders].filter(([folder]) => !before.has(folder));
    // Who is above tells of one that is replaced before it is watched itself.
    for (const [folder, one] of fresh.toSorted(([a], [b]) => a.length - b.length)) open(folder, one);
    poll();
  }

  function open(folder: string, one: Folder): void {
    one.watcher?.close();
    one.watcher = null;
    one.identity = identityOf(folder);
    if (one.identity === null || isOnNetwork(folder)) return;
    try {
      one.watcher = watch(folder, (event, name) => heard(folder, event, name));
      one.watcher.on('error', () => recheck(folder));
    } catch (error) {
      if (isTold || OF_FOLDER.has(errnoOf(error) ?? '')) return;
      // With too many folders for the system, each further one fails alike.
      isTold = true;
      onProblem(error);
    }
  }

  function heard(folder: string, event: string, name: string | null): void {
    const names = folders.get(folder)?.names ?? [];
    // By its own name the system means the folder itself, which it won't watch any longer.
    if (event === 'rename' && name === path.basename(folder)) forget(folder);
    if (name === null || name === path.basename(folder)) recheck(folder);
    if (wholes.has(folder) && followed.has(folder)) tell(folder);
    for (const each of name === null ? names : [name]) touched(path.join(folder, each));
  }

  /** The same for what links lead to it, and for what is below where it is another folder now. */
  function touched(place: string, by: ReadonlySet<string> = new Set()): void {
    if (by.has(place)) return;
    if (followed.has(place)) tell(place);
    noteAim(place);
    recheck(place);
    for (const link of linksTo.get(place) ?? []) touched(link, new Set([...by, place]));
  }

  function noteAim(place: string): void {
    const before = aims.get(place);
    if (before === undefined) return;
    const now = aimOf(place);
    if (now === before) return;
    aims.set(place, now);
    isElsewhere = true;
    gather();
  }

  function forget(folder: string): void {
    const one = folders.get(folder);
    if (one !== undefined) one.identity = null;
  }

  /** Another folder by now, or none: so is all that is below it. */
  function recheck(folder: string): void {
    const one = folders.get(folder);
    if (one === undefined || identityOf(folder) === one.identity) return;
    open(folder, one);
    isReopened = true;
    for (const name of one.names) touched(path.join(folder, name));
    gather();
  }

  function tell(one: string): void {
    changed.add(one);
    gather();
  }

  function gather(): void {
    // What the system tells in one go is told once.
    gathering ??= setImmediate(() => {
      gathering = null;
      const these = [...changed];
      changed.clear();
      if (isElsewhere) arrange();
      else if (isReopened) poll();
      isElsewhere = false;
      isReopened = false;
      for (const each of these) if (followed.has(each)) onChange(each);
    });
  }

  function poll(): void {
    const unwatched = [...folders].filter(([, { watcher, identity }]) => watcher === null && identity !== null);
    polling.follow(unwatched.flatMap(([folder, { names }]) => [...names].map((name) => path.join(folder, name))));
  }

  return {
    follow,
    close() {
      for (const { watcher } of folders.values()) watcher?.close();
      folders = new Map();
      followed = new Set();
      polling.close();
      if (gathering !== null) clearImmediate(gathering);
    },
  };
}

/** Not there by now, no folder, or not to be read: which whoever reads what is in it is told. */
const OF_FOLDER = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP']);

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each));
}

/** Every folder on the way to these paths with what is of interest in it, also by way of links; what is known of those is not asked. */
function placesTo(
  paths: readonly string[],
  whole: ReadonlySet<string>,
  known: ReadonlyMap<string, string | null>,
): { readonly wanted: ReadonlyMap<string, Set<string>>; readonly aims: Map<string, string | null> } {
  const wanted = new Map<string, Set<string>>([...whole].map((one) => [one, new Set()]));
  const aims = new Map<string, string | null>();
  const rest = [...paths];
  for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
    for (let at = one; !aims.has(at); at = path.dirname(at)) {
      const before = known.get(at);
      const aim = before === undefined ? aimOf(at) : before;
      aims.set(at, aim);
      if (aim !== null) rest.push(aim);
      const above = path.dirname(at);
      if (above !== at) wanted.set(above, (wanted.get(above) ?? new Set()).add(path.basename(at)));
    }
  }
  return { wanted, aims };
}

/** With its time of birth, because a new folder may get the number of one that was just removed. */
function identityOf(folder: string): string | null {
  try {
    const stats = statSync(folder, { bigint: true, throwIfNoEntry: false });
    return stats?.isDirectory() === true ? `${stats.dev} ${stats.ino} ${stats.birthtimeNs}` : null;
  } catch {
    return null;
  }
}

/** Where a symbolic link leads, in one step and whether anything is there or not; null for what is none. */
function aimOf(place: string): string | null {
  try {
    if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
    return path.resolve(path.dirname(place), readlinkSync(place));
  } catch {
    return null;
  }
}
