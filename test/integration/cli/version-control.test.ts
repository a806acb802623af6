import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

test('no token goes into a project of a version control that takes files by itself; the advice leads to one that works', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  for (const [mark, system] of [
    ['.jj', 'Jujutsu'],
    ['.sl', 'Sapling'],
    ['.hg', 'Mercurial'],
    ['.svn', 'Subversion'],
  ] as const) {
    mkdirSync(home.path(`${system}/${mark}`), { recursive: true });
    const login = ['login', '--tool', 'env', '--domain', 'platform', '--repository', 'web'];
    const refused = await home.run([...login, '--project', home.path(system)]);
    expect(refused).toMatchObject({ code: 7, out: '' });
    expect(refused.err).toContain(system);
    expect(refused.err).toContain('at user level');
    expect(home.has(`${system}/.env`)).toBe(false);
    expect((await home.run(login)).code).toBe(0);
  }
  expect(home.read('.config/codeartifact-tray/env')).toContain(emulator.issuedTokens[0]);
});
