import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Log } from '../../ports/host.ts';
import { isClientVariable } from './client-variables.ts';
import { killGroup } from '../../adapters/kill-group.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export type LoginShellOptions = {
  readonly log: Log;
  /** How long a profile may take. Milliseconds. */
  readonly patience?: number;
  /** Ends the shell, with all it started, when nobody waits for it any more. */
  readonly signal?: AbortSignal;
};

/** Where programs, proxies and certificates are, which the AWS SDK and what it starts depend on too. */
const SURROUNDINGS = /^(?:path|(?:https?|all|no)_proxy|node_extra_ca_certs|ssl_cert_(?:file|dir))$/i;

/**
 * What the person's shell profile sets of the variables that the app, the AWS SDK and package managers depend on, and what this
 * process lacks when the desktop started it. Empty in the demo, on Windows, where the session has them all, below a terminal,
 * which passed them on, and for a shell that fails or takes too long.
 */
export async function loginShellVariables(
  env: Variables,
  { log, patience = 5000, signal }: LoginShellOptions,
): Promise<Readonly<Record<string, string>>> {
  const shell = env['SHELL'] ?? '';
  const hasTerminal = !['', 'dumb'].includes(env['TERM'] ?? '');
  if (process.platform === 'win32' || shell === '' || hasTerminal || env['CODEARTIFACT_TRAY_DEMO'] === '1') return {};
  const mark = randomUUID();
  const script = `printf '%s\\n' ${mark}; command env; printf '%s\\n' ${mark}; exit`;
  const output = await outputOf({ shell, script, mark }, env, patience, signal);
  if ('reason' in output) {
    log('warn', `The variables of your shell profile are unknown: ${shell} ${output.reason}.`);
    return {};
  }
  const [, printed = ''] = output.text.split(`${mark}\n`);
  const found = printed.split('\n').flatMap((line): [string, string][] => {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
    const counts = isClientVariable(name) || SURROUNDINGS.test(name);
    return counts && env[name] !== value ? [[name, value]] : [];
  });
  if (found.length > 0) log('info', `Taken from the profile of ${shell}: ${found.map(([name]) => name).join(', ')}.`);
  return Object.fromEntries(found);
}

type Output = { readonly text: string } | { readonly reason: string };

/** Runs the script as a login would, away from any terminal, until the mark came twice; what takes longer ends with all it started. */
async function outputOf(
  { shell, script, mark }: { readonly shell: string; readonly script: string; readonly mark: string },
  env: Variables,
  patience: number,
  signal: AbortSignal | undefined,
): Promise<Output> {
  return new Promise((resolve) => {
    const child = spawn(shell, ['-ilc', script], {
      env: { ...env, DISABLE_AUTO_UPDATE: 'true', ZSH_TMUX_AUTOSTART: 'false' },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const finish = (output: Output) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(output);
    };
    const giveUp = (reason: string) => {
      if (child.pid !== undefined) killGroup(child.pid);
      finish({ reason });
    };
    const stop = () => giveUp('was not waited for');
    const timer = setTimeout(() => giveUp(`took longer than ${patience / 1000} s`), patience);
    signal?.addEventListener('abort', stop);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      // Not at its end: what a profile leaves running may hold it open.
      if (text.split(mark).length > 2) finish({ text });
    });
    child.on('error', (error) => finish({ reason: `can't be started: ${error.message}` }));
    child.on('close', (code) => finish({ reason: `ended with ${code ?? 'a signal'}` }));
  });
}
