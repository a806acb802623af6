import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const address = { profile: 'work', domain: 'platform', repository: 'web' };

async function loginIn(home: CliHome, client: string, folder: string, options: Record<string, string> = {}) {
  const engine = anEngine({ home, aws: aTokenService(systemClock) });
  return engine.terminal.login({ ...address, client, project: home.path(folder), options });
}

describe('npm reads the .npmrc of the folder that a workspace belongs to', () => {
  test.each<[packageJson: string, workspace: string]>([
    ['{"workspaces":["packages/*"]}', 'packages/ui'],
    ['{"workspaces":["./packages/ui/"]}', 'packages/ui'],
    ['{"workspaces":{"packages":["libs/**"]}}', 'libs/a/b'],
    ['{"workspaces":["*","!packages","packages/ui"]}', 'packages/ui'],
  ])('%s: a binding in %s is refused, with the command for the folder itself', async (packageJson, workspace) => {
    const home = aCliHome(null);
    home.write('shop/package.json', packageJson);
    home.write(`shop/${workspace}/package.json`, '{"name":"x","version":"1.0.0"}\n');
    const refused = await loginIn(home, 'npm', `shop/${workspace}`);
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'invalidInput', command: expect.stringContaining(`--project ${home.path('shop')}`) },
    });
    expect(home.has(`shop/${workspace}/.npmrc`)).toBe(false);
    expect(await loginIn(home, 'npm', 'shop')).toMatchObject({ ok: true });
  });

  test.each<[packageJson: string, folder: string]>([
    ['{"workspaces":["packages/*"]}', 'tools/x'],
    ['{"workspaces":["packages/*","!packages/ui"]}', 'packages/ui'],
    ['{"workspaces":"packages/*"}', 'packages/ui'],
    ['{', 'packages/ui'],
  ])('%s: a binding in %s is one of its own', async (packageJson, folder) => {
    const home = aCliHome(null);
    home.write('shop/package.json', packageJson);
    home.write(`shop/${folder}/package.json`, '{"name":"x","version":"1.0.0"}\n');
    expect(await loginIn(home, 'npm', `shop/${folder}`)).toMatchObject({ ok: true });
    expect(home.has(`shop/${folder}/.npmrc`)).toBe(true);
  });

  test('the token alone goes to the user, whatever the folder', async () => {
    const home = aCliHome(null);
    home.write('shop/package.json', '{"workspaces":["ui"]}');
    home.write('shop/ui/package.json', '{}');
    expect(await loginIn(home, 'npm', 'shop/ui', { keep: 'token' })).toMatchObject({ ok: true });
  });

  test('so a line in the .npmrc of a workspace is none that leads a token away, and one of another folder is', async () => {
    const home = aCliHome(null);
    home.write('shop/package.json', '{"workspaces":["ui"]}');
    for (const folder of ['ui', 'api']) {
      home.write(`shop/${folder}/package.json`, '{}');
      home.write(`shop/${folder}/.npmrc`, 'strict-ssl=false\n');
    }
    const login = await loginIn(home, 'npm', 'shop');
    const found = login.ok ? login.value.findings.filter(({ severity }) => severity === 'wrong') : [];
    expect(found.map(({ origin }) => origin?.name)).toEqual(['~/shop/api/.npmrc']);
  });
});

test('pnpm reads the .npmrc beside the nearest pnpm-workspace.yaml from 11 on, so that a binding in a member is refused', async () => {
  const home = aCliHome(null);
  home.write('shop/pnpm-workspace.yaml', 'packages: []\n');
  home.write('shop/ui/package.json', '{}');
  expect(await loginIn(home, 'pnpm', 'shop/ui')).toMatchObject({
    ok: false,
    error: { code: 'invalidInput', command: expect.stringContaining(`--project ${home.path('shop')}`) },
  });
  expect(await loginIn(home, 'pnpm', 'shop')).toMatchObject({ ok: true });
});

describe('uv reads the settings of the root of a workspace', () => {
  const member = '[project]\nname = "a"\nversion = "1"\n';

  test.each<[workspace: string, folder: string, options: Record<string, string>, isRefused: boolean]>([
    ['members = ["libs/*"]', 'libs/a', {}, true],
    ['members = ["libs/*"]', 'libs/a', { use: 'extra' }, true],
    ['members = ["libs/*"]', 'libs/a', { use: 'explicit' }, false],
    ["members = ['libs/*']\nexclude = ['libs/a']", 'libs/a', {}, false],
    ['members = ["apps/*"]', 'libs/a', {}, false],
  ])('%s, a binding in %s with %j: refused %s', async (workspace, folder, options, isRefused) => {
    const home = aCliHome(null);
    home.write('shop/pyproject.toml', `[project]\nname = "shop"\nversion = "1"\n[tool.uv.workspace]\n${workspace}\n`);
    home.write(`shop/${folder}/pyproject.toml`, member);
    const login = await loginIn(home, 'uv', `shop/${folder}`, options);
    expect(login.ok).toBe(!isRefused);
    if (!login.ok) expect(login.error.command).toContain(`--project ${home.path('shop')}`);
    expect(home.read(`shop/${folder}/pyproject.toml`) === member).toBe(isRefused);
  });
});
