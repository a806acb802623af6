import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildApp } from '../support/built-app.ts';
import { aCliHome } from '../support/cli-home.ts';
import { anEmulator } from '../support/emulator-service.ts';

// The bundle that ships, run in plain Node with the fake as `electron`: start order, wiring and shut-down as they really are.
let app = '';
let home = '';
let start: ReturnType<typeof run>;
beforeAll(async () => {
  app = await buildApp();
  home = mkdtempSync(path.join(tmpdir(), 'codeartifact-tray-home-'));
  start = run('out/main/index.js');
}, 90_000);
afterAll(() => {
  for (const folder of [app, home]) rmSync(folder, { recursive: true, force: true });
});

function run(main: string, mode = '', more: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [path.join(import.meta.dirname, 'run-main.ts'), path.join(app, main), mode],
    {
      encoding: 'utf8',
      timeout: 30_000,
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        CODEARTIFACT_TRAY_HOME: path.join(home, 'state'),
        AWS_CONFIG_FILE: path.join(home, 'no-config'),
        AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'no-credentials'),
        AWS_EC2_METADATA_DISABLED: 'true',
        ...more,
      },
    },
  );
  return { status, stderr, result: JSON.parse(stdout === '' ? '{}' : stdout) as Record<string, unknown> };
}

type Refresh = { readonly calls: readonly string[]; readonly beforeReady: readonly string[] };

/** Runs the app, which refreshes all tokens, without stopping the emulator that runs in this process. */
async function refreshIn(env: Readonly<Record<string, string>>): Promise<Refresh> {
  const script = path.join(import.meta.dirname, 'run-main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, path.join(app, 'out/main/index.js')], {
    timeout: 30_000,
    env,
  });
  return JSON.parse(stdout) as Refresh;
}

describe('the built main process', () => {
  test('S1, S2: names itself, registers its scheme, turns on the sandbox and asks for the lock, all before ready', () => {
    const { result, stderr } = start;
    expect(stderr).toBe('');
    expect(result['beforeReady']).toEqual([
      'app.setName CodeArtifact Tray',
      'app.setPath userData',
      'protocol.registerSchemesAsPrivileged',
      'app.enableSandbox',
      'app.requestSingleInstanceLock',
    ]);
    expect(result['schemes']).toMatchObject([{ scheme: 'app' }]);
  });

  test('secures the session before anything is seen, then shows the tray, the popover by a click, and the first window', () => {
    const { result } = start;
    const calls = result['calls'] as string[];
    expect(calls.slice(calls.indexOf('ready') + 1)).toEqual([
      'session.setPermissionRequestHandler',
      'protocol.handle',
      'new Tray',
      'new BrowserWindow',
      'new BrowserWindow',
    ]);
    expect(result).toMatchObject({
      grants: { asked: false, looked: false },
      leaves: false,
      pages: ['app://bundle/index.html#/popover', 'app://bundle/index.html#/tokens'],
      page: { status: 200, policy: expect.stringContaining("script-src 'self'") as string },
    });
    expect(existsSync(result['preload'] as string)).toBe(true);
  });

  test('S5, S6: connects pages with the engine by one channel and refuses a stranger', () => {
    const { result } = start;
    expect(result).toMatchObject({
      channels: ['engine:request'],
      state: { ok: true, value: { host: { kind: 'tray' }, tokens: [] } },
      saved: { ok: true },
      refusal: expect.stringContaining('Refused') as string,
    });
    expect(readFileSync(path.join(home, 'state/settings.json'), 'utf8')).toContain('dark');
    expect(readFileSync(path.join(home, 'state/log.txt'), 'utf8')).toContain(
      'Refused a request from https://example.com',
    );
  });

  test('shows the state in the tray, with an icon file that exists', () => {
    const { result } = start;
    const [tray] = result['tray'] as { icon: string; tooltip: string; menu: string[] }[];
    expect(tray?.tooltip).toContain('Nothing to keep yet');
    expect(tray?.menu.at(-1)).toBe('Quit');
    expect(existsSync(tray?.icon ?? '')).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('takes what the shell profile sets before it starts the engine', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'codeartifact-tray-home-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(path.join(folder, 'config'), '[profile from-the-shell]\nregion = eu-west-1\n');
    writeFileSync(path.join(folder, '.bash_profile'), `export AWS_CONFIG_FILE="${folder}/config"\n`);
    const session = { HOME: folder, SHELL: '/bin/bash', CODEARTIFACT_TRAY_HOME: path.join(folder, 'state') };
    const { stderr, result } = run('out/main/index.js', '', session);
    expect(stderr).toBe('');
    expect(JSON.stringify(result['profiles'])).toContain('from-the-shell');
  });

  test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGINT'])(
    'stops everything on %s too, although libraries listen to it as well',
    (signal) => {
      const { result, status } = run('out/main/index.js', signal);
      expect({ status, quit: result['quit'] }).toEqual({
        status: 0,
        quit: { state: 'exited', trayDestroyed: [1], channels: [] },
      });
    },
  );

  test('the demo stays out of the key store, Chromium included, and another app does not', async () => {
    const machine = aCliHome(await anEmulator());
    await machine.run(['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web']);
    const refreshing = (more: Readonly<Record<string, string>>) => refreshIn({ ...machine.env, ...more });

    const demo = await refreshing({ CODEARTIFACT_TRAY_DEMO: '1' });
    expect(demo).toMatchObject({ refreshed: { ok: true }, state: { value: { host: { demo: true } } } });
    expect(demo.calls.filter((call) => call.startsWith('safeStorage'))).toEqual([]);
    expect(demo.beforeReady).toContain('app.commandLine.appendSwitch password-store=basic');
    expect(machine.has('state/tokens.bin.json')).toBe(false);

    const real = await refreshing({});
    expect(real).toMatchObject({ refreshed: { ok: true } });
    expect(real.calls).toContain('safeStorage.encryptStringAsync');
    expect(real.beforeReady.join()).not.toContain('appendSwitch');
  });

  test('stops everything when it quits', () => {
    const { result, status } = start;
    expect(status).toBe(0);
    expect(result['quit']).toEqual({ state: 'exited', trayDestroyed: [1], channels: [] });
  });

  test('exits at once, and does nothing else, when another instance holds the lock', () => {
    const { result } = run('out/main/index.js', 'locked');
    expect((result['calls'] as string[]).at(-1)).toBe('app.exit 0');
    expect(result).toMatchObject({ tray: [], pages: [], channels: [] });
  });

  test('what fails on the way is told to the person, who finds the rest in the log, and ends it', () => {
    const state = path.join(home, 'without-tray');
    const { stderr, result } = run('out/main/index.js', 'no-tray', { CODEARTIFACT_TRAY_HOME: state });
    const told = 'An unexpected error ended it; the log in the state folder says where.';
    expect(stderr).toBe(`${told}\n`);
    expect((result['calls'] as string[]).slice(-2)).toEqual([expect.stringContaining('showErrorBox'), 'app.exit 1']);
    expect(readFileSync(path.join(state, 'log.txt'), 'utf8')).toContain('The app did not start: Error: no place');
  });

  test('starts with --no-sandbox, its pages kept as they are, and says once that the sandbox is off', () => {
    const state = path.join(home, 'without-sandbox');
    const { status, stderr, result } = run('out/main/index.js', 'no-sandbox', { CODEARTIFACT_TRAY_HOME: state });
    expect([status, stderr]).toEqual([0, '']);
    expect(result['beforeReady']).not.toContain('app.enableSandbox');
    expect(result).toMatchObject({ state: { ok: true }, page: { status: 200 }, sandboxed: [true, true] });
    const said = readFileSync(path.join(state, 'log.txt'), 'utf8').match(/sandbox is off/g);
    expect(said).toHaveLength(1);
  });

  test('would hang for ever if it awaited ready at its top level, which this run would show', () => {
    writeFileSync(
      path.join(app, 'out/main/waits.js'),
      "import './index.js';\nimport { app } from 'electron';\nawait app.whenReady();\n",
    );
    expect(run('out/main/waits.js').status).toBe(13);
  });

  test('what the icon waits for holds neither the engine nor its libraries', () => {
    const main = readFileSync(path.join(app, 'out/main/index.js'), 'utf8');
    expect(main).not.toMatch(/ZodType|smithy|createEngine\(/);
  });

  test('preload and main are single formats the sandbox can load: one CommonJS file, no stray require', () => {
    const preload = readFileSync(path.join(app, 'out/preload/index.cjs'), 'utf8');
    const required = [...preload.matchAll(/require\(["'](.*?)["']\)/g)].map(([, name]) => name);
    expect(new Set(required)).toEqual(new Set(['electron']));
    expect(preload).not.toMatch(/^\s*(import|export) /m);
  });
});
