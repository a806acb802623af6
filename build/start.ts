import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { installedElectron } from './electron-binary.ts';

// `npm start`: builds, then the tray where it can run, else the web page; the demo where there is no AWS to talk to.

const root = path.resolve(import.meta.dirname, '..');
const cli = path.join(root, 'out/node/cli.js');

const built = spawnSync('npm', ['run', '-s', 'build'], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (built.status !== 0) process.exit(built.status ?? 1);

const demo = !hasAwsConfiguration();
if (demo)
  console.error('No AWS configuration was found, so this is the demo. Nothing outside a throw-away folder is touched.');

const reason = whyNoTray();
const electron = reason === null ? installedElectron() : null;
if (electron === null) {
  console.error(`The web page instead of the tray, because ${reason ?? "Electron's program could not be downloaded"}.`);
  follow(spawn(process.execPath, [cli, demo ? 'demo' : 'serve'], { stdio: 'inherit' }));
} else if (demo) {
  startTrayInDemo(electron);
} else {
  follow(spawn(electron, [root], { stdio: 'inherit' }));
}

function hasAwsConfiguration(): boolean {
  const { env } = process;
  const config = env['AWS_CONFIG_FILE'] ?? path.join(homedir(), '.aws/config');
  const credentials = env['AWS_SHARED_CREDENTIALS_FILE'] ?? path.join(homedir(), '.aws/credentials');
  const keys = env['AWS_ACCESS_KEY_ID'] ?? env['AWS_WEB_IDENTITY_TOKEN_FILE'];
  return keys !== undefined || existsSync(config) || existsSync(credentials);
}

function whyNoTray(): string | null {
  if (process.platform !== 'linux') return null;
  const display = process.env['WAYLAND_DISPLAY'] ?? process.env['DISPLAY'] ?? '';
  return display === '' ? 'there is no display' : null;
}

type DemoVariables = { readonly set: Readonly<Record<string, string>>; readonly unset: readonly string[] };

/** The emulator runs in the CLI, the tray only gets its variables: no demo code is in the tray. */
function startTrayInDemo(program: string): void {
  const helper = spawn(process.execPath, [cli, 'demo', '--shell-only'], { stdio: ['ignore', 'pipe', 'inherit'] });
  helper.stdout.once('data', (line: Buffer) => {
    const variables = JSON.parse(readFileSync(line.toString('utf8').trim(), 'utf8')) as DemoVariables;
    const inherited = Object.entries(process.env).filter(([name]) => !variables.unset.includes(name));
    const tray = spawn(program, [root], {
      stdio: 'inherit',
      env: { ...Object.fromEntries(inherited), ...variables.set },
    });
    follow(tray, () => helper.kill('SIGTERM'));
  });
}

/** Ends as the child ends, and passes on a stop. */
function follow(child: ChildProcess, ended: () => void = () => {}): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    ended();
    process.exitCode = code ?? 1;
  });
}
