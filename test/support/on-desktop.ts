import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { CliHome } from './cli-home.ts';

const SCRIPT = '/usr/bin/script';

/** Whether a command can be given a terminal of its own. */
export const hasTerminals = process.platform === 'linux' && existsSync(SCRIPT);

/** On a terminal of its own with a desktop, whose browser answers by itself; types each line once what it answers was said. */
export async function onDesktop(
  home: CliHome,
  args: readonly string[],
  typed: readonly (readonly [RegExp, string])[] = [],
) {
  const browser = path.join(import.meta.dirname, 'press-in-browser.ts');
  const opener = `echo "$1" >> '${home.path('opened')}'\nexec '${process.execPath}' '${browser}' "$1"`;
  home.write('bin/xdg-open', `#!/bin/sh\n${opener}\n`, 0o755);
  const cli = path.resolve(import.meta.dirname, '../../out/node/cli.js');
  const line = [process.execPath, cli, ...args].join(' ');
  const child = spawn(SCRIPT, ['--quiet', '--return', '--command', line, '/dev/null'], {
    env: { ...home.env, PATH: `${home.path('bin')}:${home.env['PATH']}`, TERM: 'xterm', DISPLAY: ':7' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const left = [...typed];
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    if (left[0]?.[0].test(said) === true) child.stdin.write(`${left.shift()?.[1] ?? ''}\r`);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, said, opened: home.has('opened') ? home.read('opened') : '' };
}
