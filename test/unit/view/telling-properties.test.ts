import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import { decide, situationOf, withoutShown, type Told } from '../../../shared/view/tray/telling.ts';
import { isQuiet, isSnoozed } from '../../../shared/view/tray/quiet.ts';
import { aBinding, anEmptySnapshot, aToken, NOW } from '../../support/snapshots.ts';
import { MINUTE, refusedFile, signInNeeded, throttled } from '../../support/situations.ts';

const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 300);
const HOUR = 60 * MINUTE;

/** What stands a moment later, and what a person does meanwhile. */
const step = fc.record({
  minutes: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 20, max: 900 })),
  /** Of each token and file: how long the token lives, or whether the file is refused. */
  tokens: fc.array(fc.constantFrom('fresh', 'soon', 'ended', 'failing'), { minLength: 4, maxLength: 4 }),
  files: fc.array(fc.constantFrom('fine', 'refused', 'changed'), { minLength: 3, maxLength: 3 }),
  own: fc.constantFrom(false, false, false, true),
  paused: fc.constantFrom(false, false, false, true),
  isVisible: fc.constantFrom(false, false, true),
  snooze: fc.constantFrom(null, null, null, 1, 20),
  restart: fc.constantFrom(false, false, false, true),
  closes: fc.constantFrom(null, null, 'summary', 'signInNeeded:p0', 'file:/f0'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function snapshotAt(now: number, snoozedUntil: string | null, { tokens, files, own, paused }: Step): Snapshot {
  const ends = { fresh: 10 * HOUR, soon: 30 * MINUTE, ended: -MINUTE, failing: 20 * MINUTE };
  return anEmptySnapshot({
    paused,
    problem: own ? problemOf('settingsInvalid', 'Not JSON.') : null,
    notifications: { quietHours: { from: '22:00', to: '07:30' }, snoozedUntil },
    tokens: tokens.map((state, index) =>
      aToken({
        id: `t${index}`,
        profile: `p${index}`,
        state: state === 'fresh' ? 'fresh' : state === 'ended' ? 'expired' : 'signInNeeded',
        error: state === 'fresh' ? null : state === 'failing' ? throttled : signInNeeded,
        expiresAt: new Date(now + ends[state]).toISOString(),
      }),
    ),
    bindings: [
      ...tokens.map((_, index) => aBinding({ id: `b${index}`, tokenId: `t${index}`, repository: `r${index}` })),
      ...files.map((state, index) =>
        aBinding({
          ...refusedFile,
          id: `f${index}`,
          state: state === 'fine' ? 'inSync' : 'refused',
          problem: state === 'fine' ? null : problemOf(state === 'changed' ? 'changedByUser' : 'diskFull', 'Why.'),
          targets: [{ path: `/f${index}`, displayPath: `~/f${index}`, state: state === 'fine' ? 'inSync' : 'refused' }],
        }),
      ),
    ],
  });
}

test('one notification per problem, taken back when it is solved, none when nobody wants one, and none forgotten', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      let told: Told = { memory: new Map(), onScreen: [] };
      let now = NOW;
      let snoozedUntil: string | null = null;
      const screen = new Set<string>();
      /** When and how urgently each problem was told last, for as long as it counts as the same one. */
      const heard = new Map<string, { at: number; urgency: string; solvedAt: number | null }>();
      for (const next of steps) {
        now += next.minutes * MINUTE;
        if (next.snooze !== null) snoozedUntil = new Date(now + next.snooze * HOUR).toISOString();
        if (next.restart) {
          screen.clear();
          told = { memory: told.memory, onScreen: [] };
        }
        if (next.closes !== null && screen.delete(next.closes)) told = withoutShown(told, next.closes);

        const snapshot = snapshotAt(now, snoozedUntil, next);
        const situation = situationOf(snapshot, now);
        const decision = decide(told, situation, now, next.isVisible);
        ({ told } = decision);
        for (const id of decision.withdraw) expect(screen.delete(id), `${id} is there to be withdrawn`).toBe(true);
        for (const { id } of decision.show) screen.add(id);
        expect([...screen].toSorted(), 'the screen is what it is taken for').toEqual(
          told.onScreen.map(({ id }) => id).toSorted(),
        );

        const open = new Set(situation.notices.map(({ id }) => id));
        const covered = told.onScreen.flatMap(({ covers }) => covers);
        expect(new Set(covered).size, 'never two for one problem').toBe(covered.length);
        expect(
          covered.filter((id) => !open.has(id)),
          'nothing that is solved',
        ).toEqual([]);
        expect(screen.size, 'never a heap').toBeLessThan(3);

        const snoozed = isSnoozed(situation, now);
        const silent = next.isVisible || snoozed || isQuiet(situation.quietHours, now);
        if (silent) expect(decision.show).toEqual([]);
        if (snoozed) expect(screen.size).toBe(0);
        if (!silent) for (const id of open) expect(told.memory.has(id), `${id} was told`).toBe(true);

        for (const [id, last] of heard) {
          // Who snoozes or pauses asks to hear of it again.
          const again = open.has(id) ? snoozed : next.paused && last.solvedAt === null;
          const isNew = last.solvedAt !== null && now - last.solvedAt >= 15 * MINUTE;
          if (again || isNew) heard.delete(id);
          else if (!open.has(id)) last.solvedAt ??= now;
          else heard.set(id, { ...last, solvedAt: null });
        }
        for (const { id, urgency } of situation.notices) {
          const telling = told.memory.get(id);
          if (silent || telling?.at !== now) continue;
          const last = heard.get(id);
          const isWorse = urgency === 'now' && last?.urgency === 'soon';
          if (last !== undefined && !isWorse)
            expect(now - last.at, `${id} is told again`).toBeGreaterThanOrEqual(4 * HOUR);
          heard.set(id, { at: now, urgency: last?.urgency === 'now' ? 'now' : urgency, solvedAt: null });
        }
      }
    }),
    { numRuns: RUNS },
  );
});
