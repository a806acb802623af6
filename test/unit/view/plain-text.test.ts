import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { plainText, visibleLine, visibleText } from '../../../shared/view/plain-text.ts';

const HOSTILE = 'a\u001b]0;title\u0007b\u009bc\u202ed\u2066e\rf\u007f';

test('what a terminal would obey or show as something else is spelled out; lines and tabs stay', () => {
  const spelled = String.raw`a\x1b]0;title\x07b\x9bc\u202ed\u2066e\x0df\x7f`;
  expect(visibleText(HOSTILE)).toBe(spelled);
  expect(visibleText('one\n\ttwo\n')).toBe('one\n\ttwo\n');
  expect(visibleLine('one\n\ttwo')).toBe(String.raw`one\x0a\x09two`);
  expect(visibleText('grüße 漢字 👩‍💻 שלום')).toBe('grüße 漢字 👩‍💻 שלום');
});

test('no text has a control character or a mark of direction left', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(visibleLine(text)).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
      expect(plainText(text)).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
    }),
  );
});
