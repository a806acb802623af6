import type { Client } from '../clients/client.ts';
import type { Format } from '../../contract/names.ts';
import type { BindingOptions } from '../../contract/snapshot.ts';
import type { Address } from './address.ts';
import { isCodeArtifacts } from './hits.ts';
import type { Hit } from './hits.ts';

/** Entries that together point a client at a registry or sign it in there. */
export type Login = {
  readonly client: Client;
  /** Folder of the project whose registry it is; null at user level. */
  readonly project: string | null;
  /** Null where nothing says which domain it is. */
  readonly address: Address | null;
  /** What its files call it; null where only its URL tells. */
  readonly name: string | null;
  readonly options: BindingOptions;
  readonly takesOver: string | null;
  readonly hits: readonly Hit[];
};

type Draft = Omit<Login, 'options' | 'takesOver' | 'hits'> & { readonly hits: Hit[] };

/** What the hits of all files make together: a credential at user level goes with the registries of projects as well. */
export function loginsOf(hits: readonly Hit[]): readonly Login[] {
  const drafts = new Map<string, Draft>();
  const rest: Hit[] = [];
  for (const hit of hits) {
    if (isRegistry(hit)) addTo(drafts, hit);
    // A registry of somebody else's that has the same name is not ours to touch.
    else if (hit.meaning?.role !== 'registry' || isCodeArtifacts(hit)) rest.push(hit);
  }
  const registries = groups([...drafts.values()]);
  const alone = rest.filter((hit) => !attach(registries, hit));
  const others = new Map<string, Draft>();
  for (const hit of alone.filter((one) => isCodeArtifacts(one))) addTo(others, hit);
  const credentials = groups([...others.values()]);
  for (const hit of alone.filter((one) => !isCodeArtifacts(one))) attach(credentials, hit);
  return [...drafts.values(), ...others.values()].map((draft) => loginOf(draft));
}

function isRegistry({ meaning, address, client }: Hit): boolean {
  return meaning?.role === 'registry' && address?.repository?.format === client.format;
}

function addTo(drafts: Map<string, Draft>, hit: Hit): void {
  const { client, meaning, address, entry } = hit;
  const { project, path } = hit.document;
  const name = meaning?.name ?? null;
  // What only its URL tells apart: a scope and the default may lead to one repository.
  const own = meaning === null ? entry : (meaning.options ?? {});
  const place = isRegistry(hit) || name === null ? (address?.repository?.endpoint ?? address?.host ?? null) : null;
  const alone = place === null && name === null ? [path, entry] : null;
  const key = JSON.stringify([client.name, project, name, place, own, alone]);
  const draft = drafts.get(key) ?? { client, project, name, address, hits: [] };
  draft.hits.push(hit);
  drafts.set(key, draft.address === null ? { ...draft, address } : draft);
}

/** Drafts by what their entries are found by: the client, and the name, the host or the endpoint. */
type Groups = ReadonlyMap<string, readonly Draft[]>;

function groups(drafts: readonly Draft[]): Groups {
  const keyed = drafts.flatMap((draft) =>
    [
      ...(draft.name === null ? [] : [nameKey(draft.client, draft.name)]),
      ...(draft.address === null ? [] : [draft.address.host, draft.address.repository?.endpoint ?? '']).map((place) =>
        placeKey(draft.client.format, place),
      ),
    ].map((key) => ({ key, draft })),
  );
  const byKey = Map.groupBy(keyed, ({ key }) => key);
  return new Map([...byKey].map(([key, members]) => [key, members.map(({ draft }) => draft)]));
}

function nameKey(client: Client, name: string): string {
  return JSON.stringify([client.name, 'name', name]);
}

/** Clients of one format find credentials by the URL in each other's files. */
function placeKey(format: Format, place: string): string {
  return JSON.stringify([format, 'place', place]);
}

/** Adds a hit to every draft that it belongs to; false when there is none. */
function attach(drafts: Groups, hit: Hit): boolean {
  const { client, meaning, address, document } = hit;
  if (meaning === null) return false;
  const place = address?.repository?.endpoint ?? address?.host;
  const byPlace = place === undefined ? null : placeKey(client.format, place);
  const key = meaning.name === undefined ? byPlace : nameKey(client, meaning.name);
  const found = (key === null ? [] : (drafts.get(key) ?? [])).filter(
    (draft) => document.project === null || document.project === draft.project,
  );
  for (const draft of found) draft.hits.push(hit);
  return found.length > 0;
}

function loginOf({ client, project, address, name, hits }: Draft): Login {
  let options: BindingOptions = {};
  let takesOver = '';
  const ordered = hits.toSorted((a, b) => Number(isRegistry(b)) - Number(isRegistry(a)));
  for (const { meaning } of ordered) {
    options = { ...options, ...meaning?.options };
    takesOver = meaning?.takesOver ?? takesOver;
  }
  const isTakenBack = (option: string) => hits.some(({ meaning }) => meaning?.options?.[option] === '');
  const given = Object.entries(options).filter(([option]) => !isTakenBack(option));
  // What is in a file of another client's own, that one keeps along with the lines that both read.
  const own = hits.find(
    (hit) => hit.client !== client && hits.every((other) => other.document.readers.includes(hit.client)),
  );
  return {
    client: own?.client ?? client,
    project,
    address,
    name,
    options: Object.fromEntries(given),
    takesOver: takesOver === '' ? null : takesOver,
    hits,
  };
}
