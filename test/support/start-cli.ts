import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { CliHome } from './cli-home.ts';

const cli = path.resolve(import.meta.dirname, '../../out/node/cli.js');

/** Starts the CLI and leaves it running; it ends with the test at the latest. */
export function startCli(home: CliHome, args: readonly string[]) {
  const child = spawn(process.execPath, [cli, ...args], { cwd: home.folder, env: home.env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { text: '' };
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output.text += chunk));
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout);
  const firstLine = Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(lines, 'close').then(() => `It ended without a line: ${output.text}`),
  ]);
  return { child, exited, firstLine, output };
}
