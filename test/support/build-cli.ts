import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');

/** Builds the CLI as it ships once per run, so that tests run the one file that people run. */
export async function setup(): Promise<void> {
  if (process.env['CODEARTIFACT_TRAY_BUILT'] === '1') return;
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const config = path.join(root, 'shared/hosts/vite.config.ts');
  await promisify(execFile)(process.execPath, [vite, 'build', '-c', config, '--logLevel', 'error'], { cwd: root });
  // Another project of this run need not build it again.
  process.env['CODEARTIFACT_TRAY_BUILT'] = '1';
}
