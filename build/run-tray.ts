import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ending } from './tray-ending.ts';

/** How much of what the tray says last is looked at for a reason. Characters. */
const REMEMBERED = 20_000;
/** What it said last arrives within this time from its end; a process that it left behind may hold the pipe open for ever. Milliseconds. */
const LAST_WORDS = 500;

export type RunningTray = { readonly process: ChildProcess; readonly ended: Promise<Ending> };

/** Runs the tray, by the arguments that Electron gets, and passes on what it says as it comes. */
export function runTray(program: string, args: readonly string[], env: NodeJS.ProcessEnv): RunningTray {
  const running = spawn(program, args, { stdio: ['inherit', 'inherit', 'pipe'], env });
  return { process: running, ended: follow(running) };
}

async function follow(running: ChildProcessByStdio<null, null, Readable>): Promise<Ending> {
  const started = performance.now();
  let stderr = '';
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    stderr = (stderr + text).slice(-REMEMBERED);
  });
  const closed = new Promise((resolve) => running.on('close', resolve));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    running.on('exit', (...how) => resolve(how));
    running.on('error', (error) => {
      stderr = String(error);
      resolve([1, null]);
    });
  });
  const lifetime = performance.now() - started;
  await Promise.race([closed, delay(LAST_WORDS, undefined, { ref: false })]);
  running.stderr.destroy();
  return { code, signal, lifetime, stderr };
}
