import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { array, assert, asyncProperty, constantFrom, record } from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { pollPaths } from '../../../shared/engine/files/poll.ts';
import { watchPaths } from '../../../shared/engine/files/watch-paths.ts';

const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 20);

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'codeartifact-watch-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function watched(...files: readonly string[]) {
  const folder = aFolder();
  const at = (file: string) => path.join(folder, file);
  const told: string[] = [];
  const problems: unknown[] = [];
  const watcher = watchPaths(
    (file) => told.push(path.relative(folder, file)),
    (error) => problems.push(error),
  );
  closers.push(() => watcher.close());
  const follow = (...whole: readonly string[]) => watcher.follow(new Set(files.map(at)), new Set(whole.map(at)));
  /** Does something, and waits until these paths were told of. */
  async function expectTold(what: () => void, ...paths: readonly string[]): Promise<void> {
    told.length = 0;
    what();
    await vi.waitFor(() => expect(told).toEqual(expect.arrayContaining([...paths])), { timeout: 5000, interval: 5 });
  }
  return { at, follow, told, problems, expectTold };
}

test('a file is told of that is written, replaced, taken away and made again', async () => {
  const { at, follow, expectTold, problems } = watched('p/f');
  mkdirSync(at('p'));
  follow();
  for (let round = 0; round < 3; round += 1) {
    await expectTold(() => writeFileSync(at('p/f'), `${round}`), 'p/f');
    await expectTold(() => {
      writeFileSync(at('p/other'), `${round} more`);
      renameSync(at('p/other'), at('p/f'));
    }, 'p/f');
    await expectTold(() => rmSync(at('p/f')), 'p/f');
  }
  expect(problems).toEqual([]);
});

test('what is in a folder is told of after the folder was removed and made again, moved away and back, replaced', async () => {
  const { at, follow, expectTold } = watched('a/p/f');
  mkdirSync(at('a/p'), { recursive: true });
  writeFileSync(at('a/p/f'), '1');
  follow();
  const change = () => writeFileSync(at('a/p/f'), `${Math.random()}`);
  await expectTold(() => rmSync(at('a/p'), { recursive: true }), 'a/p/f');
  await expectTold(() => mkdirSync(at('a/p')), 'a/p/f');
  await expectTold(change, 'a/p/f');
  await expectTold(() => renameSync(at('a'), at('b')), 'a/p/f');
  await expectTold(() => renameSync(at('b'), at('a')), 'a/p/f');
  await expectTold(change, 'a/p/f');
  await expectTold(() => {
    rmSync(at('a/p'), { recursive: true });
    mkdirSync(at('a/p'));
  }, 'a/p/f');
  await expectTold(change, 'a/p/f');
});

test('a file is told of whose folder is made only later, in a folder that is not there yet', async () => {
  const { at, follow, expectTold } = watched('not/there/yet/f');
  follow();
  await expectTold(() => {
    mkdirSync(at('not/there/yet'), { recursive: true });
    writeFileSync(at('not/there/yet/f'), '1');
  }, 'not/there/yet/f');
  await expectTold(() => writeFileSync(at('not/there/yet/f'), '2'), 'not/there/yet/f');
});

test('a file that became a folder, a link to nowhere or a loop is told of when that is taken away', async () => {
  const { at, follow, expectTold } = watched('f');
  follow();
  for (const make of [
    () => mkdirSync(at('f')),
    () => symlinkSync('nowhere', at('f')),
    () => symlinkSync('f', at('f')),
  ]) {
    await expectTold(make, 'f');
    await expectTold(() => rmSync(at('f'), { recursive: true }), 'f');
  }
});

test('a link is told of when what it leads to is another, also after it was pointed elsewhere', async () => {
  const { at, follow, expectTold } = watched('link', 'folder/f');
  for (const folder of ['one', 'two']) {
    mkdirSync(at(folder));
    writeFileSync(at(`${folder}/f`), folder);
  }
  symlinkSync('one/f', at('link'));
  symlinkSync('one', at('folder'));
  follow();
  await expectTold(() => writeFileSync(at('one/f'), 'more'), 'link', 'folder/f');
  await expectTold(
    () => {
      for (const link of ['link', 'folder']) rmSync(at(link));
      symlinkSync('two/f', at('link'));
      symlinkSync('two', at('folder'));
    },
    'link',
    'folder/f',
  );
  await expectTold(() => writeFileSync(at('two/f'), 'more'), 'link', 'folder/f');
});

test('what is right in a followed folder is told as that folder; what is beside a file is not told', async () => {
  const { at, follow, expectTold, told } = watched('cache', 'p/f');
  mkdirSync(at('cache'));
  mkdirSync(at('p'));
  follow('cache');
  await expectTold(() => writeFileSync(at('cache/session.json'), '{}'), 'cache');
  writeFileSync(at('p/beside'), '1');
  await expectTold(() => writeFileSync(at('p/f'), '1'), 'p/f');
  expect(told.filter((one) => one.startsWith('p'))).toEqual(expect.arrayContaining(['p/f']));
  expect(told).not.toContain('p/beside');
});

const PATHS = ['f', 'a/f', 'a/b/f', 'c/f'] as const;
const change = record({
  kind: constantFrom('write', 'remove', 'folder', 'move', 'link'),
  place: constantFrom('f', 'a', 'a/f', 'a/b', 'a/b/f', 'c', 'c/f'),
  other: constantFrom('f', 'a', 'a/b', 'c', 'd', 'a/b/f'),
});

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EISDIR' ? 'a folder' : 'nothing';
  }
}

test('whatever happens in a tree, each followed file that reads otherwise than before is told of', async () => {
  await assert(
    asyncProperty(array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      const { at, follow, expectTold } = watched(...PATHS);
      follow();
      for (const [index, { kind, place, other }] of changes.entries()) {
        const before = PATHS.map((one) => textOf(at(one)));
        const attempt = () => {
          if (kind === 'write') writeFileSync(at(place), `${index}`);
          else if (kind === 'remove') rmSync(at(place), { recursive: true, force: true });
          else if (kind === 'folder') mkdirSync(at(place), { recursive: true });
          else if (kind === 'move') renameSync(at(place), at(other));
          else symlinkSync(at(other), at(place));
        };
        const changed = () => {
          try {
            attempt();
          } catch {
            // What can't be done changes nothing.
          }
        };
        changed();
        const others = PATHS.filter((one, nth) => textOf(at(one)) !== before[nth]);
        await expectTold(() => undefined, ...others).catch(() => {
          throw new Error(`Not told after ${JSON.stringify(changes.slice(0, index + 1))}: ${others.join(', ')}`);
        });
      }
      for (const close of closers.splice(0)) close();
    }),
    { numRuns: RUNS },
  );
});

test('paths that nobody can watch are told of by looking at them from time to time', async () => {
  const folder = aFolder();
  const file = path.join(folder, 'f');
  const told = vi.fn();
  const polling = pollPaths(told);
  closers.push(() => polling.close());
  polling.follow([file]);
  await vi.waitFor(
    () => {
      writeFileSync(file, `${Math.random()}`);
      expect(told).toHaveBeenCalledWith(file);
    },
    { timeout: 10_000, interval: 300 },
  );
});
