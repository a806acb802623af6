import { spawn } from 'node:child_process';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { CliHome, CliRun } from './cli-home.ts';

const cli = path.resolve(import.meta.dirname, '../../out/node/cli.js');

export type SignInTerminal = {
  /** Where it says that a person should go, once it does. */
  readonly url: Promise<string>;
  readonly ended: Promise<CliRun>;
  /** Ctrl+C. */
  interrupt(): void;
};

/** A command of the built CLI that waits for a person. It ends with the test. */
export function atTerminal(home: CliHome, args: readonly string[], env: Record<string, string> = {}): SignInTerminal {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: home.folder,
    env: { ...home.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  const ended = new Promise<CliRun>((resolve) => {
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
  const url = new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      err += chunk;
      const found = /^ {2}(https?:\S+)\n[\s\S]*Waiting/m.exec(err)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('close', () => reject(new Error(`It ended without an address: ${err}`)));
  });
  url.catch(() => undefined);
  return { url, ended, interrupt: () => void child.kill('SIGINT') };
}
