import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Source } from './real-client.ts';

const CACHE = path.resolve(import.meta.dirname, '../../node_modules/.cache/real-clients');
/** `npm run test:clients` gets what is missing; `npm test` takes what is there. */
const MAY_INSTALL = process.env['CODEARTIFACT_TRAY_ALL_CLIENTS'] === '1';

/** Path of a client's program, after getting it if need be; null when it is not to be had. */
export function haveClient(source: Source): string | null {
  if ('npm' in source) return fromNpm(source.npm, source.bin);
  const found = onPath(source.command);
  if (found !== null || !MAY_INSTALL || process.getuid?.() !== 0) return found;
  runs('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...source.debian]);
  return onPath(source.command);
}

/** Without starting it: mono's nuget does not end when it is asked for its version without a terminal. */
function onPath(command: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.resolve(folder, command)).find((file) => existsSync(file)) ?? null;
}

function fromNpm(spec: string, bin: string): string | null {
  const folder = path.join(CACHE, spec.replaceAll(/[^A-Za-z0-9.-]/g, '_'));
  const program = path.join(folder, 'node_modules/.bin', process.platform === 'win32' ? `${bin}.cmd` : bin);
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const args = ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, spec];
  return runs('npm', args) && existsSync(program) ? program : null;
}

function runs(command: string, args: readonly string[]): boolean {
  const options = { stdio: 'ignore', timeout: 600_000, shell: process.platform === 'win32' } as const;
  return spawnSync(command, args, options).status === 0;
}
