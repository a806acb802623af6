import type { Splice } from '../editor.ts';
import { isSelection, stepText } from '../text/entry-path.ts';
import type { EntryPath, PathStep } from '../text/entry-path.ts';
import { beginsLine, dominantEol, firstIndex, splitLines } from '../text/lines.ts';
import type { Line } from '../text/lines.ts';
import type { XmlDialect } from './dialect.ts';
import type { Attribute, Element } from './document.ts';
import { escapeText, isBlank, quoteLike } from './value.ts';

// Nothing but the text remembers how an element was empty before something was put into it, so each way looks different then:
// the end tag of `<a/>` stands on the next line, that of `<a></a>` and `<a> </a>` right behind what was put in, and that of an
// `<a>` whose end tag was on a later line has one line ending more before it than it had.

/** The line endings a blank text has. */
function eolsIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** How a document is laid out; each is found when it is first asked for, and once. */
export type Layout = {
  readonly text: string;
  /** The most frequent line ending. */
  eol(): string;
  /** What one level of nesting adds to the indentation. */
  unit(): string;
  /** The blanks that the line of an offset begins with. */
  indentAt(offset: number): string;
};

export function layoutOf(text: string, root: Element | null): Layout {
  const known: { eol?: string; unit?: string; lines?: readonly Line[] } = {};
  const layout: Layout = {
    text,
    eol: () => (known.eol ??= dominantEol(text)),
    unit: () => (known.unit ??= (root === null ? null : firstUnit(layout, root)) ?? '  '),
    indentAt(offset) {
      const lines = (known.lines ??= splitLines(text));
      const line = lines[firstIndex(lines, ({ next }) => next >= offset)];
      return /^[\t ]*/.exec(text.slice(line?.start, offset))?.[0] ?? '';
    },
  };
  return layout;
}

function firstUnit(layout: Layout, parent: Element): string | null {
  const { text } = layout;
  for (const child of parent.elements) {
    if (beginsLine(text, child.start) && beginsLine(text, parent.start)) {
      const [outer, inner] = [layout.indentAt(parent.start), layout.indentAt(child.start)];
      if (inner.startsWith(outer) && inner !== outer) return inner.slice(outer.length);
    }
    const deeper = firstUnit(layout, child);
    if (deeper !== null) return deeper;
  }
  return null;
}

/** Puts a new element, given by its lines, behind everything that the holder has. */
export function insertElement(layout: Layout, holder: Element, lines: readonly string[]): Splice {
  const { text } = layout;
  const eol = layout.eol();
  const outer = layout.indentAt(holder.start);
  const sibling = holder.pieces.findLast((piece) => piece.kind !== 'text' && beginsLine(text, piece.start));
  const indent = sibling === undefined ? outer + layout.unit() : layout.indentAt(sibling.start);
  const added = lines.map((line) => eol + indent + line).join('');
  if (holder.selfClosing) {
    return { start: holder.end - 2, end: holder.end, text: `>${added}${eol}${outer}</${holder.name}>` };
  }
  const content = text.slice(holder.content.start, holder.content.end);
  if (!isBlank(content)) {
    const behind = blanksBefore(text, holder.content.end);
    return { start: behind, end: behind, text: added };
  }
  if (eolsIn(content) === 0) return { start: holder.content.start, end: holder.content.start, text: added };
  // A CR in front of an LF would melt into one CRLF with it.
  const extra = eol === '\r' && content.startsWith('\n') ? '\n' : eol;
  return { start: holder.content.start, end: holder.content.start, text: added + extra };
}

/** Inverse of `insertElement` for several elements of one holder. */
export function removeElements(text: string, holder: Element, removed: readonly Element[]): readonly Splice[] {
  const gone = new Set(removed);
  const left = holder.pieces.filter((piece) => piece.kind !== 'element' || !gone.has(piece.element));
  const [first, last] = [removed[0], removed.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (left.some((piece) => piece.kind !== 'text' || !isBlank(text.slice(piece.start, piece.end)))) {
    return removed.map(({ start, end }) => ({ start: blanksBefore(text, start), end, text: '' }));
  }
  const { start, end } = holder.content;
  const tail = text.slice(last.end, end);
  const eols = eolsIn(tail);
  if (eols === 1) return [{ start: start - 1, end: holder.end, text: '/>' }];
  return [{ start, end, text: eols === 0 ? tail : tail.replace(/\r\n|\n|\r/, '') }];
}

/** Takes an attribute out, with the blanks before it. */
export function removeAttribute(text: string, { start, end }: Attribute): Splice {
  return { start: blanksBefore(text, start), end, text: '' };
}

/** Where the blanks begin that end at an offset. */
function blanksBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && '\t\n\r '.includes(text.charAt(at - 1))) at -= 1;
  return at;
}

/** Lines of a new element with all that the rest of a path asks to be in it; `unit` indents one level. */
export function renderElement(dialect: XmlDialect, path: EntryPath, value: string, unit: string): readonly string[] {
  const [step, ...rest] = path;
  const name = nameFor(dialect, step);
  const [by, is] = isSelection(step) ? [step.by, step.is] : [null, ''];
  const byAttribute = by?.startsWith('@') === true ? ` ${by.slice(1)}=${quoteLike(is, '')}` : '';
  const start = name === dialect.root.name ? dialect.root.start : `<${name}${byAttribute}>`;
  const next = rest.length === 0 ? null : stepText(rest[0]);
  if (next === null) return [`${start}${escapeText(value)}</${name}>`];
  if (next.startsWith('@')) return [`${start.slice(0, -1)} ${next.slice(1)}=${quoteLike(value, '')} />`];
  const byElement = by !== null && byAttribute === '' ? [`<${by}>${escapeText(is)}</${by}>`] : [];
  const inner = [...byElement, ...renderElement(dialect, rest, value, unit)];
  return [start, ...inner.map((line) => unit + line), `</${name}>`];
}

function nameFor(dialect: XmlDialect, step: PathStep | undefined): string {
  if (!isSelection(step)) return step ?? '';
  return step.list === '' ? dialect.spellName(step.is) : step.list;
}
