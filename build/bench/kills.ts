import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { cli } from './a-home.ts';
import type { Home } from './a-home.ts';
import type { Row } from './row.ts';

const KILLS = 12;
/** Within this a command has begun its work, and is killed at a moment of it. Milliseconds. */
const WITHIN = 350;

/** The slowest command of those that came right after a process of ours was killed, which may have held a lock. */
export async function afterKills(home: Home, login: readonly string[]): Promise<readonly Row[]> {
  const victims: Readonly<Record<string, readonly string[]>> = { login, run: ['run'], serve: ['serve'] };
  const rows: Row[] = [];
  for (const [name, args] of Object.entries(victims)) {
    const times: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      home.empty();
      const victim = home.start(process.execPath, [cli, ...args]);
      const ended = once(victim, 'exit');
      await delay((WITHIN * (kill + 1)) / KILLS);
      victim.kill('SIGKILL');
      await ended;
      const started = performance.now();
      await home.run(process.execPath, [cli, 'apply']);
      times.push(performance.now() - started);
    }
    rows.push({
      work: `apply, right after a kill -9 of ${name}: the slowest of ${KILLS}`,
      value: Math.max(...times),
      unit: 'ms',
      goal: 500,
    });
  }
  return rows;
}
