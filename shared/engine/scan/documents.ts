import type { Problem } from '../../contract/problem.ts';
import type { Client, ClientBinding, ClientContext } from '../clients/client.ts';
import { clients } from '../clients/index.ts';
import { editors } from '../editors/index.ts';
import type { EditorName } from '../editors/index.ts';
import type { Document } from '../editors/editor.ts';
import { readFound, unreadableProblem } from '../editors/unreadable.ts';
import { displayPath } from '../files/display-path.ts';
import { readTextFile } from '../files/text-file.ts';
import { endpointOf } from '../../ports/endpoint.ts';

/** A text of clients, parsed. */
export type FoundDocument = {
  readonly path: string;
  readonly editor: EditorName;
  readonly document: Document;
  /** Who reads it, in the order of the pickers. */
  readonly readers: readonly Client[];
  /** Folder of the project that it was found for; null at user level. */
  readonly project: string | null;
};

export type UnreadableDocument = { readonly path: string; readonly displayPath: string; readonly problem: Problem };

export type Documents = {
  readonly documents: readonly FoundDocument[];
  readonly unreadable: readonly UnreadableDocument[];
};

type Place = {
  readonly path: string;
  readonly editor: EditorName;
  readonly project: string | null;
  readonly readers: Client[];
};

/** Every file that is there of all that the clients read and write at user level and in the folders. */
export async function readDocuments(folders: readonly string[], context: ClientContext): Promise<Documents> {
  const places = new Map<string, Place>();
  for (const project of [null, ...folders]) {
    for (const client of clients) {
      for (const { path, editor } of await filesOf(client, project, context)) {
        const place = places.get(path) ?? { path, editor, project, readers: [] };
        if (!place.readers.includes(client)) place.readers.push(client);
        places.set(path, place);
      }
    }
  }
  const documents: FoundDocument[] = [];
  const unreadable: UnreadableDocument[] = [];
  for (const { path, editor, project, readers } of places.values()) {
    const shown = displayPath(path, context.environment.home);
    const file = await readTextFile(path, editors[editor].encoding);
    if (!file.ok) {
      unreadable.push({ path, displayPath: shown, problem: file.error });
      continue;
    }
    if (!file.value.exists) continue;
    const document = readFound(editors[editor], file.value);
    if (document.ok) {
      documents.push({ path, editor, document: document.value, readers, project });
      continue;
    }
    const title = readers[0]?.title ?? path;
    unreadable.push({ path, displayPath: shown, problem: unreadableProblem(title, shown, document.error) });
  }
  return { documents, unreadable };
}

/** The files of a client, whatever the binding. */
export async function filesOf(
  client: Client,
  project: string | null,
  context: ClientContext,
): Promise<readonly { readonly path: string; readonly editor: EditorName }[]> {
  const binding = anyBinding(client, project);
  const { registry, credential } = await client.lookup(binding, context);
  const targets = await client.targets(binding, context);
  const places = [...registry, ...credential].flatMap((place) => (place.kind === 'entry' ? [place] : []));
  return [...(targets.ok ? targets.value : []), ...places];
}

function anyBinding({ format }: Client, projectPath: string | null): ClientBinding {
  const parts = { domain: 'any', owner: '000000000000', region: 'us-east-1', format, repository: 'any' };
  const { domain, owner: domainOwner, repository } = parts;
  return { endpoint: endpointOf(parts) ?? '', domain, domainOwner, repository, options: {}, projectPath };
}
