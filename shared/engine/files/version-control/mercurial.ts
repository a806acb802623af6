import type { Environment } from '../../../ports/host.ts';
import { askProgram } from '../ask-program.ts';
import type { RealPlace } from '../real-place.ts';
import type { FileStanding } from './visibility.ts';

type Env = Environment['env'];

/** The first version that can be told to pass over the repository's own settings, which may name programs. */
const SAFE_FROM = [5, 3] as const;

/** What Mercurial has to do with a file in one of its repositories. */
export async function standingInMercurial(
  { folder, name }: RealPlace,
  { env }: { readonly env: Env },
): Promise<FileStanding> {
  const environment = { ...env, HGPLAIN: '1', HGRCSKIPREPO: '1' };
  // Outside of the repository, since an old one would read its settings for this as well.
  const version = await askProgram('hg', ['version', '--quiet'], environment);
  if (version?.code !== 0 || !isSafe(version.output)) return 'unknown';
  const at = ['--cwd', folder, '--noninteractive'];
  const listed = await askProgram('hg', [...at, 'files', '--', `relpath:${name}`], environment);
  if (listed === null || listed.code > 1) return 'unknown';
  const isTracked = listed.code === 0;
  const ignored = await askProgram('hg', [...at, 'debugignore', '--', `relpath:${name}`], environment);
  if (ignored?.code !== 0) return isTracked ? 'tracked' : 'unknown';
  const [verdict = ''] = ignored.output.split('\n');
  if (verdict.endsWith(' is not ignored')) return isTracked ? 'tracked' : 'visible';
  const isIgnored = / is ignored(?: because of containing directory .*)?$/.test(verdict);
  if (isTracked) return isIgnored ? 'forced' : 'tracked';
  return isIgnored ? 'ignored' : 'unknown';
}

function isSafe(output: string): boolean {
  const [, major, minor] = /\(version (\d+)\.(\d+)/.exec(output) ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) > SAFE_FROM[0] || (Number(major) === SAFE_FROM[0] && Number(minor) >= SAFE_FROM[1]);
}
