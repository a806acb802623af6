import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { compileCache } from '../cli-home.ts';

/** Starts a script as a process of its own, killed at the latest when the running test ends. */
export function startScript(script: URL, ...args: readonly string[]) {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return { child, exited, lines: createInterface(child.stdout) };
}

/** Runs a script to its end and answers the JSON it prints. */
export async function runScript(script: URL, ...args: readonly string[]): Promise<unknown> {
  const answer: unknown = JSON.parse(await text(startScript(script, ...args).child.stdout));
  return answer;
}
