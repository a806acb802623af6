import { setImmediate as turn } from 'node:timers/promises';
import type { Snapshot } from '../../../../shared/contract/snapshot.ts';
import { readTokenTimes, tokensIn } from '../../../../shared/engine/secrets/token.ts';
import type { Clock } from '../../../../shared/ports/host.ts';
import type { Notice } from '../../../../shared/view/tray/notices.ts';
import { decide, situationOf } from '../../../../shared/view/tray/telling.ts';
import type { Told } from '../../../../shared/view/tray/telling.ts';
import { watchMachine } from '../../../../shared/hosts/node/machine.ts';
import { aCliHome } from '../../../support/cli-home.ts';
import { anEngine } from '../../../support/engine.ts';
import type { TestEngine } from '../../../support/engine.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { aCloud, HOUR, MINUTE, profiles } from './cloud.ts';
import type { Profile, Weather } from './cloud.ts';

/** A Monday, at eight o'clock. */
export const START = Date.parse('2026-11-02T08:00:00.000Z');
const STEP = 30_000;
/** So that a month takes no longer than it must. */
const CALM_STEP = 5 * MINUTE;
/** A step of the test, one of the keeper, and a clock that was set back by less than is told from a nudge. */
const TOLERANCE = 2 * STEP + MINUTE;

/** Since when a token that is due could have been had, in time awake. */
type Chance = { readonly left: number; readonly pause: number; awake: number };

/**
 * A laptop with the real engine, over real files and a virtual clock. At every step of its life it is checked that nothing stands in a file
 * that could be better.
 */
export async function aLaptop() {
  const home = aCliHome(null);
  home.write('sso/session.json', '{}');
  const time = manualClock(START);
  let waiting = 0;
  const clock: Clock = {
    ...time,
    after(milliseconds, callback) {
      waiting += 1;
      let isOver = false;
      const over = () => {
        if (!isOver) waiting -= 1;
        isOver = true;
      };
      const cancel = time.after(milliseconds, () => {
        over();
        callback();
      });
      return () => {
        over();
        cancel();
      };
    },
  };
  const cloud = aCloud(clock, START, home.path('sso/session.json'));
  const chances = new Map<Profile, Chance>();
  const lastEnds = new Map<string, number>();
  const faults: string[] = [];
  const shown: { readonly id: string; readonly at: number; readonly urgency: Notice['urgency'] }[] = [];
  let told: Told = { memory: new Map(), onScreen: [] };
  let latest: Snapshot | null = null;
  let engine: TestEngine | null = null;
  let paused = false;
  let logged = 0;
  let quietUntil = 0;
  let unwatch = () => {};

  function hour(): string {
    return `${((cloud.realNow() - START) / HOUR).toFixed(2)} h`;
  }

  /** Until the keeper, or AWS, waits for time to go by. */
  async function settled(): Promise<void> {
    const isAtWork = () => engine !== null && waiting === 0;
    do await turn();
    while (isAtWork());
  }

  async function startUp(): Promise<void> {
    engine = anEngine({ home, clock, aws: cloud.aws });
    engine.api.subscribe((snapshot) => (latest = snapshot));
    await engine.start();
    const { signal } = engine;
    unwatch = watchMachine({
      clock: time,
      networks: () => ({}),
      signal(said) {
        cloud.excuse();
        // As the tray does: just after waking up, the network isn't back yet.
        quietUntil = time.now() + MINUTE;
        signal(said);
      },
    });
    cloud.excuse();
    await settled();
  }

  async function shutDown(): Promise<void> {
    logged += engine?.logged.length ?? 0;
    unwatch();
    await engine?.stop();
    engine = null;
    chances.clear();
  }

  /** True while there is nothing to be done soon. */
  function isCalm(): boolean {
    if (cloud.weather !== 'fine' || latest?.tokens.some(({ error }) => error !== null) === true) return false;
    return profiles.every((profile) => {
      const issued = cloud.newest.get(profile);
      return issued !== undefined && issued.dueAt - Math.max(cloud.realNow(), time.now()) > 2 * CALM_STEP;
    });
  }

  function check(passed: number): void {
    for (const profile of profiles) checkChance(profile, passed);
    for (const name of ['.npmrc', '.config/pip/pip.conf']) {
      for (const [index, token] of tokensIn(home.read(name)).entries()) checkToken(`${name} ${index}`, token);
    }
    if (latest === null || engine === null) return;
    const now = clock.now();
    const decision = decide(told, situationOf(latest, now), now, now < quietUntil && quietUntil <= now + MINUTE);
    told = decision.told;
    for (const { id, urgency } of decision.show) {
      const at = cloud.realNow();
      const last = shown.findLast((other) => other.id === id);
      // Once again when it got worse or came back after a while, never just so.
      const isNew = last === undefined || (last.urgency === 'soon' && urgency === 'now') || at - last.at > HOUR;
      if (!isNew) faults.push(`${hour()}: ${id} was told twice`);
      shown.push({ id, at, urgency });
    }
  }

  function checkChance(profile: Profile, passed: number): void {
    const issued = cloud.newest.get(profile);
    const isDue = issued === undefined || issued.dueAt <= cloud.realNow();
    const canBeHad = cloud.weather === 'fine' && cloud.isOpen(profile) && engine !== null && !paused;
    if (!isDue || !canBeHad) {
      chances.delete(profile);
      return;
    }
    const left = (issued?.expiresAt ?? 0) - cloud.realNow() + passed;
    const chance = chances.get(profile) ?? { left, pause: cloud.lastPause(profile), awake: 0 };
    chance.awake += passed;
    chances.set(profile, chance);
    // Attempts come closer as the end does, whatever AWS said before.
    const patience = chance.left > 0 ? Math.min(chance.pause, Math.max(5000, chance.left / 3)) : chance.pause;
    if (chance.awake > patience + TOLERANCE) {
      faults.push(
        `${hour()}: ${profile} could have been had for ${chance.awake / MINUTE} min, with ${left / MINUTE} min left`,
      );
      chances.delete(profile);
    }
  }

  function checkToken(place: string, token: string): void {
    const end = readTokenTimes(token)?.expiresAt ?? 0;
    if (end < (lastEnds.get(place) ?? 0)) faults.push(`${hour()}: a later end in ${place} was given up`);
    lastEnds.set(place, end);
    const isNewest = profiles.some((profile) => cloud.newest.get(profile)?.token === token);
    if (!isNewest && engine !== null) faults.push(`${hour()}: ${place} holds an old token`);
  }

  await startUp();
  const laptop = {
    home,
    clock: time,
    cloud,
    faults,
    shown,
    begunAt: START,
    filesAtFirst: [] as readonly string[],
    waiting: () => waiting,
    logged: () => logged + (engine?.logged.length ?? 0),
    engine(): TestEngine {
      if (engine === null) throw new Error('it is off');
      return engine;
    },
    async setUp() {
      const user = { project: 'user', domain: 'platform', repository: 'web', enabled: true } as const;
      await laptop.engine().ask('binding.add', { ...user, client: 'npm', profile: 'work' });
      await laptop.engine().ask('binding.add', { ...user, client: 'pip', profile: 'work' });
      const pay = { ...user, domain: 'payments', repository: 'pay', options: { scope: '@pay' } };
      await laptop.engine().ask('binding.add', { ...pay, client: 'npm', profile: 'other' });
      await laptop.engine().ask('plan.apply', {});
      await settled();
      laptop.filesAtFirst = home.files();
    },
    /** Somebody works on it for so long. */
    async awake(milliseconds: number) {
      for (let passed = 0; passed < milliseconds;) {
        const step = Math.min(milliseconds - passed, isCalm() ? CALM_STEP : STEP);
        time.advance(step);
        await settled();
        check(step);
        passed += step;
      }
    },
    async asleep(milliseconds: number) {
      time.sleep(milliseconds);
      // A session, or a token, may have ended meanwhile.
      chances.clear();
    },
    /** Nobody tells the engine. */
    becomes(weather: Weather) {
      cloud.weather = weather;
    },
    async set(milliseconds: number) {
      time.set(milliseconds);
      await settled();
    },
    async pause(isPaused: boolean) {
      paused = isPaused;
      await laptop.engine().ask('agent.setPaused', { paused });
      await settled();
    },
    /** In a terminal: all that is seen here is a file that changes. */
    async signIn() {
      // Nothing is repeated sooner after it was.
      await laptop.awake(STEP);
      cloud.sessionEnd = cloud.realNow() + 9 * HOUR;
      const { tokens } = await laptop.engine().state();
      const waits = !paused && cloud.weather !== 'silent' && tokens.some(({ error }) => error?.code === 'signInNeeded');
      const asked = cloud.asked();
      cloud.excuse();
      home.write('sso/session.json', `{"endsAt":${cloud.sessionEnd}}`);
      if (waits) await asked;
      await settled();
    },
    async restart() {
      await shutDown();
      await startUp();
    },
    shutDown,
  };
  return laptop;
}
export type Laptop = Awaited<ReturnType<typeof aLaptop>>;
