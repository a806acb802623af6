import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clientsDocument } from '../../../build/clients-document.ts';

test('docs/clients.md says what the clients do (else: node build/clients-document.ts)', async () => {
  const written = readFileSync(path.resolve(import.meta.dirname, '../../../docs/clients.md'), 'utf8');
  expect(written).toBe(await clientsDocument());
});
