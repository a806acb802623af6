import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');

/** Builds main, preload and renderer as they ship, into a new folder laid out like the app: `out/` beside `build/`. */
export async function buildApp(): Promise<string> {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'codeartifact-tray-app-'));
  const command = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const config = path.join(root, 'electron/electron.vite.config.ts');
  const outFolder = path.join(folder, 'out');
  await promisify(execFile)(
    process.execPath,
    [command, 'build', '-c', config, '--outDir', outFolder, '--logLevel', 'error'],
    { cwd: root },
  );
  symlinkSync(path.join(root, 'build'), path.join(folder, 'build'));
  return folder;
}
