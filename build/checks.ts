import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
export const results = path.join(root, 'test/results');

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };
type Env = Readonly<Record<string, string>>;

/** A check that passes or fails as a whole. */
export async function check(name: string, command: string, args: readonly string[]): Promise<Counts> {
  const ok = await run(name, command, args);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** What `npm run build` does, in two checks. */
export async function build(): Promise<readonly Counts[]> {
  return [
    await check('build: app', 'electron-vite', [
      'build',
      '-c',
      'electron/electron.vite.config.ts',
      '--logLevel',
      'warn',
    ]),
    await check('build: CLI', 'vite', ['build', '-c', 'shared/hosts/vite.config.ts', '--logLevel', 'warn']),
  ];
}

/** Projects of vitest in one run, so that they share the cores; counted test by test. */
export async function vitest(...projects: readonly string[]): Promise<Counts> {
  const report = path.join(results, `${projects.join('-')}.json`);
  const args = [
    'run',
    '-c',
    'test/vitest.config.ts',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const ok = await run(`tests: ${projects.join(', ')}`, 'vitest', args);
  return counted(report, ok, (json) => ({
    passed: Number(json['numPassedTests']),
    failed: Number(json['numFailedTests']) + (ok || Number(json['numFailedTests']) > 0 ? 0 : 1),
    skipped: Number(json['numPendingTests']) + Number(json['numTodoTests'] ?? 0),
  }));
}

/** Playwright with more arguments, counted test by test. */
export async function playwright(name: string, more: readonly string[] = [], env: Env = {}): Promise<Counts> {
  const report = path.join(results, 'e2e.json');
  mkdirSync(results, { recursive: true });
  const args = ['test', '-c', 'test/playwright.config.ts', '--reporter=list,json', ...more];
  const ok = await run(name, 'playwright', args, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return counted(report, ok, (json) => {
    const stats = json['stats'] as Record<string, number>;
    return {
      passed: (stats['expected'] ?? 0) + (stats['flaky'] ?? 0),
      failed: (stats['unexpected'] ?? 0) + (ok || (stats['unexpected'] ?? 0) > 0 ? 0 : 1),
      skipped: stats['skipped'] ?? 0,
    };
  });
}

/** The closing line, and the exit code that goes with it. */
export function conclude(steps: readonly Counts[]): void {
  const total = (key: keyof Counts) => steps.reduce((sum, counts) => sum + counts[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
  process.exitCode = total('failed') === 0 ? 0 : 1;
}

function counted(report: string, ok: boolean, read: (json: Record<string, unknown>) => Counts): Counts {
  try {
    return read(JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>);
  } catch {
    return { passed: 0, failed: ok ? 0 : 1, skipped: 0 };
  }
}

async function run(name: string, command: string, args: readonly string[], env: Env = {}): Promise<boolean> {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const program = path.join(root, 'node_modules/.bin', process.platform === 'win32' ? `${command}.cmd` : command);
  const code = await new Promise<number>((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, CODEARTIFACT_TRAY_BUILT: '1', ...env },
    });
    child.on('error', () => resolve(1));
    child.on('exit', (exit) => resolve(exit ?? 1));
  });
  console.log(`── ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`);
  return code === 0;
}
