import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import path from 'node:path';
import { commandsBench } from './commands.ts';
import { engineBench } from './engine.ts';
import type { Bench, Row } from './row.ts';

// `npm run bench -- NAMES`: runs all or the named ones, and writes what came out into docs/performance.md.

const benches: Readonly<Record<string, Bench>> = { commands: commandsBench, engine: engineBench };

const root = path.resolve(import.meta.dirname, '../..');
const file = path.join(root, 'docs/performance.md');

for (const [name, { title, measure }] of chosen(process.argv.slice(2))) {
  console.log(`\n${title}`);
  const rows = await measure();
  for (const row of rows) console.log(`  ${textOf(row).join('  ')}`);
  write(name, [machine(), '', ...table(rows), '', `Again: \`npm run bench -- ${name}\`.`].join('\n'));
}

function chosen(names: readonly string[]): readonly (readonly [string, Bench])[] {
  const unknown = names.filter((name) => benches[name] === undefined);
  if (unknown.length > 0)
    throw new Error(`There is no bench ${unknown.join(', ')}; there is ${Object.keys(benches).join(', ')}.`);
  return Object.entries(benches).filter(([name]) => names.length === 0 || names.includes(name));
}

/** Puts what was measured between the two marks of its name; the words around them are written by hand. */
function write(name: string, text: string): void {
  const document = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- measured: ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${file} has no ${begin} … ${end}`);
  writeFileSync(file, `${document.slice(0, from)}${begin}\n\n${text}\n\n${document.slice(to)}`);
}

function machine(): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, commit ${commit}, Node ${process.versions.node}, ${platform()} ${release()} ${arch()}, ${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${memory}.`;
}

function table(rows: readonly Row[]): readonly string[] {
  const cells = [['work', 'took', 'against', 'ratio', 'goal', ''], ...rows.map(textOf)];
  const widths = cells[0]?.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const [head = '', ...body] = cells.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function textOf({ work, value, unit, peer, ratio, goal }: Row): readonly string[] {
  const isMet = goal === undefined ? '' : (ratio ?? value) <= goal ? 'met' : 'missed';
  const most = goal === undefined ? '' : `≤ ${goal.toFixed(2)}${ratio === undefined ? ` ${unit}` : ''}`;
  return [work, `${digits(value)} ${unit}`, peer ?? '', ratio?.toFixed(2) ?? '', most, isMet];
}

function digits(value: number): string {
  return value.toFixed(value >= 100 ? 0 : value >= 1 ? 1 : 3);
}
