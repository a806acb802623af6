import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySplices, editText } from '../../../shared/engine/editors/edit-text.ts';
import type { Before, Editor } from '../../../shared/engine/editors/editor.ts';
import { RUNS, captureIn, documentIn, entriesIn, problemIn, refusalIn, restoreIn, setIn, valuesIn } from './editing.ts';
import { anyValue, usualValue } from './messy-files.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

export type Subject = {
  /** Continues "any …". */
  readonly name: string;
  readonly editor: Editor;
  /** Files as people have them, in every style; those that `check` refuses are left out. */
  readonly files: fc.Arbitrary<string>;
  /** Entries that are set and restored; the files hold some of them already. */
  readonly entries: readonly EntryPath[];
};

/** What every editor promises of every file (editor.ts), as tests. */
export function describeEditor({ name, editor, files, entries }: Subject): void {
  describe(`any ${name}`, () => {
    const texts = files.filter((text) => problemIn(editor, text) === null);
    const anEntry = fc.constantFrom(...entries);
    const parameters = { numRuns: RUNS };

    test('reads every usual value back where it was set, in every occurrence', () => {
      fc.assert(
        fc.property(texts, anEntry, usualValue, (text, entry, value) => {
          const edited = setIn(editor, text, entry, value);
          expect(problemIn(editor, edited)).toBeNull();
          expect(new Set(valuesIn(editor, edited, entry))).toEqual(new Set([value]));
        }),
        parameters,
      );
    });

    test('does not change when the same value is set again', () => {
      fc.assert(
        fc.property(texts, anEntry, usualValue, (text, entry, value) => {
          expect(documentIn(editor, setIn(editor, text, entry, value)).set(entry, value)).toEqual([]);
        }),
        parameters,
      );
    });

    test('keeps every byte outside the splices, which never overlap', () => {
      fc.assert(
        fc.property(texts, anEntry, usualValue, (text, entry, value) => {
          const splices = documentIn(editor, text).set(entry, value);
          const edited = applySplices(text, splices);
          let [done, shift] = [0, 0];
          for (const splice of splices) {
            expect(splice.start).toBeGreaterThanOrEqual(done);
            expect(splice.end).toBeLessThanOrEqual(text.length);
            expect(edited.slice(done + shift, splice.start + shift)).toBe(text.slice(done, splice.start));
            shift += splice.text.length - (splice.end - splice.start);
            done = splice.end;
          }
          expect(edited.slice(done + shift)).toBe(text.slice(done));
        }),
        parameters,
      );
    });

    test('leaves every other entry as its client read it', () => {
      fc.assert(
        fc.property(texts, anEntry, usualValue, (text, entry, value) => {
          const others = (source: string) => entriesIn(editor, source).filter((item) => !isSame(item.entry, entry));
          expect(others(setIn(editor, text, entry, value))).toEqual(others(text));
        }),
        parameters,
      );
    });

    test('is back to its bytes after several entries were set and restored in any order', () => {
      const moves = fc.array(fc.tuple(fc.nat(entries.length - 1), fc.boolean(), usualValue), { maxLength: 10 });
      const goodbyes = fc.shuffledSubarray([...entries.keys()], { minLength: entries.length });
      fc.assert(
        fc.property(texts, moves, goodbyes, (original, steps, last) => {
          const befores = entries.map((entry) => captureIn(editor, original, entry));
          const restored = (text: string, index: number) => restoreIn(editor, text, entries[index]!, befores[index]!);
          let text = original;
          for (const [index, forth, value] of steps) {
            text = forth ? setIn(editor, text, entries[index]!, value) : restored(text, index);
            expect(problemIn(editor, text)).toBeNull();
          }
          expect(last.reduce(restored, text)).toBe(original);
        }),
        parameters,
      );
    });

    test('is back to its bytes when entries captured one after the other leave in reverse', () => {
      const moves = fc.array(fc.tuple(anEntry, usualValue), { minLength: 1, maxLength: 6 });
      fc.assert(
        fc.property(texts, moves, (original, steps) => {
          const done: { entry: EntryPath; before: Before; text: string }[] = [];
          let text = original;
          for (const [entry, value] of steps) {
            done.push({ entry, before: captureIn(editor, text, entry), text });
            text = setIn(editor, text, entry, value);
          }
          for (const step of done.toReversed()) {
            text = restoreIn(editor, text, step.entry, step.before);
            expect(text).toBe(step.text);
          }
        }),
        parameters,
      );
    });

    test('takes any one-line value, or refuses it and then names no part of it', () => {
      fc.assert(
        fc.property(texts, anEntry, anyValue, (text, entry, value) => {
          const before = captureIn(editor, text, entry);
          const edited = editText(editor, text, [{ kind: 'set', entry, value }]);
          if (!edited.ok) {
            expect(['invalidInput', 'fileInvalid']).toContain(edited.error.code);
            if (value.length > 8) expect(JSON.stringify(edited.error)).not.toContain(value);
            return;
          }
          expect(valuesIn(editor, edited.value, entry).every((read) => read === value)).toBe(true);
          expect(editText(editor, edited.value, [{ kind: 'restore', entry, before }])).toEqual({
            ok: true,
            value: text,
          });
        }),
        parameters,
      );
    });

    test('never has a usual value refused, unless something lacks a part before or after it', () => {
      const changes = fc.array(fc.record({ kind: fc.constant('set' as const), entry: anEntry, value: usualValue }), {
        minLength: 1,
        maxLength: 3,
      });
      fc.assert(
        fc.property(texts, changes, (text, sets) => {
          const finished = sets.reduce((edited, { entry, value }) => setIn(editor, edited, entry, value), text);
          const isWhole = [text, finished].every((one) => refusalIn(editor, one) === null);
          expect(editText(editor, text, sets).ok).toBe(isWhole);
        }),
        parameters,
      );
    });
  });
}

function isSame(a: EntryPath, b: EntryPath): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
