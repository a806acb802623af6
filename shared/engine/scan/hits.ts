import type { Client, Meaning } from '../clients/client.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { isSelection } from '../editors/text/entry-path.ts';
import { lineFinder } from '../editors/text/lines.ts';
import { tokenIn } from '../secrets/token.ts';
import { addressesIn } from './address.ts';
import type { Address } from './address.ts';
import type { FoundDocument } from './documents.ts';

/** One entry of a file, and what it is to the one of its readers that it is for. */
export type Hit = {
  readonly document: FoundDocument;
  readonly entry: EntryPath;
  readonly line: number;
  readonly client: Client;
  /** Null for one that none of the readers takes for anything: it may name CodeArtifact all the same. */
  readonly meaning: Meaning | null;
  readonly address: Address | null;
  /** A secret: it stays inside of the engine. */
  readonly token: string | null;
};

/** A file with more lines about registries is nobody's configuration. */
export const MOST_HITS = 2000;

/** The entries of a file that name CodeArtifact, hold a token of it, or may go with one that does; null when there are too many. */
export function hitsIn(document: FoundDocument, origins: readonly URL[]): readonly Hit[] | null {
  const lineOf = lineFinder(document.document.text);
  const hits: Hit[] = [];
  for (const { entry, value, start } of document.document.entries()) {
    const hit = hitAt(document, entry, value, origins, () => lineOf(start));
    if (hit !== null) hits.push(hit);
    if (hits.length > MOST_HITS) return null;
  }
  return hits;
}

function hitAt(
  document: FoundDocument,
  entry: EntryPath,
  value: string,
  origins: readonly URL[],
  line: () => number,
): Hit | null {
  const { readers } = document;
  const [first] = readers;
  const readings = readers.flatMap((client) => {
    const meaning = client.meaning(entry, value);
    return meaning === null ? [] : [{ client, meaning }];
  });
  const [address = null] = addressesIn([value, ...wordsOf(entry), readings[0]?.meaning.host ?? ''].join('\n'), origins);
  const known = readerOf(readings, address);
  const meaning = known?.meaning ?? null;
  const token = tokenIn(value);
  if (first === undefined || (meaning === null && address === null && token === null)) return null;
  // What is no setting, such as a macro of netrc, only tells of hosts.
  if (meaning === null && document.document.find(entry).length === 0) return null;
  return { document, entry, line: line(), client: known?.client ?? first, meaning, address, token };
}

/**
 * Of several that read one line, the one of its address's format. A line that names a host alone, as in netrc, serves every format: it is
 * whose who keeps nothing but hosts, and makes nobody ask there who did not before.
 */
function readerOf(
  readings: readonly { readonly client: Client; readonly meaning: Meaning }[],
  address: Address | null,
) {
  const format = address?.repository?.format ?? 'generic';
  return readings.find(({ client }) => client.format === format) ?? readings[0];
}

function wordsOf(entry: EntryPath): readonly string[] {
  return entry.map((step) => (isSelection(step) ? step.is : step));
}

/** True for what is CodeArtifact's by itself, and not only by what stands beside it. */
export function isCodeArtifacts({ address, token }: Hit): boolean {
  return address !== null || token !== null;
}
