import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readJson, writeJson } from '../../../shared/engine/state/store.ts';
import { createWriterLock } from '../../../shared/engine/state/writer-lock.ts';
import { startScript } from '../../support/files/script.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const holdLock = new URL('../../support/files/hold-lock.ts', import.meta.url);

const countUnderLock = new URL('../../support/files/count-under-lock.ts', import.meta.url);

/** Makes a lock look as if its holder last touched it so long ago that it must be dead. */
function age(lockPath: string): void {
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lockPath, longAgo, longAgo);
}

it(
  '[concurrent-writers] no increment of eight processes is lost, even when they all find the lock of a dead one',
  { timeout: 120_000 },
  async () => {
    const state = temporaryFolder();
    const file = path.join(state, 'count.json');
    await writeJson(file, 0);
    mkdirSync(path.join(state, 'writer.lock'));
    age(path.join(state, 'writer.lock'));
    const scripts = Array.from({ length: 8 }, () => startScript(countUnderLock, state, file, '25'));
    const exits = await Promise.all(scripts.map((script) => script.exited));
    expect(exits).toEqual(scripts.map(() => [0, null]));
    expect(await readJson(file)).toEqual({ ok: true, value: 200 });
  },
);

it('[concurrent-writers] a live holder is waited for and then named, a killed one is taken over', async () => {
  const state = temporaryFolder();
  const lockPath = path.join(state, 'writer.lock');
  const { child, exited, lines } = startScript(holdLock, state);
  await once(lines, 'line');
  const lock = createWriterLock(state, 300);
  let ran = 0;
  const task = async () => (ran += 1);
  expect(await lock.run(task)).toMatchObject({
    error: { code: 'locked', retryable: true, message: expect.stringContaining(lockPath) },
  });
  child.kill('SIGKILL');
  await exited;
  expect([ran, existsSync(lockPath)]).toEqual([0, true]);
  age(lockPath);
  expect(await lock.run(task)).toEqual({ ok: true, value: 1 });
  expect(existsSync(lockPath)).toBe(false);
});

it('tasks of one process run one after the other, in the order they came', async () => {
  const lock = createWriterLock(temporaryFolder());
  const events: string[] = [];
  const task = (name: string) =>
    lock.run(async () => {
      events.push(`${name} starts`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} ends`);
    });
  await Promise.all([task('a'), task('b'), task('c')]);
  expect(events).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
});

it('two locks on one state folder exclude each other within a process as well', async () => {
  const state = temporaryFolder();
  let running = 0;
  const overlaps: number[] = [];
  const task = async () => {
    running += 1;
    await new Promise((resolve) => setImmediate(resolve));
    overlaps.push(running);
    running -= 1;
  };
  const locks = [createWriterLock(state), createWriterLock(state), createWriterLock(state)];
  await Promise.all(locks.flatMap((lock) => [lock.run(task), lock.run(task)]));
  expect(overlaps).toEqual([1, 1, 1, 1, 1, 1]);
});

it('a run inside a run simply runs, and the lock is held until the outer one ends', async () => {
  const state = temporaryFolder();
  const lock = createWriterLock(state, 300);
  const result = await lock.run(async () => {
    const inner = await lock.run(async () => 'inner');
    return { inner, stillHeld: existsSync(path.join(state, 'writer.lock')) };
  });
  expect(result).toEqual({ ok: true, value: { inner: { ok: true, value: 'inner' }, stillHeld: true } });
});

it('work that outlives its task has to wait for the lock like any other', async () => {
  const lock = createWriterLock(temporaryFolder());
  const events: string[] = [];
  const first = await lock.run(async () => AsyncLocalStorage.snapshot());
  if (!first.ok) throw new Error(first.error.message);
  const second = lock.run(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    events.push('second ends');
  });
  const leftOver = first.value(() => lock.run(async () => events.push('left-over work starts')));
  await Promise.all([second, leftOver]);
  expect(events).toEqual(['second ends', 'left-over work starts']);
});

it('a task that throws passes its error on and lets the next one in', async () => {
  const state = temporaryFolder();
  const lock = createWriterLock(state);
  const failing = lock.run(async () => {
    throw new Error('defect');
  });
  const next = lock.run(async () => 'next');
  await expect(failing).rejects.toThrow('defect');
  expect(await next).toEqual({ ok: true, value: 'next' });
  expect(existsSync(path.join(state, 'writer.lock'))).toBe(false);
});

it('a task whose lock was lost is told, and so is whoever runs it', async () => {
  const state = temporaryFolder();
  const lock = createWriterLock(state);
  const result = await lock.run(async (signal) => {
    rmdirSync(path.join(state, 'writer.lock'));
    await once(signal, 'abort');
    const inner = await lock.run(async () => 'written without a lock');
    expect(inner).toMatchObject({ error: { code: 'locked' } });
  });
  expect(result).toMatchObject({ ok: false, error: { code: 'locked', retryable: true } });
  expect(await lock.run(async () => 'held again')).toEqual({ ok: true, value: 'held again' });
});

it('the state folder is made, for its user only', async () => {
  const state = path.join(temporaryFolder(), 'new', 'state');
  expect(await createWriterLock(state).run(async () => 'ran')).toEqual({ ok: true, value: 'ran' });
  expect(statSync(state).mode & 0o777).toBe(0o700);
});

it('a state folder that cannot be made is a problem, and the task does not run', async () => {
  const inTheWay = path.join(temporaryFolder(), 'state');
  writeFileSync(inTheWay, '');
  let ran = false;
  const result = await createWriterLock(path.join(inTheWay, 'deep')).run(async () => (ran = true));
  expect(result).toMatchObject({ ok: false, error: { code: 'fileNotWritable' } });
  expect(ran).toBe(false);
});
