import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { aCliHome, runCli } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const builtCli = path.resolve(import.meta.dirname, '../../../out/node/cli.js');
const ADD = ['add', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'];

/** As it is where no variable names another place for what Node compiles. */
async function run(home: CliHome, ...args: readonly string[]) {
  const { NODE_COMPILE_CACHE: _, ...env } = home.env;
  const { code, err } = await runCli(args, home.folder, env);
  if (code !== 0) throw new Error(err);
}

/** A home in which a state folder has been made. */
async function aUsedHome(): Promise<CliHome> {
  const home = aCliHome(await anEmulator());
  await run(home, ...ADD);
  return home;
}

const everything = (home: CliHome) => home.files().map((name) => [name, home.bytes(name).toString('hex')]);

test('who only looks leaves no trace', async () => {
  const home = aCliHome(null);
  const before = home.files();
  for (const words of [['--help'], ['status'], ['list']]) await run(home, ...words);
  expect(home.files()).toEqual(before);
  expect(home.has('state')).toBe(false);
});

test('what Node compiled is kept in the state folder, for this user alone', async () => {
  const home = await aUsedHome();
  await run(home, 'status');
  expect(home.mode('state/compiled')).toBe(0o700);
  expect(home.files('state/compiled')).not.toEqual([]);
});

test('a dry run keeps nothing of what Node compiled', async () => {
  const home = await aUsedHome();
  await run(home, 'list');
  const before = everything(home);
  await run(home, 'plan');
  await run(home, 'login', ...ADD.slice(1), '--dry-run');
  expect(everything(home)).toEqual(before);
});

test.skipIf(process.platform === 'win32')('what others can write is not run', async () => {
  const home = await aUsedHome();
  mkdirSync(home.path('elsewhere'));
  symlinkSync(home.path('elsewhere'), home.path('state/compiled'));
  await run(home, 'list');
  expect(readdirSync(home.path('elsewhere'))).toEqual([]);

  const other = await aUsedHome();
  mkdirSync(other.path('state/compiled'));
  chmodSync(other.path('state/compiled'), 0o777);
  await run(other, 'list');
  expect(other.files('state/compiled')).toEqual([]);
});

test('where it can not be kept, everything else goes on', async () => {
  const home = await aUsedHome();
  home.write('state/compiled', 'a file');
  await run(home, 'list');
});

test.skipIf(process.platform !== 'linux')(
  'where the size of files is limited, a command ends as it would without',
  async () => {
    const home = await aUsedHome();
    const { NODE_COMPILE_CACHE: _, ...env } = home.env;
    const limited = 'ulimit -f 40; exec "$0" "$1" list';
    const { status, stderr } = spawnSync('bash', ['-c', limited, process.execPath, builtCli], {
      env,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  },
);
