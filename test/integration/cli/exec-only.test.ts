import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator } from '../../support/emulator-service.ts';
import { commandIn, runShell } from '../../support/follow-advice.ts';

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];
const PRINT = 'console.log(JSON.stringify(process.env))';

type Binding = { id: string; client: string; enabled: boolean; execOnly: boolean; state: string; targets: unknown[] };

async function bindingsOf(home: CliHome): Promise<readonly Binding[]> {
  return (await home.json<{ bindings: Binding[] }>(['list', '--json'])).bindings;
}

/** What a child of `exec` sees in a folder. */
async function childOf(home: CliHome, cwd = home.folder) {
  const run = await home.run(['exec', '--', process.execPath, '-e', PRINT], { cwd });
  if (run.code !== 0) throw new Error(run.err);
  return { env: JSON.parse(run.out) as Record<string, string>, err: run.err };
}

function endpoint(url: string, format: string, repository = 'web'): string {
  return `${url}/${format}/d/platform-${ACCOUNT}/${repository}/`;
}

test('login --exec-only writes no file, is a binding like any other, and its variables are those of exec', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);

  const login = await home.run(['login', '--tool', 'npm', ...ADDRESS, '--exec-only']);

  expect(login).toMatchObject({ code: 0 });
  expect(login.out).toContain('No file was written.');
  expect(home.has('.npmrc')).toBe(false);
  expect(await bindingsOf(home)).toMatchObject([
    { client: 'npm', enabled: true, execOnly: true, state: 'inSync', targets: [] },
  ]);
  for (const command of ['list', 'status']) expect((await home.run([command])).out).toContain('exec only');
  expect((await home.run(['status'])).out).toMatch(/platform .* fresh/);
  expect((await home.run(['doctor'])).out).toContain('exec only');
  expect(await home.json(['plan', '--json'])).toMatchObject({ changes: [] });

  const { env, err } = await childOf(home);
  expect(err).toBe('');
  const registry = endpoint(emulator.url, 'npm');
  const token = emulator.issuedTokens.at(-1);
  expect(env).toMatchObject({
    npm_config_registry: registry,
    [`npm_config_${registry.replace('http:', '')}:_authToken`]: token,
    CODEARTIFACT_AUTH_TOKEN: token,
  });
  for (const issued of emulator.issuedTokens) {
    for (const file of home.files()) expect(home.read(file), file).not.toContain(issued);
  }
});

test('what leads its client elsewhere in the folder is said by login, exec and doctor alike; cargo goes by the variable', async () => {
  const home = aCliHome(await anEmulator());
  home.write('evil/.cargo/config.toml', '[registries.codeartifact]\nindex = "sparse+http://evil.example/"\n');
  home.write('evil/uv.toml', '[[index]]\nname = "codeartifact"\nurl = "http://evil.example/"\n');
  const logIn = async (tool: string) =>
    home.run(['login', '--tool', tool, ...ADDRESS, '--exec-only'], { cwd: home.path('evil') });
  const said = 'uv sends the token to evil.example';

  expect((await logIn('cargo')).out).toContain('cargo is signed in');
  const login = await logIn('uv');
  expect(login.out).toContain(said);
  expect(login.out).not.toContain('is signed in');
  const { out } = await home.run(['doctor'], { cwd: home.path('evil') });
  expect(out).toContain(said);
  expect(out).not.toContain('Cargo sends');
  const { err } = await childOf(home, home.path('evil'));
  expect(err).toContain(said);
  expect(err).not.toContain('Cargo sends');
  expect((await childOf(home)).err).toBe('');
});

test('who takes no token by variables is not called signed in by any command', async () => {
  const home = aCliHome(await anEmulator());
  const login = await home.run(['login', '--tool', 'nuget', ...ADDRESS, '--exec-only']);
  const said = 'NuGet takes no token from a variable';
  for (const { out } of [login, await home.run(['status']), await home.run(['doctor'])]) expect(out).toContain(said);
  expect(login.out).not.toContain('is signed in');
});

test('an exec-only binding can be added, switched, undone and removed', async () => {
  const home = aCliHome(await anEmulator());
  const id = (await home.run(['add', '--tool', 'pip', ...ADDRESS, '--exec-only'])).out.trim();
  expect(await home.run(['exec', '--', 'true'])).toMatchObject({ code: 5 });
  expect((await home.run(['enable', id])).out).toContain('Switched on: pip for platform/web');
  expect(await home.run(['exec', '--', 'true'])).toMatchObject({ code: 0 });
  expect((await home.run(['refresh'])).out).toContain('fresh');
  await home.run(['disable', id]);
  expect(await bindingsOf(home)).toMatchObject([{ enabled: false, state: 'off' }]);

  await home.run(['login', '--tool', 'pip', ...ADDRESS, '--exec-only']);
  expect((await home.run(['undo'])).out).toContain('Switched off: pip for platform/web');
  expect(await bindingsOf(home)).toMatchObject([{ id, enabled: false }]);
  expect((await home.run(['remove', id])).out).toContain('Removed: pip for platform/web');
  expect(await bindingsOf(home)).toEqual([]);
});

test('a file binding and an exec-only one of the same repository are two, and the file stays as it is', async () => {
  const home = aCliHome(await anEmulator());
  await home.run(['login', '--tool', 'npm', ...ADDRESS]);
  const before = home.read('.npmrc');
  await home.run(['login', '--tool', 'npm', ...ADDRESS, '--exec-only']);
  expect(await bindingsOf(home)).toMatchObject([{ execOnly: false }, { execOnly: true }]);
  expect(home.read('.npmrc').replace(/_authToken=.*/, '')).toBe(before.replace(/_authToken=.*/, ''));
});

test('of two exec-only bindings that want one variable the later login replaces the earlier, and says so', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  await home.run(['login', '--tool', 'npm', ...ADDRESS, '--exec-only']);
  const [first] = await bindingsOf(home);
  const second = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'tools', '--exec-only'];
  expect((await home.run(second)).err).toContain(`Switched ${first!.id} off`);
  expect((await childOf(home)).env['npm_config_registry']).toBe(endpoint(emulator.url, 'npm', 'tools'));
  expect(await home.run(['enable', first!.id])).toMatchObject({ code: 7 });
});

/** Field cases: what stands in the file, and the login that is refused because of it. */
const refusals = {
  "npm's variable with a default": {
    file: '.npmrc',
    text: (url: string) =>
      `@acme:registry=${url}\n${url.replace('http:', '')}:_authToken=\${CODEARTIFACT_AUTH_TOKEN:-}\n`,
    login: ['--tool', 'npm', '--namespace', '@acme'],
    format: 'npm',
    variable: 'CODEARTIFACT_AUTH_TOKEN',
  },
  "npm's variable of another name": {
    file: '.npmrc',
    text: (url: string) => `@acme:registry=${url}\n${url.replace('http:', '')}:_authToken=\${ACME_TOKEN}\n`,
    login: ['--tool', 'npm', '--namespace', '@acme'],
    format: 'npm',
    variable: 'ACME_TOKEN',
  },
  "Pipenv's URL with a variable": {
    file: 'Pipfile',
    text: (url: string) =>
      `[[source]]\nurl = "${url.replace('://', '://aws:${CODEARTIFACT_AUTH_TOKEN}@')}simple/"\nverify_ssl = true\nname = "codeartifact"\n\n[packages]\n`,
    login: ['--tool', 'pipenv', '--project', '.'],
    format: 'pypi',
    variable: 'CODEARTIFACT_AUTH_TOKEN',
  },
  "Yarn's token of a scope": {
    file: '.yarnrc.yml',
    text: (url: string) =>
      `npmScopes:\n  acme:\n    npmAlwaysAuth: true\n    npmAuthToken: "\${YARN_ACME_TOKEN-}"\n    npmRegistryServer: "${url}"\n`,
    login: ['--tool', 'yarn-berry', '--namespace', 'acme'],
    format: 'npm',
    variable: 'YARN_ACME_TOKEN',
  },
} as const;

test.each(Object.entries(refusals))(
  '%s: what the refusal advises, followed to the letter, signs in',
  async (_, { file, text, login, format, variable }) => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const before = text(endpoint(emulator.url, format));
    home.write(file, before);

    const refused = await home.run(['login', ...login, ...ADDRESS]);
    expect(refused).toMatchObject({ code: 7, out: '' });
    const command = commandIn(refused.err);
    expect(command).toMatch(/^codeartifact-tray login .*--exec-only$/);
    const followed = await runShell(home, command);
    expect(followed).toMatchObject({ code: 0 });

    const { env } = await childOf(home);
    expect(env[variable]).toBe(emulator.issuedTokens.at(-1));
    expect(home.read(file)).toBe(before);
  },
);

test('a tracked .env: the command of the refusal has every option that was typed, and leads to the token', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write("my shop's/.env", 'A=1\n');
  const project = home.path("my shop's");
  for (const args of [
    ['init', '-q'],
    ['add', '.env'],
  ])
    execFileSync('git', args, { cwd: project, env: home.env });

  const typed = ['--variable', 'SHOP_TOKEN', '--duration-seconds', '900', '--project', "./my shop's"];
  const refused = await home.run(['login', '--tool', 'env', ...ADDRESS, ...typed]);

  expect(refused).toMatchObject({ code: 7, out: '' });
  const command = commandIn(refused.err);
  expect(command).toContain('--variable SHOP_TOKEN');
  expect(command).toContain('--duration-seconds 900');
  expect(await runShell(home, command)).toMatchObject({ code: 0 });
  expect((await childOf(home, project)).env['SHOP_TOKEN']).toBe(emulator.issuedTokens.at(-1));
  expect(home.read("my shop's/.env")).toBe('A=1\n');
});

test.each([
  ['twine', 'twine reads .pypirc from the home folder alone.'],
  ['uv', 'has no pyproject.toml'],
])('%s in a project that has no place for it: the advice leads to the user level', async (tool, reason) => {
  const home = aCliHome(await anEmulator());
  home.write('lab/readme', '');
  const refused = await home.run(['login', '--tool', tool, ...ADDRESS, '--project', 'lab', '--index-name', 'acme']);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toContain(reason);
  expect(await runShell(home, commandIn(refused.err))).toMatchObject({ code: 0 });
  expect(await bindingsOf(home)).toMatchObject([{ client: tool, state: 'inSync', enabled: true }]);
});

test('pip in a project without an environment: the command makes one there, and the login works', async () => {
  const home = aCliHome(await anEmulator());
  home.write('my lab/x.py', '');
  const login = ['login', '--tool', 'pip', ...ADDRESS, '--project', 'my lab'];
  const refused = await home.run(login);
  const command = commandIn(refused.err).replace(/^python3 -m venv/, 'python3 -m venv --without-pip');
  expect(await runShell(home, command)).toMatchObject({ code: 0 });
  expect(await home.run(login)).toMatchObject({ code: 0 });
  expect(home.has('my lab/.venv/pip.conf')).toBe(true);
});

test.each([
  'PATH',
  'Path',
  'HOME',
  'NODE_OPTIONS',
  'LD_PRELOAD',
  'DYLD_INSERT_LIBRARIES',
  'PYTHONPATH',
  'BASH_ENV',
  'AWS_PROFILE',
  'GIT_SSH_COMMAND',
  'https_proxy',
  'A-B',
  '1A',
  'A B',
])('a token can not be put into %s', async (name) => {
  const home = aCliHome(await anEmulator());
  for (const more of [[], ['--exec-only']]) {
    const run = await home.run(['login', '--tool', 'env', ...ADDRESS, '--variable', name, ...more]);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('--variable');
  }
});

test.each(['NPM_TOKEN', 'PIP_TOKEN', 'HOMEBREW_TOKEN', 'PATHFINDER_TOKEN', '_TOKEN', 'twine_password', 'CI_JOB_TOKEN'])(
  'a token can be put into %s',
  async (name) => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const login = ['login', '--tool', 'env', ...ADDRESS, '--variable', name, '--exec-only'];
    expect(await home.run(login)).toMatchObject({ code: 0 });
    expect((await childOf(home)).env[name]).toBe(emulator.issuedTokens.at(-1));
  },
);
