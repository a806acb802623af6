import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { aLaptop } from './laptop.ts';
import { expectedRequests } from './model.ts';
import { awake, MINUTE, monthOf } from './month.ts';
import type { Happening, Weather } from './month.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A month (30) takes minutes. */
const DAYS = Number(process.env['SOAK_DAYS'] ?? 3);

test(
  `${DAYS} days of sleep, outages, wrong clocks and ended sessions leave no token in a file that could be better, and nothing behind`,
  { timeout: 900_000 },
  async () => {
    const watched = watchers();
    const listeners = listenerCount();
    const laptop = await aLaptop();
    await laptop.setUp();
    let heap = 0;
    const month = monthOf(DAYS);
    const expected = expectedRequests(month.flatMap(([, day]) => day)) ?? [];
    for (const [index, [what, day]] of month.entries()) {
      if (index === Math.ceil(DAYS / 2)) heap = heapUsed();
      for (const happening of day) await laptop.live(happening);
      const { faults, cloud } = laptop;
      expect({ what, faults, needless: cloud.needless }).toEqual({ what, faults: [], needless: [] });
      // Not one request more, nor one less, each at its second.
      expect([what, ...cloud.asked]).toEqual([what, ...expected.slice(0, cloud.asked.length)]);
      expect((await laptop.engine().state()).activity.length).toBeLessThanOrEqual(100);
    }
    expect(laptop.cloud.asked).toHaveLength(expected.length);

    expect(laptop.problems.filter((problem) => problem.told.length === 0)).toEqual([]);
    const { problems, cloud } = laptop;
    const told = problems.flatMap((problem) => problem.told).length;
    console.log(
      `${DAYS} days: ${cloud.asked.length} requests, as expected; ${told} notifications of ${problems.length} problems`,
    );
    expect((heapUsed() - heap) / 2 ** 20).toBeLessThan(8);
    // One that waits for the next deadline.
    expect(laptop.waiting()).toBe(1);
    // A line for a start, a request that was answered, an outage, and what the machine says.
    expect(laptop.logged()).toBeLessThan(expected.filter(({ answer }) => answer === 'token').length + 25 * DAYS);
    await laptop.shutDown();
    expect(laptop.waiting()).toBe(0);
    const { tokens } = JSON.parse(laptop.home.read('state/ledger.json')) as { tokens: object };
    expect(Object.keys(tokens)).toHaveLength(2);
    expect(laptop.home.files().filter((name) => !laptop.filesAtFirst.includes(name))).toEqual([]);
    expect(listenerCount()).toBe(listeners);
    await vi.waitFor(() => expect(watchers()).toBe(watched));
  },
);

function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function watchers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'FSEventWrap').length;
}

function listenerCount(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}

function minutes(kind: 'awake' | 'asleep', max: number): fc.Arbitrary<Happening> {
  return fc.integer({ min: 1, max }).map((count) => ({ kind, for: count * MINUTE }));
}

const weathers: readonly Weather[] = ['fine', 'offline', 'errors', 'throttled', 'refused', 'silent'];
const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: minutes('awake', 120) },
    { weight: 3, arbitrary: minutes('asleep', 900) },
    {
      weight: 3,
      arbitrary: fc
        .oneof(fc.integer({ min: -600, max: -2 }), fc.integer({ min: 2, max: 600 }))
        .map((count): Happening => ({ kind: 'set', by: count * MINUTE })),
    },
    { weight: 1, arbitrary: fc.nat(300).map((count): Happening => ({ kind: 'sessionEnds', in: count * MINUTE })) },
    { weight: 4, arbitrary: fc.constantFrom(...weathers).map((weather): Happening => ({ kind: 'weather', weather })) },
    {
      weight: 3,
      arbitrary: fc.oneof(
        fc.constantFrom<Happening>({ kind: 'restart' }, { kind: 'signIn' }),
        fc.boolean().map((on): Happening => ({ kind: 'pause', on })),
      ),
    },
  ),
  { minLength: 5, maxLength: 12 },
);

test(
  'whatever happens in whatever order, no token in a file could be better, and none is asked for in vain',
  { timeout: 900_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(happenings, async (happening) => {
        // Nothing is repeated sooner after it was.
        const rested = happening.flatMap((one) => (one.kind === 'signIn' ? [awake(MINUTE), one] : [one]));
        const life: readonly Happening[] = [...rested, { kind: 'weather', weather: 'fine' }, awake(90 * MINUTE)];
        const laptop = await aLaptop();
        await laptop.setUp();
        for (const one of life) await laptop.live(one);
        expect(laptop.faults).toEqual([]);
        expect(laptop.cloud.needless).toEqual([]);
        const expected = expectedRequests(life);
        if (expected !== null) expect(laptop.cloud.asked).toEqual(expected);
        await laptop.shutDown();
      }),
      { numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 1) },
    );
  },
);
