import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { commandIn, runShell } from '../../support/follow-advice.ts';

// What a refusal says about version control is a command that can be copied, and after which the token may be written.

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];

function has(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

function run(home: CliHome, folder: string, ...words: readonly string[]): void {
  const [program = '', ...args] = words;
  execFileSync(program, args, { cwd: home.path(folder), env: { ...home.env, HGUSER: 'ann' }, stdio: 'pipe' });
}

const git = {
  program: 'git',
  start: ['git', 'init', '--quiet'],
  ignoreFile: '.gitignore',
  ignoreLine: '.env',
  add: ['git', 'add', '--force', '.env'],
};
const hg = {
  program: 'hg',
  start: ['hg', 'init'],
  ignoreFile: '.hgignore',
  ignoreLine: 'rootglob:shop/.env',
  add: ['hg', 'add', '.env'],
};

/** A repository with a folder `shop` in it, whose `.env` is as told. */
async function aRepository(system: typeof git, { ignored, tracked }: { ignored: boolean; tracked: boolean }) {
  const home = aCliHome(await anEmulator());
  home.write('my work/shop/.env', 'A=1\n');
  home.write('my work/readme', '');
  run(home, 'my work', ...system.start);
  // Without a line end: what is added must not go on with it.
  if (ignored) home.write(`my work/${system.ignoreFile}`, system.ignoreLine);
  if (tracked) run(home, 'my work/shop', ...system.add);
  return home;
}

const login = ['login', '--tool', 'env', ...ADDRESS, '--project', 'my work/shop'];
/** In the sentence, since the command of the problem is the one without a file. */
const inOne = /In one command: (.*) Or have no file written/;

for (const system of [git, hg]) {
  test.skipIf(process.platform === 'win32' || !has(system.program)).each([
    { ignored: false, tracked: false },
    { ignored: false, tracked: true },
    { ignored: true, tracked: true },
  ])(
    `${system.program}: who copies the command for a file of $ignored, $tracked can have it written`,
    async (state) => {
      const home = await aRepository(system, state);
      const refused = await home.run(login);
      expect(refused.code).toBe(7);
      const [, command = ''] = inOne.exec(refused.err) ?? [];
      expect(command.includes(system === git ? 'git -C' : 'hg --cwd')).toBe(state.tracked);
      expect(command.includes('printf')).toBe(!state.ignored);
      expect(await runShell(home, command)).toMatchObject({ code: 0 });

      expect(await home.run(login)).toMatchObject({ code: 0 });
      expect(home.read('my work/shop/.env')).toMatch(/^A=1\nCODEARTIFACT_AUTH_TOKEN=ey/);
    },
  );
}

test.skipIf(process.platform === 'win32')(
  'a token that a forced add has put before git is safe again after the command',
  async () => {
    const home = await aRepository(git, { ignored: true, tracked: false });
    expect((await home.run(login)).code).toBe(0);
    run(home, 'my work/shop', ...git.add);
    const exposed = await home.run(['refresh']);
    expect(exposed.code).toBe(7);
    const [, command = ''] = /leave the file alone again \((.*?)\), or take the token out/.exec(exposed.err) ?? [];
    expect(command).toMatch(/^git -C .* rm --quiet --cached -- shop\/\.env$/);
    expect(await runShell(home, command)).toMatchObject({ code: 0 });
    expect(await home.run(['refresh'])).toMatchObject({ code: 0, err: '' });
  },
);

test.skipIf(process.platform === 'win32').each([
  ['yarn', '.npmrc'],
  ['deno', '.npmrc'],
  ['netrc', '.netrc'],
  ['env', '.config/codeartifact-tray/env'],
])(
  '%s at user level, in a home under git: no other level is advised, and the command leads to a login',
  async (tool, file) => {
    const home = aCliHome(await anEmulator());
    run(home, '.', 'git', 'init', '--quiet');
    home.write('.gitignore', '/state\n/.aws');
    const args = ['login', '--tool', tool, ...ADDRESS];
    const refused = await home.run(args);
    expect(refused).toMatchObject({ code: 7, out: '' });
    expect(refused.err).not.toContain('at user level');
    const [, inSentence] = inOne.exec(refused.err) ?? [];
    expect(await runShell(home, inSentence ?? commandIn(refused.err))).toMatchObject({ code: 0 });
    expect(home.read('.gitignore')).toBe(`/state\n/.aws\n/${file}\n`);
    expect(await home.run(args)).toMatchObject({ code: 0 });
  },
);
