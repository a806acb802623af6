import type { Environment } from '../../../ports/host.ts';
import { askProgram } from './ask-program.ts';
import type { ProgramAnswer } from './ask-program.ts';
import type { RealPlace } from '../real-place.ts';
import type { FileStanding } from './visibility.ts';

type Machine = Pick<Environment, 'env' | 'platform'>;
type Env = Machine['env'];

/** What git has to do with a file in one of its repositories. */
export async function standingInGit({ folder, name }: RealPlace, { env, platform }: Machine): Promise<FileStanding> {
  if (!(await canRunGit(env, platform))) return 'unknown';
  const listed = await git(['--literal-pathspecs', 'ls-files', '--error-unmatch', '--', name], folder, env);
  if (listed === null || listed.code > 1) return 'unknown';
  const isTracked = listed.code === 0;
  // Takes no --literal-pathspecs; only a leading ":" would mean more than a name to it.
  const ignored = await git(['check-ignore', '--no-index', '--verbose', '--stdin', '-z'], folder, env, `./${name}\0`);
  if (ignored === null || ignored.code > 1) return isTracked ? 'tracked' : 'unknown';
  // Source, line, pattern, path. Git before 2.26 ends with 0 for a pattern that takes the file in again.
  const pattern = ignored.output.split('\0')[2] ?? '';
  const isIgnored = pattern !== '' && !pattern.startsWith('!');
  if (isTracked) return isIgnored ? 'forced' : 'tracked';
  return isIgnored ? 'ignored' : 'visible';
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
