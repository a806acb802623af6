import { execFile } from 'node:child_process';

/** Ends at once whatever is left of a process group; on Windows, which has none, the process and those it started. */
export function killGroup(leader: number): void {
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(leader), '/T', '/F'], () => undefined);
    return;
  }
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
