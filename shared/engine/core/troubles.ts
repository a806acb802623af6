import type { Problem } from '../../contract/problem.ts';
import type { Log } from '../../ports/host.ts';
import type { Activity } from './activity.ts';

/** What the agent works with: the files in its state folder, what it does to targets at all, each target, and those that others keep changing. */
type Whole = 'state' | 'keeping' | 'targets' | 'fights';

/** What keeps the agent from its work. */
export type Troubles = {
  /** Says what is wrong with each part of a whole, where that was not said yet, and of which it is over. */
  tell(whole: Whole, found: ReadonlyMap<string, Problem>): void;
  /** The same of one part; nothing is known of the others. */
  tellOf(whole: Whole, part: string, problem: Problem): void;
};

/** Says each problem once for as long as it lasts, however often it is met, and when it is over: a service has no other voice. */
export function createTroubles(activity: Pick<Activity, 'note'>, log: Log): Troubles {
  const told = new Map<Whole, ReadonlyMap<string, Problem>>();
  function tell(whole: Whole, found: ReadonlyMap<string, Problem>): void {
    const before = told.get(whole) ?? new Map<string, Problem>();
    // Whoever hears of it looks again, and must find that this was said.
    told.set(whole, found);
    for (const [part, problem] of found) {
      if (before.get(part)?.message !== problem.message) activity.note('problem', textOf(part, problem));
    }
    for (const part of before.keys()) if (!found.has(part)) log('warn', `In order again: ${part}`);
  }
  return {
    tell,
    tellOf: (whole, part, problem) => tell(whole, new Map([...(told.get(whole) ?? []), [part, problem]])),
  };
}

function textOf(part: string, { message, advice, command }: Problem): string {
  const what = message.includes(part) ? message : `${part}: ${message}`;
  return [what, ...(advice === null ? [] : [advice]), ...(command === null ? [] : [`$ ${command}`])].join(' ');
}
