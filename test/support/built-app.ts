import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');

/** Builds main, preload and renderer as they ship, into a new folder laid out like the project: `out/` beside `build/`. */
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
  for (const name of ['build', 'package.json'])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  return folder;
}
