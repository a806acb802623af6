import { execFile } from 'node:child_process';
import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../../ports/host.ts';
import { errnoOf } from './file-problem.ts';

/**
 * What git has to do with a file: `outside` any repository, `ignored` by one, `visible` (the next `git add` would take it),
 * `tracked` already (ignored or not), or `unknown`, where no secret may go either.
 */
export type GitVisibility = 'outside' | 'ignored' | 'visible' | 'tracked' | 'unknown';

type Machine = Pick<Environment, 'env' | 'platform'>;
type Env = Machine['env'];

const run = promisify(execFile);
const TIMEOUT = 5_000;

/** Asks git about the file that `file` leads to over symbolic links; neither it nor its folder need exist. Never fails. */
export async function gitVisibility(file: string, { env, platform }: Machine): Promise<GitVisibility> {
  try {
    const place = await realPlace(file);
    if (place === null) return 'unknown';
    if (!(await isInRepository(place.folder))) return 'outside';
    if (!(await canRunGit(env, platform))) return 'unknown';
    const listed = await git(
      ['--literal-pathspecs', 'ls-files', '--error-unmatch', '--', place.name],
      place.folder,
      env,
    );
    if (listed !== 1) return listed === 0 ? 'tracked' : 'unknown';
    // Takes no --literal-pathspecs; only a leading ":" would mean more than a name to it.
    const ignored = await git(['check-ignore', '--quiet', '--', `./${place.name}`], place.folder, env);
    if (ignored === null) return 'unknown';
    return ignored === 0 ? 'ignored' : 'visible';
  } catch (error) {
    // A folder on the way that can't be looked into.
    if (errnoOf(error) === undefined) throw error;
    return 'unknown';
  }
}

type RealPlace = {
  /** The nearest folder that exists, without symbolic links. */
  readonly folder: string;
  /** The file, relative to it. */
  readonly name: string;
};

/** Null for a symbolic link whose aim does not exist. */
async function realPlace(file: string): Promise<RealPlace | null> {
  const rest: string[] = [];
  for (let at = file; ; at = path.dirname(at)) {
    try {
      const real = await realpath(at);
      if (rest.length > 0) return { folder: real, name: path.join(...rest) };
      return { folder: path.dirname(real), name: path.basename(real) };
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
      if (await exists(at)) return null;
      rest.unshift(path.basename(at));
    }
  }
}

/** Without starting git: most files are in no repository. Worktrees and submodules have a `.git` file instead of a folder. */
async function isInRepository(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (await exists(path.join(at, '.git'))) return true;
    if (at === path.dirname(at)) return false;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** On a Mac without the developer tools `git` is a stub that opens an installer window; xcode-select only tells. */
async function canRunGit(env: Env, platform: NodeJS.Platform): Promise<boolean> {
  return platform !== 'darwin' || (await exitCode('/usr/bin/xcode-select', ['-p'], { ...env })) === 0;
}

/** 0 or 1 as git answers; null for any failure. */
async function git(args: readonly string[], folder: string, env: Env): Promise<0 | 1 | null> {
  // The repository may be anybody's: none of the settings in it that name a program are followed.
  const settings = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
  const code = await exitCode('git', ['-C', folder, ...settings, ...args], gitEnvironment(env));
  return code === 0 || code === 1 ? code : null;
}

/** Our caller's GIT_DIR and the like speak of another repository; the ones added keep git from writing, fetching and asking. */
function gitEnvironment(env: Env): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.toUpperCase().startsWith('GIT_'));
  return {
    ...Object.fromEntries(kept),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Null when the program could not be started, was killed or ran into the timeout. */
async function exitCode(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  try {
    // Windows looks for the program in the working folder first, and that can be a project with a git.exe of its own.
    await run(program, [...args], { cwd: path.dirname(process.execPath), env, timeout: TIMEOUT, windowsHide: true });
    return 0;
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error)) return null;
    return typeof error.code === 'number' ? error.code : null;
  }
}
