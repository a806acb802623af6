import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { prepareMachine } from './prepare-machine.ts';

// `npm test`: every check there is, and one closing line with the count.

const root = path.resolve(import.meta.dirname, '..');
const results = path.join(root, 'test/results');

type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** A check that passes or fails as a whole. */
async function check(name: string, command: string, args: readonly string[]): Promise<Counts> {
  const ok = await run(name, command, args);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** A vitest project, counted test by test. */
async function vitest(project: string): Promise<Counts> {
  const report = path.join(results, `${project}.json`);
  const args = [
    'run',
    '-c',
    'test/vitest.config.ts',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const ok = await run(`tests: ${project}`, 'vitest', args);
  return counted(report, ok, (json) => ({
    passed: Number(json['numPassedTests']),
    failed: Number(json['numFailedTests']) + (ok || Number(json['numFailedTests']) > 0 ? 0 : 1),
    skipped: Number(json['numPendingTests']) + Number(json['numTodoTests'] ?? 0),
  }));
}

async function playwright(): Promise<Counts> {
  const report = path.join(results, 'e2e.json');
  const args = ['test', '-c', 'test/playwright.config.ts', '--reporter=list,json'];
  const ok = await run('tests: end to end', 'playwright', args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return counted(report, ok, (json) => {
    const stats = json['stats'] as Record<string, number>;
    return {
      passed: (stats['expected'] ?? 0) + (stats['flaky'] ?? 0),
      failed: (stats['unexpected'] ?? 0) + (ok || (stats['unexpected'] ?? 0) > 0 ? 0 : 1),
      skipped: stats['skipped'] ?? 0,
    };
  });
}

function counted(report: string, ok: boolean, read: (json: Record<string, unknown>) => Counts): Counts {
  try {
    return read(JSON.parse(readFileSync(report, 'utf8')) as Record<string, unknown>);
  } catch {
    return { passed: 0, failed: ok ? 0 : 1, skipped: 0 };
  }
}

async function run(
  name: string,
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<boolean> {
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

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
prepareMachine();
const steps: Counts[] = [
  await check('types', 'tsc', ['-b']),
  await check('lint', 'oxlint', ['--type-aware', '--deny-warnings']),
  await check('format', 'oxfmt', ['--check']),
  await check('unused code', 'knip', []),
  await check('build: app', 'electron-vite', ['build', '-c', 'electron/electron.vite.config.ts', '--logLevel', 'warn']),
  await check('build: CLI', 'vite', ['build', '-c', 'shared/hosts/vite.config.ts', '--logLevel', 'warn']),
  await vitest('node'),
  await vitest('browser'),
  await playwright(),
  await vitest('packaging'),
];
const total = (key: keyof Counts) => steps.reduce((sum, counts) => sum + counts[key], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exitCode = total('failed') === 0 ? 0 : 1;
