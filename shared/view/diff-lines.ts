/** One line of a unified diff of one file; numbers count from 1 and are null where that side has no such line. */
export type DiffLine = {
  readonly kind: 'hunk' | 'context' | 'added' | 'removed' | 'note';
  readonly oldNumber: number | null;
  readonly newNumber: number | null;
  /** The line without its leading mark; a hunk header and a note as they stand. */
  readonly text: string;
};

const hunkHeader = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/**
 * Reads a unified diff of a single file, as POSIX diff -u and the `diff` package write it. What stands before the first
 * hunk is left out; after it nothing is: a preview that swallows a line would lie.
 */
export function diffLines(diff: string): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let oldNumber = 0;
  let newNumber = 0;
  for (const line of splitLines(diff)) {
    const header = hunkHeader.exec(line);
    if (header !== null) {
      oldNumber = Number(header[1]);
      newNumber = Number(header[2]);
      lines.push({ kind: 'hunk', oldNumber: null, newNumber: null, text: line });
    } else if (lines.length > 0) {
      const text = line.slice(1);
      if (line.startsWith('+')) lines.push({ kind: 'added', oldNumber: null, newNumber: newNumber++, text });
      else if (line.startsWith('-')) lines.push({ kind: 'removed', oldNumber: oldNumber++, newNumber: null, text });
      else if (line.startsWith('\\')) lines.push({ kind: 'note', oldNumber: null, newNumber: null, text: text.trim() });
      else lines.push({ kind: 'context', oldNumber: oldNumber++, newNumber: newNumber++, text });
    }
  }
  return lines;
}

/** How many lines a diff adds and removes. */
export function diffCounts(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
  return {
    added: lines.filter((line) => line.kind === 'added').length,
    removed: lines.filter((line) => line.kind === 'removed').length,
  };
}

function splitLines(diff: string): readonly string[] {
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
