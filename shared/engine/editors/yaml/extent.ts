import { isPair, isScalar } from 'yaml';
import type { ParsedNode } from 'yaml';
import { isEmpty, isFlow } from './document.ts';
import type { Container, Step, YamlText } from './document.ts';

type Extent = { readonly start: number; readonly end: number };

/** Offsets of a scalar or alias as it is written. The line ending behind a block scalar is not part of it, nor are the blanks in front of none. */
export function rangeOf({ text }: YamlText, node: ParsedNode): Extent {
  const [start, valueEnd] = node.range;
  if (isEmpty(node)) {
    const at = text.slice(0, start).replace(/[ \t]+$/, '').length;
    return { start: at, end: at };
  }
  const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
  return { start, end: isBlock ? start + text.slice(start, valueEnd).trimEnd().length : valueEnd };
}

/** Offsets of one element: from its key or dash to the end of its value, or of its key where there is none. */
export function extentOf(container: Container, index: number): Extent {
  const item = container.items[index];
  const key = isPair(item) ? item.key : item;
  const value = isPair(item) ? item.value : item;
  const opening = tokenOf(container, index)?.start.find(
    ({ type }) => !['space', 'newline', 'comment', 'comma'].includes(type),
  );
  const end = value === null || value === undefined ? (key?.range[1] ?? 0) : contentEnd(value);
  return { start: opening?.offset ?? key?.range[0] ?? end, end };
}

/** Offset behind the colon of a map's element. */
export function colonEnd({ container, index }: Step): number {
  const token = tokenOf(container, index);
  const separators = token !== undefined && 'sep' in token ? token.sep : undefined;
  const colon = separators?.find(({ type }) => type === 'map-value-ind');
  return colon === undefined ? 0 : colon.offset + 1;
}

function contentEnd(node: ParsedNode): number {
  if ('items' in node && !isFlow(node) && node.items.length > 0) return extentOf(node, node.items.length - 1).end;
  // Of a block scalar with the line ending, and with the blank lines that `|+` keeps.
  return node.range[1];
}

function tokenOf({ srcToken }: Container, index: number) {
  return srcToken !== undefined && 'items' in srcToken ? srcToken.items[index] : undefined;
}
