import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineAt, lineFinder, splitLines } from '../../../../shared/engine/editors/text/lines.ts';

test.each([
  ['', 0, 1],
  ['a\nb', 1, 1],
  ['a\nb', 2, 2],
  ['a\r\nb', 2, 1],
  ['a\r\nb', 3, 2],
  ['a\rb', 2, 2],
  ['a\n', 2, 2],
  ['a\n\n\nb', 4, 4],
])('in %j the offset %d is in line %d', (text, offset, line) => {
  expect(lineAt(text, offset)).toBe(line);
});

test('every offset is in the line that the text is cut into there', () => {
  const texts = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      const lineOf = lineFinder(text);
      for (const [index, { start, next }] of splitLines(text).entries()) {
        for (let offset = start; offset < next; offset += 1) expect(lineOf(offset)).toBe(index + 1);
      }
    }),
  );
});
