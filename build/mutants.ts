import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mutantsOf } from './mutations.ts';
import type { Mutant } from './mutations.ts';
import { reachOf } from './reach.ts';

// `npm run test:mutants -- FILES`, or `-- --sample 100`: changes the source in small ways, one at a
// time and in a copy, and tells which of the changes no test notices. `--seed S` repeats a choice; `--near` runs the nearest tests alone,
// which is fast, and says of some that they were not noticed although they are. Takes minutes to hours, and is no part of `npm test`.

const root = path.resolve(import.meta.dirname, '..');
const AREAS = ['shared/engine', 'shared/adapters/aws', 'shared/view', 'electron/main', 'electron/adapters'];
const COPIED = ['build', 'docs', 'electron', 'renderer', 'shared', 'test', 'package.json', 'tsconfig.json'];
/** Not those that start other programs or look at a packed app: too slow to be run hundreds of times. */
const TESTS = 'test/{unit,integration,electron,component}/**/*.test.{ts,tsx}';
/** Vitest's projects by their folders, the quickest first. */
const PROJECTS = { unit: 'unit', electron: 'electron', component: 'browser', integration: 'integration' };
/** So many of the nearest test files run first. */
const NEAR = 6;
/** Time for the nearest, and for all others, in milliseconds: longer than they take anywhere. */
const NEAR_LIMIT = 180_000;
const FAR_LIMIT = 1_800_000;

type Outcome = 'noticed' | 'survived' | 'ran for too long';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string' }, seed: { type: 'string' }, near: { type: 'boolean' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const tree = copyOfTree();
const reach = reachOf(tree, globSync(TESTS, { cwd: tree }).map(posix));
const files = sourcesIn(positionals.length > 0 ? positionals : AREAS);
const texts = new Map(files.map((file) => [file, readFileSync(path.join(tree, file), 'utf8')]));
const all = [...texts].flatMap(([file, text]) => mutantsOf(file, text));
const wanted = Math.min(Number(values.sample ?? all.length), all.length);
console.log(`${all.length} mutants in ${files.length} files, ${wanted} wanted, seed ${seed}`);

/** Whether a test file passes without a mutant, as far as it was asked. */
const passes = new Map<string, boolean>();
// More than wanted, since many do not compile.
const chosen = (await compiling(shuffled(all, seed).slice(0, wanted * 3))).slice(0, wanted);
const survivors: string[] = [];
let tooLong = 0;
for (const mutant of chosen) {
  const outcome = await outcomeOf(mutant);
  console.log(`${outcome}: ${described(mutant)}`);
  if (outcome === 'survived') survivors.push(described(mutant));
  if (outcome === 'ran for too long') tooLong += 1;
}
if (survivors.length > 0) console.log(`\nNot noticed:\n${survivors.sort().join('\n')}`);
const noticed = `${chosen.length - survivors.length} of ${chosen.length} noticed`;
console.log(`\n${noticed}, ${tooLong} of them by running for too long; seed ${seed}`);

/** All are put beside their files at once: one run of the compiler tells which of them it refuses. */
async function compiling(mutants: readonly Mutant[]): Promise<readonly Mutant[]> {
  const name = (index: number): string =>
    path.join(tree, (mutants[index]?.file ?? '').replace(/\.ts$/, `.mutant-${index}.ts`));
  for (const [index, mutant] of mutants.entries()) writeFileSync(name(index), mutated(mutant));
  const { output } = await run('tsc', ['-b', '--pretty', 'false'], FAR_LIMIT);
  for (const index of mutants.keys()) rmSync(name(index));
  const refused = new Set([...output.matchAll(/\.mutant-(\d+)\.ts\(/g)].map(([, index]) => Number(index)));
  console.log(`${refused.size} of ${mutants.length} do not compile`);
  return mutants.filter((_, index) => !refused.has(index));
}

async function outcomeOf(mutant: Mutant): Promise<Outcome> {
  const tests = reach(mutant.file);
  const near = await outcomeBy(mutant, tests.slice(0, NEAR), NEAR_LIMIT);
  if (near !== 'survived' || values.near === true) return near;
  return outcomeBy(mutant, tests.slice(NEAR), FAR_LIMIT);
}

async function outcomeBy(mutant: Mutant, tests: readonly string[], limit: number): Promise<Outcome> {
  const usable = tests.filter((test) => passes.get(test) !== false);
  if (usable.length === 0) return 'survived';
  const place = path.join(tree, mutant.file);
  writeFileSync(place, mutated(mutant));
  const failed = await failedOf(usable, limit);
  writeFileSync(place, texts.get(mutant.file) ?? '');
  if (failed === null) return 'ran for too long';
  for (const test of failed) {
    if (!passes.has(test)) passes.set(test, (await failedOf([test], limit))?.length === 0);
    if (passes.get(test) === true) return 'noticed';
    console.log(`Left out, since it fails without a mutant: ${test}`);
  }
  return failed.length === 0 ? 'survived' : outcomeBy(mutant, tests, limit);
}

function mutated({ file, start, end, replacement }: Mutant): string {
  const original = texts.get(file) ?? '';
  return original.slice(0, start) + replacement + original.slice(end);
}

/** Project by project, up to the first test that fails; null when they had to be stopped. */
async function failedOf(tests: readonly string[], limit: number): Promise<readonly string[] | null> {
  const report = path.join(tree, 'report.json');
  const options = ['-c', 'test/vitest.config.ts', '--reporter=json', `--outputFile=${report}`, '--bail', '1'];
  for (const [folder, project] of Object.entries(PROJECTS)) {
    const mine = tests.filter((test) => test.startsWith(`test/${folder}/`));
    if (mine.length === 0) continue;
    rmSync(report, { force: true });
    const args = ['run', ...options, '--project', project, ...mine.map((test) => test.slice('test/'.length))];
    const { code } = await run('vitest', args, limit);
    if (code === null) return null;
    const failed = failuresIn(report);
    // Without a report: a build that fails, or an error outside of any test.
    if (code !== 0) return failed.length > 0 ? failed : mine.slice(0, 1);
  }
  return [];
}

function failuresIn(report: string): readonly string[] {
  if (!existsSync(report)) return [];
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { name: string; status: string }[];
  };
  return testResults.filter(({ status }) => status === 'failed').map(({ name }) => posix(path.relative(tree, name)));
}

/** `code` is null when the program was stopped because of the limit, with all that it had started. */
async function run(
  program: string,
  args: readonly string[],
  limit: number,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(path.join(root, 'node_modules/.bin', program), args, {
    cwd: tree,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  return new Promise((resolve, reject) => {
    let stopped = false;
    const stop = (): void => {
      stopped = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(stop, limit);
    process.once('exit', stop);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('exit', stop);
      resolve({ code: stopped ? null : (code ?? 1), output });
    });
  });
}

/** The sources as they stand, not yet committed ones included, in a folder that goes with this process. */
function copyOfTree(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'mutants-')));
  // Some tests run programs as a user without rights.
  chmodSync(folder, 0o755);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  for (const name of COPIED) cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

function sourcesIn(places: readonly string[]): readonly string[] {
  return places.flatMap((place) =>
    place.endsWith('.ts') ? [place] : globSync(`${place}/**/*.ts`, { cwd: tree }).map(posix).sort(),
  );
}

function described({ file, start, end, replacement }: Mutant): string {
  const text = texts.get(file) ?? '';
  const line = text.slice(0, start).split('\n').length;
  const before = text.slice(start, end).replaceAll(/\s+/g, ' ');
  const whole = text.split('\n')[line - 1]?.trim() ?? '';
  return `${file}:${line}: ${before} → ${replacement === '' ? '(nothing)' : replacement}    in ${whole}`;
}

/** The same order for the same seed (mulberry32). */
function shuffled<T>(items: readonly T[], start: number): readonly T[] {
  let state = start;
  const random = (): number => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function posix(file: string): string {
  return file.replaceAll('\\', '/');
}
