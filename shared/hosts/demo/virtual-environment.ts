import { spawn } from 'node:child_process';
import { killGroup } from '../node/kill-group.ts';

export type VirtualEnvironment = {
  /** Ends the making of it, should it still be going on. */
  stop(): Promise<void>;
};

/** A real virtual environment where there is Python; in the background, because it takes seconds. */
export function makeVirtualEnvironment(folder: string): VirtualEnvironment {
  // A group of its own, because Python leaves the work to a child.
  const child = spawn('python3', ['-m', 'venv', folder], { stdio: 'ignore', detached: process.platform !== 'win32' });
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
  child.unref();
  return {
    async stop() {
      if (child.exitCode === null && child.pid !== undefined) killGroup(child.pid);
      await ended;
    },
  };
}
