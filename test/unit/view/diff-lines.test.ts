import { createTwoFilesPatch } from 'diff';
import { array, assert, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { diffCounts, diffLines } from '../../../shared/view/diff-lines.ts';

test('numbers both sides and keeps every sign', () => {
  const diff = ['--- a', '+++ b', '@@ -3,3 +3,4 @@', ' keep', '-old', '+new', '+more', ' end', ''].join('\n');
  expect(diffLines(diff)).toEqual([
    { kind: 'hunk', oldNumber: null, newNumber: null, text: '@@ -3,3 +3,4 @@' },
    { kind: 'context', oldNumber: 3, newNumber: 3, text: 'keep' },
    { kind: 'removed', oldNumber: 4, newNumber: null, text: 'old' },
    { kind: 'added', oldNumber: null, newNumber: 4, text: 'new' },
    { kind: 'added', oldNumber: null, newNumber: 5, text: 'more' },
    { kind: 'context', oldNumber: 5, newNumber: 6, text: 'end' },
  ]);
});

test('a line that looks like a file header within a hunk is a change', () => {
  const lines = diffLines('--- a\n+++ b\n@@ -1 +1 @@\n--- x\n+++ y\n');
  expect(lines.slice(1)).toMatchObject([
    { kind: 'removed', text: '-- x' },
    { kind: 'added', text: '++ y' },
  ]);
});

test('a missing newline at the end of the file is a note, not a line', () => {
  const lines = diffLines('@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n');
  expect(lines[2]).toEqual({ kind: 'note', oldNumber: null, newNumber: null, text: 'No newline at end of file' });
  expect(diffCounts(lines)).toEqual({ added: 1, removed: 1 });
});

test('whatever changed, both texts can be read back from the lines', () => {
  // Line separators of other kinds stay within a line.
  const text = array(stringMatching(/^[-+@\\ a-c\u2028\t]{0,6}$/), { maxLength: 12 }).map((lines) =>
    lines.map((line) => `${line}\n`).join(''),
  );
  assert(
    property(text, text, (before, after) => {
      const lines = diffLines(createTwoFilesPatch('a', 'b', before, after, '', '', { context: 1000 }));
      const changed = before !== after;
      const oldSide = lines.filter((line) => line.oldNumber !== null);
      const newSide = lines.filter((line) => line.newNumber !== null);
      expect(oldSide.map((line) => `${line.text}\n`).join('')).toBe(changed ? before : '');
      expect(newSide.map((line) => `${line.text}\n`).join('')).toBe(changed ? after : '');
      expect(oldSide.map((line) => line.oldNumber)).toEqual(oldSide.map((_, index) => index + 1));
      expect(newSide.map((line) => line.newNumber)).toEqual(newSide.map((_, index) => index + 1));
    }),
  );
});
