import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/files/temporary-folder.ts';

// `npm start` with a stand-in for Electron's program, in a copy of the project that is built already.

const root = path.resolve(import.meta.dirname, '../..');
const AS_ROOT =
  '[1127/131206.758406:FATAL:electron_main_delegate.cc(294)] Running as root without --no-sandbox is not supported. See https://crbug.com/638180.';

/** A machine on which Electron is this shell script. */
function aMachine(electron: string | null) {
  const folder = temporaryFolder();
  const project = path.join(folder, 'project');
  cpSync(path.join(root, 'build'), path.join(project, 'build'), { recursive: true });
  cpSync(path.join(root, 'out/node'), path.join(project, 'out/node'), { recursive: true });
  mkdirSync(path.join(project, 'out/renderer'));
  writeFileSync(path.join(project, 'out/renderer/index.html'), '<title>the page</title>');
  writeFileSync(path.join(project, 'package.json'), '{ "type": "module", "scripts": { "build": "node -e 0" } }');
  for (const name of ['electron', 'tmp', 'home']) mkdirSync(path.join(folder, name));
  if (electron !== null)
    writeFileSync(path.join(folder, 'electron/electron'), `#!/bin/sh\n${electron}\n`, { mode: 0o755 });
  const env = {
    PATH: process.env['PATH'],
    HOME: path.join(folder, 'home'),
    TMPDIR: path.join(folder, 'tmp'),
    CODEARTIFACT_TRAY_HOME: path.join(folder, 'home/state'),
    AWS_EC2_METADATA_DISABLED: 'true',
    ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'electron'),
    DISPLAY: ':77',
  };
  return {
    env,
    signIn: () => writeFileSync(path.join(folder, 'home/config'), ''),
    /** Homes of demos that were not taken away. */
    demos: () => readdirSync(env.TMPDIR).filter((name) => name.startsWith('codeartifact-demo-')),
    start: (more: Readonly<Record<string, string>> = {}, ...args: readonly string[]) =>
      start([path.join(project, 'build/start.ts'), ...args], { ...env, ...more }),
  };
}

function start(command: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    ended,
    said: () => said,
    says: (text: string) => expect.poll(() => said, { timeout: 15_000 }).toContain(text),
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

describe.skipIf(process.platform === 'win32')('npm start, where Electron cannot run', () => {
  test('passes on what it says, names the reason and goes on with the page of one demo', async () => {
    const machine = aMachine(`echo '${AS_ROOT}' >&2; kill -TRAP $$`);
    const started = machine.start();
    await started.says('http://127.0.0.1:');
    expect(started.said()).toContain(`${AS_ROOT}\n`);
    expect(started.said()).toContain(
      'The web page instead of the tray, because Electron ended at once: Running as root without --no-sandbox is not supported.\n',
    );
    expect(machine.demos()).toHaveLength(1);
    expect(await started.stop()).toBe(0);
    expect(machine.demos()).toEqual([]);
  });

  test('goes on with the page of the real thing where there is an AWS configuration', async () => {
    const machine = aMachine('echo "electron: error while loading shared libraries: libgbm.so.1: no" >&2; exit 127');
    machine.signIn();
    const started = machine.start({ AWS_CONFIG_FILE: path.join(machine.env.HOME, 'config') });
    await started.says('http://127.0.0.1:');
    expect(started.said()).toContain('libgbm.so.1: no.\n');
    expect(started.said()).not.toContain('demo');
    expect(await started.stop()).toBe(0);
  });

  test('goes on with the page when its program can not even be started', async () => {
    const machine = aMachine(null);
    const started = machine.start();
    await started.says('http://127.0.0.1:');
    expect(started.said()).toContain('ENOENT.\n');
    expect(await started.stop()).toBe(0);
    expect(machine.demos()).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('npm start, where Electron runs', () => {
  test('shows what it says as it comes, passes a stop on and its exit code back, and opens no page', async () => {
    const machine = aMachine(
      'trap "exit 7" TERM; echo "demo is $CODEARTIFACT_TRAY_DEMO" >&2; while true; do sleep 0.1; done',
    );
    const started = machine.start();
    await started.says('demo is 1');
    expect(machine.demos()).toHaveLength(1);
    expect(await started.stop()).toBe(7);
    expect(started.said()).not.toContain('web page');
    expect(machine.demos()).toEqual([]);
  });

  test('gets the switches that npm start was given', async () => {
    const started = aMachine('echo "given: $2" >&2').start({}, '--no-sandbox');
    expect(await started.ended).toBe(0);
    expect(started.said()).toContain('given: --no-sandbox\n');
  });

  test('opens no page when the stop that it passed on ends it by a signal', async () => {
    const machine = aMachine('echo up >&2; exec sleep 60');
    const started = machine.start();
    await started.says('up');
    expect(await started.stop()).toBe(1);
    expect(started.said()).not.toContain('web page');
    expect(machine.demos()).toEqual([]);
  });

  test('ends with it, also when something it left behind holds its output', async () => {
    const machine = aMachine('sleep 20 >/dev/null & exit 0');
    const started = machine.start();
    const late = new Promise((resolve) => setTimeout(resolve, 12_000, 'late'));
    expect(await Promise.race([started.ended, late])).toBe(0);
    expect(machine.demos()).toEqual([]);
  });

  test('ends with the demo that can not be made', async () => {
    const machine = aMachine('exit 0');
    writeFileSync(path.join(machine.env.HOME, 'file'), 'no folder');
    const started = machine.start({ TMPDIR: path.join(machine.env.HOME, 'file') });
    expect(await started.ended).toBe(1);
    expect(started.said()).toContain('ENOTDIR');
  });
});
