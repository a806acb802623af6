import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { electronBinary } from '../../../build/electron-binary.ts';
import { driverFile, python } from './driver.ts';

const TOOLS = ['xdotool', 'xprop', 'xwininfo', 'xev'];

/** Why the app can't be started in a real Electron here; null when it can. */
export function whyNoElectron(): string | null {
  if (electronBinary() === null) return 'no Electron binary is installed';
  const { DISPLAY = '', WAYLAND_DISPLAY = '' } = process.env;
  return process.platform === 'linux' && DISPLAY === '' && WAYLAND_DISPLAY === '' ? 'there is no display' : null;
}

/** Why the specs that click on a desktop can't run here; null when they can. */
export function whyNoDesktop(): string | null {
  const without = whyNoElectron();
  if (without !== null) return without;
  if (process.platform !== 'linux') return 'the desktop of this platform can’t be driven';
  const { DISPLAY = '', DBUS_SESSION_BUS_ADDRESS = '', WAYLAND_DISPLAY = '' } = process.env;
  if (DISPLAY === '' || DBUS_SESSION_BUS_ADDRESS === '') return 'there is no X display with a session bus';
  if (WAYLAND_DISPLAY !== '') return 'windows of a Wayland session can’t be driven';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const missing = TOOLS.filter((tool) => !folders.some((folder) => existsSync(path.join(folder, tool))));
  if (missing.length > 0) return `${missing.join(', ')} can’t be found`;
  if (!existsSync(python)) return `${python} can’t be found`;
  const checked = spawnSync(python, [driverFile, 'check'], { encoding: 'utf8', timeout: 10_000 });
  if (checked.status !== 0) return 'python3-dbus and python3-gi are not installed';
  const lacks = checked.stdout.trim();
  return lacks === '' ? null : `the session lacks ${lacks.split('\n').join(' and ')}`;
}
