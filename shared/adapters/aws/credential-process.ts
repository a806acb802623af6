import { spawn } from 'node:child_process';
import { isatty } from 'node:tty';
import { z } from 'zod';
import type { Clock, Environment } from '../../ports/host.ts';
import { killGroup } from '../kill-group.ts';
import { killTree } from '../kill-tree.ts';

/** Less than a call may take, so that the command is named as what took so long. Milliseconds. */
const PROCESS_LIMIT = 8000;
/** As much as the SDK reads. Characters. */
const MOST_OUTPUT = 1_048_576;

/** As the AWS CLI documents it; a key is of visible letters and signs. */
const key = z.string().regex(/^[!-~]*$/);
const keys = z.object({ AccessKeyId: key.optional(), SecretAccessKey: key.optional(), SessionToken: key.nullish() });

type Callback = (error: Error | null, output?: { readonly stdout: string }) => void;

/**
 * Runs a credential_process through the shell, as the AWS CLI and the SDK do, but not for longer than the limit: then it
 * is ended with all that it started. The SDK's own way waits for ever. Errors hold no command line.
 */
export function processRunner({ platform }: Environment, clock: Clock): (command: string, callback: Callback) => void {
  return function runProcess(command, callback) {
    // In a terminal it may ask there, which a process group of its own could not.
    const hasTerminal = isatty(0);
    const child = spawn(command, {
      shell: true,
      windowsHide: true,
      detached: !hasTerminal && platform !== 'win32',
      stdio: [hasTerminal ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    });
    const end = (): void => {
      if (child.pid === undefined) return;
      if (hasTerminal) killTree(child.pid);
      else killGroup(child.pid);
    };
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        output[name] = (output[name] + text).slice(0, MOST_OUTPUT);
      });
    }
    const finish = (error: Error | null): void => {
      cancel();
      process.off('exit', end);
      callback(error, output);
    };
    const cancel = clock.after(PROCESS_LIMIT, () => {
      end();
      // What it left behind may hold the pipes open.
      child.stdout?.destroy();
      child.stderr?.destroy();
      finish(new Error('credential_process did not end in time'));
    });
    process.once('exit', end);
    child.on('error', (error) => finish(new Error(`Command failed: ${error.message}`)));
    child.on('close', (code) => {
      if (code !== 0) return finish(new Error(`Command failed: ${output.stderr}`));
      finish(isOfKeys(output.stdout) ? null : new Error('credential_process returned invalid credentials'));
    });
  };
}

/** False for JSON that holds something else where keys belong, which the SDK would take for keys. What is no JSON at all, it says itself. */
function isOfKeys(printed: string): boolean {
  let answer: unknown;
  try {
    answer = JSON.parse(printed);
  } catch {
    return true;
  }
  return keys.safeParse(answer).success;
}
