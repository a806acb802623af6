import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { cli } from './a-home.ts';
import type { Home } from './a-home.ts';
import { medianOf } from './medians.ts';
import type { Row } from './row.ts';

const KILLS = 12;
/** Within this a command has begun its work, and is killed at a moment of it. Milliseconds. */
const WITHIN = 350;

/** How much longer than another one the slowest command took of those that came right after a kill of a process that may have held a lock. */
export async function afterKills(home: Home, login: readonly string[]): Promise<readonly Row[]> {
  const victims: Readonly<Record<string, readonly string[]>> = { login, run: ['run'], serve: ['serve'] };
  const rows: Row[] = [];
  for (const [name, args] of Object.entries(victims)) {
    const times: number[] = [];
    const usual: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      home.empty();
      const victim = home.start(process.execPath, [cli, ...args]);
      const ended = once(victim, 'exit');
      await delay((WITHIN * (kill + 1)) / KILLS);
      victim.kill('SIGKILL');
      await ended;
      times.push(await apply(home));
      usual.push(await apply(home));
    }
    const work = `apply, right after a kill -9 of ${name}: how much longer, at most of ${KILLS}`;
    rows.push({ work, value: Math.max(...times) - medianOf(usual), unit: 'ms', goal: 500 });
  }
  return rows;
}

async function apply(home: Home): Promise<number> {
  const started = performance.now();
  await home.run(process.execPath, [cli, 'apply']);
  return performance.now() - started;
}
