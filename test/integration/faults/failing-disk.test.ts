import { describe, expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { runFaulty } from '../../support/faults/faulty-cli.ts';
import type { FaultyRun } from '../../support/faults/faulty-cli.ts';
import { putBack, treeOf } from '../../support/faults/home-tree.ts';
import { aPersonsFiles, ran, restored, scenarios, whileLocksStayYoung } from '../../support/faults/scenarios.ts';
import { expectReadableState, expectRestored, expectWhole, isAsBefore } from '../../support/faults/wholeness.ts';

/** In the full form every step of every command; else a few of one, another one for each disk. */
const IS_FULL = process.env['FAULT_RUNS'] === 'all';
const STRIDE = IS_FULL ? 1 : 16;

/** The agent is another matter: it goes on. */
const commands = scenarios.filter(({ until }) => until === undefined);

/** What a disk says, and whether it goes on saying so. */
const disks = [
  { code: 'ENOSPC', lasts: true },
  { code: 'EROFS', lasts: true },
  { code: 'EDQUOT' },
  { code: 'EIO' },
  { code: 'EACCES' },
  { code: 'EXDEV' },
  { code: 'EMFILE' },
  { code: 'ENOENT' },
];

/** The problem that it ended with; none for a command that got by. */
function problemOf({ out }: FaultyRun): { readonly code: string; readonly advice: string | null } | null {
  const answer = JSON.parse(out) as { error?: { code: string; advice: string | null } };
  return answer.error ?? null;
}

const cases = disks.flatMap((disk, which) => {
  const chosen = IS_FULL ? commands : commands.filter((_, index) => index === (which * 2) % commands.length);
  return chosen.map((scenario) => [disk.code, scenario.name, disk, scenario, which] as const);
});

describe.skipIf(process.platform === 'win32')('a disk that says', () => {
  test.each(cases)(
    '%s at a step of %s is named, loses nothing, and is got over',
    async (_, __, disk, scenario, which) => {
      const home = aCliHome(await anEmulator());
      aPersonsFiles(home);
      const original = treeOf(home.folder);
      await scenario.before(home);
      const before = treeOf(home.folder);
      const command = [...(await scenario.command(home)), '--json'];
      const { steps } = await runFaulty(home, command);
      const after = treeOf(home.folder);
      await ran(home, 'apply');
      const settled = treeOf(home.folder);

      for (let at = 1 + ((which * 5) % STRIDE); at <= steps.length; at += STRIDE) {
        putBack(home.folder, before);
        const run = await runFaulty(home, command, { at, ...disk });
        // An empty folder of ours that can't be removed stays. Files are written side by side: each run has an order of its own.
        if (run.steps[at - 1]?.startsWith('rmdir .config') === true) continue;
        try {
          expectWhole(home, [before, after]);
          await expectReadableState(home);
          expect(run.err).not.toMatch(/\n\s+at /);
          const problem = problemOf(run);
          expect(problem?.code).not.toBe('unexpected');
          if (run.code === 7) expect(isAsBefore(home, before, disk.lasts === true)).toBe(true);
          else if (problem !== null) expect(run.code).toBe(1);
          await whileLocksStayYoung(home, async () => void (await ran(home, 'apply')));
          expectWhole(home, [before, after, settled]);
          await restored(home, scenario);
          expectRestored(home, original);
        } catch (error) {
          const step = run.steps[at - 1];
          throw new Error(`At step ${at}, ${step}: ${run.code} ${run.out} ${run.err}\n${String(error)}`, {
            cause: error,
          });
        }
      }
    },
    900_000,
  );
});
