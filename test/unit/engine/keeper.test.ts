import { expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import type { Problem } from '../../../shared/contract/problem.ts';
import { initialSettings } from '../../../shared/engine/state/settings.ts';
import type { Settings } from '../../../shared/engine/state/settings.ts';
import { createKeeper } from '../../../shared/engine/tokens/keeper.ts';
import type { Ledger, LedgerEntry } from '../../../shared/engine/state/ledger.ts';
import { retryDelay } from '../../../shared/engine/tokens/schedule.ts';
import { manualClock } from '../../support/manual-clock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-20T10:00:00.000Z');

const offline = problemOf('offline', 'No network.', { retryable: true });
const signedOut = problemOf('signInNeeded', 'Sign in again.');

function settingsWith(enabled: readonly string[], paused = false): Settings {
  const facts = { profile: 'work', region: 'eu-west-1', domain: 'platform', domainOwner: '111122223333' };
  return {
    ...initialSettings,
    paused,
    tokens: ['a', 'b'].map((id) => ({ id, ...facts })),
    bindings: ['a', 'b'].map((id) => ({
      id: `of ${id}`,
      projectId: 'user',
      client: 'npm' as const,
      tokenId: id,
      repository: 'web',
      endpoint: 'https://d.example/npm/web/',
      options: {},
      enabled: enabled.includes(id),
    })),
  };
}

/** A keeper whose settings and ledger are in memory; `answer` says how the next refreshes end. */
function aKeeper(initial: Settings, start = START) {
  const clock = manualClock(start);
  let ledger: Ledger = { version: 1, tokens: {} };
  const machine = {
    clock,
    settings: initial,
    answer: null as Problem | 'no trace' | null,
    life: 12 * HOUR,
    refreshes: [] as { id: string; at: number }[],
    entry: (id: string) => ledger.tokens[id]!,
    /** Another host was refused just now. */
    fail(id: string, problem: Problem) {
      const failure = { problem, attempts: 1, nextAttemptAt: clock.now() + HOUR };
      ledger = { ...ledger, tokens: { ...ledger.tokens, [id]: { token: null, failure } } };
    },
    /** Lets everything under way end. */
    async settled() {
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    },
    /** Time goes by as it does awake: timers run when they are due. */
    async pass(milliseconds: number, step = SECOND) {
      for (let passed = 0; passed < milliseconds; passed += step) {
        clock.advance(Math.min(step, milliseconds - passed));
        await machine.settled();
      }
    },
  };
  const keeper = createKeeper({
    clock,
    read: async () => ({ settings: machine.settings, ledger }),
    async refresh(due) {
      for (const { token } of due) {
        const { id } = token;
        machine.refreshes.push({ id, at: clock.now() - start });
        if (machine.answer === 'no trace') continue;
        ledger = { ...ledger, tokens: { ...ledger.tokens, [id]: entryAfter(ledger.tokens[id]) } };
      }
    },
    async settle() {},
  });
  function entryAfter(known: LedgerEntry | undefined): LedgerEntry {
    const now = clock.now();
    if (machine.answer !== null && machine.answer !== 'no trace') {
      const attempts = (known?.failure?.attempts ?? 0) + 1;
      const nextAttemptAt =
        now +
        retryDelay(machine.answer, attempts, { random: 1, left: known?.token ? known.token.expiresAt - now : null });
      return { token: known?.token ?? null, failure: { problem: machine.answer, attempts, nextAttemptAt } };
    }
    const token = { fingerprint: 'ffffff0000000000', issuedAt: now, expiresAt: now + machine.life, serviceAhead: 0 };
    return { token, failure: null };
  }
  return { machine, keeper };
}

test('each token that is needed is asked for at once, and then refreshed once each time it is due and before it ends', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a', 'b']));
  keeper.start();
  await machine.settled();
  expect(machine.refreshes.map(({ id }) => id)).toEqual(['a', 'b']);

  await machine.pass(30 * HOUR, 20 * SECOND);

  const ofA = machine.refreshes.filter(({ id }) => id === 'a').map(({ at }) => at);
  expect(ofA).toHaveLength(4);
  for (const [index, at] of ofA.slice(1).entries()) {
    const life = at - ofA[index]!;
    expect(life).toBeGreaterThanOrEqual(8.7 * HOUR);
    expect(life).toBeLessThan(8.7 * HOUR + MINUTE);
  }
});

test('a token that nothing switched on needs is never asked for', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['b']));
  keeper.start();
  await machine.pass(20 * HOUR, MINUTE);
  expect(new Set(machine.refreshes.map(({ id }) => id))).toEqual(new Set(['b']));

  machine.settings = settingsWith([]);
  const before = machine.refreshes.length;
  await machine.pass(20 * HOUR, MINUTE);
  expect(machine.refreshes).toHaveLength(before);
});

test('nothing is refreshed while paused, and what is overdue at once when it goes on', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a'], true));
  keeper.start();
  await machine.pass(20 * HOUR, MINUTE);
  expect(machine.refreshes).toEqual([]);

  machine.settings = settingsWith(['a']);
  keeper.wake('none');
  await machine.settled();
  expect(machine.refreshes).toHaveLength(1);
});

test('what failed before a pause, and may work since somebody signed in meanwhile, is repeated when it is lifted', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  machine.answer = signedOut;
  keeper.start();
  await machine.settled();
  machine.settings = settingsWith(['a'], true);
  await machine.pass(10 * MINUTE, 20 * SECOND);
  machine.answer = null;
  keeper.wake('all');
  await machine.pass(MINUTE);
  expect(machine.refreshes).toHaveLength(1);

  machine.settings = settingsWith(['a']);
  keeper.wake('none');
  await machine.settled();
  expect(machine.refreshes).toHaveLength(2);
});

test('after twelve hours of sleep one attempt is made, within half a minute of being awake', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  keeper.start();
  await machine.settled();

  machine.clock.sleep(12 * HOUR);
  await machine.pass(30 * SECOND);

  expect(machine.refreshes).toHaveLength(2);
});

test('a wake-up signal makes an overdue token be refreshed at once', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  keeper.start();
  await machine.settled();
  machine.clock.sleep(11 * HOUR);

  keeper.wake('all');
  await machine.settled();

  expect(machine.refreshes).toHaveLength(2);
});

test('a failing request is repeated ever more slowly, and things are as usual once it succeeds', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  machine.answer = offline;
  keeper.start();
  await machine.pass(HOUR);

  const pauses = machine.refreshes.slice(1).map(({ at }, index) => at - machine.refreshes[index]!.at);
  expect(pauses.slice(0, 7)).toEqual([5, 10, 20, 40, 80, 160, 300].map((seconds) => seconds * SECOND));
  expect(Math.max(...pauses)).toBe(5 * MINUTE);
  machine.answer = null;
  await machine.pass(5 * MINUTE);
  expect(machine.entry('a').failure).toBeNull();
  const before = machine.refreshes.length;
  await machine.pass(8 * HOUR, MINUTE);
  expect(machine.refreshes).toHaveLength(before);
});

test('a signed-out profile is left alone, but a change of the AWS files makes an attempt at once', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  machine.answer = signedOut;
  keeper.start();
  await machine.pass(59 * MINUTE, 20 * SECOND);
  expect(machine.refreshes).toHaveLength(1);

  keeper.wake('none');
  await machine.settled();
  // The machine woke up, or its network is back: neither signs anybody in.
  keeper.wake('network');
  await machine.settled();
  expect(machine.refreshes).toHaveLength(1);
  keeper.wake('all');
  await machine.settled();
  expect(machine.refreshes).toHaveLength(2);
});

test('what had failed before it was started is tried at once, whenever its next attempt would be', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  machine.fail('a', signedOut);
  keeper.start();
  await machine.settled();
  expect(machine.refreshes).toEqual([{ id: 'a', at: 0 }]);
});

test('a credential helper that touches its own files is asked every five seconds at most, and the last change is never missed', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  machine.answer = signedOut;
  keeper.start();
  await machine.settled();

  for (let change = 0; change < 100; change += 1) {
    keeper.wake('all');
    await machine.pass(200, 200);
  }
  expect(machine.refreshes.length).toBeLessThanOrEqual(1 + 20 / 5);
  expect(machine.refreshes.length).toBeGreaterThanOrEqual(4);
  machine.answer = null;
  keeper.wake('all');
  await machine.pass(5 * SECOND);
  expect(machine.entry('a').failure).toBeNull();
});

test('a refresh that leaves no trace is not repeated in a loop', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  machine.answer = 'no trace';
  keeper.start();
  await machine.pass(10 * MINUTE);

  expect(machine.refreshes.length).toBeGreaterThan(5);
  expect(machine.refreshes.length).toBeLessThanOrEqual(11);
});

test('a clock that is put back by hours neither repeats anything nor stops anything', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a', 'b']));
  machine.answer = signedOut;
  keeper.start();
  await machine.settled();
  machine.clock.set(-10 * HOUR);

  machine.answer = null;
  keeper.wake('all');
  await machine.settled();

  expect(machine.refreshes.map(({ id }) => id)).toEqual(['a', 'b', 'a', 'b']);
  expect(machine.entry('a').failure).toBeNull();
  await machine.pass(HOUR, MINUTE);
  expect(machine.refreshes).toHaveLength(4);
});

test('a token of four seconds is kept alive', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  machine.life = 4 * SECOND;
  keeper.start();
  for (let second = 0; second < 60; second += 1) {
    await machine.pass(SECOND, 100);
    expect(machine.entry('a').token!.expiresAt).toBeGreaterThan(machine.clock.now());
  }
  expect(machine.refreshes.length).toBeLessThan(40);
});

test('after it is stopped nothing happens any more', async () => {
  const { machine, keeper } = aKeeper(settingsWith(['a']));
  keeper.start();
  await machine.settled();
  await keeper.stop(Promise.resolve());
  keeper.wake('all');
  await machine.pass(30 * HOUR, HOUR);
  expect(machine.refreshes).toHaveLength(1);
});

test.each([
  ['waits for the refresh that is under way', 0, true],
  ['gives up on one that takes longer than three seconds', 3 * SECOND, false],
])('who stops it %s', async (_, wait, completes) => {
  const clock = manualClock(START);
  const begun = Promise.withResolvers<void>();
  const refresh = Promise.withResolvers<void>();
  const keeper = createKeeper({
    clock,
    read: async () => ({ settings: settingsWith(['a']), ledger: { version: 1, tokens: {} } }),
    refresh() {
      begun.resolve();
      return refresh.promise;
    },
    async settle() {},
  });
  keeper.start();
  await begun.promise;
  let stopped = false;
  const stop = keeper.stop(Promise.resolve()).then(() => (stopped = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(stopped).toBe(false);
  if (completes) refresh.resolve();
  else clock.advance(wait);
  await stop;
  expect(stopped).toBe(true);
});
