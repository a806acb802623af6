import { visibleLine, visibleText } from '../../view/plain-text.ts';

/** What a command writes: results to stdout, everything else to stderr. */
export type Io = {
  /** For people: what a terminal would obey, or show as something else, is spelled out. */
  out(text: string): void;
  /** For programs, byte for byte. */
  data(text: string): void;
  /** For people. */
  err(text: string): void;
};

export const processIo: Io = {
  out: (text) => void process.stdout.write(`${visibleText(text)}\n`),
  data: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${visibleText(text)}\n`),
};

/** Left-aligned columns with two blanks between; a line end in a cell begins no row. */
export function columns(table: readonly (readonly string[])[]): string {
  const rows = table.map((row) => row.map(visibleLine));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
