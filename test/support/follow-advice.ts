import { spawn } from 'node:child_process';
import path from 'node:path';
import type { CliHome, CliRun } from './cli-home.ts';

const cli = path.resolve(import.meta.dirname, '../../out/node/cli.js');

/** The command that the first problem on stderr names, without the prompt; throws where it names none. */
export function commandIn(err: string): string {
  const command = /^ {2}\$ (.+)$/m.exec(err)?.[1];
  if (command === undefined) throw new Error(`No command in: ${err}`);
  return command;
}

/** Runs a command as a person would who copied it into a shell, where `codeartifact-tray` is the built CLI. */
export async function runShell(home: CliHome, command: string, cwd = home.folder): Promise<CliRun> {
  home.write('bin/codeartifact-tray', `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, 0o755);
  const env = { ...home.env, PATH: [home.path('bin'), home.env['PATH'] ?? ''].join(path.delimiter) };
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
}
