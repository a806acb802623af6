import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../shared/emulator/index.ts';
import { aCliHome } from '../support/cli-home.ts';
import type { CliHome } from '../support/cli-home.ts';
import { findPythonWithPip, run } from '../support/emulator-clients.ts';
import type { ClientRun } from '../support/emulator-clients.ts';
import { anEmulator } from '../support/emulator-service.ts';

// The real package managers, through nothing but the files that the app wrote.

const hasNpm = spawnSync('npm', ['--version'], { shell: process.platform === 'win32' }).status === 0;
if (!hasNpm) console.warn('SKIPPED: no npm on PATH, so no real npm reads the files that the app writes');
const python = findPythonWithPip();
if (python === null) console.warn('SKIPPED: no python3 with pip, so no real pip reads the files that the app writes');

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];
const LOGIN = ['login', ...ADDRESS, '--tool'];
const TOOLS_LOGIN = ['login', '--domain', 'platform', '--repository', 'tools', '--tool'];

async function app(home: CliHome, ...args: string[]): Promise<string> {
  const { code, out, err } = await home.run(args);
  expect(code, `${args.join(' ')}: ${err}`).toBe(0);
  return out.trim();
}

let caches = 0;

/** npm in a folder of the home, with an empty cache each time: nothing comes from an earlier install. */
function npmSettings(home: CliHome): Record<string, string> {
  caches += 1;
  return {
    npm_config_cache: home.path(`cache-${caches}`),
    npm_config_globalconfig: home.path('global-npmrc'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_fetch_retries: '0',
  };
}

function npm(home: CliHome, folder: string, ...args: string[]): Promise<ClientRun> {
  const inside = args[0] === 'install' ? [...args, '--force'] : args;
  return run('npm', ['--prefix', home.path(folder), ...inside], home.path(folder), {
    HOME: home.folder,
    USERPROFILE: home.folder,
    ...npmSettings(home),
  });
}

function aProject(home: CliHome, folder: string): void {
  home.write(`${folder}/package.json`, '{"name":"consumer","version":"1.0.0","private":true}\n');
}

function installed(home: CliHome, folder: string, name: string): string {
  return readFileSync(home.path(path.join(folder, 'node_modules', name, 'index.js')), 'utf8');
}

function requestsOf(emulator: Emulator, format: string): string[] {
  return emulator.requests.filter(({ operation }) => operation === format).map((request) => request.path);
}

describe.skipIf(!hasNpm)('npm', () => {
  test('installs at user level, is refused once the token is revoked, and installs again after a refresh', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    aProject(home, 'shop');
    home.write('.npmrc', '; mine\nsave-exact=true\n');
    await app(home, ...LOGIN, 'npm');

    expect(await npm(home, 'shop', 'install', 'hello-codeartifact')).toMatchObject({ code: 0 });
    expect(installed(home, 'shop', 'hello-codeartifact')).toContain('Hello from hello-codeartifact');
    expect(JSON.parse(home.read('shop/package.json'))).toMatchObject({
      // Their own setting still counts.
      dependencies: { 'hello-codeartifact': '1.0.0' },
    });

    emulator.revokeIssuedTokens();
    const refused = await npm(home, 'shop', 'install', 'hello-codeartifact');
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('E401');

    await app(home, 'refresh');
    expect(await npm(home, 'shop', 'install', 'hello-codeartifact')).toMatchObject({ code: 0 });
  });

  test('is refused when the token has expired, and served again after a refresh', async () => {
    let ahead = 0;
    const emulator = await anEmulator({ now: () => Date.now() + ahead });
    const home = aCliHome(emulator);
    aProject(home, 'shop');
    await app(home, ...LOGIN, 'npm');
    ahead = 12.1 * 3_600_000;

    expect((await npm(home, 'shop', 'install', 'hello-codeartifact')).output).toContain('E401');
    await app(home, 'refresh');
    expect(await npm(home, 'shop', 'install', 'hello-codeartifact')).toMatchObject({ code: 0 });
  });

  test('uses the repository of the project it runs in, another project another one, and elsewhere that of the user', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const repositories = { shop: 'web', lab: 'tools', elsewhere: 'web-releases' };
    for (const folder of Object.keys(repositories)) aProject(home, folder);
    await app(home, ...LOGIN, 'npm', '--project', home.path('shop'));
    await app(home, ...TOOLS_LOGIN, 'npm', '--project', home.path('lab'));
    await app(home, 'login', '--domain', 'platform', '--repository', 'web-releases', '--tool', 'npm');

    for (const [folder, repository] of Object.entries(repositories)) {
      const before = requestsOf(emulator, 'npm').length;
      expect(await npm(home, folder, 'install', 'hello-codeartifact')).toMatchObject({ code: 0 });
      const asked = requestsOf(emulator, 'npm').slice(before);
      expect(asked.length).toBeGreaterThan(0);
      for (const request of asked) expect(request).toContain(`/platform-111122223333/${repository}/`);
    }
    expect(emulator.count('GetAuthorizationToken')).toBe(1);
  });

  test('publishes to the repository of a scope and installs from there, while other packages are none of its business', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    aProject(home, 'shop');
    home.write('greeting/package.json', JSON.stringify({ name: '@team/greeting', version: '2.0.0' }));
    home.write('greeting/index.js', "module.exports = 'published';\n");
    home.write('.npmrc', 'registry=http://127.0.0.1:9/\n');
    await app(home, ...LOGIN, 'npm', '--namespace', 'team');

    expect(await npm(home, 'greeting', 'publish')).toMatchObject({ code: 0 });
    expect(await npm(home, 'shop', 'install', '@team/greeting')).toMatchObject({ code: 0 });

    expect(installed(home, 'shop', '@team/greeting')).toBe("module.exports = 'published';\n");
    expect((await npm(home, 'shop', 'install', 'hello-codeartifact')).output).toContain('ECONNREFUSED');
  });

  test('installs through exec with no file at all', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    aProject(home, 'shop');
    const id = await app(home, 'add', ...ADDRESS, '--tool', 'npm');
    await app(home, 'enable', id);
    const env = npmSettings(home);

    const install = await home.run(['exec', '--', 'npm', 'install', 'hello-codeartifact', '@team/hello'], {
      cwd: home.path('shop'),
      env,
    });

    expect(install).toMatchObject({ code: 0 });
    expect(installed(home, 'shop', 'hello-codeartifact')).toContain('Hello from');
    expect(home.has('.npmrc')).toBe(false);
    expect(home.has('shop/.npmrc')).toBe(false);
    for (const token of emulator.issuedTokens) expect(install.out + install.err).not.toContain(token);
  });

  test('is as before once everything is switched off', async () => {
    const home = aCliHome(await anEmulator());
    aProject(home, 'shop');
    home.write('.npmrc', 'registry=http://127.0.0.1:9/\n');
    await app(home, ...LOGIN, 'npm');
    await app(home, 'undo');
    expect((await npm(home, 'shop', 'install', 'hello-codeartifact')).output).toContain('ECONNREFUSED 127.0.0.1:9');
  });
});

describe.skipIf(python === null)('pip', () => {
  const quiet = { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1', PIP_RETRIES: '0' };

  function pip(home: CliHome, program: string, ...args: string[]): Promise<ClientRun> {
    const env = { HOME: home.folder, USERPROFILE: home.folder, ...quiet };
    return run(program, ['-m', 'pip', ...args, '--no-cache-dir'], home.folder, env);
  }

  function makeEnvironment(home: CliHome, folder: string): string {
    const { status, stderr } = spawnSync(python!, ['-m', 'venv', home.path(folder)], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`No virtual environment could be made: ${stderr}`);
    return home.path(path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python'));
  }

  const again = ['install', '--force-reinstall', 'hello-codeartifact'];

  test("installs in a project's virtual environment from the project's repository, until the token is revoked, and again after a refresh", async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const venv = makeEnvironment(home, 'lab/.venv');
    await app(home, ...LOGIN, 'pip');
    await app(home, ...TOOLS_LOGIN, 'pip', '--project', home.path('lab'));
    expect(existsSync(home.path('lab/.venv/pip.conf'))).toBe(process.platform !== 'win32');

    const first = await pip(home, venv, ...again);
    expect(first).toMatchObject({ code: 0 });
    const asked = requestsOf(emulator, 'pypi');
    expect(asked.length).toBeGreaterThan(0);
    for (const request of asked) expect(request).toContain('/platform-111122223333/tools/');
    expect(first.output).not.toContain(emulator.issuedTokens[0]);

    emulator.revokeIssuedTokens();
    const refused = await pip(home, venv, ...again);
    expect(refused.code).not.toBe(0);
    expect(emulator.requests.at(-1)).toMatchObject({ operation: 'pypi', status: 401 });

    await app(home, 'refresh');
    expect(await pip(home, venv, ...again)).toMatchObject({ code: 0 });
  });

  test('installs at user level among the settings that were there, and after a refresh once its token has expired', async () => {
    let ahead = 0;
    const emulator = await anEmulator({ now: () => Date.now() + ahead });
    const home = aCliHome(emulator);
    home.write('.config/pip/pip.conf', '# mine\n[global]\ntimeout = 7\nindex-url =\n    https://old.example/simple/\n');
    await app(home, ...LOGIN, 'pip');

    expect(await pip(home, python!, ...again, '--target', home.path('site'))).toMatchObject({ code: 0 });
    expect((await pip(home, python!, 'config', 'get', 'global.timeout')).output).toContain('7');
    expect(existsSync(home.path('site/hello_codeartifact/__init__.py'))).toBe(true);

    ahead = 12.1 * 3_600_000;
    expect((await pip(home, python!, ...again, '--target', home.path('site'))).code).not.toBe(0);
    expect(emulator.requests.at(-1)).toMatchObject({ operation: 'pypi', status: 401 });
    await app(home, 'refresh');
    const target = ['--upgrade', '--target', home.path('site')];
    expect(await pip(home, python!, ...again, ...target)).toMatchObject({ code: 0 });

    await app(home, 'undo');
    expect(home.read('.config/pip/pip.conf')).toContain('https://old.example/simple/\n');
  });

  test('installs through exec with no file at all', async () => {
    const home = aCliHome(await anEmulator());
    const id = await app(home, 'add', ...ADDRESS, '--tool', 'pip');
    await app(home, 'enable', id);
    const command = [
      python!,
      '-m',
      'pip',
      'install',
      'hello-codeartifact',
      '--no-cache-dir',
      '--target',
      home.path('site'),
    ];

    const install = await home.run(['exec', '--', ...command], { env: quiet });

    expect(install).toMatchObject({ code: 0 });
    expect(existsSync(home.path('site/hello_codeartifact/__init__.py'))).toBe(true);
    expect(home.has('.config')).toBe(false);
  });
});
