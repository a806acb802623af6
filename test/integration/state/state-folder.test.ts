import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ok } from '../../../shared/contract/problem.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';

const isRoot = process.getuid?.() === 0;
const login = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web', '--json'];

async function refusalOf(home: CliHome, args: readonly string[] = login) {
  const run = await home.run(args);
  expect(run.code).toBe(7);
  const { error } = JSON.parse(run.out) as { error: { code: string; message: string; command: string | null } };
  expect(error.code).toBe('stateUntrusted');
  return error;
}

test('[concurrent-writers] what a writer is about to rename is left to it by one who asks AWS meanwhile, and what a dead one left goes', async () => {
  const home = aCliHome(null);
  const writer = anEngine({ home }).core.state;
  const asker = anEngine({ home }).core.state;
  const temporary = `state/settings.json.tmp-${String(Date.now()).slice(-10)}a1b2c3`;
  const asked = await writer.exclusively(async () => {
    home.write(temporary, '{}');
    return asker.requesting(async () => ok(home.has(temporary)));
  });
  expect(asked).toEqual(ok(true));
  expect(await asker.exclusively(async () => ok(home.has(temporary)))).toEqual(ok(false));
});

test.skipIf(process.platform === 'win32')(
  'a state folder, or a file in it, that others can write is refused until the command that is named was run',
  async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    mkdirSync(home.path('state'), { mode: 0o700 });
    home.write('state/settings.json', '{"version":1}\n', 0o600);
    home.write('state/journal.json', '{"version":2,"files":[],"lastApply":null}\n', 0o600);
    for (const [name, mode] of [
      ['state', 0o777],
      ['state', 0o770],
      ['state/settings.json', 0o666],
      ['state/journal.json', 0o620],
    ] as const) {
      chmodSync(home.path(name), mode);
      const error = await refusalOf(home);
      expect(error.message).toContain(home.path(name));
      expect(emulator.issuedTokens).toEqual([]);
      expect(home.has('.npmrc')).toBe(false);
      for (const args of [
        ['apply', '--json'],
        ['status', '--json'],
        ['undo', '--json'],
      ])
        await refusalOf(home, args);
      execFileSync('sh', ['-c', error.command ?? 'false']);
    }
    expect((await home.run(login)).code).toBe(0);
  },
);

test.runIf(isRoot)('settings and journal of somebody else are not believed, not even to look at', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  mkdirSync(home.path('state'), { mode: 0o700 });
  for (const name of ['state', 'state/settings.json', 'state/ledger.json']) {
    if (name !== 'state') home.write(name, '{"version":1,"tokens":[]}\n', 0o644);
    chownSync(home.path(name), 12_345, 12_345);
    expect((await refusalOf(home)).message).toContain(`${home.path(name)} belongs to another user`);
    await refusalOf(home, ['status', '--json']);
    chownSync(home.path(name), 0, 0);
  }
  expect(emulator.issuedTokens).toEqual([]);
});

test('a repository of dotfiles around the state folder takes nothing of it, with a password of somebody else in the journal', async () => {
  const home = aCliHome(await anEmulator());
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...args], { cwd: home.folder, env: home.env, encoding: 'utf8' });
  git('init', '--quiet');
  home.write('.gitignore', '/.config/pip/\n');
  home.write(
    '.config/pip/pip.conf',
    '[global]\nindex-url = https://ann:planted-password@corp.example/simple/\n',
    0o600,
  );
  const signIn = ['login', '--tool', 'pip', '--domain', 'platform', '--repository', 'web'];
  expect((await home.run(signIn)).code).toBe(0);
  expect(home.read('state/journal.json')).toContain('planted-password');
  git('add', '--all');
  expect(git('ls-files', 'state')).toBe('');
  // A folder of an earlier version gets it with the next command that writes.
  execFileSync('rm', [home.path('state/.gitignore')]);
  expect((await home.run(['refresh'])).code).toBe(0);
  expect(home.read('state/.gitignore')).toBe('*\n');
});
