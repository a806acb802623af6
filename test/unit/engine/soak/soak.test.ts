import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { HOUR, MINUTE } from './cloud.ts';
import type { Weather } from './cloud.ts';
import { aLaptop } from './laptop.ts';
import type { Laptop } from './laptop.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Days as a laptop has them. Each begins at eight in the morning, with a session of nine hours. */
const days: readonly (readonly [what: string, day: (laptop: Laptop) => Promise<void>])[] = [
  [
    'AWS fails for two hours and a half, while the token has three left',
    async (laptop) => {
      await laptop.awake(8.5 * HOUR);
      laptop.becomes('errors');
      await laptop.awake(2.5 * HOUR);
      laptop.becomes('fine');
      await laptop.awake(HOUR);
    },
  ],
  [
    'the clock is set back by three hours, and right again at night',
    async (laptop) => {
      await laptop.awake(2 * HOUR);
      await laptop.set(-3 * HOUR);
      await laptop.awake(11 * HOUR);
      await laptop.set(3 * HOUR);
    },
  ],
  [
    'it is restarted again and again, also while nothing works and after the clock was set',
    async (laptop) => {
      await laptop.awake(HOUR);
      await laptop.restart();
      await laptop.set(-2 * HOUR);
      await laptop.restart();
      await laptop.awake(8 * HOUR);
      laptop.becomes('offline');
      await laptop.restart();
      await laptop.awake(HOUR);
      laptop.becomes('fine');
      await laptop.restart();
      await laptop.awake(HOUR);
      await laptop.set(2 * HOUR);
    },
  ],
  [
    'nobody signs in until two hours after they were told',
    async (laptop) => {
      laptop.cloud.sessionEnd = laptop.cloud.realNow() + HOUR;
      await laptop.awake(14 * HOUR);
      await laptop.signIn();
      await laptop.awake(HOUR);
    },
  ],
  [
    'AWS throttles, keeps silent and refuses, one after the other',
    async (laptop) => {
      await laptop.awake(8.5 * HOUR);
      for (const weather of ['throttled', 'silent', 'refused'] as const) {
        laptop.becomes(weather);
        await laptop.awake(50 * MINUTE);
      }
      laptop.becomes('fine');
      await laptop.awake(HOUR);
    },
  ],
  [
    'the clock is set ahead by five hours for two',
    async (laptop) => {
      await laptop.awake(HOUR);
      await laptop.set(5 * HOUR);
      await laptop.awake(2 * HOUR);
      await laptop.set(-5 * HOUR);
      await laptop.awake(7 * HOUR);
    },
  ],
  [
    'there is no network until the next morning',
    async (laptop) => {
      await laptop.awake(HOUR);
      laptop.becomes('offline');
      await laptop.awake(HOUR);
      await laptop.asleep(13 * HOUR);
      await laptop.awake(HOUR);
      laptop.becomes('fine');
      await laptop.awake(HOUR);
    },
  ],
  [
    'it is paused for half a day, and somebody signs in meanwhile',
    async (laptop) => {
      laptop.cloud.sessionEnd = laptop.cloud.realNow() + HOUR;
      await laptop.awake(HOUR);
      await laptop.pause(true);
      await laptop.awake(5 * HOUR);
      await laptop.signIn();
      await laptop.pause(false);
      await laptop.awake(HOUR);
    },
  ],
  [
    'the network comes and goes',
    async (laptop) => {
      for (let time = 0; time < 20; time += 1) {
        laptop.becomes('offline');
        await laptop.awake(11 * MINUTE);
        laptop.becomes('fine');
        await laptop.awake(4 * MINUTE);
      }
      await laptop.awake(HOUR);
    },
  ],
  [
    'an ordinary one, before a week-end',
    async (laptop) => {
      await laptop.awake(9 * HOUR);
      await laptop.asleep(48 * HOUR);
    },
  ],
];

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
    for (let day = 0; day < DAYS; day += 1) {
      if (day === Math.ceil(DAYS / 2)) heap = heapUsed();
      const [what, pass] = days[day % days.length]!;
      await laptop.awake(MINUTE);
      await laptop.signIn();
      await pass(laptop);
      expect({ what, faults: laptop.faults, needless: laptop.cloud.needless }).toEqual({
        what,
        faults: [],
        needless: [],
      });
      expect((await laptop.engine().state()).activity.length).toBeLessThanOrEqual(100);
      await laptop.asleep(24 * HOUR - ((laptop.cloud.realNow() - laptop.begunAt) % (24 * HOUR)));
    }

    expect((heapUsed() - heap) / 2 ** 20).toBeLessThan(8);
    // One that waits for the next deadline.
    expect(laptop.waiting()).toBe(1);
    // A line for a start, a request that was answered, an outage, and what the machine says.
    expect(laptop.logged()).toBeLessThan(laptop.cloud.issuedCount() + 25 * DAYS);
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

type Event =
  | { readonly kind: 'awake' | 'asleep' | 'set' | 'sessionEnds'; readonly minutes: number }
  | { readonly kind: 'weather'; readonly weather: Weather }
  | { readonly kind: 'restart' | 'pause' | 'signIn' };

function minutes(kind: 'awake' | 'asleep' | 'set' | 'sessionEnds', min: number, max: number) {
  return fc.record({ kind: fc.constant(kind), minutes: fc.integer({ min, max }) });
}

const weathers: readonly Weather[] = ['fine', 'offline', 'errors', 'throttled', 'refused', 'silent'];
const events: fc.Arbitrary<readonly Event[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: minutes('awake', 1, 120) },
    { weight: 3, arbitrary: minutes('asleep', 1, 900) },
    { weight: 3, arbitrary: fc.oneof(minutes('set', -600, -2), minutes('set', 2, 600)) },
    { weight: 1, arbitrary: minutes('sessionEnds', 0, 300) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('weather' as const), weather: fc.constantFrom(...weathers) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'pause' as const, 'signIn' as const) }),
    },
  ),
  { minLength: 5, maxLength: 12 },
);

test(
  'whatever happens in whatever order, no token in a file could be better, and none is asked for in vain',
  { timeout: 900_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(events, async (happening) => {
        const laptop = await aLaptop();
        await laptop.setUp();
        let paused = false;
        for (const event of [
          ...happening,
          { kind: 'weather', weather: 'fine' } as const,
          { kind: 'awake', minutes: 90 } as const,
        ]) {
          if (event.kind === 'awake') await laptop.awake(event.minutes * MINUTE);
          else if (event.kind === 'asleep') await laptop.asleep(event.minutes * MINUTE);
          else if (event.kind === 'set') await laptop.set(event.minutes * MINUTE);
          else if (event.kind === 'sessionEnds')
            laptop.cloud.sessionEnd = laptop.cloud.realNow() + event.minutes * MINUTE;
          else if (event.kind === 'weather') laptop.becomes(event.weather);
          else if (event.kind === 'restart') await laptop.restart();
          else if (event.kind === 'signIn') await laptop.signIn();
          else await laptop.pause((paused = !paused));
        }
        expect(laptop.faults).toEqual([]);
        expect(laptop.cloud.needless).toEqual([]);
        await laptop.shutDown();
      }),
      { numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 1) },
    );
  },
);
