import { isMap, isScalar, visit } from 'yaml';
import type { ParsedNode } from 'yaml';
import type { YamlText } from './document.ts';

type Quote = '"' | "'";

/** How a document is written, so that what is new looks like the rest. */
export type Style = { readonly quote: Quote; readonly indent: string };

/** Single quotes where most quoted texts of the document have them; the first indentation in it, or two blanks. */
export function styleOf({ document }: YamlText): Style {
  let [singles, doubles] = [0, 0];
  let indent: number | null = null;
  if (document !== null) {
    visit(document, {
      Scalar(_, { type }) {
        if (type === 'QUOTE_SINGLE') singles += 1;
        if (type === 'QUOTE_DOUBLE') doubles += 1;
      },
      Pair(_, { value }, path) {
        const outer = path.findLast((node) => isMap(node));
        if (!isMap(value) || outer === undefined) return;
        const [inside, outside] = [indentOf(value), indentOf(outer)];
        if (inside !== null && outside !== null) indent ??= inside - outside;
      },
    });
  }
  return { quote: singles > doubles ? "'" : '"', indent: ' '.repeat(indent ?? 2) };
}

/** Columns in front of a block map's keys or a block list's dashes; null for `{}` and `[]`. */
export function indentOf(node: { readonly srcToken?: unknown }): number | null {
  const token = node.srcToken;
  const isBlock =
    typeof token === 'object' && token !== null && 'type' in token && String(token.type).startsWith('block-');
  return isBlock && 'indent' in token ? Number(token.indent) : null;
}

/** Means the same to every reader without quotes, on its own and within brackets. */
const PLAIN = /^[A-Za-z](?:[\w.@/+=~%&;-]|:(?=\S)| (?=\w))*$/;
/** Words and numbers that YAML 1.1 or 1.2 takes for something else than a text. */
const SPECIAL = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
const BARE = /^(?:true|false|0|[1-9]\d{0,14})$/;

export function spellKey(key: string, { quote }: Style): string {
  return /^:?[A-Za-z_][\w.-]*$/.test(key) && !SPECIAL.test(key) ? key : quoted(key, quote);
}

/** A value that is new to the document: booleans and whole numbers bare, texts in its quotes. */
export function spellNew(value: string, { quote }: Style): string {
  return BARE.test(value) ? value : quoted(value, quote);
}

/** A value in the place of another one, in that one's quotes or without any. */
export function spellLike(value: string, node: ParsedNode, style: Style): string {
  if (!isScalar(node)) return spellNew(value, style);
  if (node.type === 'QUOTE_DOUBLE') return quoted(value, '"');
  if (node.type === 'QUOTE_SINGLE') return quoted(value, "'");
  const staysPlain = node.type === 'PLAIN' && node.source !== '' && PLAIN.test(value) && !SPECIAL.test(value);
  return staysPlain ? value : spellNew(value, style);
}

function quoted(value: string, quote: Quote): string {
  return quote === "'" ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
