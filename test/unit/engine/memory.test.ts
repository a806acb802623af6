import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const MB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

test('what is asked again and again, with files that change meanwhile, keeps no memory', async () => {
  const home = aCliHome(null);
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  for (const client of ['npm', 'pip', 'maven', 'yarn-berry'] as const) {
    const address = { profile: 'work', domain: 'platform', repository: 'web' };
    await engine.ask('binding.add', { project: 'user', client, ...address, enabled: true, options: {} });
  }
  const long = `; ${'x'.repeat(100_000)}\n`;
  const askOften = async (times: number) => {
    for (let round = 0; round < times; round += 1) {
      home.write('.npmrc', `${long}; ${round}\n`);
      home.write('.yarnrc.yml', `nodeLinker: pnp # ${round}\n`);
      await engine.ask('state.get', {});
      await engine.ask('doctor.explain', {});
    }
  };
  await askOften(10);
  const before = heapUsed();
  await askOften(40);
  // If a file of 100 kB stayed each time, it would be four.
  expect((heapUsed() - before) / MB).toBeLessThan(2);
});
