import { editors } from '../../editors/index.ts';
import type { EditorName } from '../../editors/index.ts';
import type { ClientContext, Place } from '../client.ts';
import type { EntryPath } from '../../editors/text/entry-path.ts';

export type EntryPlace = Extract<Place, { readonly kind: 'entry' }>;

/** A place that is a variable. */
export function fromVariable(variable: string): Place {
  return { kind: 'variable', variable };
}

/** Makes places in files of one format. */
export function inFile(editor: EditorName): (path: string, entry: EntryPath) => EntryPlace {
  return (path, entry) => ({ kind: 'entry', path, editor, entry });
}

/** True where something stands in a place already: what the client may prefer to ours in another file. */
export async function isTaken({ path, editor, entry }: EntryPlace, { read }: ClientContext): Promise<boolean> {
  const text = await read(path);
  const document = text === null ? null : editors[editor].read(text);
  return document !== null && document.ok && document.value.find(entry).length > 0;
}

/** Those of several places where something stands. */
export async function takenPlaces(
  places: readonly EntryPlace[],
  context: ClientContext,
): Promise<readonly EntryPlace[]> {
  const answers = await Promise.all(places.map((place) => isTaken(place, context)));
  return places.filter((_, index) => answers[index] === true);
}
