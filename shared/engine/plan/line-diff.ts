import { structuredPatch } from 'diff';
import type { StructuredPatch } from 'diff';

const CONTEXT = 3;
/** The time that the shortest of all differences takes grows with the square of its lines. */
const MOST_LINES = 500;
const NO_NEWLINE = String.raw`\ No newline at end of file`;

/** What differs between two texts with LF; beyond five hundred lines as one piece, from the first that differs to the last. */
export function lineDiff(from: string, to: string, before: string, after: string): StructuredPatch {
  const options = { context: CONTEXT, maxEditLength: MOST_LINES };
  return structuredPatch(from, to, before, after, undefined, undefined, options) ?? inOnePiece(from, to, before, after);
}

function inOnePiece(oldFileName: string, newFileName: string, before: string, after: string): StructuredPatch {
  const [old, now] = [linesOf(before), linesOf(after)];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let same = 0;
  while (same < shorter - start && old.at(-1 - same) === now.at(-1 - same)) same += 1;
  const first = Math.max(0, start - CONTEXT);
  const behind = Math.max(0, same - CONTEXT);
  const [oldEnd, newEnd] = [old.length - same, now.length - same];
  const lines = [
    ...old.slice(first, start).flatMap((line) => written(' ', line)),
    ...old.slice(start, oldEnd).flatMap((line) => written('-', line)),
    ...now.slice(start, newEnd).flatMap((line) => written('+', line)),
    ...now.slice(newEnd, now.length - behind).flatMap((line) => written(' ', line)),
  ];
  const hunk = {
    oldStart: first + 1,
    oldLines: old.length - behind - first,
    newStart: first + 1,
    newLines: now.length - behind - first,
    lines,
  };
  return { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined, hunks: [hunk] };
}

/** With their line ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function written(sign: string, line: string): readonly string[] {
  return line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, NO_NEWLINE];
}
