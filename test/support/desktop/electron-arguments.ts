import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildApp } from '../built-app.ts';

/** What Electron is told to run: the app as it ships, built now; nothing where this Electron brings an app of its own. */
export async function appArguments(binary: string): Promise<readonly string[]> {
  const resources = path.resolve(path.dirname(binary), process.platform === 'darwin' ? '../Resources' : 'resources');
  const bringsApp = ['app', 'app.asar'].some((name) => existsSync(path.join(resources, name)));
  return bringsApp ? [] : [await buildApp()];
}

/** Chromium's sandbox wants a user other than root who may make user namespaces; elsewhere it has to be told to do without. */
export function sandboxArguments(): readonly string[] {
  if (process.platform !== 'linux') return [];
  if (isRoot()) return ['--no-sandbox'];
  return spawnSync('unshare', ['-Ur', 'true'], { stdio: 'ignore' }).status === 0 ? [] : ['--no-sandbox'];
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
