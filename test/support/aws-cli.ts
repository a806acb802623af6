import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AwsFiles } from '../fixtures/aws-config-files.ts';

type Value = string | { readonly [key: string]: string };
type Sections = { readonly [name: string]: { readonly [option: string]: Value } };

/** What the AWS CLI finds in a pair of files; nested options are objects. */
export type CliAnswer =
  | 'refused'
  | { readonly profiles: Sections; readonly 'sso-session': Sections; readonly services: Sections };

const program = path.join(import.meta.dirname, 'aws-cli.py');

/** The Python that an installed AWS CLI runs in; null when there is none, or one that brings its own inside of it. */
export function pythonOfAwsCli(): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const aws = folders.map((folder) => path.join(folder, 'aws')).find((file) => existsSync(file));
  const firstLine = aws === undefined ? '' : (readFileSync(aws, 'latin1').split('\n', 1)[0] ?? '');
  const ofScript = /^#!(.*python[\d.]*)$/.exec(firstLine)?.[1];
  const candidates = [...(ofScript === undefined ? [] : [ofScript]), 'python3', 'python'];
  return candidates.find((python) => spawnSync(python, ['-c', 'import awscli, botocore']).status === 0) ?? null;
}

/** Asks it of all files in one process. */
export function askAwsCli(python: string, files: Readonly<Record<string, AwsFiles>>): Record<string, CliAnswer> {
  return ask(python, [], files) as Record<string, CliAnswer>;
}

/** By which way each profile gets credentials, by the names that the AWS CLI has for them. */
export function askWays(python: string, files: AwsFiles): Record<string, string> {
  return (ask(python, ['ways'], { files }) as { files: Record<string, string> }).files;
}

function ask(python: string, args: readonly string[], files: Readonly<Record<string, AwsFiles>>): unknown {
  const env = { PATH: process.env['PATH'], PYTHONUTF8: '1' };
  const { stdout, stderr } = spawnSync(python, [program, ...args], {
    input: JSON.stringify(files),
    encoding: 'utf8',
    env,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}
