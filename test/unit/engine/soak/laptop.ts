import { renameSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { vi } from 'vitest';
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
import { aCloud } from './cloud.ts';
import { jitterAt, profiles, SESSION, START } from './model.ts';
import type { Profile } from './model.ts';
import { HOUR, MINUTE, SECOND } from './month.ts';
import type { Happening } from './month.ts';

/** So often it is looked at least, and seldom enough that a month takes no longer than it must while nothing is due. */
const STEP = 30 * SECOND;
const CALM_STEP = 5 * MINUTE;
/** A step of the test, one of the keeper, and a clock that was set back by less than is told from a nudge. */
const TOLERANCE = 2 * STEP + MINUTE;

/** Since when a token that is due could have been had, in time awake. */
type Chance = { readonly left: number; readonly pause: number; awake: number };

/** What a person had to know, since when it holds no longer, and how it was told. Real times. */
type Problem = {
  readonly id: string;
  goneAt: number | null;
  readonly told: { readonly at: number; readonly urgency: Notice['urgency'] }[];
};

/**
 * A laptop with the real engine, over real files and a virtual clock. At every step of its life it is checked that nothing stands in a file
 * that could be better.
 */
export async function aLaptop() {
  const home = aCliHome(null);
  home.write('sso/session.json', '{}');
  const time = manualClock(START);
  vi.spyOn(Math, 'random').mockImplementation(() => jitterAt(time.now()));
  let awake = 0;
  /** When those who wait are to be woken, in time awake. */
  const waiting = new Set<{ readonly due: number }>();
  const clock: Clock = {
    ...time,
    after(milliseconds, callback) {
      const one = { due: awake + milliseconds };
      waiting.add(one);
      const cancel = time.after(milliseconds, () => {
        waiting.delete(one);
        callback();
      });
      return () => {
        waiting.delete(one);
        cancel();
      };
    },
  };
  /** The look at the machine that comes next, which may as well come now. */
  let lookAtMachine = () => {};
  const machineClock: Clock = {
    ...time,
    after(milliseconds, callback) {
      const cancel = time.after(milliseconds, callback);
      lookAtMachine = () => {
        cancel();
        callback();
      };
      return cancel;
    },
  };
  const cloud = aCloud(clock, home.path('sso/session.json'));
  const chances = new Map<Profile, Chance>();
  const lastEnds = new Map<string, number>();
  const faults: string[] = [];
  const problems: Problem[] = [];
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
    const isAtWork = () => engine !== null && waiting.size === 0;
    do await turn();
    while (isAtWork());
  }

  async function startUp(): Promise<void> {
    engine = anEngine({ home, clock, aws: cloud.aws });
    engine.api.subscribe((snapshot) => (latest = snapshot));
    await engine.start();
    const { signal } = engine;
    unwatch = watchMachine({
      clock: machineClock,
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
    const situation = situationOf(latest, now);
    const decision = decide(told, situation, now, now < quietUntil && quietUntil <= now + MINUTE);
    told = decision.told;
    checkTold(situation.notices, decision.show);
  }

  /**
   * One problem is one id for as long as it holds, and a gap of less than a quarter of an hour is none. It is told once; once more when what
   * was about to break is broken; and reminded of after four hours, then daily.
   */
  function checkTold(open: readonly Notice[], shown: readonly Notice[]): void {
    const at = cloud.realNow();
    for (const one of problems.filter(({ id }) => open.every((notice) => notice.id !== id))) one.goneAt ??= at;
    for (const { id } of open) {
      const problem = problems.findLast((one) => one.id === id);
      if (problem === undefined || at - (problem.goneAt ?? at) >= 15 * MINUTE)
        problems.push({ id, goneAt: null, told: [] });
      else problem.goneAt = null;
    }
    for (const { id, urgency } of shown) {
      const { told: earlier } = problems.findLast((one) => one.id === id)!;
      const passed = at - (earlier.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
      const isWorse = urgency === 'now' && earlier.every((one) => one.urgency === 'soon');
      const isReminder = passed >= (earlier.length === 1 ? 4 : 24) * HOUR;
      if (!isWorse && !isReminder) faults.push(`${hour()}: ${id} was told again after ${passed / MINUTE} min`);
      earlier.push({ at, urgency });
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

  /** In whole seconds: nothing is asked for at other times. */
  async function work(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds;) {
      const woken = Math.min(...[...waiting].map(({ due }) => Math.ceil(due / SECOND) * SECOND - awake));
      const step = isCalm() ? CALM_STEP : Math.max(SECOND, Math.min(STEP, woken));
      const passing = Math.min(milliseconds - passed, step);
      time.advance(passing);
      awake += passing;
      await settled();
      check(passing);
      passed += passing;
    }
  }

  /** The machine is looked at just before, and just after, by which the sleep or the other time is noticed. */
  async function whileNobodyLooks(change: () => void): Promise<void> {
    lookAtMachine();
    change();
    // A session, or a token, may have ended meanwhile.
    chances.clear();
    lookAtMachine();
    await settled();
  }

  async function pause(on: boolean): Promise<void> {
    paused = on;
    await laptop.engine().ask('agent.setPaused', { paused });
    await settled();
  }

  async function signIn(): Promise<void> {
    cloud.sessionEnd = cloud.realNow() + SESSION;
    const { tokens } = await laptop.engine().state();
    // What failed is tried again when the file is seen to have changed, of which nothing else tells.
    const waits = !paused && cloud.weather !== 'silent' && tokens.some(({ error }) => error !== null);
    const question = cloud.nextQuestion();
    cloud.excuse();
    home.write('next.json', `{"endsAt":${cloud.sessionEnd}}`);
    renameSync(home.path('next.json'), home.path('sso/session.json'));
    if (waits) await question;
    await settled();
  }

  await startUp();
  const laptop = {
    home,
    clock: time,
    cloud,
    faults,
    problems,
    filesAtFirst: [] as readonly string[],
    waiting: () => waiting.size,
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
    async live(happening: Happening) {
      if (happening.kind === 'awake') await work(happening.for);
      else if (happening.kind === 'weather') cloud.weather = happening.weather;
      else if (happening.kind === 'sessionEnds') cloud.endSession(happening.in);
      else if (happening.kind === 'asleep') await whileNobodyLooks(() => time.sleep(happening.for));
      else if (happening.kind === 'set') await whileNobodyLooks(() => time.set(happening.by));
      else if (happening.kind === 'pause') await pause(happening.on);
      else if (happening.kind === 'signIn') await signIn();
      else {
        await shutDown();
        await startUp();
      }
    },
    shutDown,
  };
  return laptop;
}
