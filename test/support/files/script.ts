import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** Starts one of the scripts beside this file as a process of its own, killed at the latest when the running test ends. */
export function startScript(name: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, name), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return { child, exited, lines: createInterface(child.stdout) };
}

/** Runs a script to its end and answers the JSON it prints. */
export async function runScript(name: string, ...args: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, name), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answer: unknown = JSON.parse(await text(child.stdout));
  return answer;
}
