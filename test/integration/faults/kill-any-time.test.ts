import * as fc from 'fast-check';
import { test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { runFaulty, startFaulty } from '../../support/faults/faulty-cli.ts';
import { putBack, treeOf } from '../../support/faults/home-tree.ts';
import { aPersonsFiles, ran, restored, scenarios, whileLocksStayYoung } from '../../support/faults/scenarios.ts';
import { expectReadableState, expectRestored, expectWhole } from '../../support/faults/wholeness.ts';

const MOMENTS = process.env['FAULT_RUNS'] === 'all' ? 200 : 4;

test.skipIf(process.platform === 'win32')(
  `killed at ${MOMENTS} random moments, every file is whole, the next command works and what stood before comes back`,
  async () => {
    const emulator = await anEmulator();
    // Which part of it was reached is said by the seed and the share of its time; a machine that is busy reaches another.
    const moments = fc.sample(
      fc.record({ of: fc.nat(scenarios.length - 1), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      MOMENTS,
    );
    for (const [index, scenario] of scenarios.entries()) {
      const shares = moments.filter(({ of }) => of === index).map(({ share }) => share);
      if (shares.length === 0) continue;
      const home = aCliHome(emulator);
      aPersonsFiles(home);
      const original = treeOf(home.folder);
      await scenario.before(home);
      const before = treeOf(home.folder);
      const command = await scenario.command(home);
      const begun = performance.now();
      await runFaulty(home, command, {}, scenario.until);
      const time = performance.now() - begun;
      const after = treeOf(home.folder);
      await ran(home, 'apply');
      const settled = treeOf(home.folder);
      for (const share of shares) {
        putBack(home.folder, before);
        const { child, ended } = startFaulty(home, command);
        const timer = setTimeout(() => child.kill('SIGKILL'), share * time);
        const { steps } = await ended;
        clearTimeout(timer);
        try {
          expectWhole(home, [before, after]);
          await expectReadableState(home);
          await whileLocksStayYoung(home, async () => void (await ran(home, 'apply')));
          expectWhole(home, [before, after, settled]);
          await restored(home, scenario);
          expectRestored(home, original);
        } catch (error) {
          throw new Error(`${scenario.name}, killed after ${steps.join(', ')}: ${String(error)}`, { cause: error });
        }
      }
    }
  },
  900_000,
);
