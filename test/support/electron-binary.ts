import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The installed Electron, or null. Looks at files only: loading the package `electron` would start a download. */
export function electronBinary(): string | null {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined) return path.join(override, process.platform === 'win32' ? 'electron.exe' : 'electron');
  const names = path.join(root, 'node_modules/electron/path.txt');
  if (!existsSync(names)) return null;
  const file = path.join(root, 'node_modules/electron/dist', readFileSync(names, 'utf8'));
  return existsSync(file) ? file : null;
}
