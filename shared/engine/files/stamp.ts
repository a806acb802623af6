import { statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import path from 'node:path';
import { errnoOf } from './file-problem.ts';

/** What another program's write or rename changes, without reading; for a file that can't be looked at, why. Never throws. */
export function stampOf(file: string): string {
  try {
    const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? 'ENOENT' : stampIn(stats);
  } catch (error) {
    return errnoOf(error) ?? '';
  }
}

export function stampIn({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}

/** How one piece of work looks at files: each is looked at once, before it is read. */
export type Sight = {
  stampOf(file: string): string;
  /** True where a file still has the stamp that it had, or is trusted to. */
  isAsBefore(file: string, stamp: string): boolean;
};

/** `changed`: the only files that are looked at, with the folders around them, where somebody watches the others; left out, all are. */
export function lookOnce(changed?: ReadonlySet<string>): Sight {
  const lookedAt = changed === undefined ? null : withFolders(changed);
  const known = new Map<string, string>();
  function stampNow(file: string): string {
    const stamp = known.get(file) ?? stampOf(file);
    known.set(file, stamp);
    return stamp;
  }
  return {
    stampOf: stampNow,
    isAsBefore: (file, stamp) => (lookedAt !== null && !lookedAt.has(file)) || stampNow(file) === stamp,
  };
}

function withFolders(files: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set<string>();
  for (const file of files) for (let at = file; !all.has(at); at = path.dirname(at)) all.add(at);
  return all;
}

/** File systems that count in seconds (ext3, FAT) leave the rest of a time empty. Nanoseconds. */
const SECOND = 1_000_000_000n;
/** How long after a change another one can have the same time, by how finely the file system counts. Milliseconds. */
const COARSE = 2500;
const FINE = 20;

/** False where a file may change once more without another stamp, because it has changed just now. */
export function isSettled(stamp: string, now = Date.now()): boolean {
  const [, , modified, changed] = stamp.split(' ');
  if (modified === undefined || changed === undefined) return true;
  const newest = BigInt(modified) > BigInt(changed) ? BigInt(modified) : BigInt(changed);
  const age = now - Number(newest / 1_000_000n);
  return age > (newest % SECOND === 0n ? COARSE : FINE);
}
