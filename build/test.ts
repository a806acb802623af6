import { mkdirSync, rmSync } from 'node:fs';
import { build, check, conclude, playwright, results, vitest, type Counts } from './checks.ts';
import { prepareMachine } from './prepare-machine.ts';

// `npm test`: every check there is, and one closing line with the count.

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
prepareMachine();
const steps: Counts[] = [
  await check('types', 'tsc', ['-b']),
  await check('lint', 'oxlint', ['--type-aware', '--deny-warnings']),
  await check('format', 'oxfmt', ['--check']),
  await check('unused code', 'knip', []),
  ...(await build()),
  await vitest('unit', 'integration', 'electron'),
  await vitest('browser'),
  await playwright('tests: end to end'),
  await vitest('packaging'),
];
console.log();
conclude(steps);
