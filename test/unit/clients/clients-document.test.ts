import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clientsDocument, proseOf } from '../../../build/clients-document.ts';
import { clients } from '../../../shared/engine/clients/index.ts';

test('docs/clients.md says what the clients do (else: node build/clients-document.ts)', async () => {
  const written = readFileSync(path.resolve(import.meta.dirname, '../../../docs/clients.md'), 'utf8');
  expect(written).toBe(await clientsDocument());
});

test.each(clients.map(({ name }) => name))(
  'beside the code of %s stands what was tried and what is not possible',
  (name) => {
    const { tried, limits } = proseOf(name);
    expect(tried).toMatch(/\d|by documentation/);
    expect(limits).toMatch(/^- /);
  },
);
