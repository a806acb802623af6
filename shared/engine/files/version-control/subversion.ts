import path from 'node:path';
import type { Environment } from '../../../ports/host.ts';
import { askProgram } from '../ask-program.ts';
import type { RealPlace } from '../real-place.ts';
import type { FileStanding } from './visibility.ts';

type Env = Environment['env'];

/** What Subversion has to do with a file in one of its working copies; its settings hold no program that these questions run. */
export async function standingInSubversion(
  { folder, name }: RealPlace,
  { env }: { readonly env: Env },
): Promise<FileStanding> {
  const file = path.join(folder, name);
  // An empty revision at the end: a name may have an "@" in it.
  const ask = async (...args: readonly string[]) => askProgram('svn', ['--non-interactive', ...args], { ...env });
  const isKnown = async (at: string) => (await ask('info', '--', `${at}@`))?.code === 0;
  if ((await ask('--version', '--quiet'))?.code !== 0) return 'unknown';
  if (await isKnown(file)) return 'tracked';
  // The outermost that is not in the repository: what is below it goes with it.
  let unknown = file;
  for (let above = path.dirname(file); !(await isKnown(above)); above = path.dirname(above)) {
    if (above === path.dirname(above)) return 'unknown';
    unknown = above;
  }
  const ignored = await ask('propget', 'svn:ignore', '--', `${path.dirname(unknown)}@`);
  const patterns = ignored?.code === 0 ? ignored.output.split(/\r?\n/) : [];
  const isIgnored = patterns.some((pattern) => path.matchesGlob(path.basename(unknown), pattern.trim()));
  return isIgnored ? 'ignored' : 'visible';
}
