import path from 'node:path';
import { realFileSystem } from '../file-system.ts';
import { shellWord } from '../shell-word.ts';
import type { Visibility } from './visibility.ts';

/** What a name means something by, in patterns and to shells. */
const SPECIAL = /[*?[\]\\!#%\s]|^-/;

/** The command after which version control leaves the file of this real path alone; null where one is not enough, or not known. */
export function leaveAloneCommand(realPath: string, { standing, system, root }: Visibility): string | null {
  if (root === null) return null;
  const name = path.relative(root, realPath).split(path.sep).join('/');
  if (SPECIAL.test(name)) return null;
  const at = shellWord(root);
  const add = (line: string, file: string) => `printf '\\n%s\\n' ${line} >> ${shellWord(path.join(root, file))}`;
  const commands: Partial<Record<typeof system, { readonly forget: string; readonly ignore: string }>> = {
    git: { forget: `git -C ${at} rm --quiet --cached -- ${name}`, ignore: add(`/${name}`, '.gitignore') },
    Mercurial: { forget: `hg --cwd ${at} forget -- ${name}`, ignore: add(`rootglob:${name}`, '.hgignore') },
  };
  const known = commands[system];
  if (known === undefined) return null;
  if (standing === 'forced') return known.forget;
  // What other shells make of it is another thing.
  if (realFileSystem.platform === 'win32') return null;
  if (standing === 'visible') return known.ignore;
  return standing === 'tracked' ? `${known.forget} && ${known.ignore}` : null;
}
