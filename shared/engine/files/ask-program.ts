import { execFile } from 'node:child_process';
import path from 'node:path';

export type ProgramAnswer = { readonly code: number; readonly output: string };

const TIMEOUT = 5_000;

/**
 * Exit code and standard output; null when the program could not be started, was killed or ran into the timeout.
 * Without `env` it gets the variables of this process.
 */
export async function askProgram(
  program: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
  input = '',
): Promise<ProgramAnswer | null> {
  return new Promise((resolve) => {
    // Windows looks for the program in the working folder first, and that can be a project with a git.exe of its own.
    const cwd = path.dirname(process.execPath);
    const child = execFile(program, [...args], { cwd, env, timeout: TIMEOUT, windowsHide: true }, (error, output) => {
      const code = error === null ? 0 : error.code;
      resolve(typeof code === 'number' ? { code, output } : null);
    });
    // A program that ends without reading is none the worse for it.
    child.stdin?.on('error', () => undefined).end(input);
  });
}
