import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** Path of Electron's executable, or null; never starts a download, as `require('electron')` would. */
export function electronBinary(): string | null {
  const overridden = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (overridden !== undefined)
    return path.join(overridden, process.platform === 'win32' ? 'electron.exe' : 'electron');
  const pathFile = path.join(root, 'node_modules/electron/path.txt');
  if (!existsSync(pathFile)) return null;
  const file = path.join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(file) ? file : null;
}

/** The same, after letting Electron's own installer fetch it if need be. */
export function installedElectron(): string | null {
  const present = electronBinary();
  if (present !== null) return present;
  spawnSync(process.execPath, [path.join(root, 'node_modules/electron/install.js')], {
    stdio: 'ignore',
    timeout: 180_000,
  });
  return electronBinary();
}
