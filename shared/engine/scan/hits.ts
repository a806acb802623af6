import type { Client, Meaning } from '../clients/client.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { isSelection } from '../editors/text/entry-path.ts';
import { lineFinder } from '../editors/text/lines.ts';
import { tokenIn } from '../secrets/token.ts';
import { addressesIn } from './address.ts';
import type { Address } from './address.ts';
import type { FoundDocument } from './documents.ts';

/** One entry of a file, and what it is to the first of its readers that knows it. */
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

/** The entries of a file that name CodeArtifact, hold a token of it, or may go with one that does. */
export function hitsIn(document: FoundDocument, origins: readonly URL[]): readonly Hit[] {
  const { readers } = document;
  const [first] = readers;
  if (first === undefined) return [];
  const lineOf = lineFinder(document.document.text);
  return document.document.entries().flatMap(({ entry, value, start }): Hit[] => {
    const known = readers.flatMap((client) => {
      const meaning = client.meaning(entry, value);
      return meaning === null ? [] : [{ client, meaning }];
    })[0];
    const meaning = known?.meaning ?? null;
    const [address = null] = addressesIn([value, ...wordsOf(entry), meaning?.host ?? ''].join('\n'), origins);
    const token = tokenIn(value);
    if (meaning === null && address === null && token === null) return [];
    return [{ document, entry, line: lineOf(start), client: known?.client ?? first, meaning, address, token }];
  });
}

function wordsOf(entry: EntryPath): readonly string[] {
  return entry.map((step) => (isSelection(step) ? step.is : step));
}

/** True for what is CodeArtifact's by itself, and not only by what stands beside it. */
export function isCodeArtifacts({ address, token }: Hit): boolean {
  return address !== null || token !== null;
}
