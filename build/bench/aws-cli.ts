import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pythonOfAwsCli } from '../../test/support/aws-cli.ts';

/** Kept between runs, and out of version control. */
const folder = path.resolve(import.meta.dirname, '../../node_modules/.cache/aws-cli');

/** A program and its first arguments that start the AWS CLI, without the shims of version managers; null, said aloud, when it can't be had. */
export function awsCli(): readonly [program: string, ...first: string[]] | null {
  const python = pythonOfAwsCli() ?? installed();
  if (python !== null) {
    const { stdout } = spawnSync(python, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    return [stdout.trim(), '-m', 'awscli'];
  }
  console.log('  skipped: there is no AWS CLI, and "pip install awscli" does not work here');
  return null;
}

function installed(): string | null {
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(path.join(folder, 'done')) || install(python)) return python;
  return null;
}

function install(python: string): boolean {
  const works = (program: string, args: readonly string[]) =>
    spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  return (
    works('python3', ['-m', 'venv', folder]) &&
    works(python, ['-m', 'pip', 'install', 'awscli']) &&
    works(python, ['-c', `open(r"${path.join(folder, 'done')}", "w")`])
  );
}
