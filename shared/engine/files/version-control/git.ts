import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../../ports/host.ts';
import { askProgram } from '../ask-program.ts';
import type { ProgramAnswer } from '../ask-program.ts';
import { keptAnswer } from './kept-answers.ts';
import type { KeptAnswers } from './kept-answers.ts';
import type { RealPlace } from '../real-place.ts';
import type { FileStanding } from './visibility.ts';

type Machine = Pick<Environment, 'env' | 'platform'>;
type Env = Machine['env'];

/** What git has to do with a file in one of its repositories; asked anew only when something changed that it goes by. */
export async function standingInGit(
  place: RealPlace,
  machine: Machine,
  root: string,
  kept: KeptAnswers<FileStanding>,
): Promise<FileStanding> {
  const files = goneBy(place, root, machine.env);
  return keptAnswer(kept, path.join(place.folder, place.name), files ?? [], async () => {
    const { standing, source } = await askGit(place, machine);
    const isKnown = files !== null && standing !== 'unknown';
    return { answer: standing, alsoBy: isKnown ? (source === null ? [] : [source]) : null };
  });
}

/** Index, ignore files and settings; null for a worktree or submodule, which keeps them elsewhere. */
function goneBy({ folder, name }: RealPlace, root: string, env: Env): readonly string[] | null {
  const repository = path.join(root, '.git');
  if (statSync(repository, { throwIfNoEntry: false })?.isDirectory() !== true) return null;
  const below = path.relative(root, path.dirname(path.join(folder, name))).split(path.sep);
  const folders = [root, ...below.map((_, index) => path.join(root, ...below.slice(0, index + 1)))];
  const home = env['HOME'] ?? '';
  const users = path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'git');
  return [
    ...['index', 'config', path.join('info', 'exclude')].map((file) => path.join(repository, file)),
    ...folders.map((inside) => path.join(inside, '.gitignore')),
    path.join(home, '.gitconfig'),
    path.join(users, 'config'),
    path.join(users, 'ignore'),
  ];
}

type GitAnswer = {
  readonly standing: FileStanding;
  /** The file whose pattern decided; null where none did. */
  readonly source: string | null;
};

async function askGit({ folder, name }: RealPlace, { env, platform }: Machine): Promise<GitAnswer> {
  const unknown = { standing: 'unknown', source: null } as const;
  if (!(await canRunGit(env, platform))) return unknown;
  const listed = await git(['--literal-pathspecs', 'ls-files', '--error-unmatch', '--', name], folder, env);
  if (listed === null || listed.code > 1) return unknown;
  const isTracked = listed.code === 0;
  // Takes no --literal-pathspecs; only a leading ":" would mean more than a name to it.
  const ignored = await git(['check-ignore', '--no-index', '--verbose', '--stdin', '-z'], folder, env, `./${name}\0`);
  if (ignored === null || ignored.code > 1) return isTracked ? { standing: 'tracked', source: null } : unknown;
  // Source, line, pattern, path. Git before 2.26 ends with 0 for a pattern that takes the file in again.
  const [file = '', , pattern = ''] = ignored.output.split('\0');
  const source = file === '' ? null : path.resolve(folder, file);
  const isIgnored = pattern !== '' && !pattern.startsWith('!');
  if (isTracked) return { standing: isIgnored ? 'forced' : 'tracked', source };
  return { standing: isIgnored ? 'ignored' : 'visible', source };
}

/**
 * True where git itself put a file there as it is, or took it away: it says what the index has, or it is gone and not in the index but in the
 * history. What a filter of the repository makes of files is not followed, since filters are programs.
 */
export async function isGitsVersion(place: RealPlace, { env, platform }: Machine): Promise<boolean> {
  if (!(await canRunGit(env, platform))) return false;
  const { folder, name } = place;
  const listed = await git(['--literal-pathspecs', 'ls-files', '--stage', '-z', '--', name], folder, env);
  if (listed?.code !== 0) return false;
  const [, id] = /^\d+ ([0-9a-f]+) 0\t/.exec(listed.output) ?? [];
  const bytes = readOrNull(path.join(folder, name));
  if (id !== undefined) return bytes !== null && blobIds(bytes, id).includes(id);
  if (bytes !== null || listed.output !== '') return false;
  const known = await git(['--literal-pathspecs', 'rev-list', '--all', '-1', '--', name], folder, env);
  return known?.code === 0 && known.output !== '';
}

/** By the bytes as they are, and as they are without the line ends of Windows, in the kind of hash that the repository has. */
function blobIds(bytes: Buffer, { length }: string): readonly string[] {
  const lines = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return [bytes, lines].map((content) =>
    createHash(length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${content.length}\0`)
      .update(content)
      .digest('hex'),
  );
}

function readOrNull(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

/** On a Mac without the developer tools `git` is a stub that opens an installer window; xcode-select only tells. */
async function canRunGit(env: Env, platform: NodeJS.Platform): Promise<boolean> {
  return platform !== 'darwin' || (await askProgram('/usr/bin/xcode-select', ['-p'], { ...env }))?.code === 0;
}

async function git(args: readonly string[], folder: string, env: Env, input?: string): Promise<ProgramAnswer | null> {
  // The repository may be anybody's: none of the settings in it that name a program are followed.
  const settings = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
  return askProgram('git', ['-C', folder, ...settings, ...args], gitEnvironment(env), input);
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
