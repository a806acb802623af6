import { spawn } from 'node:child_process';
import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { SignInMethod } from '../../../contract/sign-in.ts';
import type { BegunSignIn } from '../../../ports/aws-sign-in.ts';
import type { Environment } from '../../../ports/host.ts';
import { awsCommand } from '../errors/words.ts';
import { cancelled, refused } from './attempt.ts';
import type { ConsoleTarget } from './target.ts';

type Of = {
  readonly environment: Environment;
  readonly target: ConsoleTarget;
  readonly method: SignInMethod;
  readonly signal: AbortSignal;
};

/**
 * Runs `aws login` of the AWS CLI 2, which opens the browser itself: its sign-in is bound to keys that only its own code makes. Without
 * that CLI the problem names the command.
 */
export async function beginConsole({ environment, target, method, signal }: Of): Promise<Result<BegunSignIn>> {
  const { profile } = target;
  if (method === 'code') return failed(elsewhere(profile));
  const version = await run(environment, ['--version'], signal);
  if (signal.aborted) return failed(cancelled(profile));
  if (!version.out.startsWith('aws-cli/2.')) return failed(noCli(profile));
  return ok({ url: null, userCode: null, expiresAt: null, enterCode: null, done: login() });

  async function login(): Promise<Result<void>> {
    const { code } = await run(environment, ['login', '--profile', profile], signal);
    if (signal.aborted) return failed(cancelled(profile));
    return code === 0 ? ok(undefined) : failed(refused(profile));
  }
}

/** What it prints besides is not read: it may be an address with a secret in it. */
async function run(
  { env, home }: Environment,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly code: number | null; readonly out: string }> {
  return new Promise((resolve) => {
    const child = spawn('aws', args, { env: { ...env }, cwd: home, stdio: ['ignore', 'pipe', 'ignore'], signal });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out = (out + chunk).slice(0, 200)));
    child.on('error', () => resolve({ code: null, out }));
    child.on('close', (code) => resolve({ code, out }));
  });
}

/** It then wants a code typed, at a terminal of its own. */
function elsewhere(profile: string): Problem {
  return problemOf(
    'signInNeeded',
    `Profile ${profile} signs in by "aws login", which opens a browser of its machine.`,
    {
      advice: 'Run it yourself where there is none.',
      command: awsCommand('aws login --remote', profile),
    },
  );
}

function noCli(profile: string): Problem {
  return problemOf(
    'signInNeeded',
    `Profile ${profile} signs in by "aws login", for which the AWS CLI 2 (2.32 or newer) is needed.`,
    { advice: 'Install it, then run the command.', command: awsCommand('aws login', profile) },
  );
}
