import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npmrcEditor } from '../shared/engine/editors/npmrc.ts';
import { editText } from '../shared/engine/editors/edit-text.ts';

// `npm run bench`: medians of interleaved runs, each as a ratio to a peer that ran in the same minute.

const ROUNDS = 9;
const root = path.resolve(import.meta.dirname, '..');
const cli = path.join(root, 'out/node/cli.js');
const home = mkdtempSync(path.join(tmpdir(), 'codeartifact-bench-'));
const env = {
  ...process.env,
  HOME: home,
  NPM_CONFIG_USERCONFIG: path.join(home, '.npmrc'),
  CODEARTIFACT_TRAY_HOME: path.join(home, 'state'),
};

function command(program: string, args: readonly string[]): () => void {
  return () => {
    const { status } = spawnSync(program, args, { env, stdio: 'ignore' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
  };
}

/** Median milliseconds of each, measured in turns so that a busy moment hits all. */
function medians(works: Readonly<Record<string, () => void>>): Record<string, number> {
  const times: Record<string, number[]> = {};
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const started = performance.now();
      work();
      // The first round warms caches up.
      if (round > 0) (times[name] ??= []).push(performance.now() - started);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0]),
  );
}

function report(title: string, result: Record<string, number>, peer: string): void {
  console.log(`\n${title}`);
  const base = result[peer] ?? 1;
  for (const [name, time] of Object.entries(result)) {
    console.log(`  ${name.padEnd(34)} ${time.toFixed(1).padStart(8)} ms   ${(time / base).toFixed(2)} × ${peer}`);
  }
}

try {
  report(
    'start of a command',
    medians({
      'node -e 0': command(process.execPath, ['-e', '0']),
      'codeartifact-tray --version': command(process.execPath, [cli, '--version']),
      'codeartifact-tray status': command(process.execPath, [cli, 'status']),
      'npm --version': command('npm', ['--version']),
    }),
    'npm --version',
  );

  const lines = Array.from({ length: 200 }, (_, index) => `; line ${index}\nkey${index}=value\n`).join('');
  writeFileSync(path.join(home, '.npmrc'), lines);
  report(
    'set one value in a .npmrc of 400 lines',
    medians({
      'our editor': () => {
        editText(npmrcEditor, lines, [{ kind: 'set', entry: ['registry'], value: 'https://example.com/' }]);
      },
      'npm config set': command('npm', ['config', 'set', 'registry', 'https://example.com/']),
    }),
    'npm config set',
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
