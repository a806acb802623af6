import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { commandIn, runShell } from '../../support/follow-advice.ts';

const cli = path.resolve(import.meta.dirname, '../../../out/node/cli.js');

test('a file where the state folder should be is named, and who follows the command goes on', async () => {
  const home = aCliHome(null);
  home.write('state', 'somebody’s notes\n', 0o600);
  for (const command of ['status', 'plan', 'apply', 'undo', 'scan']) {
    const run = await home.run([command]);
    expect({ command, ...run }).toMatchObject({ code: 7, out: '' });
    expect(run.err).toContain(`${home.path('state')} is a file, and the app keeps its state in a folder of that name.`);
  }
  expect(JSON.parse((await home.run(['status', '--json'])).out)).toMatchObject({ error: { code: 'fileInvalid' } });
  if (process.platform === 'win32') return;
  await runShell(home, commandIn((await home.run(['status'])).err));
  expect(await home.run(['status'])).toMatchObject({ code: 0 });
  expect(home.read('state.old')).toBe('somebody’s notes\n');
});

/** Runs the command line of a shell in which $CLI is the CLI. */
function inShell(home: CliHome, line: string) {
  const env = { ...home.env, CLI: `${process.execPath} ${cli}` };
  const { status, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${line}`], { cwd: home.folder, env });
  return { code: status, err: stderr.toString() };
}

describe.skipIf(!existsSync('/dev/full'))('where an answer can’t be written', () => {
  test.each([
    ['status', '$CLI status > /dev/full'],
    ['a document', '$CLI status --json > /dev/full'],
    ['what another command reads', '$CLI env --shell posix > /dev/full || $CLI list > /dev/full'],
  ])('%s ends with an error that says so', (_, line) => {
    const run = inShell(aCliHome(null), line);
    expect(run.code).toBe(1);
    expect(run.err).toContain('its output could not be written (ENOSPC)');
  });

  test('not even a place for errors changes that; a reader that closes early is none', () => {
    const home = aCliHome(null);
    expect(inShell(home, '$CLI status > /dev/full 2>&1')).toEqual({ code: 1, err: '' });
    expect(inShell(home, '$CLI nonsense 2> /dev/full')).toEqual({ code: 2, err: '' });
    expect(inShell(home, '$CLI --help | head -c 1 > /dev/null')).toEqual({ code: 0, err: '' });
  });
});

/** A Node of this machine that is too old; null for none. */
const oldNode =
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'node'))
    .filter((file) => existsSync(file))
    .find((file) => Number(/\d+/.exec(execFileSync(file, ['--version']).toString())?.[0]) < 24) ?? null;

test.skipIf(oldNode === null)(
  `a Node that is too old gets one sentence (${oldNode ?? 'skipped: this machine has none on its PATH'})`,
  () => {
    const home = aCliHome(null);
    for (const args of [[], ['--version'], ['status', '--json'], ['nonsense']]) {
      const { status, stdout, stderr } = spawnSync(oldNode ?? '', [cli, ...args], { env: home.env });
      expect(status).toBe(1);
      expect(stdout.toString()).toBe('');
      const lines = stderr.toString().trimEnd().split('\n');
      expect(lines[0]).toMatch(/^codeartifact-tray: it needs Node 24 or newer, and this is Node [\d.]+ \(.*\)\.$/);
      expect(lines).toHaveLength(2);
    }
  },
);
