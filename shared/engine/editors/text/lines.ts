import type { Splice } from '../editor.ts';

/** One line of a text: `start` to `end` is its content, `end` to `next` its line ending (none when they are equal). */
export type Line = { readonly start: number; readonly end: number; readonly next: number };

const EOL = /\r\n|\n|\r/g;

/** The lines of a text as npm's ini and Python's universal newlines cut it: at CRLF, LF and a lone CR. */
export function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(EOL)) {
    const next = match.index + match[0].length;
    lines.push({ start, end: match.index, next });
    start = next;
  }
  if (start < text.length) lines.push({ start, end: text.length, next: text.length });
  return lines;
}

/** Blanks that stand directly in front of an offset. */
export function blanksBefore(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && ' \t'.includes(text.charAt(start - 1))) start -= 1;
  return text.slice(start, offset);
}

/** True where nothing but blanks stands between a line's begin and the offset. */
export function beginsLine(text: string, offset: number): boolean {
  const before = text.charAt(offset - blanksBefore(text, offset).length - 1);
  return before === '' || before === '\n' || before === '\r';
}

/** Those of a text's lines that have something between two offsets, line endings included. */
export function linesBetween(lines: readonly Line[], start: number, end: number): readonly Line[] {
  const first = firstIndex(lines, (line) => line.next > start);
  return lines.slice(
    first,
    Math.max(
      first,
      firstIndex(lines, (line) => line.start >= end),
    ),
  );
}

/** Index of the first for which this holds, which then holds for all behind it; their number when there is none. */
export function firstIndex<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The line that an offset is in, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return lineFinder(text)(offset);
}

/** The same for many offsets of one text. */
export function lineFinder(text: string): (offset: number) => number {
  const starts = Array.from(text.matchAll(EOL), ({ index, 0: eol }) => index + eol.length);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

/** The most frequent line ending, the earlier one on a draw; LF for a text without any. */
export function dominantEol(text: string): string {
  const counts = new Map<string, number>();
  for (const [eol] of text.matchAll(EOL)) counts.set(eol, (counts.get(eol) ?? 0) + 1);
  let dominant = '\n';
  for (const [eol, count] of counts) if (count > (counts.get(dominant) ?? 0)) dominant = eol;
  return dominant;
}

/**
 * Inserts lines at a line's start or at the end of the text, which keeps having, or not having, a final newline. Who inserts at many places
 * gives the line ending.
 */
export function insertLines(
  text: string,
  at: number,
  contents: readonly string[],
  dominant: string = dominantEol(text),
): Splice {
  const endsOpen = at === text.length && !/(?:^|[\r\n])$/.test(text);
  // A CR in front of an LF would melt into one CRLF with it, and could not be taken out again.
  const eol = dominant === '\r' && text[at] === '\n' ? '\n' : dominant;
  const inserted = contents.map((content) => (endsOpen ? eol + content : content + eol)).join('');
  return { start: at, end: at, text: inserted };
}

/** Takes lines out, each with its own line ending; a last line that has none takes the one before it along. */
export function removeLines(text: string, lines: readonly Line[]): readonly Splice[] {
  const runs: { start: number; end: number; open: boolean }[] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    const open = line.end === line.next;
    if (run !== undefined && run.end === line.start) Object.assign(run, { end: line.next, open });
    else runs.push({ start: line.start, end: line.next, open });
  }
  return runs.map(({ start, end, open }) => {
    const eolBefore = open ? (/(?:\r\n|\n|\r)$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
    return { start: start - eolBefore, end, text: '' };
  });
}
