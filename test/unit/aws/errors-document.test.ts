import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { problemCodes } from '../../../shared/contract/problem.ts';
import { exitCodeOf } from '../../../shared/hosts/cli/exit-code.ts';

test('docs/errors.md has one row per problem code, with the exit code that the CLI gives', async () => {
  const text = await readFile(path.resolve(import.meta.dirname, '../../../docs/errors.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` .*\| (\d) +\|$/gm)].map(([, code, exit]) => [code, Number(exit)]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(problemCodes.map((code) => [code, exitCodeOf(code)])));
  expect(rows).toHaveLength(problemCodes.length);
});
