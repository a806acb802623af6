import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Core } from '../../shared/engine/core/core.ts';
import { ok } from '../../shared/contract/problem.ts';
import { editText } from '../../shared/engine/editors/edit-text.ts';
import { npmrcEditor } from '../../shared/engine/editors/npmrc.ts';
import { aMachine } from './a-thousand-projects.ts';
import type { Machine } from './a-thousand-projects.ts';
import { medians } from './medians.ts';
import { compared } from './row.ts';
import type { Bench, Row } from './row.ts';

const VALUE = 'https://example.com/';
const HEALS = 100;
/** Who takes the lines of one file more often is answered later. */
const HEALS_OF_ONE = 4;
/** So long after one line was taken the next is: other programs are no stress test. Milliseconds. */
const BETWEEN = 500;
const cli = path.resolve(import.meta.dirname, '../../out/node/cli.js');
/** How long an agent is watched that has nothing to do. Milliseconds. */
const IDLE = 60_000;
/** Longer than it waits before it gives back memory. Milliseconds. */
const QUIET = 20_000;

/** What the engine does with files. */
export const engineBench: Bench = {
  title: 'Files',
  async measure() {
    const rows = [await oneEdit()];
    for (const projects of [10, 100, 1000]) rows.push(...(await manyProjects(projects)));
    return rows;
  },
};

async function oneEdit(): Promise<Row> {
  const { folder, remove } = aMachine(0);
  try {
    const lines = Array.from({ length: 200 }, (_, index) => `; line ${index}\nkey${index}=value\n`).join('');
    const work = 'set one value in a .npmrc of 400 lines';
    const env = { ...process.env, HOME: folder, NPM_CONFIG_USERCONFIG: path.join(folder, '.npmrc') };
    const times = await medians({
      [work]: { run: () => void editText(npmrcEditor, lines, [{ kind: 'set', entry: ['registry'], value: VALUE }]) },
      'npm config set': {
        run: () => void spawnSync('npm', ['config', 'set', 'registry', VALUE], { env, stdio: 'ignore' }),
      },
    });
    return compared({ work }, times, 'npm config set');
  } finally {
    remove();
  }
}

/** Goals are those of a thousand projects. */
async function manyProjects(projects: number): Promise<readonly Row[]> {
  const machine = aMachine(projects);
  const goal = (seconds: number) => (projects === 1000 ? { goal: seconds * 1000 } : {});
  const named = (work: string) => `${work}, ${projects * 3} bindings`;
  try {
    const core = machine.core();
    const first = await timed(async () => apply(core));
    await plan(core);
    const again = await medians({
      plan: { run: async () => plan(core) },
      apply: { run: async () => apply(core) },
    });
    const cold = await medians({ plan: { run: async () => plan(machine.core()) } }, 5);
    const whole = await wholeProcesses(machine, 5);
    return [
      { work: named('first apply'), value: first, unit: 'ms', ...goal(2) },
      {
        work: named('plan of a new process, without its start'),
        value: cold['plan'] ?? Number.NaN,
        unit: 'ms',
        ...goal(0.4),
      },
      {
        work: named('plan with nothing to do, in the agent'),
        value: again['plan'] ?? Number.NaN,
        unit: 'ms',
        ...goal(0.15),
      },
      {
        work: named('apply with nothing to do, in the agent'),
        value: again['apply'] ?? Number.NaN,
        unit: 'ms',
        ...goal(0.15),
      },
      {
        work: named('codeartifact-tray plan with nothing to do, a whole process alone'),
        value: whole.plan,
        unit: 'ms',
      },
      {
        work: named('codeartifact-tray apply with nothing to do, a whole process alone'),
        value: whole.apply,
        unit: 'ms',
      },
      ...(await agent(machine, projects)),
    ];
  } finally {
    machine.remove();
  }
}

/** Commands with nothing to do, from their start to their end. */
async function wholeProcesses({ folder }: Machine, runs?: number) {
  const run = (command: string) => ({
    run() {
      const { status } = spawnSync(process.execPath, [cli, command], {
        env: environmentOf(folder),
        cwd: folder,
        stdio: 'ignore',
      });
      if (status !== 0) throw new Error(`${command} ended with ${status}`);
    },
  });
  const { plan: ofPlan = Number.NaN, apply: ofApply = Number.NaN } = await medians(
    { plan: run('plan'), apply: run('apply') },
    runs,
  );
  return { plan: ofPlan, apply: ofApply };
}

/** The built agent, as people have it. */
async function agent(machine: Machine, projects: number): Promise<readonly Row[]> {
  if (process.platform !== 'linux') {
    console.log('  skipped: what a process takes is read from /proc');
    return [];
  }
  const child = spawn(process.execPath, [cli, 'run'], { env: environmentOf(machine.folder), stdio: 'ignore' });
  const pid = child.pid ?? 0;
  try {
    await quiet(pid);
    const idle = await measureIdle(pid);
    const beside = await wholeProcesses(machine);
    const times: number[] = [];
    const heals = Math.min(HEALS, projects * HEALS_OF_ONE);
    for (let turn = 0; turn < heals; turn += 1) {
      times.push(await heal(machine.npmrcOf((turn * 7) % projects)));
      await delay(BETWEEN);
    }
    const sorted = times.toSorted((a, b) => a - b);
    const goals = projects === 1000;
    const named = (work: string) => `${work}, ${projects * 3} bindings`;
    const whole = (command: keyof typeof beside) => ({
      work: named(`codeartifact-tray ${command} with nothing to do, a whole process beside an agent`),
      value: beside[command],
      unit: 'ms' as const,
      ...(goals ? { goal: 500 } : {}),
    });
    return [
      whole('plan'),
      whole('apply'),
      {
        work: named('a line is back that another program took, median'),
        value: sorted[Math.floor(heals / 2)] ?? 0,
        unit: 'ms',
      },
      {
        work: named('the same, 99 of 100'),
        value: sorted[Math.ceil(heals * 0.99) - 1] ?? 0,
        unit: 'ms',
        ...(goals ? { goal: 300 } : {}),
      },
      { work: named('an idle agent, of one core'), value: idle.percent, unit: '%', ...(goals ? { goal: 0.1 } : {}) },
      { work: named('an idle agent, resident'), value: idle.megabytes, unit: 'MB', ...(goals ? { goal: 110 } : {}) },
    ];
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

/** Waits until the agent has done what it does at its start, and has given back what that took. */
async function quiet(pid: number): Promise<void> {
  for (let before = -1, now = ticks(pid); now !== before || now === 0; now = ticks(pid)) {
    before = now;
    await delay(QUIET);
  }
}

async function measureIdle(pid: number): Promise<{ readonly percent: number; readonly megabytes: number }> {
  const before = ticks(pid);
  await delay(IDLE);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  // A tick is a hundredth of a second (proc(5)).
  return { percent: ((ticks(pid) - before) * 10 * 100) / IDLE, megabytes: kilobytes / 1000 };
}

/** What a process has had of the processors so far, in ticks. */
function ticks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
  return Number(fields[13]) + Number(fields[14]);
}

function environmentOf(folder: string): NodeJS.ProcessEnv {
  const stateFolder = path.join(folder, 'state');
  const own = { HOME: folder, CODEARTIFACT_TRAY_HOME: stateFolder, AWS_EC2_METADATA_DISABLED: 'true' };
  return { PATH: process.env['PATH'], ...own };
}

/** Milliseconds from another program's write until the line is back. */
async function heal(file: string): Promise<number> {
  if (!readFileSync(file, 'utf8').includes('registry=')) throw new Error(`${file} has no line of ours`);
  const watcher = watch(path.dirname(file));
  const started = performance.now();
  writeFileSync(file, '; taken\n');
  try {
    while (statSync(file).size <= 10 || !readFileSync(file, 'utf8').includes('registry=')) {
      await new Promise((resolve) => {
        watcher.once('change', resolve);
        setTimeout(resolve, 20);
      });
    }
    return performance.now() - started;
  } finally {
    watcher.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function plan(core: Core): Promise<void> {
  const state = await core.state.read();
  if (!state.ok) throw new Error(state.error.message);
  await core.plan(state.value);
}

async function apply(core: Core): Promise<void> {
  const applied = await core.applier.applyShown(undefined, async () => ok(undefined));
  if (!applied.ok) throw new Error(applied.error.message);
}
