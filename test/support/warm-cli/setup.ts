import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { FOLDER_VARIABLE } from './protocol.ts';

const program = path.join(import.meta.dirname, 'serve.ts');

/**
 * Starts a warm CLI for each of vitest's workers: starting a process costs a command more than its work does. Windows has no
 * sockets in files; there each command is a process of its own.
 */
export async function setup(): Promise<undefined | (() => void)> {
  if (process.platform === 'win32' || process.env[FOLDER_VARIABLE] !== undefined) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'warm-cli-'));
  const children = Array.from({ length: availableParallelism() }, (_, index) =>
    fork(program, [path.join(folder, String(index + 1))], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  );
  await Promise.all(children.map(async (child) => once(child, 'message')));
  process.env[FOLDER_VARIABLE] = folder;
  return () => {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
}
