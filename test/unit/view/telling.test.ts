import { describe, expect, test } from 'vitest';
import type { NotificationSettings } from '../../../shared/contract/snapshot.ts';
import type { Notice } from '../../../shared/view/tray/notices.ts';
import { isQuiet, isSnoozed } from '../../../shared/view/tray/quiet.ts';
import { decide, tellAgain, withoutShown, type Situation, type Told } from '../../../shared/view/tray/telling.ts';
import { aNotice, aSituation } from '../../support/notices.ts';
import { NOW } from '../../support/snapshots.ts';
import { MINUTE } from '../../support/situations.ts';

const HOUR = 60 * MINUTE;
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => aNotice({ id, title: `Sign in as ${id}` })) as [
  Notice,
  Notice,
  Notice,
  Notice,
];

/** A person's screen over time, told what to show. */
function aScreen() {
  let told: Told = { memory: new Map(), onScreen: [] };
  const screen = new Map<string, Notice>();
  let shown = 0;
  const look = (situation: Situation, minutes: number, held = false) => {
    const decision = decide(told, situation, NOW + minutes * MINUTE, held);
    told = decision.told;
    for (const id of decision.withdraw) screen.delete(id);
    for (const notice of decision.show) screen.set(notice.id, notice);
    shown += decision.show.length;
    return [...screen.values()].map(({ title }) => title);
  };
  return {
    at: (minutes: number, notices: readonly Notice[], rest: Partial<Situation> & { held?: boolean } = {}) =>
      look(aSituation(notices, rest), minutes, rest.held),
    closes(id: string) {
      screen.delete(id);
      told = withoutShown(told, id);
    },
    restart() {
      screen.clear();
      told = { memory: told.memory, onScreen: [] };
    },
    shown: () => shown,
  };
}

describe('what is told', () => {
  test('is told once, again after four hours and then once a day', () => {
    const screen = aScreen();
    const hours: number[] = [];
    for (let hour = 0; hour <= 60; hour += 1) {
      screen.closes(a.id);
      if (screen.at(hour * 60, [a]).length > 0) hours.push(hour);
    }
    expect(hours).toEqual([0, 4, 28, 52]);
  });

  test('is told at once when it got worse, once', () => {
    const screen = aScreen();
    screen.at(0, [a]);
    expect(screen.at(1, [{ ...a, urgency: 'now', title: 'No valid token' }])).toEqual(['No valid token']);
    screen.at(2, [a]);
    screen.at(3, [{ ...a, urgency: 'now' }]);
    expect(screen.shown()).toBe(2);
  });

  test('goes when it is solved, and is the same one when it is back within a short while, however often', () => {
    const screen = aScreen();
    screen.at(0, [a]);
    for (let minute = 10; minute < 225; minute += 15) {
      expect(screen.at(minute, [])).toEqual([]);
      expect(screen.at(minute + 14, [a])).toEqual([]);
    }
    expect(screen.at(240, [a]), 'it has lasted').toEqual([a.title]);
  });

  test('is a new problem when it is back later', () => {
    const screen = aScreen();
    screen.at(0, [a]);
    screen.at(10, []);
    expect(screen.at(25, [a])).toEqual([a.title]);
  });

  test('is not told anew after a restart, and goes on counting', () => {
    const screen = aScreen();
    screen.at(0, [a]);
    screen.restart();
    expect(screen.at(10, [a])).toEqual([]);
    expect(screen.at(240, [a])).toEqual([a.title]);
  });

  test('waits while a person looks at the page, in quiet hours and while snoozed, and comes afterwards', () => {
    const until = new Date(NOW + 60 * MINUTE).toISOString();
    for (const silence of [{ held: true }, { quietHours: hourFrom(NOW) }, { snoozedUntil: until }]) {
      const screen = aScreen();
      expect(screen.at(0, [a], silence)).toEqual([]);
      expect(screen.at(61, [a])).toEqual([a.title]);
    }
  });

  test('what is on the screen goes with a snooze, and comes back after it', () => {
    const screen = aScreen();
    const snoozedUntil = new Date(NOW + 60 * MINUTE).toISOString();
    screen.at(0, [a]);
    expect(screen.at(1, [a], { snoozedUntil })).toEqual([]);
    screen.restart();
    expect(screen.at(59, [a], { snoozedUntil })).toEqual([]);
    expect(screen.at(60, [a], { snoozedUntil })).toEqual([a.title]);
  });

  test('a pause takes it away and solves nothing', () => {
    const screen = aScreen();
    screen.at(0, [a]);
    expect(screen.at(1, [], { paused: true })).toEqual([]);
    expect(screen.at(2, [a])).toEqual([a.title]);
  });

  test('a clock that was set back neither repeats nor silences it', () => {
    const screen = aScreen();
    screen.at(0, [a]);
    screen.closes(a.id);
    expect(screen.at(-600, [a])).toEqual([]);
    expect(screen.at(-600 + 240, [a])).toEqual([a.title]);
    expect(screen.at(-300, [a, b], { snoozedUntil: new Date(NOW + 72 * HOUR).toISOString() })).toContain(b.title);
  });

  test('has three at once as one, by what they have in common, and grows', () => {
    const screen = aScreen();
    expect(screen.at(0, [a, b])).toHaveLength(2);
    expect(screen.at(1, [a, b, c])).toEqual(['3 repositories need a sign-in']);
    expect(screen.at(2, [a, b, c, d])).toEqual(['4 repositories need a sign-in']);
    const files = ['x', 'y', 'z'].map((id) => aNotice({ id, kind: 'file' }));
    expect(aScreen().at(0, files)).toEqual(['3 files were not updated']);
    expect(aScreen().at(0, [...files, a])).toEqual(['4 things need you']);
    expect(
      aScreen().at(
        0,
        files.map((file) => ({ ...file, kind: 'changed' as const })),
      ),
    ).toEqual(['3 files were changed']);
  });

  test('a summary shrinks to what is left, without telling that anew', () => {
    const screen = aScreen();
    screen.at(0, [a, b, c, d]);
    expect(screen.at(1, [a, b, c])).toEqual(['3 repositories need a sign-in']);
    expect(screen.at(2, [a, b])).toEqual([a.title, b.title]);
    screen.closes(a.id);
    expect(screen.at(3, [a, b])).toEqual([b.title]);
    expect(screen.at(239, [a, b])).toEqual([b.title]);
    expect(screen.at(240, [a, b])).toEqual([a.title, b.title].toReversed());
  });

  test('a summary that a person closed says nothing of what is solved', () => {
    const screen = aScreen();
    screen.at(0, [a, b, c]);
    screen.closes('summary');
    expect(screen.at(1, [a, b])).toEqual([]);
  });

  test('a summary has no more lines than a small screen, and leads to the files when it is of files alone', () => {
    const files = ['1', '2', '3', '4', '5', '6'].map((id) =>
      aNotice({ id, kind: 'file', title: id, page: 'projects' }),
    );
    const of = (notices: readonly Notice[]) =>
      decide({ memory: new Map(), onScreen: [] }, aSituation(notices), NOW, false).show;
    expect(of(files)).toMatchObject([{ body: '1\n2\n3\n4\nand 2 more', page: 'projects', row: null, urgency: 'soon' }]);
    expect(of(files.slice(0, 4))).toMatchObject([{ body: '1\n2\n3\n4' }]);
    expect(of([...files, { ...a, urgency: 'now' }])).toMatchObject([{ page: 'tokens', urgency: 'now' }]);
  });

  test('an answer to a person tells again what they did not hear of since they asked, and nothing twice', () => {
    const before = decide({ memory: new Map(), onScreen: [] }, aSituation([a]), NOW, false).told;
    expect(tellAgain(before, aSituation([a]), NOW + 900, NOW + 500).show).toEqual([a]);
    expect(tellAgain(before, aSituation([a]), NOW + 900, NOW).show).toEqual([]);
  });
});

describe('the time for it', () => {
  test.each([
    ['22:00', '07:00', ['22:00', '23:59', '00:00', '06:59'], ['21:59', '07:00', '12:00']],
    ['12:30', '13:30', ['12:30', '13:29'], ['12:29', '13:30', '00:00']],
    ['09:00', '09:00', [], ['09:00', '08:59']],
  ])('is quiet from %s to %s', (from, to, quiet, others) => {
    for (const time of quiet) expect(isQuiet({ from, to }, today(time)), time).toBe(true);
    for (const time of others) expect(isQuiet({ from, to }, today(time)), time).toBe(false);
    for (const time of [...quiet, ...others]) expect(isQuiet(null, today(time))).toBe(false);
  });

  test('is snoozed until then, and not where the clock was set back by days', () => {
    const snoozed = (hours: number): NotificationSettings => ({
      quietHours: null,
      snoozedUntil: new Date(NOW + hours * HOUR).toISOString(),
    });
    expect([0, 1, 32, 49].map((hours) => isSnoozed(snoozed(hours), NOW))).toEqual([false, true, true, false]);
  });
});

function today(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(NOW).setHours(hours, minutes, 0, 0);
}

/** Quiet hours of the hour from now on. */
function hourFrom(now: number) {
  const time = (at: number) => new Date(at).toTimeString().slice(0, 5);
  return { from: time(now), to: time(now + HOUR) };
}
