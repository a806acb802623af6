import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPieces } from '../../../shared/hosts/node/agent/pieces.ts';

test('the pieces of a value are its JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect([...jsonPieces(value)].join('')).toBe(JSON.stringify(value));
    }),
  );
  const odd = { a: undefined, b: [undefined, 1], c: {}, d: [], e: null };
  expect([...jsonPieces(odd)].join('')).toBe(JSON.stringify(odd));
});

test('a long list is many pieces, none of them long', () => {
  const bindings = Array.from({ length: 3000 }, (_, index) => ({ id: `b-${index}`, text: 'x'.repeat(500) }));
  const pieces = [...jsonPieces({ value: { ok: true, value: { bindings } } })];
  expect(pieces.length).toBeGreaterThan(20);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
});
