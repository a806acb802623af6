import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { lookForVersionControl } from '../../../shared/engine/files/version-control/visibility.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const isRoot = process.getuid?.() === 0;

async function gitVisibility(file: string, env: Readonly<Record<string, string | undefined>>) {
  return (await lookForVersionControl({ env, platform: process.platform })(file)).standing;
}

/** Of a user without any git configuration of their own. */
function environment(home: string): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: home, XDG_CONFIG_HOME: path.join(home, '.config') };
}

/** A home folder with a repository `work` in it, and `git` to run in any folder of it. */
function repository() {
  const home = temporaryFolder();
  const work = path.join(home, 'work');
  const env = environment(home);
  function git(folder: string, ...args: readonly string[]): void {
    const author = ['-c', 'user.name=ann', '-c', 'user.email=ann@example.com'];
    execFileSync('git', [...author, ...args], { cwd: folder, env, stdio: 'pipe' });
  }
  function write(name: string, text = ''): string {
    const file = path.join(home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }
  mkdirSync(work);
  git(work, 'init', '--quiet');
  return { home, work, env, git, write };
}

it('[tracked-project-file] a file outside any repository is outside, and no git is needed to say so', async () => {
  const folder = temporaryFolder();
  expect(await gitVisibility(path.join(folder, 'new', '.npmrc'), { PATH: '' })).toBe('outside');
});

it('[tracked-project-file] a file that the next git add would take is visible, whether it or its folder exists or not', async () => {
  const { work, env, write } = repository();
  expect(await gitVisibility(write('work/.npmrc'), env)).toBe('visible');
  expect(await gitVisibility(path.join(work, 'pip.conf'), env)).toBe('visible');
  expect(await gitVisibility(path.join(work, 'packages', 'web', '.npmrc'), env)).toBe('visible');
});

it('[tracked-project-file] a file that .gitignore excludes is ignored, whether it or its folder exists or not', async () => {
  const { work, env, write } = repository();
  write('work/.gitignore', '.npmrc\n.venv/\n!packages/web/.npmrc\n');
  expect(await gitVisibility(write('work/.npmrc'), env)).toBe('ignored');
  expect(await gitVisibility(path.join(work, '.venv', 'pip.conf'), env)).toBe('ignored');
  expect(await gitVisibility(path.join(work, 'packages', 'web', '.npmrc'), env)).toBe('visible');
});

it('[tracked-project-file] a tracked file is tracked: added or committed, or deleted for the moment; one that is ignored as well was forced', async () => {
  const { work, env, git, write } = repository();
  const added = write('work/added/.npmrc');
  const committed = write('work/.npmrc');
  git(work, 'add', '.npmrc');
  git(work, 'commit', '--quiet', '--message', 'first');
  git(work, 'add', 'added/.npmrc');
  write('work/.gitignore', '.npmrc\n');
  expect(await gitVisibility(added, env)).toBe('forced');
  expect(await gitVisibility(committed, env)).toBe('forced');
  rmSync(path.dirname(added), { recursive: true });
  expect(await gitVisibility(added, env)).toBe('forced');
  write('work/.gitignore', '!.npmrc\n');
  expect(await gitVisibility(added, env)).toBe('tracked');
});

it('[links] a link into a dotfiles repository counts as the file there', async () => {
  const { home, work, env, git, write } = repository();
  const file = write('work/npmrc');
  symlinkSync('work/npmrc', path.join(home, '.npmrc'));
  symlinkSync('work', path.join(home, '.config'));
  expect(await gitVisibility(path.join(home, '.npmrc'), env)).toBe('visible');
  expect(await gitVisibility(path.join(home, '.config', 'pip', 'pip.conf'), env)).toBe('visible');
  git(work, 'add', file);
  expect(await gitVisibility(path.join(home, '.npmrc'), env)).toBe('tracked');
});

it('[links] a link out of a repository counts as the file outside; a dangling one is unknown', async () => {
  const { work, env, write } = repository();
  symlinkSync(write('.npmrc'), path.join(work, '.npmrc'));
  symlinkSync('gone', path.join(work, 'pip.conf'));
  expect(await gitVisibility(path.join(work, '.npmrc'), env)).toBe('outside');
  expect(await gitVisibility(path.join(work, 'pip.conf'), env)).toBe('unknown');
});

it('a worktree, whose .git is a file, is a repository too', async () => {
  const { home, work, env, git, write } = repository();
  write('work/.gitignore', 'pip.conf\n');
  write('work/.npmrc');
  git(work, 'add', '.');
  git(work, 'commit', '--quiet', '--message', 'first');
  git(work, 'worktree', 'add', '--quiet', '../tree');
  const names = ['.npmrc', 'pip.conf', 'other'].map((name) => path.join(home, 'tree', name));
  expect(await Promise.all(names.map((name) => gitVisibility(name, env)))).toEqual(['tracked', 'ignored', 'visible']);
});

it('the names of folders that do not exist yet are taken literally, not as patterns', async () => {
  const { work, env, git, write } = repository();
  write('work/a/.npmrc');
  git(work, 'add', '.');
  write('work/.gitignore', '/b/\n');
  for (const name of [
    '[a]/.npmrc',
    '*/.npmrc',
    '?/.npmrc',
    ':(top)a/.npmrc',
    ':(top)b/.npmrc',
    '-a/.npmrc',
    'ü ü/.npmrc',
  ]) {
    expect([name, await gitVisibility(path.join(work, name), env)]).toEqual([name, 'visible']);
  }
});

it('variables that point git at another repository are not followed', async () => {
  const { home, work, env, git, write } = repository();
  const file = write('work/.npmrc');
  git(work, 'add', '.npmrc');
  mkdirSync(path.join(home, 'other'));
  git(path.join(home, 'other'), 'init', '--quiet');
  const misleading = {
    ...env,
    GIT_DIR: path.join(home, 'other', '.git'),
    GIT_WORK_TREE: work,
    GIT_INDEX_FILE: '/dev/null',
  };
  expect(await gitVisibility(file, misleading)).toBe('tracked');
});

it('without git, or with a repository that git rejects, the answer is unknown', async () => {
  const { home, work, env, write } = repository();
  const file = write('work/.npmrc');
  expect(await gitVisibility(file, { ...env, PATH: path.join(home, 'no-programs') })).toBe('unknown');
  writeFileSync(path.join(work, '.git', 'config'), '[core\n');
  expect(await gitVisibility(file, env)).toBe('unknown');
  expect(await gitVisibility(path.join(file, 'below-a-file'), env)).toBe('unknown');
});

it.runIf(isRoot)("another user's repository, which git rejects as unsafe, is unknown", async () => {
  const { work, env, write } = repository();
  const file = write('work/.npmrc');
  expect(await gitVisibility(file, env)).toBe('visible');
  for (const name of [work, path.join(work, '.git')]) chownSync(name, 4711, 4711);
  expect(await gitVisibility(file, env)).toBe('unknown');
});

it('no program that the configuration of a repository names is run', async () => {
  const { home, work, env, git, write } = repository();
  const trace = path.join(home, 'trace');
  const program = write('program', `#!/bin/sh\necho ran >> '${trace}'\n`);
  chmodSync(program, 0o755);
  mkdirSync(path.join(home, 'hooks'));
  symlinkSync(program, path.join(home, 'hooks', 'post-index-change'));
  const tracked = write('work/.npmrc');
  git(work, 'add', '.npmrc');
  git(work, 'config', 'core.fsmonitor', program);
  git(work, 'config', 'core.hooksPath', path.join(home, 'hooks'));
  git(work, 'ls-files', '--error-unmatch', '--', '.npmrc');
  git(work, 'status');
  expect(existsSync(trace)).toBe(true);
  rmSync(trace);
  expect(await gitVisibility(tracked, env)).toBe('tracked');
  expect(await gitVisibility(path.join(work, 'pip.conf'), env)).toBe('visible');
  expect(existsSync(trace)).toBe(false);
});

it('a file that a later pattern takes in again is visible, also to a git before 2.26 that calls it ignored', async () => {
  const { home, work, env, write } = repository();
  write('work/.gitignore', '.npmrc\n!/web/.npmrc\n.env*\n!.env.shared\n\\!odd\n');
  // Its exit code is that of "ignored" for every file that some pattern names.
  write(
    'old/git',
    `#!/bin/sh\nPATH='${env['PATH'] ?? ''}'\ncase "$*" in *check-ignore*) git "$@"; [ $? -lt 128 ] && exit 0;; *) exec git "$@";; esac\n`,
  );
  chmodSync(path.join(home, 'old', 'git'), 0o755);
  const old = { ...env, PATH: `${path.join(home, 'old')}:${env['PATH'] ?? ''}` };
  const names = ['.npmrc', 'web/.npmrc', '.env', '.env.shared', '!odd', 'other'];
  for (const machine of [env, old]) {
    const found = await Promise.all(names.map((name) => gitVisibility(path.join(work, name), machine)));
    expect(found).toEqual(['ignored', 'visible', 'ignored', 'visible', 'ignored', 'visible']);
  }
});

it('a home that is a repository itself, and a submodule in it, answer for the files in them', async () => {
  const { home, work, env, git, write } = repository();
  git(home, 'init', '--quiet');
  write('.gitignore', '/*\n!.gitignore\n!.npmrc\n');
  expect(await gitVisibility(path.join(home, '.npmrc'), env)).toBe('visible');
  expect(await gitVisibility(path.join(home, '.netrc'), env)).toBe('ignored');
  git(work, 'commit', '--quiet', '--allow-empty', '--message', 'first');
  const local = ['-c', 'protocol.file.allow=always', 'submodule', 'add', '--quiet', '--force'];
  git(home, ...local, work, 'sub');
  write('.gitignore', 'sub/.env\n');
  // What the outer one ignores is no matter: the inner one takes its own files.
  expect(await gitVisibility(path.join(home, 'sub', '.env'), env)).toBe('visible');
});
