import { editors } from '../editors/index.ts';
import { readTextFile } from '../files/text-file.ts';
import { tokenIn } from '../secrets/token.ts';
import type { Journal } from '../state/journal.ts';

/** Tokens of this id that stand in the files we wrote, as far as these can be read. */
export async function tokensInFiles(journal: Journal, tokenId: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of journal.files) {
    const entries = file.entries.filter((entry) => entry.tokenId === tokenId);
    const editor = editors[file.editor];
    const target = entries.length === 0 ? null : await readTextFile(file.path, editor.encoding);
    const document = target === null || !target.ok ? null : editor.read(target.value.text);
    if (document === null || !document.ok) continue;
    const { find } = document.value;
    const values = entries.flatMap(({ entry }) => find(entry).map(({ value }) => value));
    found.push(...values.map((value) => tokenIn(value)).filter((token) => token !== null));
  }
  return found;
}
