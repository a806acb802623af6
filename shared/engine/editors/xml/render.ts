import type { EntryPath } from '../editor.ts';
import { selectorIn } from '../text/selector.ts';
import type { XmlDialect } from './dialect.ts';
import { escapeText, quoteLike } from './value.ts';

/** Lines of a new element with all that the rest of a path asks to be in it; `unit` indents one level. */
export function renderElement(dialect: XmlDialect, path: EntryPath, value: string, unit: string): readonly string[] {
  const [step = '', ...rest] = path;
  const selector = selectorIn(step);
  const name = selector === null ? step : selector.name === '' ? dialect.spellName(selector.value) : selector.name;
  const key = selector?.key ?? null;
  const byAttribute = key?.startsWith('@') === true ? ` ${key.slice(1)}=${quoteLike(selector?.value ?? '', '')}` : '';
  const start = name === dialect.root.name ? dialect.root.start : `<${name}${byAttribute}>`;
  const [next] = rest;
  if (next === undefined) return [`${start}${escapeText(value)}</${name}>`];
  if (next.startsWith('@')) return [`${start.slice(0, -1)} ${next.slice(1)}=${quoteLike(value, '')} />`];
  const byElement = key !== null && byAttribute === '' ? [`<${key}>${escapeText(selector?.value ?? '')}</${key}>`] : [];
  const inner = [...byElement, ...renderElement(dialect, rest, value, unit)];
  return [start, ...inner.map((line) => unit + line), `</${name}>`];
}
