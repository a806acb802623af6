import { spawnSync } from 'node:child_process';
import { build, conclude, playwright } from './checks.ts';
import { electronBinary } from './electron-binary.ts';
import { openOwnDesktop, type OwnDesktop } from './own-desktop.ts';

// `npm run test:shell`: the tray in a real Electron, on this desktop or a virtual one of its own; more arguments go to Playwright.

const electron = electronBinary();
const desktop = electron === null ? 'no Electron is installed' : await chooseDesktop();
if (typeof desktop === 'string') console.error(`The tray is not judged by a real Electron, because ${desktop}.`);

process.once('exit', close);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
const env = typeof desktop === 'string' ? {} : desktop.env;
const failures = (await build()).filter(({ failed }) => failed > 0);
const tests = await playwright('tests: shell', ['--project=electron', ...process.argv.slice(2)], env);
close();
console.log(`\n${electron === null ? 'No Electron' : `Electron ${versionOf(electron)}`} ${placeName()}`);
conclude([...failures, tests]);

/** The desktop that is there, else a virtual one; why there is none. */
async function chooseDesktop(): Promise<OwnDesktop | string> {
  const { DISPLAY = '', WAYLAND_DISPLAY = '', DBUS_SESSION_BUS_ADDRESS = '' } = process.env;
  const isThere = (DISPLAY !== '' || WAYLAND_DISPLAY !== '') && DBUS_SESSION_BUS_ADDRESS !== '';
  if (process.platform !== 'linux' || isThere) return { env: {}, close() {} };
  return openOwnDesktop();
}

function close(): void {
  if (typeof desktop !== 'string') desktop.close();
}

function placeName(): string {
  if (typeof desktop === 'string') return `(${desktop})`;
  if (process.platform !== 'linux') return `on ${process.platform}`;
  const seen = { ...process.env, ...desktop.env };
  const server = (seen['WAYLAND_DISPLAY'] ?? '') === '' ? 'X11' : 'Wayland';
  const owner = 'DISPLAY' in desktop.env ? 'virtual ' : '';
  const user = process.getuid?.() === 0 ? ', as root without a sandbox' : '';
  return `on ${owner}${seen['XDG_CURRENT_DESKTOP'] ?? 'unnamed desktop'} under ${server}${user}`;
}

function versionOf(binary: string): string {
  const answer = spawnSync(binary, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return answer.stdout.trim() || 'of an unknown version';
}
