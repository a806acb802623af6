import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FromDebian, FromNpm, Source } from './real-client.ts';

const CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache/real-clients');
/** `npm run test:clients` gets what is missing; `npm test` takes what is there. */
export const ALL_CLIENTS = process.env['CODEARTIFACT_TRAY_ALL_CLIENTS'] === '1';

export type FoundClient = {
  readonly program: string;
  /** As it says itself, where it is asked. */
  readonly version: string | null;
};

/** A client's program, after getting it if need be; null when it is not to be had. */
export function haveClient(source: Source): FoundClient | null {
  if ('npm' in source) return fromNpm(source);
  return installed(source) ?? (mayInstall(source) ? afterInstalling(source) : null);
}

function mayInstall({ command, debian }: FromDebian): boolean {
  return ALL_CLIENTS && debian.length > 0 && process.getuid?.() === 0 && onPath(command) === null;
}

function afterInstalling(source: FromDebian): FoundClient | null {
  runs('apt-get', ['update', '-qq']);
  runs('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...source.debian]);
  return installed(source);
}

function installed({ command, version: args, since }: FromDebian): FoundClient | null {
  const program = onPath(command);
  if (program === null || args === undefined) return program === null ? null : { program, version: null };
  const { stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  const version = /\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? '';
  const isNewEnough = since === undefined || version.localeCompare(since, 'en', { numeric: true }) >= 0;
  return isNewEnough ? { program, version } : null;
}

/** Without starting it: mono's nuget does not end when it is asked for its version without a terminal. */
function onPath(command: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.resolve(folder, command)).find((file) => existsSync(file)) ?? null;
}

function fromNpm({ npm, program, runtime }: FromNpm): FoundClient | null {
  if (runtime !== undefined && haveClient(runtime) === null) return null;
  const folder = path.join(CACHE, npm.join('+').replaceAll(/[^A-Za-z0-9.+-]/g, '_'));
  const suffix = process.platform === 'win32' && program.startsWith('.bin/') ? '.cmd' : '';
  const file = path.join(folder, 'node_modules', `${program}${suffix}`);
  const found = { program: file, version: null };
  if (existsSync(file)) return found;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const args = ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, ...npm];
  return runs('npm', args) && existsSync(file) ? found : null;
}

function runs(command: string, args: readonly string[]): boolean {
  const options = { stdio: 'ignore', timeout: 600_000, shell: process.platform === 'win32' } as const;
  return spawnSync(command, args, options).status === 0;
}
