import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { lookForVersionControl } from '../../../shared/engine/files/version-control/visibility.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const PATH = process.env['PATH'] ?? '';

/** A home with nothing in it. */
function aMachine() {
  const home = temporaryFolder();
  const env = { PATH, HOME: home, XDG_CONFIG_HOME: path.join(home, '.config') };
  const run = (folder: string, program: string, ...args: readonly string[]) =>
    execFileSync(program, [...args], { cwd: path.join(home, folder), env, stdio: 'pipe' });
  const look = async (name: string, variables: Readonly<Record<string, string>> = env) => {
    const { standing, system } = await lookForVersionControl({ env: variables, platform: process.platform })(
      path.join(home, name),
    );
    return `${system}: ${standing}`;
  };
  function write(name: string, text = ''): string {
    const file = path.join(home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }
  return { home, env, run, look, write };
}

function has(program: string): boolean {
  return PATH.split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

it('repositories of systems that can not be asked are unknown, whose they are is said', async () => {
  const { look, write } = aMachine();
  const marks = {
    Sapling: '.sl/requires',
    Jujutsu: '.jj/repo/store/type',
    Bazaar: '.bzr/README',
    Darcs: '_darcs/format',
    Pijul: '.pijul/config',
    Fossil: '.fslckout',
    CVS: 'CVS/Entries',
  };
  for (const [system, mark] of Object.entries(marks)) {
    write(`${system}/${mark}`);
    expect(await look(`${system}/deep/.env`)).toBe(`${system}: unknown`);
  }
});

it('without their program, Mercurial and Subversion are unknown too', async () => {
  const { look, write, env } = aMachine();
  write('h/.hg/requires');
  write('s/.svn/format');
  expect(await look('h/.env', { ...env, PATH: '/nowhere' })).toBe('Mercurial: unknown');
  expect(await look('s/.env', { ...env, PATH: '/nowhere' })).toBe('Subversion: unknown');
});

it('a folder that only has the name of a mark is no repository', async () => {
  const { look, write } = aMachine();
  write('CVS/web/main.c');
  write('.config/jj/config.toml');
  expect(await look('CVS/web/.env')).toBe('git: outside');
  expect(await look('.config/pip/pip.conf')).toBe('git: outside');
});

it('Jujutsu beside git goes by the ignore files of git', async () => {
  const { look, write, run } = aMachine();
  write('work/.jj/repo/store/type', 'git');
  run('work', 'git', 'init', '--quiet');
  write('work/.gitignore', '.env\n');
  expect(await look('work/.env')).toBe('git: ignored');
  expect(await look('work/.npmrc')).toMatch(/visible$/);
});

it.runIf(has('hg'))('Mercurial says itself what it tracks and ignores, whether the file is there or not', async () => {
  const { look, write, run } = aMachine();
  mkdirSync(write('work/.hgignore', 'syntax: glob\n.env\nvenv/\n').replace('.hgignore', 'web'));
  run('work', 'hg', 'init');
  write('work/.npmrc');
  run('work', 'hg', 'add', '.npmrc');
  expect(await look('work/.env')).toBe('Mercurial: ignored');
  expect(await look('work/web/venv/pip.conf')).toBe('Mercurial: ignored');
  expect(await look('work/.npmrc')).toBe('Mercurial: tracked');
  expect(await look('work/web/.npmrc')).toBe('Mercurial: visible');
  expect(await look('work/new/glob:*/.npmrc')).toBe('Mercurial: visible');
});

it.runIf(has('hg'))('nothing that a Mercurial repository names is run', async () => {
  const { home, look, write, run } = aMachine();
  mkdirSync(path.join(home, 'work'));
  run('work', 'hg', 'init');
  const extension = write('work/extension.py', `open('${path.join(home, 'ran')}', 'w')\n`);
  const hooks = `[hooks]\npre-files = touch ${home}/ran\npre-debugignore = touch ${home}/ran\n`;
  write('work/.hg/hgrc', `${hooks}[extensions]\nodd = ${extension}\n`);
  expect(await look('work/.env')).toBe('Mercurial: visible');
  expect(existsSync(path.join(home, 'ran'))).toBe(false);
  // One that is too old to be told to pass them over is not asked.
  write('old/hg', '#!/bin/sh\necho "Mercurial Distributed SCM (version 4.9)"\n');
  chmodSync(path.join(home, 'old', 'hg'), 0o755);
  expect(await look('work/.env', { PATH: path.join(home, 'old') })).toBe('Mercurial: unknown');
});

it.runIf(has('svn'))(
  'Subversion says itself what it tracks and ignores, whether the file is there or not',
  async () => {
    const { home, look, write, run } = aMachine();
    run('.', 'svnadmin', 'create', 'store');
    run('.', 'svn', 'checkout', '--quiet', `file://${home}/store`, 'work');
    write('work/.npmrc');
    run('work', 'svn', 'add', '--quiet', '.npmrc');
    run('work', 'svn', 'propset', '--quiet', 'svn:ignore', '.env\nvenv*', '.');
    expect(await look('work/.env')).toBe('Subversion: ignored');
    expect(await look('work/venv3/pip.conf')).toBe('Subversion: ignored');
    expect(await look('work/.npmrc')).toBe('Subversion: tracked');
    expect(await look('work/web/.env')).toBe('Subversion: visible');
    expect(await look('work/a@b')).toBe('Subversion: visible');
  },
);
