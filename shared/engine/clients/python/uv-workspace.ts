import { editors } from '../../editors/index.ts';
import { sameEntry } from '../../editors/text/entry-path.ts';
import type { ClientContext } from '../client.ts';
import { pathsOf } from '../parts/folders.ts';
import { fitsFolder, foldersAbove } from '../parts/workspace.ts';

/** The folder whose settings uv reads in a member of its workspace in place of the member's own (seen with 0.13.9); null for no member. */
export async function uvWorkspaceRoot(folder: string, context: ClientContext): Promise<string | null> {
  const paths = pathsOf(context.environment);
  for (const above of foldersAbove(folder, paths)) {
    const text = await context.read(paths.join(above, 'pyproject.toml'));
    if (text === null || !text.includes('workspace')) continue;
    const inside = paths.relative(above, folder).split(paths.sep).join('/');
    const takesIn = (key: string) => listOf(text, key).some((pattern) => fitsFolder(pattern, inside));
    if (takesIn('members') && !takesIn('exclude')) return above;
  }
  return null;
}

/** A list of `[tool.uv.workspace]`. */
function listOf(text: string, key: string): readonly string[] {
  const document = editors.toml.read(text);
  const entries = document.ok ? document.value.entries() : [];
  const list = entries.find(({ entry }) => sameEntry(entry, ['tool', 'uv', 'workspace', key]))?.value ?? '';
  return [...list.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, basic, literal]) => basic ?? literal ?? '');
}
