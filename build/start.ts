import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { installedElectron } from './electron-binary.ts';
import { runTray } from './run-tray.ts';
import { whyItCannotRun } from './tray-ending.ts';

// `npm start`: builds, then the tray where it can run, else the web page; the demo where there is no AWS to talk to.

const root = path.resolve(import.meta.dirname, '..');
const cli = path.join(root, 'out/node/cli.js');

const built = spawnSync('npm', ['run', '-s', 'build'], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (built.status !== 0) process.exit(built.status ?? 1);

/** Gets the signals that we get. */
let child: ChildProcess | null = null;
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    isStopping = true;
    child?.kill(signal);
  });
}

const demo = !hasAwsConfiguration();
if (demo)
  console.error('No AWS configuration was found, so this is the demo. Nothing outside a throw-away folder is touched.');

const missing = whyNoTray();
const electron = missing === null ? installedElectron() : null;
const reason = electron === null ? (missing ?? "Electron's program could not be downloaded") : await tray(electron);
if (reason !== null && !isStopping) {
  console.error(`The web page instead of the tray, because ${reason}.`);
  child = spawn(process.execPath, [cli, demo ? 'demo' : 'serve'], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
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

/** Runs the tray until it ends, in the demo with the demo's home around it. Why it can't run here; null when it could. */
async function tray(program: string): Promise<string | null> {
  const home = demo ? await demoHome() : null;
  if (demo && home === null) return null;
  const running = runTray(program, [root, ...process.argv.slice(2)], home?.env ?? process.env);
  child = running.process;
  const ending = await running.ended;
  await home?.remove();
  process.exitCode = ending.code ?? 1;
  return isStopping ? null : whyItCannotRun(ending);
}

type DemoVariables = { readonly set: Readonly<Record<string, string>>; readonly unset: readonly string[] };
type DemoHome = { readonly env: NodeJS.ProcessEnv; remove(): Promise<void> };

/** The emulator runs in the CLI, the tray only gets its variables. Null when the CLI ended instead. */
async function demoHome(): Promise<DemoHome | null> {
  const helper = spawn(process.execPath, [cli, 'demo', '--shell-only'], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = helper;
  const ended = once(helper, 'exit');
  const [file] = (await Promise.race([once(helper.stdout, 'data'), ended.then(() => [null])])) as [Buffer | null];
  if (file === null) {
    process.exitCode = helper.exitCode ?? 1;
    return null;
  }
  const { set, unset } = JSON.parse(readFileSync(file.toString('utf8').trim(), 'utf8')) as DemoVariables;
  const inherited = Object.entries(process.env).filter(([name]) => !unset.includes(name));
  return {
    env: { ...Object.fromEntries(inherited), ...set },
    async remove() {
      helper.kill('SIGTERM');
      await ended;
    },
  };
}
