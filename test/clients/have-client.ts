import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FromDebian, FromNpm, Source } from './real-client.ts';

const CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache/real-clients');
/** `npm run test:clients` gets what is missing; `npm test` takes what is there. */
const MAY_INSTALL = process.env['CODEARTIFACT_TRAY_ALL_CLIENTS'] === '1';

/** Path of a client's program, after getting it if need be; null when it is not to be had. */
export function haveClient(source: Source): string | null {
  return 'npm' in source ? fromNpm(source) : fromDebian(source);
}

function fromDebian({ command, debian }: FromDebian): string | null {
  const found = onPath(command);
  if (found !== null || !MAY_INSTALL || process.getuid?.() !== 0) return found;
  runs('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debian]);
  return onPath(command);
}

/** Without starting it: mono's nuget does not end when it is asked for its version without a terminal. */
function onPath(command: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.resolve(folder, command)).find((file) => existsSync(file)) ?? null;
}

function fromNpm({ npm, program, runtime }: FromNpm): string | null {
  if (runtime !== undefined && fromDebian(runtime) === null) return null;
  const folder = path.join(CACHE, npm.join('+').replaceAll(/[^A-Za-z0-9.+-]/g, '_'));
  const suffix = process.platform === 'win32' && program.startsWith('.bin/') ? '.cmd' : '';
  const file = path.join(folder, 'node_modules', `${program}${suffix}`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const args = ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, ...npm];
  return runs('npm', args) && existsSync(file) ? file : null;
}

function runs(command: string, args: readonly string[]): boolean {
  const options = { stdio: 'ignore', timeout: 600_000, shell: process.platform === 'win32' } as const;
  return spawnSync(command, args, options).status === 0;
}
