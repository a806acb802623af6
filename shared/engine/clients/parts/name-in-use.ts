import { editors } from '../../editors/index.ts';
import type { EditorName } from '../../editors/index.ts';
import type { Entry } from '../../editors/editor.ts';
import { isSelection, sameStep, stepText } from '../../editors/text/entry-path.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';
import type { ClientContext } from '../client.ts';

/** Every entry of a file; none where it is not there or its clients can't read it. */
export async function entriesIn(path: string, editor: EditorName, { read }: ClientContext): Promise<readonly Entry[]> {
  const text = await read(path);
  const document = text === null ? null : editors[editor].read(text);
  return document !== null && document.ok ? document.value.entries() : [];
}

/**
 * The names below `above` whose value at `key` is the URL, in file order: those of `[registries.NAME] index` for `['registries']` and
 * `index`, those of a list's elements as well.
 */
export function namesOf(entries: readonly Entry[], above: EntryPath, key: string, url: string): readonly string[] {
  return entries.flatMap(({ entry, value }) => {
    const name = entry[above.length];
    const isThere =
      entry.length === above.length + 2 &&
      entry.at(-1) === key &&
      above.every((step, index) => sameStep(step, entry[index]));
    if (!isThere || name === undefined || !isSameUrl(value, url)) return [];
    return [isSelection(name) ? name.is : stepText(name)];
  });
}

/** The name to take for a URL that stands under some already: the usual one if it is among them; null for none. */
export function nameInUse(names: readonly string[], usual: string): string | null {
  return names.includes(usual) ? usual : (names[0] ?? null);
}

/** Whoever signs in and whether a slash ends them left aside. */
export function isSameUrl(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(url: string): string {
  return url
    .replace(/^sparse\+/, '')
    .replace(/^([a-z+]+:\/\/)(?:[^/@\s]*@)?([^/\s]*)/i, (_, scheme: string, host: string) =>
      `${scheme}${host}`.toLowerCase(),
    )
    .replace(/\/+$/, '');
}
