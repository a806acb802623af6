import { AsyncLocalStorage } from 'node:async_hooks';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { markOfThisProcess } from '../../../shared/engine/files/running-process.ts';
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
  // Known to be dead: nobody waits for the lock to grow old.
  expect(await lock.run(task)).toEqual({ ok: true, value: 1 });
  expect(existsSync(lockPath)).toBe(false);
});

/** A lock in a folder of its own, whose holder nobody here knows unless `holder` says. */
function aLeftLock({ minutes, holder }: { readonly minutes: number; readonly holder?: object }) {
  const state = temporaryFolder();
  const lockPath = path.join(state, 'writer.lock');
  mkdirSync(lockPath);
  const touched = new Date(Date.now() + minutes * 60_000);
  utimesSync(lockPath, touched, touched);
  if (holder !== undefined) writeFileSync(path.join(state, 'writer.holder'), JSON.stringify(holder));
  return { state, lockPath, lock: createWriterLock(state, 300) };
}

it('a lock from the future is that of a clock that was set back, and is taken over', async () => {
  for (const minutes of [1, 60, 60 * 24 * 400]) {
    const { lock, lockPath } = aLeftLock({ minutes });
    expect(await lock.run(async () => 'ran')).toEqual({ ok: true, value: 'ran' });
    expect(existsSync(lockPath)).toBe(false);
  }
});

it('a holder that lives keeps its lock while the clock is set back, and is named by its number', async () => {
  const { lock, lockPath } = aLeftLock({ minutes: 60, holder: markOfThisProcess() });
  expect(await lock.run(async () => 'ran')).toMatchObject({
    error: { code: 'locked', message: expect.stringContaining(`number ${process.pid}`) },
  });
  expect(existsSync(lockPath)).toBe(true);
});

it('a process that got the number of a dead holder is not the holder', async () => {
  const { lock } = aLeftLock({ minutes: 0, holder: { ...markOfThisProcess(), started: '1' } });
  expect(await lock.run(async () => 'ran')).toEqual({ ok: true, value: 'ran' });
});

it('a holder elsewhere, or a note that says nothing, leaves it to the time of the lock', async () => {
  for (const holder of [{ ...markOfThisProcess(), pid: 4_194_303, world: 'another machine' }, { pid: 'x' }, []]) {
    const fresh = aLeftLock({ minutes: 0, holder });
    expect(await fresh.lock.run(async () => 'ran')).toMatchObject({ error: { code: 'locked' } });
    const old = aLeftLock({ minutes: -5, holder });
    expect(await old.lock.run(async () => 'ran')).toEqual({ ok: true, value: 'ran' });
  }
});

it('a note that a dead process left beside the lock of another is not about that', async () => {
  const state = temporaryFolder();
  const note = path.join(state, 'writer.holder');
  writeFileSync(note, JSON.stringify({ ...markOfThisProcess(), pid: 4_194_303 }));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(note, longAgo, longAgo);
  mkdirSync(path.join(state, 'writer.lock'));
  expect(await createWriterLock(state, 300).run(async () => 'ran')).toMatchObject({ error: { code: 'locked' } });
});

it.skipIf(process.platform === 'win32')(
  'what stands in the place of a lock is named at once, and who removes it as told goes on',
  async () => {
    const put = {
      file: (lockPath: string) => writeFileSync(lockPath, ''),
      link: (lockPath: string) => symlinkSync('nowhere', lockPath),
      folder: (lockPath: string) => {
        mkdirSync(lockPath);
        writeFileSync(path.join(lockPath, 'note.txt'), '');
      },
    };
    for (const [what, make] of Object.entries(put)) {
      const { lockPath, lock } = aLeftLock({ minutes: -60 });
      rmSync(lockPath, { recursive: true, force: true });
      make(lockPath);
      const result = await lock.run(async () => 'ran');
      const problem = result.ok ? null : result.error;
      expect([what, problem]).toMatchObject([what, { code: 'locked', message: expect.stringContaining(lockPath) }]);
      execFileSync('sh', ['-c', problem?.command ?? 'false']);
      expect(await lock.run(async () => 'ran')).toEqual({ ok: true, value: 'ran' });
    }
  },
);

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

it('[concurrent-writers] a process that was killed before it could note that it has the lock keeps nobody waiting', async () => {
  const state = temporaryFolder();
  const { child, exited, lines } = startScript(holdLock, state);
  await once(lines, 'line');
  child.kill('SIGKILL');
  await exited;
  for (const note of [null, '', '{"pid":']) {
    rmSync(path.join(state, 'writer.holder'), { force: true });
    if (note !== null) writeFileSync(path.join(state, 'writer.holder'), note);
    const before = claimsIn(state);
    expect(await createWriterLock(state, 300).run(async () => 'ran')).toEqual({ ok: true, value: 'ran' });
    expect([before.length, claimsIn(state)]).toEqual([1, []]);
    leaveAgain(state);
  }

  /** The lock and the claim of the dead one, as they were. */
  function leaveAgain(folder: string): void {
    writeFileSync(path.join(folder, 'writer.claims/left'), JSON.stringify({ ...markOfThisProcess(), pid: child.pid }));
    mkdirSync(path.join(folder, 'writer.lock'));
  }
});

it('while one of those lives who may have taken it, a lock without a note is left to its time', async () => {
  const living = markOfThisProcess();
  const dead = { ...living, pid: 4_194_303 };
  const elsewhere = { ...dead, world: 'another machine' };
  const outcomes = async (...claims: readonly object[]) => {
    const state = temporaryFolder();
    mkdirSync(path.join(state, 'writer.claims'));
    for (const [index, claim] of claims.entries())
      writeFileSync(path.join(state, 'writer.claims', String(index)), JSON.stringify(claim));
    mkdirSync(path.join(state, 'writer.lock'));
    return (await createWriterLock(state, 200).run(async () => 'ran')).ok;
  };
  expect(await outcomes(dead, dead)).toBe(true);
  expect(await outcomes(dead, living)).toBe(false);
  expect(await outcomes(dead, elsewhere)).toBe(false);
  expect(await outcomes()).toBe(false);
});

it('who waits has nothing to do with the lock that is there', async () => {
  const state = temporaryFolder();
  mkdirSync(path.join(state, 'writer.claims'));
  writeFileSync(path.join(state, 'writer.claims/dead'), JSON.stringify({ ...markOfThisProcess(), pid: 4_194_303 }));
  mkdirSync(path.join(state, 'writer.lock'));
  const waiting = Array.from({ length: 3 }, () => createWriterLock(state, 5000).run(async () => 'ran'));
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => ({ ok: true, value: 'ran' })));
  expect(claimsIn(state)).toEqual([]);
});

it('a process that was killed while it removed the lock of a dead one, and one that removed that, keep nobody waiting', async () => {
  const state = temporaryFolder();
  const dead = { ...markOfThisProcess(), pid: 4_194_303 };
  const claims = path.join(state, 'writer.claims');
  mkdirSync(claims);
  let left = path.join(state, 'writer.lock');
  for (const name of ['holder', 'remover', 'its remover']) {
    writeFileSync(path.join(claims, name), JSON.stringify(dead));
    mkdirSync(left);
    const { ino, birthtimeNs } = statSync(left, { bigint: true });
    left = path.join(claims, `removal-${ino}-${birthtimeNs}`);
  }
  expect(await createWriterLock(state, 1000).run(async () => 'ran')).toEqual({ ok: true, value: 'ran' });
  expect(claimsIn(state)).toEqual([]);
});

it('a process that lives and removes the lock of a dead one is waited for', async () => {
  const state = temporaryFolder();
  const claims = path.join(state, 'writer.claims');
  mkdirSync(claims);
  writeFileSync(path.join(claims, 'dead'), JSON.stringify({ ...markOfThisProcess(), pid: 4_194_303 }));
  mkdirSync(path.join(state, 'writer.lock'));
  const { ino, birthtimeNs } = statSync(path.join(state, 'writer.lock'), { bigint: true });
  writeFileSync(path.join(claims, 'remover'), JSON.stringify(markOfThisProcess()));
  mkdirSync(path.join(claims, `removal-${ino}-${birthtimeNs}`));
  expect(await createWriterLock(state, 300).run(async () => 'ran')).toMatchObject({ error: { code: 'locked' } });
});

function claimsIn(state: string): readonly string[] {
  return readdirSync(path.join(state, 'writer.claims'));
}
