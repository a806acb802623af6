import type { NotificationSettings, Snapshot } from '../../contract/snapshot.ts';
import { HOUR, MINUTE } from '../time/duration.ts';
import { noticesFor, type Notice } from './notices.ts';
import { isQuiet, isSnoozed } from './quiet.ts';
import { SUMMARY_FROM, summaryOf } from './summary.ts';

/** What a snapshot says that may be told, and when not to. */
export type Situation = NotificationSettings & {
  readonly notices: readonly Notice[];
  /** What is missing may hold all the same. */
  readonly paused: boolean;
};

/** How a problem was told last: when (milliseconds since 1970), how urgent, how often since it began, and since when it is gone. */
export type Telling = Pick<Notice, 'urgency'> & {
  readonly at: number;
  readonly count: number;
  readonly solvedAt: number | null;
};

/** By the ids of notices. It outlives the app, so that a start tells nothing twice. */
export type Memory = ReadonlyMap<string, Telling>;

export type Told = {
  readonly memory: Memory;
  /** Notifications that nobody closed, and the ids of the notices that each stands for. */
  readonly onScreen: readonly { readonly id: string; readonly covers: readonly string[] }[];
};

export type Decision = {
  readonly told: Told;
  /** In the place of one with the same id. */
  readonly show: readonly Notice[];
  /** Ids of notifications. */
  readonly withdraw: readonly string[];
};

/** One problem is one id for as long as it holds; one that is back so soon after it was gone has held all the time. Milliseconds. */
const SHORT = 15 * MINUTE;
/** How long after it was told a problem that still holds is told again, the first time and then. Milliseconds. */
const FIRST_REMINDER = 4 * HOUR;
const NEXT_REMINDER = 24 * HOUR;
/** More problems than anybody has; the oldest are forgotten first. */
const REMEMBERED = 500;

export function situationOf(snapshot: Snapshot, now: number): Situation {
  const { paused, notifications } = snapshot;
  return { notices: noticesFor(snapshot, now), paused, ...notifications };
}

/**
 * What to show and what to take back. One notification per problem: at once, again after four hours and then daily, sooner only when it
 * got worse; from three on one for all. Nothing new while snoozed, in quiet hours or `held` (a person looks at the page anyway, or the
 * machine has just woken up): what still holds is told afterwards. `now` in milliseconds since 1970.
 */
export function decide(before: Told, situation: Situation, now: number, held: boolean): Decision {
  const { notices, quietHours } = situation;
  const snoozed = isSnoozed(situation, now);
  const memory = remembered(before.memory, situation, now, snoozed);
  if (snoozed) return arranged(before, { memory, notices: [], due: [], mayShow: false, now });
  const due = notices.filter((notice) => isDue(notice, memory.get(notice.id), now));
  const mayShow = !held && !isQuiet(quietHours, now);
  return arranged(before, { memory, notices, due: mayShow ? due : [], mayShow, now });
}

/** For a person who asked for something that did not work: what tells of it anyway, once more where that was before they asked. */
export function tellAgain(before: Told, { notices }: Situation, now: number, askedAt: number): Decision {
  const { memory } = before;
  const due = notices.filter(({ id }) => (memory.get(id)?.at ?? Number.NEGATIVE_INFINITY) < askedAt);
  return arranged(before, { memory, notices, due, mayShow: true, now });
}

/** A person, or the desktop, took a notification away. */
export function withoutShown({ memory, onScreen }: Told, id: string): Told {
  return { memory, onScreen: onScreen.filter((shown) => shown.id !== id) };
}

type Arrangement = Pick<Situation, 'notices'> & {
  readonly memory: Memory;
  readonly due: readonly Notice[];
  readonly mayShow: boolean;
  readonly now: number;
};

function arranged({ onScreen }: Told, { memory, notices, due, mayShow, now }: Arrangement): Decision {
  const open = new Map(notices.map((notice) => [notice.id, notice]));
  const isDueNow = new Set(due);
  const whole = onScreen.filter(({ covers }) => covers.every((id) => open.has(id)));
  const isShrunk = onScreen.some((shown) => !whole.includes(shown) && shown.covers.some((id) => open.has(id)));
  if (due.length === 0 && !(isShrunk && mayShow)) return decision(onScreen, { memory, onScreen: whole }, []);

  const seen = new Set(onScreen.flatMap(({ covers }) => covers));
  const pool = notices.filter((notice) => seen.has(notice.id) || isDueNow.has(notice));
  const told = new Map([...memory, ...due.map((notice) => [notice.id, toldOnce(notice, memory, now)] as const)]);
  if (pool.length >= SUMMARY_FROM) {
    const summary = summaryOf(pool);
    return decision(onScreen, { memory: told, onScreen: [{ id: summary.id, covers: pool.map(({ id }) => id) }] }, [
      summary,
    ]);
  }
  const staying = whole.filter(({ id, covers }) => covers.length === 1 && due.every((notice) => notice.id !== id));
  const show = pool.filter((notice) => staying.every(({ id }) => id !== notice.id));
  const shown = show.map(({ id }) => ({ id, covers: [id] }));
  return decision(onScreen, { memory: told, onScreen: [...staying, ...shown] }, show);
}

function decision(before: Told['onScreen'], told: Told, show: readonly Notice[]): Decision {
  const left = new Set(told.onScreen.map(({ id }) => id));
  return { told, show, withdraw: before.flatMap(({ id }) => (left.has(id) ? [] : [id])) };
}

function toldOnce({ id, urgency }: Notice, memory: Memory, now: number): Telling {
  const last = memory.get(id);
  return { at: now, count: (last?.count ?? 0) + 1, urgency: last?.urgency === 'now' ? 'now' : urgency, solvedAt: null };
}

function isDue({ urgency }: Notice, last: Telling | undefined, now: number): boolean {
  if (last === undefined) return true;
  if (urgency === 'now' && last.urgency === 'soon') return true;
  return now - last.at >= (last.count === 1 ? FIRST_REMINDER : NEXT_REMINDER);
}

/** What is still worth remembering of what was told. */
function remembered(memory: Memory, { notices, paused }: Situation, now: number, snoozed: boolean): Memory {
  const open = new Set(notices.map(({ id }) => id));
  const kept = [...memory].flatMap(([id, known]): [string, Telling][] => {
    // The clock was set back.
    const telling = { ...known, at: Math.min(known.at, now) };
    const solvedAt = known.solvedAt === null ? null : Math.min(known.solvedAt, now);
    const isOver = solvedAt !== null && now - solvedAt >= SHORT;
    if (open.has(id)) {
      // Who snoozes wants to hear of it afterwards.
      if (snoozed || isOver) return [];
      return [[id, { ...telling, solvedAt: null }]];
    }
    if (isOver || (paused && solvedAt === null)) return [];
    return [[id, { ...telling, solvedAt: solvedAt ?? now }]];
  });
  return new Map(kept.toSorted(([, a], [, b]) => b.at - a.at).slice(0, REMEMBERED));
}
