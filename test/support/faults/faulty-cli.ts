import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CliHome } from '../cli-home.ts';
import type { FaultScenario } from './scenarios.ts';
import { FAULT } from './fault.ts';
import type { Fault } from './fault.ts';

const cli = path.resolve(import.meta.dirname, '../../../out/node/cli.js');
const preload = pathToFileURL(path.join(import.meta.dirname, 'preload.ts')).href;

export type FaultyRun = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
  /** The calls that changed something, in their order. */
  readonly steps: readonly string[];
};

/** The built CLI, or a script in its place, in a process of its own that meets a fault. */
export function startFaulty(home: CliHome, args: readonly string[], fault: Omit<Fault, 'below' | 'trace'> = {}) {
  const trace = `${home.folder}.trace`;
  rmSync(trace, { force: true });
  onTestFinished(() => rmSync(trace, { force: true }));
  const env = { ...home.env, [FAULT]: JSON.stringify({ below: home.folder, trace, ...fault } satisfies Fault) };
  const program = args[0]?.endsWith('.ts') === true ? args : [cli, ...args];
  const child = spawn(process.execPath, ['--import', preload, ...program], { cwd: home.folder, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  async function ended(): Promise<FaultyRun> {
    const [out, err, [code, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null, string | null]>,
    ]);
    const steps = existsSync(trace) ? readFileSync(trace, 'utf8').split('\n').slice(0, -1) : [];
    return { code, signal, out, err, steps };
  }
  return { child, ended: ended() };
}

/** Runs it to its end, or until it has done its work. */
export async function runFaulty(
  home: CliHome,
  args: readonly string[],
  fault?: Omit<Fault, 'below' | 'trace'>,
  until?: FaultScenario['until'],
): Promise<FaultyRun> {
  const stop = new AbortController();
  const isDone = until?.(home, stop.signal);
  const { child, ended } = startFaulty(home, args, fault);
  if (isDone === undefined) return ended;
  await Promise.race([isDone, ended]);
  stop.abort();
  child.kill('SIGTERM');
  return ended;
}
