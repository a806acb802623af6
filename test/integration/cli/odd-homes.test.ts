import { chownSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const isRoot = process.getuid?.() === 0;
const UID_WITHOUT_ACCOUNT = 23_456;
const login = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'];

/** Runs the CLI as a user that no account stands for, as a container started with any number for a user does. */
async function runAsNobody(home: CliHome, args: readonly string[], env: Readonly<Record<string, string>>) {
  const cli = path.resolve(import.meta.dirname, '../../../out/node/cli.js');
  const ids = { uid: UID_WITHOUT_ACCOUNT, gid: UID_WITHOUT_ACCOUNT };
  const child = spawn(process.execPath, [cli, ...args], { cwd: home.folder, env, ...ids });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, out, err };
}

test.runIf(isRoot)('a user without an account can sign in, run commands and see the doctor', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  for (const name of ['.', '.aws', '.aws/config', '.aws/credentials']) {
    chownSync(home.path(name), UID_WITHOUT_ACCOUNT, UID_WITHOUT_ACCOUNT);
  }
  expect(await runAsNobody(home, login, home.env)).toMatchObject({ code: 0, err: '' });
  expect(home.read('.npmrc')).toContain(emulator.issuedTokens[0]);
  expect((await runAsNobody(home, ['exec', '--', 'true'], home.env)).code).toBe(0);
  expect((await runAsNobody(home, ['doctor'], home.env)).code).toBe(0);
  const { HOME: _none, USERPROFILE: _neither, ...withoutHome } = home.env;
  const listed = await runAsNobody(home, ['list', '--json'], withoutHome);
  expect(listed).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(listed.out)).toMatchObject({ bindings: [{ client: 'npm' }] });
});

test('an empty or relative HOME is none: nothing would be written into the working folder', async () => {
  const home = aCliHome(await anEmulator());
  const aws = {
    AWS_CONFIG_FILE: home.path('.aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: home.path('.aws/credentials'),
  };
  for (const HOME of ['', 'relative']) {
    const plan = await home.run([...login, '--dry-run', '--json'], { env: { ...aws, HOME, USERPROFILE: HOME } });
    expect(plan).toMatchObject({ code: 0, err: '' });
    const { changes } = JSON.parse(plan.out) as { changes: { path: string }[] };
    expect(changes).toHaveLength(1);
    for (const change of changes) {
      expect(path.isAbsolute(change.path)).toBe(true);
      expect(change.path.startsWith(home.folder)).toBe(false);
    }
  }
});

test('what a relative variable named is taken out again from any folder', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const env = { CARGO_HOME: 'cargo-home' };
  const signIn = ['login', '--tool', 'cargo', '--domain', 'platform', '--repository', 'web'];
  home.write('elsewhere/note.txt', '');
  expect((await home.run(signIn, { env })).code).toBe(0);
  expect(home.read('cargo-home/credentials.toml')).toContain(emulator.issuedTokens[0]);
  expect((await home.run(['undo'], { cwd: home.path('elsewhere'), env })).code).toBe(0);
  expect(home.files().filter((name) => name.endsWith('.toml'))).toEqual([]);
});

test.skipIf(process.platform === 'win32')('a working folder that is gone is in no command’s way', async () => {
  const home = aCliHome(await anEmulator());
  expect((await home.run(login)).code).toBe(0);
  const cli = path.resolve(import.meta.dirname, '../../../out/node/cli.js');
  for (const args of [
    ['--version'],
    ['status'],
    ['doctor'],
    ['token', '--domain', 'platform'],
    ['exec', '--', 'true'],
  ]) {
    const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
    const child = spawn('sh', ['-c', script, 'sh', process.execPath, cli, ...args], {
      cwd: home.folder,
      env: home.env,
    });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    expect({ args, code: child.exitCode, stack: /\n\s+at /.test(out + err) }).toEqual({ args, code: 0, stack: false });
  }
});
