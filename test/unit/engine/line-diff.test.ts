import { formatPatch, applyPatch } from 'diff';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from '../../../shared/engine/plan/line-diff.ts';

/** More lines of each kind than are compared one by one. */
const many = (line: (index: number) => string) => Array.from({ length: 700 }, (_, index) => line(index)).join('');

const someLines = fc
  .array(fc.constantFrom('a\n', 'b\n', '\n', 'c = d\n'), { maxLength: 8 })
  .map((lines) => lines.join(''));
const anEnd = fc.constantFrom('', 'the end', '\n', 'a');

test('a patch of more lines than are compared one by one makes the one text of the other', () => {
  fc.assert(
    fc.property(someLines, someLines, someLines, anEnd, anEnd, (start, between, end, oldEnd, newEnd) => {
      const before = start + many((index) => `old ${index}\n`) + between + end + oldEnd;
      const after = start + many((index) => `new ${index}\n`) + end + newEnd;
      const patch = lineDiff('a', 'a', before, after);
      expect(patch.hunks).toHaveLength(1);
      expect(applyPatch(before, formatPatch(patch))).toBe(after);
      expect(applyPatch('', formatPatch(lineDiff('/dev/null', 'a', '', after)))).toBe(after);
    }),
    { numRuns: 10 },
  );
});

test('of a small change three lines around it are shown', () => {
  const before = many((index) => `${index}\n`);
  const [hunk] = lineDiff('a', 'a', before, before.replace('\n350\n', '\n350 # ours\n')).hunks;
  expect(hunk?.lines).toEqual([' 347', ' 348', ' 349', '-350', '+350 # ours', ' 351', ' 352', ' 353']);
});
