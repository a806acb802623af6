import { describe, expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { runFaulty } from '../../support/faults/faulty-cli.ts';
import { putBack, treeOf } from '../../support/faults/home-tree.ts';
import { aPersonsFiles, ran, restored, scenarios, whileLocksStayYoung } from '../../support/faults/scenarios.ts';
import { expectReadableState, expectRestored, expectWhole } from '../../support/faults/wholeness.ts';

/** Every step in the full form; else each of so many, beginning at another one in each scenario. */
const STRIDE = process.env['FAULT_RUNS'] === 'all' ? 1 : 24;

describe.skipIf(process.platform === 'win32')('killed at a step of', () => {
  test.each(scenarios.map((scenario, index) => [scenario.name, scenario, index] as const))(
    '%s, every file is whole, the next command works and what stood before comes back',
    async (_, scenario, index) => {
      const home = aCliHome(await anEmulator());
      aPersonsFiles(home);
      const original = treeOf(home.folder);
      await scenario.before(home);
      const before = treeOf(home.folder);
      const command = await scenario.command(home);
      const { code, steps, err } = await runFaulty(home, command, {}, scenario.until);
      expect({ code, err }).toMatchObject({ code: 0 });
      expect(steps.length).toBeGreaterThan(10);
      const after = treeOf(home.folder);
      await ran(home, 'apply');
      const settled = treeOf(home.folder);

      for (let at = 1 + (index % STRIDE); at <= steps.length; at += STRIDE) {
        putBack(home.folder, before);
        const killed = await runFaulty(home, command, { at }, scenario.until);
        try {
          expect(killed).toMatchObject({ signal: 'SIGKILL' });
          expectWhole(home, [before, after]);
          await expectReadableState(home);
          await whileLocksStayYoung(home, async () => {
            await ran(home, 'status');
            await ran(home, 'apply');
          });
          expectWhole(home, [before, after, settled]);
          await restored(home, scenario);
          expectRestored(home, original);
        } catch (error) {
          throw new Error(
            `Killed at step ${at}, ${killed.steps.at(-1)} after ${killed.steps.at(-2)}: ${String(error)}`,
            { cause: error },
          );
        }
      }
    },
    600_000,
  );
});
