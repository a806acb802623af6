import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errnoOf } from './file-problem.ts';

/** Tells a process from every other one, as far as the system can. */
export type ProcessMark = {
  readonly pid: number;
  /** Within which `pid` means one process: this start of this machine and, on Linux, the container. */
  readonly world: string;
  /** When it started, in the system's own unit; null where that can't be asked. */
  readonly started: string | null;
};

export function markOfThisProcess(): ProcessMark {
  return { pid: process.pid, world: ownWorld(), started: startOf(process.pid) };
}

/** Null when nobody here can tell: it runs, or ran, on another machine or in another container. */
export function isAlive({ pid, world, started }: ProcessMark): boolean | null {
  if (world !== ownWorld()) return null;
  return isRunning(pid) && startOf(pid) === started;
}

export function isRunning(pid: number): boolean {
  try {
    // Signal 0 asks without sending anything.
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process may not be asked, but is there.
    return errnoOf(error) === 'EPERM';
  }
}

function ownWorld(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold blanks and parentheses. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
