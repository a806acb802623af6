import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Document, Editor } from '../editors/editor.ts';
import { entryText } from '../editors/text/entry-path.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { shellWord } from '../files/shell-word.ts';
import { TOKEN_SLOT, withoutLiving } from '../secrets/slot.ts';
import type { ClearedEntry } from '../state/settings.ts';
import type { Step } from './plan-file.ts';

type Situation = {
  readonly path: string;
  readonly document: Document;
  readonly editor: Editor;
  readonly clearing: readonly ClearedEntry[];
  /** Entries of bindings, which stay theirs. */
  readonly ours: readonly { readonly entry: EntryPath }[];
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** Takes out what is there still, and no binding's. */
export function clearSteps({ path, document, editor, clearing, ours, now }: Situation): readonly Step[] {
  const kept = new Set(ours.map(({ entry }) => editor.identify(entry)));
  return clearing.flatMap(({ entry, stays }): Step[] => {
    const found = document.find(entry);
    if (found.length === 0 || kept.has(editor.identify(entry))) return [];
    const lives = found.some(({ value }) => withoutLiving(value, now).includes(TOKEN_SLOT));
    return [{ kind: 'clear', entry, bindings: [], stays, warning: lives ? notToBeTakenBack(path, entry) : null }];
  });
}

function notToBeTakenBack(path: string, entry: EntryPath): Problem {
  return problemOf(
    'notRestorable',
    `The token at ${entryText(entry)} in ${path} still lives: it is not kept, so "undo" can't bring that line back.`,
    {
      advice: 'Keep it, or sign in again when you need it.',
      command: `codeartifact-tray clear --keep ${shellWord(path)}`,
    },
  );
}
