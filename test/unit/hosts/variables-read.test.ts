import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { notingReads } from '../../../shared/engine/core/variables-read.ts';
import { isClientVariable } from '../../../shared/hosts/node/client-variables.ts';

test('variables that are asked for by name are noted, set or not; a listing of all notes none', () => {
  const { env, names } = notingReads({ HOME: '/home/ann', A: '1', B: '2' });
  expect([Object.entries(env), { ...env }]).toEqual([
    [
      ['HOME', '/home/ann'],
      ['A', '1'],
      ['B', '2'],
    ],
    { HOME: '/home/ann', A: '1', B: '2' },
  ]);
  expect([...names]).toEqual([]);
  expect([env['A'], env['NONE'], 'ALSO' in env]).toEqual(['1', undefined, false]);
  expect([...names]).toEqual(['A', 'NONE', 'ALSO']);
  Object.keys(env);
  expect(env['B']).toBe('2');
  expect([...names]).toContain('B');
});

/** An example, and a word of a file. */
const NO_VARIABLES = ['CREDENTIAL_PROVIDER', 'PAYMENTS_AUTH_TOKEN'];
/** Read by their name wherever they count, so that they are noted. */
const READ_BY_NAME = ['NODE_TLS_REJECT_UNAUTHORIZED', 'VIRTUAL_ENV'];

test('whatever variable a client goes by is known as a client’s, or noted when it is read', () => {
  const folder = path.resolve(import.meta.dirname, '../../../shared/engine/clients');
  const texts = globSync('**/*.ts', { cwd: folder }).map((file) => readFileSync(path.join(folder, file), 'utf8'));
  const named = new Set(
    texts.flatMap((text) => [...text.matchAll(/'([A-Z][A-Z0-9]*_[A-Z0-9_]+)'/gu)].map(([, name = '']) => name)),
  );
  expect(named.size).toBeGreaterThan(30);
  expect([...named].filter((name) => !isClientVariable(name) && !NO_VARIABLES.includes(name)).sort()).toEqual(
    READ_BY_NAME,
  );
});
