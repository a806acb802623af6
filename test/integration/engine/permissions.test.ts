import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const cli = path.resolve(import.meta.dirname, '../../../out/node/cli.js');
const NOBODY = 65_534;
const LOGIN = ['login', '--domain', 'platform', '--repository', 'web', '--tool'];
const isRoot = process.getuid?.() === 0;

/** Gives the home to a user for whom permissions count; nothing to do where the tests' own user is one. */
function giveAway(home: CliHome): void {
  if (!isRoot) return;
  chownSync(home.folder, NOBODY, NOBODY);
  for (const entry of readdirSync(home.folder, { recursive: true }))
    chownSync(home.path(String(entry)), NOBODY, NOBODY);
}

async function applyAsPlainUser(home: CliHome): Promise<{ code: unknown; err: string }> {
  const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(process.execPath, [cli, 'apply'], { cwd: home.folder, env: home.env, ...identity });
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, err };
}

test.skipIf(process.platform === 'win32')(
  'a folder that does not let its user write is reported, the other files are written, and a later apply heals it',
  async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    home.write('.config/pip/pip.conf', '[global]\ntimeout = 7\n', 0o644);
    mkdirSync(home.path('state'));
    const add = (tool: string) => ['add', ...LOGIN.slice(1), tool];
    const npm = (await home.run(add('npm'))).out.trim();
    const pip = (await home.run(add('pip'))).out.trim();
    for (const id of [npm, pip]) await home.run(['enable', id]);
    chmodSync(home.path('.config/pip'), 0o555);
    giveAway(home);

    const applied = await applyAsPlainUser(home);

    expect(applied.code).toBe(1);
    expect(applied.err).toContain(home.path('.config/pip'));
    expect(home.read('.config/pip/pip.conf')).toBe('[global]\ntimeout = 7\n');
    expect(readdirSync(home.path('.config/pip'))).toEqual(['pip.conf']);
    expect(home.read('.npmrc')).toContain('_authToken=');
    chmodSync(home.path('.config/pip'), 0o755);
    expect((await applyAsPlainUser(home)).code).toBe(0);
    expect(home.read('.config/pip/pip.conf')).toContain('index-url = http://aws:');
  },
);
