import { spawn } from 'node:child_process';
import type { StdioOptions } from 'node:child_process';
import { failed, ok, problemOf } from '../../../contract/problem.ts';
import type { Problem, Result } from '../../../contract/problem.ts';
import type { SignInMethod } from '../../../contract/sign-in.ts';
import type { BegunSignIn } from '../../../ports/aws-sign-in.ts';
import type { Environment } from '../../../ports/host.ts';
import { killTree } from '../../kill-tree.ts';
import { awsCommand } from '../errors/words.ts';
import { cancelled, refused } from './attempt.ts';
import type { ConsoleTarget } from './target.ts';

type Of = {
  readonly environment: Environment;
  readonly target: ConsoleTarget;
  readonly method: SignInMethod;
  readonly signal: AbortSignal;
  /** Whether a person at this process's own terminal is asked what it has to ask. */
  readonly atTerminal: boolean;
};

/**
 * Runs `aws login` of the AWS CLI 2, which opens the browser itself: its sign-in is bound to keys that only its own code makes. By a
 * code it asks in a terminal for what the browser shows (`--remote`). Without that CLI, or a terminal, the problem names the command.
 */
export async function beginConsole({
  environment,
  target,
  method,
  signal,
  atTerminal,
}: Of): Promise<Result<BegunSignIn>> {
  const { profile } = target;
  if (method === 'code' && !atTerminal) return failed(elsewhere(profile));
  const version = await run(environment, ['--version'], AbortSignal.any([signal, AbortSignal.timeout(VERSION_LIMIT)]));
  if (signal.aborted) return failed(cancelled(profile));
  if (!hasLogin(version.out)) return failed(noCli(profile));
  return ok({ url: null, userCode: null, expiresAt: null, enterCode: null, done: login() });

  async function login(): Promise<Result<void>> {
    const remote = method === 'code' ? ['--remote'] : [];
    const { code } = await run(environment, ['login', ...remote, '--profile', profile], signal, method === 'code');
    if (signal.aborted) return failed(cancelled(profile));
    return code === 0 ? ok(undefined) : failed(refused(profile));
  }
}

/** The AWS CLI takes a second or two to start; who waits for it wants an answer. Milliseconds. */
const VERSION_LIMIT = 8000;

/** "aws-cli/2.36.7 Python/3.13 …"; `aws login` came with 2.32. */
function hasLogin(version: string): boolean {
  const [, major = '0', minor = '0'] = /^aws-cli\/(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 32);
}

/** What it prints besides is not read: it may be an address with a secret in it. */
async function run(
  { env, home }: Environment,
  args: readonly string[],
  signal: AbortSignal,
  isDialogue = false,
): Promise<{ readonly code: number | null; readonly out: string }> {
  return new Promise((resolve) => {
    // Not on our stdout, where the one who asked for a token finds that.
    const stdio: StdioOptions = isDialogue ? ['inherit', 2, 'inherit'] : ['ignore', 'pipe', 'ignore'];
    const child = spawn('aws', args, { env: { ...env }, cwd: home, stdio });
    let out = '';
    // A wrapper of the AWS CLI, such as one for a container, has begun what would go on without it.
    const end = (): void => {
      if (child.pid !== undefined) killTree(child.pid);
    };
    function over(code: number | null): void {
      signal.removeEventListener('abort', end);
      resolve({ code, out });
    }
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (out = (out + chunk).slice(0, 200)));
    child.on('error', () => over(null));
    child.on('close', over);
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
