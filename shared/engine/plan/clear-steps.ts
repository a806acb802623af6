import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Document, Editor } from '../editors/editor.ts';
import { entryText } from '../editors/text/entry-path.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { shellWord } from '../files/shell-word.ts';
import { digestOf, TOKEN_SLOT, withoutLiving } from '../secrets/slot.ts';
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

/** Tells what stands in an entry apart, whatever the tokens in it. */
export function entryDigest(document: Document, entry: EntryPath): string {
  return digestOf(JSON.stringify(document.find(entry).map(({ value }) => value)));
}

/** Takes out what is there still, and no binding's; nothing of a file where somebody has changed a part of it since. */
export function clearSteps({ path, document, editor, clearing, ours, now }: Situation): readonly Step[] {
  const kept = new Set(ours.map(({ entry }) => editor.identify(entry)));
  const standing = clearing.filter(({ entry }) => document.find(entry).length > 0 && !kept.has(editor.identify(entry)));
  const [changed] = standing.filter(({ entry, was }) => entryDigest(document, entry) !== was);
  if (changed !== undefined) {
    return [{ kind: 'forget', entry: changed.entry, bindings: [], leavesToken: false, warning: changedSince(path) }];
  }
  return standing.map(({ entry, stays }): Step => {
    const lives = document.find(entry).some(({ value }) => withoutLiving(value, now).includes(TOKEN_SLOT));
    return { kind: 'clear', entry, bindings: [], stays, warning: lives ? notToBeTakenBack(path, entry) : null };
  });
}

function changedSince(path: string): Problem {
  return problemOf('changedByUser', `${path} was changed since its lines were noted to be cleared: they stay.`, {
    advice: 'Look at what stands there now, and clear that where it is to go.',
    command: `codeartifact-tray clear ${shellWord(path)}`,
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
