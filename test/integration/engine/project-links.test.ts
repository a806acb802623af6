import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const facts = { profile: 'work', domain: 'platform', repository: 'web' };

function aShop() {
  const home = aCliHome(null);
  home.write('shop/README', 'a project\n');
  return { home, engine: anEngine({ home, aws: aTokenService(systemClock) }) };
}

/** A link in the project to another place in the home. */
function link(home: CliHome, at: string, aim: string): void {
  mkdirSync(path.dirname(home.path(at)), { recursive: true });
  symlinkSync(path.relative(path.dirname(home.path(at)), home.path(aim)), home.path(at));
}

test.each([
  ['npm', '.npmrc', '.bashrc', {}],
  ['npm', '.npmrc', '.ssh/config', {}],
  ['npm', '.npmrc', '.ssh/authorized_keys', {}],
  ['pnpm', '.npmrc', '.npmrc', {}],
  ['bun', 'bunfig.toml', '.gitconfig', {}],
  ['yarn-berry', '.yarnrc.yml', '.yarnrc.yml', {}],
  ['env', '.env', '.bashrc', {}],
  ['env', 'config/.env.local', '.profile', { file: 'config/.env.local' }],
  ['cargo', '.cargo/config.toml', '.config/starship.toml', {}],
  ['nuget', 'nuget.config', '.config/NuGet/NuGet.Config', {}],
  ['ruby', '.bundle/config', '.bundle/config', { mirror: 'rubygems.org' }],
  ['swift', '.swiftpm/configuration/registries.json', 'registries.json', {}],
] as const)('%s: a link at %s of a project leads to no %s', async (client, at, aim, options) => {
  const { home, engine } = aShop();
  const text = { '.cargo/config.toml': '[install]\n', 'bunfig.toml': '[install]\nregistry = "https://x.example/"\n' };
  home.write(aim, text[at as keyof typeof text] ?? '');
  link(home, `shop/${at}`, aim);
  const before = home.files().map((name) => [name, home.read(name)]);

  const result = await engine.terminal.login({ ...facts, client, options, project: home.path('shop') });
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'fileInvalid', message: expect.stringContaining(home.path(aim)), advice: expect.any(String) },
  });
  expect(
    home
      .files()
      .filter((name) => !name.startsWith('state/'))
      .map((name) => [name, home.read(name)]),
  ).toEqual(before);
});

test.each(['.cargo', '.swiftpm', '.bundle'])(
  'nor does a folder %s that is a link, with nothing in it yet',
  async (at) => {
    const { home, engine } = aShop();
    mkdirSync(home.path('elsewhere'));
    link(home, `shop/${at}`, 'elsewhere');
    const client = { '.cargo': 'cargo', '.swiftpm': 'swift', '.bundle': 'ruby' }[at] ?? '';
    const options = client === 'ruby' ? { mirror: 'rubygems.org' } : {};
    const result = await engine.terminal.login({ ...facts, client, options, project: home.path('shop') });
    expect(result).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
    expect(home.files('elsewhere')).toEqual([]);
  },
);

test.each(['../x', '/etc/x', '~/x', 'sub/../../x'])('nor does the option --file %s', async (file) => {
  const { home, engine } = aShop();
  const login = { ...facts, client: 'env', project: home.path('shop') };
  const result = await engine.terminal.login({ ...login, options: { file } });
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'fileInvalid', advice: expect.stringContaining('project') },
  });
  expect(await engine.terminal.login({ ...login, options: { file: 'sub/../x' } })).toMatchObject({ ok: true });
  expect(home.read('shop/x')).toContain('CODEARTIFACT_AUTH_TOKEN=');
});

test.each(['../.m2/other.xml', '@/notes.xml'])("nor does a project's maven.config that names %s", async (named) => {
  const { home, engine } = aShop();
  const file = named.replace('@', home.folder);
  home.write('shop/.mvn/maven.config', `--settings=${file}\n`);
  const login = { ...facts, client: 'maven', project: home.path('shop') };
  expect(await engine.terminal.login(login)).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
  expect([home.has('notes.xml'), home.has('.m2/other.xml')]).toEqual([false, false]);
  home.write('shop/.mvn/maven.config', `--settings\n${home.path('.m2/settings.xml')}\n`);
  expect(await engine.terminal.login(login)).toMatchObject({ ok: true });
});

test('links within a project, and a project that is reached by a link, go on to work', async () => {
  const { home, engine } = aShop();
  home.write('shop/config/npmrc', 'fund=false\n');
  link(home, 'shop/.npmrc', 'shop/config/npmrc');
  link(home, 'store', 'shop');
  for (const project of ['shop', 'store']) {
    expect(await engine.terminal.login({ ...facts, client: 'npm', project: home.path(project) })).toMatchObject({
      ok: true,
    });
  }
  expect(home.read('shop/config/npmrc')).toContain('fund=false\nregistry=');
});

test('a link that turns elsewhere between the preview and the apply is followed by neither', async () => {
  const { home, engine } = aShop();
  home.write('shop/config', '');
  home.write('.bashrc', '# mine\n');
  link(home, 'shop/.npmrc', 'shop/config');
  await engine.ask('binding.add', { ...facts, client: 'npm', project: home.path('shop'), enabled: true });
  const { plan } = await engine.state();
  rmSync(home.path('shop/.npmrc'));
  link(home, 'shop/.npmrc', '.bashrc');
  expect(await engine.api.request('plan.apply', { planId: plan.id })).toMatchObject({ error: { code: 'planChanged' } });
  expect((await engine.ask('plan.apply', {})).skipped).not.toEqual([]);
  expect(home.read('.bashrc')).toBe('# mine\n');
});

test("a user's file that is a link is written through it, and plan and diff say where to", async () => {
  const { home, engine } = aShop();
  home.write('dotfiles/npmrc', 'fund=false\n');
  link(home, '.npmrc', 'dotfiles/npmrc');
  await engine.ask('binding.add', { ...facts, client: 'npm', project: 'user', enabled: true });
  const [change] = (await engine.state()).plan.changes;
  expect(change).toMatchObject({ path: home.path('.npmrc'), realPath: home.path('dotfiles/npmrc') });
  expect(change!.diff).toContain('+++ ~/.npmrc -> ~/dotfiles/npmrc');
  await engine.ask('plan.apply', {});
  expect(home.read('dotfiles/npmrc')).toContain('_authToken');
});
