import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Core } from '../../shared/engine/core/core.ts';
import { ok } from '../../shared/contract/problem.ts';
import { editText } from '../../shared/engine/editors/edit-text.ts';
import { npmrcEditor } from '../../shared/engine/editors/npmrc.ts';
import { engineOf } from '../../shared/engine/engine.ts';
import { aMachine } from './a-thousand-projects.ts';
import type { Machine } from './a-thousand-projects.ts';
import { medians } from './medians.ts';
import { compared } from './row.ts';
import type { Bench, Row } from './row.ts';

const VALUE = 'https://example.com/';
const HEALS = 100;
/** How long an agent is watched that has nothing to do. Milliseconds. */
const IDLE = 60_000;

/** What the engine does with files. */
export const engineBench: Bench = {
  title: 'Files',
  async measure() {
    const rows = [await oneEdit()];
    for (const projects of (process.env['P'] ?? '10,100,1000').split(',').map(Number))
      rows.push(...(await manyProjects(projects)));
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
      ...(await agent(machine, core, projects)),
    ];
  } finally {
    machine.remove();
  }
}

async function agent(machine: Machine, core: Core, projects: number): Promise<readonly Row[]> {
  const engine = engineOf(core);
  try {
    await engine.start();
    const times: number[] = [];
    for (let turn = 0; turn < HEALS; turn += 1) times.push(await heal(machine.npmrcOf((turn * 7) % projects)));
    const sorted = times.toSorted((a, b) => a - b);
    // What came of it is told to screens.
    await engine.api.request('state.get', {});
    const before = process.cpuUsage();
    await delay(IDLE);
    const used = process.cpuUsage(before);
    const goals = projects === 1000 ? { heal: { goal: 300 }, idle: { goal: 0.1 } } : {};
    const named = (work: string) => `${work}, ${projects * 3} bindings`;
    return [
      { work: named('a line is back that another program took, median'), value: sorted[HEALS / 2] ?? 0, unit: 'ms' },
      { work: named('the same, the 99th of 100'), value: sorted[HEALS - 2] ?? 0, unit: 'ms', ...goals.heal },
      {
        work: named('an idle agent, of one core'),
        value: (used.user + used.system) / 10 / IDLE,
        unit: '%',
        ...goals.idle,
      },
    ];
  } finally {
    await engine.stop();
  }
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
