import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];

test('a config that a folder of a project includes: login, status and doctor name it, and nobody is called signed in', async () => {
  const home = aCliHome(await anEmulator());
  home.write('shop/package.json', '{}\n');
  home.write('shop/crates/a/.cargo/config.toml', 'include = ["../extra.toml"]\n');
  home.write('shop/crates/a/extra.toml', '[registries.codeartifact]\nindex = "sparse+http://127.0.0.1:9/"\n');
  await home.run(['login', '--tool', 'npm', ...ADDRESS, '--project', home.path('shop')]);

  const said = '~/shop/crates/a/extra.toml line 2 gives the registry codeartifact another address';
  const login = await home.run(['login', '--tool', 'cargo', ...ADDRESS]);
  expect(login).toMatchObject({ code: 0, out: expect.stringContaining(said) });
  expect(login.out).not.toContain('is signed in');
  for (const command of ['status', 'doctor']) {
    const { out, err } = await home.run([command]);
    expect(out + err).toContain(said);
  }
});

test("the .npmrc of the folder that a command is run in is looked into, whether it is a project's or not", async () => {
  const home = aCliHome(await anEmulator());
  home.write('cloned/package.json', '{}\n');
  home.write('cloned/src/index.js', '');
  home.write('cloned/.npmrc', 'strict-ssl=false\n');
  const said = '~/cloned/.npmrc line 1 has npm check no certificate (strict-ssl)';
  const cwd = home.path('cloned/src');
  const login = await home.run(['login', '--tool', 'npm', ...ADDRESS], { cwd });
  expect(login).toMatchObject({ code: 0, out: expect.stringContaining(said) });
  expect(login.out).not.toContain('is signed in');
  for (const command of ['status', 'doctor']) {
    const there = await home.run([command], { cwd });
    expect(there.out + there.err).toContain(said);
    const elsewhere = await home.run([command]);
    expect(elsewhere.out + elsewhere.err).not.toContain(said);
  }
});
