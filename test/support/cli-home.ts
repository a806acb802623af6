import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Emulator } from '../../shared/emulator/index.ts';
import { KEY, OTHER_KEY, REGION } from './emulator-service.ts';
import { askWarmCli } from './warm-cli/ask.ts';

/** Most of a short run of Node is compiling; one folder serves every run. */
export const compileCache = path.resolve(import.meta.dirname, '../results/compile-cache');

/** Machine code that no run is long enough to repay, and threads for collecting, are left out. */
const quickJava = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

const cli = path.resolve(import.meta.dirname, '../../out/node/cli.js');

export type CliRun = { readonly code: number; readonly out: string; readonly err: string };

export type CliHome = {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs the built CLI in this home, from the given folder of it. */
  run(
    args: readonly string[],
    options?: { readonly cwd?: string; readonly env?: Record<string, string> },
  ): Promise<CliRun>;
  /** Runs it and reads its JSON; fails loudly when it ends with an error. */
  json<T>(args: readonly string[]): Promise<T>;
  path(name: string): string;
  read(name: string): string;
  bytes(name: string): Buffer;
  write(name: string, text: string | Buffer, mode?: number): void;
  mode(name: string): number;
  has(name: string): boolean;
  /** Every file below a folder of the home, by its path in the home. */
  files(folder?: string): readonly string[];
};

/** A machine of its own: a home with AWS profiles `work` and `other`, and the emulator as CodeArtifact. It goes with the test. */
export function aCliHome(emulator: Emulator | null): CliHome {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'codeartifact-home-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const endpoint = emulator?.url ?? 'http://127.0.0.1:1';
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    USERPROFILE: folder,
    TMPDIR: tmpdir(),
    CODEARTIFACT_TRAY_HOME: path.join(folder, 'state'),
    AWS_ENDPOINT_URL_CODEARTIFACT: endpoint,
    AWS_ENDPOINT_URL_STS: endpoint,
    AWS_ENDPOINT_URL_SSO: endpoint,
    AWS_ENDPOINT_URL_SSO_OIDC: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PROFILE: 'work',
    // Java takes no notice of HOME.
    JAVA_TOOL_OPTIONS: `-Duser.home=${folder} ${quickJava}`,
    NODE_COMPILE_CACHE: compileCache,
  };
  const home: CliHome = {
    folder,
    env,
    run: (args, options = {}) => runCommand(args, options.cwd ?? folder, { ...env, ...options.env }),
    async json(args) {
      const { code, out, err } = await home.run(args);
      if (code !== 0) throw new Error(`codeartifact-tray ${args.join(' ')} ended with ${code}: ${err}`);
      return JSON.parse(out) as never;
    },
    path: (name) => path.join(folder, name),
    read: (name) => readFileSync(path.join(folder, name), 'utf8'),
    bytes: (name) => readFileSync(path.join(folder, name)),
    write(name, text, mode = 0o644) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text, { mode });
    },
    mode: (name) => statSync(path.join(folder, name)).mode & 0o777,
    has: (name) => existsSync(path.join(folder, name)),
    files: (below = '.') =>
      readdirSync(path.join(folder, below), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))),
  };
  home.write('.aws/config', `[profile work]\nregion = ${REGION}\n\n[profile other]\nregion = ${REGION}\n`, 0o600);
  home.write('.aws/credentials', credentials('work', KEY) + credentials('other', OTHER_KEY), 0o600);
  return home;
}

function credentials(profile: string, key: string): string {
  return `[${profile}]\naws_access_key_id = ${key}\naws_secret_access_key = planted-secret-key-of-${profile}\n`;
}

/** Runs a command to its end: in a CLI that is loaded already, or in a process of its own. */
async function runCommand(args: readonly string[], cwd: string, env: Record<string, string>): Promise<CliRun> {
  return (await askWarmCli({ args, cwd, env })) ?? runCli(args, cwd, env);
}

/** Runs the built CLI to its end, in a process of its own. */
export async function runCli(args: readonly string[], cwd: string, env: Record<string, string>): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
}
