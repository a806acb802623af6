import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'out/node/cli.js');

export type HostProcess = {
  /** What it says, once that matches; fails when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** The address that works next; each one works once. */
  address(): Promise<string>;
  /** Ends it as Ctrl+C does, and waits. */
  stop(): Promise<void>;
};

/** Runs a command of the built CLI that goes on until it is stopped, from a shell of its own. */
export function startHost(args: readonly string[], env: Readonly<Record<string, string>> = {}): HostProcess {
  for (const file of [cli, path.join(root, 'out/renderer/index.html')]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first`);
  }
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], TMPDIR: tmpdir(), HOME: homedir(), ...env },
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of waiting) look();
  };
  let said = '';
  let used = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      wake();
    });
  }
  child.on('close', wake);

  async function until<Value>(find: () => Value | null | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      function look(): void {
        const found = find();
        if (found !== null && found !== undefined) resolve(found);
        else if (child.exitCode !== null) reject(new Error(`The host ended with ${child.exitCode}: ${said}`));
        else return;
        waiting.delete(look);
      }
      waiting.add(look);
      look();
    });
  }

  return {
    says: (pattern) => until(() => pattern.exec(said)),
    async address() {
      used += 1;
      // Without a terminal the next one is said when it is asked for.
      if (used > 1) child.kill('SIGUSR2');
      return until(() => said.match(/http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/g)?.[used - 1]);
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
