import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { isClientVariable } from '../../../shared/hosts/node/client-variables.ts';
import { startHost } from '../host-process.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** A home folder for one test, and the variables that lead the tray into it. */
export type Home = {
  readonly folder: string;
  readonly state: string;
  readonly env: Readonly<Record<string, string>>;
  read(name: string): string;
  write(name: string, text: string, mode?: number): void;
  /** Runs a command of the built CLI in it, as from a terminal beside the tray. */
  cli(...args: readonly string[]): Promise<void>;
  remove(): Promise<void>;
};

/** A home where there is nothing yet. */
export function emptyHome(): Home {
  const folder = mkdtempSync(path.join(tmpdir(), 'codeartifact-tray-e2e-'));
  const own = {
    HOME: folder,
    XDG_CONFIG_HOME: path.join(folder, '.config'),
    CODEARTIFACT_TRAY_HOME: path.join(folder, 'state'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return homeIn(folder, { ...inherited(), ...own }, async () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
}

/** The demo's home, with its emulator: two profiles, two domains, three projects, nothing applied. */
export async function demoHome(minutes = 30): Promise<Home> {
  // Without a Python in sight no virtual environment is made, which would take seconds.
  const demo = startHost(['demo', '--shell-only', '--minutes', String(minutes)], { PATH: '' });
  const [file = ''] = await demo.says(/^\S+variables\.json$/m);
  const { set } = JSON.parse(readFileSync(file, 'utf8')) as { set: Readonly<Record<string, string>> };
  return homeIn(path.dirname(file), { ...inherited(), ...set }, () => demo.stop());
}

function homeIn(folder: string, env: Readonly<Record<string, string>>, remove: () => Promise<void>): Home {
  return {
    folder,
    state: env['CODEARTIFACT_TRAY_HOME'] ?? '',
    env,
    read: (name) => readFileSync(path.join(folder, name), 'utf8'),
    write(name, text, mode = 0o666) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text, { mode });
    },
    async cli(...args) {
      await promisify(execFile)(process.execPath, [path.join(root, 'out/node/cli.js'), ...args], { env });
    },
    remove,
  };
}

/** This shell's variables without those that lead out of the home. */
function inherited(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || isClientVariable(name) ? [] : [[name, value]],
    ),
  );
}
