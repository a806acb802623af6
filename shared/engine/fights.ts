import type { Problem } from '../contract/problem.ts';
import { problemOf } from '../contract/problem.ts';

type Fights = {
  /** Ours was put back in a file once more. */
  note(file: string, now: number): void;
  /** How long to wait before it is put back the next time. Milliseconds. */
  pause(file: string, now: number): number;
  /** What to say of files that somebody keeps changing, by their paths. */
  problems(now: number): ReadonlyMap<string, Problem>;
};

/** So often in a row a file is put right at once. */
const AT_ONCE = 5;
const FIRST = 1000;
const LONGEST = 60_000;
/** A program that has left a file alone for so long has ended. Milliseconds. */
const PEACE = 3 * LONGEST;

/** Who changes a file again and again is answered ever later: neither of two programs that fight over a line would end. Times in milliseconds. */
export function createFights(): Fights {
  const rounds = new Map<string, { readonly count: number; readonly at: number }>();
  function countOf(file: string, now: number): number {
    const { count = 0, at = 0 } = rounds.get(file) ?? {};
    return Math.abs(now - at) < PEACE ? count : 0;
  }
  return {
    note(file, now) {
      rounds.set(file, { count: countOf(file, now) + 1, at: now });
    },
    pause(file, now) {
      const more = countOf(file, now) - AT_ONCE;
      return more < 0 ? 0 : Math.min(LONGEST, FIRST * 2 ** Math.min(more, 10));
    },
    problems(now) {
      for (const file of rounds.keys()) if (countOf(file, now) === 0) rounds.delete(file);
      return new Map(
        [...rounds].flatMap(([file, { count }]) => (count > AT_ONCE ? [[file, keepsChanging(file)]] : [])),
      );
    },
  };
}

function keepsChanging(file: string): Problem {
  return problemOf('fileBusy', `Another program keeps changing ${file}: what it takes is put back once a minute.`, {
    advice: 'Close that program, or switch the repository off.',
    retryable: true,
  });
}
