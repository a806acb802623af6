import { isDeepStrictEqual } from 'node:util';
import type { FolderFound } from '../files/folders-below.ts';
import { isSettled } from '../files/stamp.ts';
import type { Asker } from './look.ts';

/** What earlier looks found out, for as long as the files say the same. */
export type LookMemory = {
  /** The folders below one, by its path, and their stamps. */
  readonly walks: Map<string, { readonly found: readonly FolderFound[]; readonly stamps: readonly string[] }>;
  /** By client and folder. */
  readonly around: Map<string, Around>;
  /** What was found for a question in each folder. */
  readonly answers: Map<string, Map<string, Answer>>;
  /** Answers that several askers share; the same as before is the same object. */
  readonly shared: Map<string, unknown>;
  /** How they are found out. */
  readonly works: Map<string, (asker: Asker) => Promise<unknown>>;
};

/** What a client looks at for one folder. */
type Around = {
  readonly paths: Set<string>;
  /** Of all of them, the last time. */
  stamp: string;
  /** To the many questions that nothing is found for: one answer for all. */
  nothing: Answer;
};

type Answer = { readonly stamp: string; readonly found: readonly unknown[] };

type StampOf = (path: string) => string;

/** What one look has seen so far. */
export type Seen = {
  readonly stampOf: StampOf;
  /** The stamps of all paths around a folder. */
  readonly stamps: Map<Around, string>;
};

export function emptyMemory(): LookMemory {
  return { walks: new Map(), around: new Map(), answers: new Map(), shared: new Map(), works: new Map() };
}

/** Forgets what no key that is in use rests on. */
export function forgetOthers({ answers, shared, works }: LookMemory, used: ReadonlySet<string>): void {
  for (const map of [answers, shared, works]) for (const key of map.keys()) if (!used.has(key)) map.delete(key);
}

/** The value of before in place of an equal one. */
export function sameAsBefore<T>(shared: Map<string, unknown>, key: string, value: T): T {
  const before = shared.get(key) as T | undefined;
  if (before !== undefined && isDeepStrictEqual(before, value)) return before;
  shared.set(key, value);
  return value;
}

/** The folders below a folder as the walk of before found them, where none of them changed. */
export async function walkAgain(
  { walks }: LookMemory,
  top: string,
  stampOf: StampOf,
  walk: (top: string) => Promise<readonly FolderFound[]>,
): Promise<readonly FolderFound[]> {
  const known = walks.get(top);
  if (known?.found.every(({ path }, index) => stampOf(path) === known.stamps[index]) === true) return known.found;
  const found = await walk(top);
  const stamps = found.map(({ path }) => stampOf(path));
  if (stamps.every((stamp) => isSettled(stamp))) walks.set(top, { found, stamps });
  else walks.delete(top);
  return found;
}

/** One question about many folders, of which only those are looked into again in which something changed that the client looks at. */
export async function askFolders<T>(
  { around, answers }: LookMemory,
  { key, client, folders }: { readonly key: string; readonly client: string; readonly folders: Iterable<string> },
  look: Seen,
  ask: (folder: string, note: Set<string>) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const known = answers.get(key) ?? new Map();
  answers.set(key, known);
  const all: T[] = [];
  for (const folder of folders) {
    const place = `${client} ${folder}`;
    const seen = around.get(place) ?? nothingAround();
    around.set(place, seen);
    const kept = known.get(folder);
    if (kept !== undefined && kept.stamp === stampAround(seen, look)) {
      all.push(...(kept.found as readonly T[]));
      continue;
    }
    const found = await ask(folder, seen.paths);
    look.stamps.delete(seen);
    const isKept = [...seen.paths].every((path) => isSettled(look.stampOf(path)));
    if (isKept) known.set(folder, answerOf(seen, found, look));
    else known.delete(folder);
    all.push(...found);
  }
  return all;
}

function nothingAround(): Around {
  return { paths: new Set(), stamp: '', nothing: { stamp: '', found: [] } };
}

/** The same text as before is the same string. */
function stampAround(seen: Around, { stampOf, stamps }: Seen): string {
  const known = stamps.get(seen);
  if (known !== undefined) return known;
  const stamp = Array.from(seen.paths, stampOf).join('|');
  if (stamp !== seen.stamp) seen.stamp = stamp;
  stamps.set(seen, seen.stamp);
  return seen.stamp;
}

function answerOf(seen: Around, found: readonly unknown[], look: Seen): Answer {
  const stamp = stampAround(seen, look);
  if (found.length > 0) return { stamp, found };
  if (seen.nothing.stamp !== stamp) seen.nothing = { stamp, found };
  return seen.nothing;
}
