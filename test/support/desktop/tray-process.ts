import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { killGroup } from '../../../shared/adapters/kill-group.ts';

type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type TrayProcess = {
  readonly pid: number;
  /** How it ended; null while it runs. */
  readonly end: () => Ended | null;
  /** What it wrote to its terminal. */
  readonly said: () => string;
  /** It and every process that it started and that runs. */
  readonly processes: () => readonly number[];
  /** For the end of a test, however that went: nothing of it stays. */
  kill(): Promise<void>;
};

/** Starts the tray as a desktop does, without a debugger: Electron under one doesn't end before the debugger goes. */
export function startTray(binary: string, args: readonly string[], env: Readonly<Record<string, string>>): TrayProcess {
  // A group of its own, by which everything that it starts is known.
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  let end: Ended | null = null;
  const ended = new Promise<Ended>((resolve) => {
    child.on('exit', (code, signal) => {
      end = { code, signal };
      resolve(end);
    });
  });
  const { pid } = child;
  child.on('error', () => {});
  if (pid === undefined) throw new Error(`${binary} can’t be started`);
  return {
    pid,
    end: () => end,
    said: () => said,
    processes: () => processGroup(pid),
    async kill() {
      killGroup(pid);
      await ended;
    },
  };
}

/** The processes of a group that run; Linux only. */
export function processGroup(group: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const [state, , groupOfIt] = fieldsOf(name);
      return groupOfIt === String(group) && state !== 'Z';
    })
    .map(Number);
}

/** State, parent, group, … of a process; nothing when it went meanwhile. */
function fieldsOf(pid: string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
