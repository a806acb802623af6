import type { Problem } from '../../contract/problem.ts';
import { exitCodeOf } from './exit-code.ts';

/** What a command writes: results to stdout, everything else to stderr. */
export type Io = {
  out(text: string): void;
  err(text: string): void;
};

export const processIo: Io = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
};

/** One JSON document, and nothing else on stdout. */
export function printJson(io: Io, value: unknown): void {
  io.out(JSON.stringify(value, null, 2));
}

/** Prints the sentence, the action and its command; returns the exit code. */
export function reportProblem(io: Io, problem: Problem, json: boolean): number {
  if (json) printJson(io, { error: problem });
  io.err(`codeartifact-tray: ${problem.message}`);
  if (problem.advice !== null) io.err(`  ${problem.advice}`);
  if (problem.command !== null) io.err(`  $ ${problem.command}`);
  return exitCodeOf(problem.code);
}

/** Left-aligned columns with two blanks between. */
export function table(rows: readonly (readonly string[])[]): string {
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
