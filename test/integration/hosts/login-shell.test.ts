import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loginShellVariables } from '../../../shared/hosts/node/login-shell.ts';

const SECRET = 'planted-secret-of-the-profile';

/** A home whose bash profile holds these lines, and the variables of a session that a desktop made. */
function aSession(...profile: readonly string[]) {
  const home = mkdtempSync(path.join(tmpdir(), 'login-shell-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  writeFileSync(path.join(home, '.bash_profile'), `${profile.join('\n')}\n`);
  const messages: string[] = [];
  const env = { HOME: home, PATH: '/usr/bin:/bin', SHELL: '/bin/bash' };
  return {
    home,
    env,
    messages,
    ask: (more: Readonly<Record<string, string>> = {}, patience?: number) =>
      loginShellVariables(
        { ...env, ...more },
        {
          log: (level, message) => messages.push(`${level} ${message}`),
          ...(patience === undefined ? {} : { patience }),
        },
      ),
  };
}

describe.skipIf(process.platform === 'win32')('a tray that the desktop started', () => {
  test('[moved-files] knows what the shell profile sets of the variables that clients and AWS read, and nothing else', async () => {
    const { ask, messages } = aSession(
      'echo "Welcome back"',
      'export PATH="$HOME/bin:$PATH" EDITOR=vi LC_ALL=C',
      'export CARGO_HOME="$HOME/my cargo" NPM_CONFIG_USERCONFIG=/etc/mine=npmrc https_proxy=http://proxy.example:3128',
      `export AWS_PROFILE=work AWS_SECRET_ACCESS_KEY=${SECRET}`,
      'printf "no end of line"',
    );
    const found = await ask({ AWS_PROFILE: 'work' });
    expect(found).toEqual({
      PATH: expect.stringMatching(/login-shell-\w+\/bin:\//) as string,
      CARGO_HOME: expect.stringMatching(/\/my cargo$/) as string,
      NPM_CONFIG_USERCONFIG: '/etc/mine=npmrc',
      https_proxy: 'http://proxy.example:3128',
      AWS_SECRET_ACCESS_KEY: SECRET,
    });
    expect(messages).toEqual([expect.stringMatching(/^info Taken from the profile of \/bin\/bash: .*CARGO_HOME/)]);
    expect(messages.join('')).not.toContain(SECRET);
  });

  test('does not wait for what a profile leaves running', async () => {
    const { ask, home } = aSession('export GOENV=/etc/goenv', 'tail -f /dev/null & echo $! > "$HOME/pid"');
    expect(await ask()).toMatchObject({ GOENV: '/etc/goenv' });
    process.kill(Number(readFileSync(path.join(home, 'pid'), 'utf8')));
  });

  test('gives a profile up that does not end, with all that it started', async () => {
    const { ask, home, messages } = aSession('tail -f /dev/null & echo $! > "$HOME/pid"', 'wait');
    expect(await ask({}, 1000)).toEqual({});
    expect(messages).toEqual([expect.stringContaining('took longer than 1 s')]);
    const pid = readFileSync(path.join(home, 'pid'), 'utf8').trim();
    await expect.poll(() => stateOf(pid)).toMatch(/^Z?$/);
  });

  test('ends the shell, with all that it started, when nobody waits for it any more', async () => {
    const { env, home } = aSession('tail -f /dev/null & echo $! > "$HOME/pid"', 'wait');
    const stopping = new AbortController();
    const asked = loginShellVariables(env, { log: () => {}, signal: stopping.signal });
    const pidFile = path.join(home, 'pid');
    await expect.poll(() => (existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : '')).toMatch(/\d/);
    stopping.abort();
    expect(await asked).toEqual({});
    await expect.poll(() => stateOf(readFileSync(pidFile, 'utf8').trim())).toMatch(/^Z?$/);
  });

  test.each([
    ['can not be started', { SHELL: '/nowhere/zsh' }, "can't be started"],
    ['does not know the script', { SHELL: '/bin/false' }, 'ended with 1'],
  ])('does without a shell that %s', async (_, env, words) => {
    const { ask, messages } = aSession('export CARGO_HOME=/x');
    expect(await ask(env)).toEqual({});
    expect(messages).toEqual([expect.stringContaining(words)]);
  });
});

test.each([
  ['a terminal has passed them on', { TERM: 'xterm-256color' }],
  ['the demo has its own', { CODEARTIFACT_TRAY_DEMO: '1' }],
  ['no shell is named', { SHELL: '' }],
])('no shell is asked where %s', async (_, env) => {
  const { ask, home, messages } = aSession('touch "$HOME/asked"');
  expect(await ask(env)).toEqual({});
  expect(existsSync(path.join(home, 'asked'))).toBe(false);
  expect(messages).toEqual([]);
});

/** As ps has it, `Z` for one that ended and that nobody asked about; empty when there is none. */
function stateOf(pid: string): string {
  return spawnSync('ps', ['-o', 'state=', '-p', pid], { encoding: 'utf8' }).stdout.trim();
}
