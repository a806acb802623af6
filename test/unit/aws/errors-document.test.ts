import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errorsDocument } from '../../../build/errors-document.ts';
import { engineProblems } from '../../../build/engine-problems.ts';
import { errorTable } from '../../../shared/adapters/aws/errors/explain.ts';
import { problemCodes } from '../../../shared/contract/problem.ts';
import { exitCodeOf } from '../../../shared/hosts/cli/exit-code.ts';

test('docs/errors.md is what node build/errors-document.ts makes of the tables', async () => {
  const text = await readFile(path.resolve(import.meta.dirname, '../../../docs/errors.md'), 'utf8');
  expect(text, 'run node build/errors-document.ts').toBe(errorsDocument());
});

test('it has one row per problem code, with the exit code that the CLI gives', () => {
  const rows = [...errorsDocument().matchAll(/^\| `(\w+)` .*\| (\d) \|$/gm)].map(([, code, exit]) => [
    code,
    Number(exit),
  ]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(problemCodes.map((code) => [code, exitCodeOf(code)])));
  expect(rows).toHaveLength(problemCodes.length);
});

test('each code is told of in words, and no situation of AWS twice', () => {
  const situations = errorTable.map(({ situation }) => situation);
  expect(new Set(situations).size).toBe(situations.length);
  const known = new Set([...Object.keys(engineProblems), ...errorTable.map(({ problem }) => problem)]);
  expect(problemCodes.filter((code) => !known.has(code))).toEqual([]);
});
