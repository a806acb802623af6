import type { AST } from 'toml-eslint-parser';

/** A key as TOML writes it. */
export function spellKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : spellString(key);
}

export function spellKeys(keys: readonly string[]): string {
  return keys.map((key) => spellKey(key)).join('.');
}

/** A new value: `true`, `false` and whole numbers bare, all else as a string, in a neighbour's kind of quotes. */
export function spellValue(value: string, neighbour: AST.TOMLKeyValue | undefined): string {
  if (/^(?:true|false|0|-?[1-9]\d{0,14})$/.test(value)) return value;
  const node = neighbour?.value;
  const literal = node?.type === 'TOMLValue' && node.kind === 'string' && node.style === 'literal' && !node.multiline;
  return literal ? spellLiteral(value, "'") : spellString(value);
}

/** A value for the place of another, in that one's quotes; `raw` is that one's text. */
export function spellLike(value: string, { type, ...node }: AST.TOMLValue | AST.TOMLArray, raw: string): string {
  if (type !== 'TOMLValue' || !('kind' in node) || node.kind !== 'string') return spellValue(value, undefined);
  const quotes = node.multiline ? raw.slice(0, 3) : raw.slice(0, 1);
  if (node.style === 'literal') return spellLiteral(value, quotes);
  return quotes + spellString(value).slice(1, -1) + quotes;
}

/** TOML knows every escape that JSON writes. */
export function spellString(value: string): string {
  return JSON.stringify(value);
}

/** Literal strings know no escapes, so that one with a quote in it has to become a basic string. */
function spellLiteral(value: string, quotes: string): string {
  return value.includes("'") ? spellString(value) : quotes + value + quotes;
}
