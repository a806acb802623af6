import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that goes away with the test. */
export function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'emulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file of a folder, with the folders above it. */
export function write(folder: string, file: string, content: string | Buffer, mode = 0o644): void {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content, { mode });
}

/** Whether a client is on the PATH. Says so when it isn't, because then its tests are skipped. */
export function hasClient(command: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  // On Windows only a program starts without a shell, not a command script.
  const file = process.platform === 'win32' ? `${command}.exe` : command;
  const found = folders.some((folder) => existsSync(path.join(folder, file)));
  if (!found) console.warn(`SKIPPED: ${command} is not on PATH, so the real one does not meet the emulator`);
  return found;
}

export type ClientRun = { readonly code: number; readonly output: string };

/** Runs a package manager that knows nothing of this machine's configuration: its home is `home`. */
export function run(
  command: string,
  args: readonly string[],
  home: string,
  env: Record<string, string> = {},
): Promise<ClientRun> {
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      {
        cwd: home,
        timeout: 60_000,
        // npm is a command script on Windows, which needs a shell.
        shell: process.platform === 'win32' && command === 'npm',
        env: {
          PATH: process.env['PATH'],
          SystemRoot: process.env['SystemRoot'],
          HOME: home,
          USERPROFILE: home,
          TMPDIR: tmpdir(),
          TEMP: tmpdir(),
          ...env,
        },
      },
      (error, stdout, stderr) =>
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1,
          output: stdout + stderr,
        }),
    );
  });
}

/** Path of a Python that has pip, or null. Its real path, since a version manager's shim needs the user's home. */
export function findPythonWithPip(): string | null {
  const { status, stdout } = spawnSync('python3', ['-c', 'import pip, sys; print(sys.executable)'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : null;
}
