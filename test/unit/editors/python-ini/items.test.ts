import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editText } from '../../../../shared/engine/editors/edit-text.ts';
import { pypircEditor, pythonIniEditor } from '../../../../shared/engine/editors/python-ini/python-ini.ts';
import { entriesIn, RUNS, captureIn, problemIn, restoreIn, setIn, thereAndBack, valuesIn } from '../editing.ts';
import { messyPipConf } from '../messy-files.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';
import { item } from '../../../../shared/engine/editors/text/entry-path.ts';

const BARE = 'https://d.example/pypi/all/simple/';
const URL = 'https://aws:TOKEN@d.example/pypi/all/simple/';
const EXTRA: EntryPath = ['global', 'extra-index-url', item(BARE)];
const LISTED: EntryPath = ['distutils', 'index-servers', item('ca')];

function set(text: string, entry: EntryPath, value: string, editor = pythonIniEditor): string {
  expect(problemIn(editor, text)).toBeNull();
  const edited = setIn(editor, text, entry, value);
  expect(editText(editor, text, [{ kind: 'set', entry, value }])).toEqual({ ok: true, value: edited });
  expect(new Set(valuesIn(editor, edited, entry))).toEqual(new Set([value]));
  expect(thereAndBack(editor, text, entry, value)).toBe(text);
  return edited;
}

describe('an item of a list that is there', () => {
  test.each([
    [
      '[extra-index-lines] on a line of its own',
      'https://old:x@d.example/pypi/all/simple/',
      '[global]\nextra-index-url =\n\thttps://a/\n# c\n\tOLD\n  ; d\n\thttps://b/\n',
    ],
    [
      '[extra-index-lines] on the first line',
      'https://d.example/pypi/all/simple',
      '[global]\nextra-index-url = OLD\n    https://a/\n',
    ],
    [
      '[extra-index-lines] on one line with others',
      'https://aws@d.example/pypi/all/simple/',
      '[global]\nextra-index-url = https://a/ OLD https://b/\n',
    ],
    [
      '[foreign-credentials-in-url] with somebody else in the URL',
      'https://me%40x:p%25@d.example/pypi/all/simple/',
      '[global]\r\nextra_index_url: OLD\r\n',
    ],
  ])('%s has only its credentials replaced', (_, old, text) => {
    expect(set(text.replace('OLD', old), EXTRA, URL)).toBe(text.replace('OLD', URL));
  });
});

describe('[index-servers] a new item', () => {
  test.each([
    ['makes section and list', '', '[distutils]\nindex-servers =\n    ca\n'],
    ['makes the list', '[distutils]\n[pypi]\n', '[distutils]\nindex-servers =\n    ca\n[pypi]\n'],
    [
      'goes below a list on one line',
      '[distutils]\nindex-servers = a b  \nx=1\n',
      '[distutils]\nindex-servers = a b  \n    ca\nx=1\n',
    ],
    [
      'copies the indentation',
      '[distutils]\n  index-servers:\n\t  a\n# c\n\n\t  b\n',
      '[distutils]\n  index-servers:\n\t  a\n# c\n\n\t  b\n\t  ca\n',
    ],
    ['goes into an empty list', '[distutils]\nindex-servers =\n', '[distutils]\nindex-servers =\n    ca\n'],
  ])('%s', (_, text, expected) => {
    expect(set(text, LISTED, 'ca', pypircEditor)).toBe(expected);
  });

  test('for distutils, index_servers is another option', () => {
    const text = '[distutils]\nindex_servers = a\n';
    expect(set(text, LISTED, 'ca', pypircEditor)).toBe(`${text}index-servers =\n    ca\n`);
    expect(set('[global]\nextra_index_url = https://a/\n', EXTRA, URL)).toBe(
      `[global]\nextra_index_url = https://a/\n    ${URL}\n`,
    );
  });
});

describe('taking an item out', () => {
  const absent = { kind: 'absent', depth: 0 } as const;

  test('keeps what somebody else put into the list that came with it', () => {
    const restored = restoreIn(pypircEditor, '[distutils]\nindex-servers =\n    theirs\n    ca\n', LISTED, absent);
    expect(restored).toBe('[distutils]\nindex-servers =\n    theirs\n');
  });

  test('takes its word alone off a line with others', () => {
    const text = '[distutils]\nindex-servers = a ca b\n    c ca\n';
    expect(restoreIn(pypircEditor, text, LISTED, absent)).toBe('[distutils]\nindex-servers = a b\n    c\n');
  });
});

test('a word that is another item is refused, and so are two words', () => {
  for (const value of ['https://elsewhere.example/', `${URL} x`]) {
    expect(editText(pythonIniEditor, '', [{ kind: 'set', entry: EXTRA, value }])).toMatchObject({
      ok: false,
      error: { code: 'invalidInput' },
    });
  }
});

describe('any pip.conf', () => {
  const urls = ['https://d.example/a/simple/', 'https://d.example/b/simple/', BARE];
  const entries = urls.map((url): EntryPath => ['global', 'extra-index-url', item(url)]);
  const valueFor = (entry: EntryPath, password: string) =>
    urls[entries.indexOf(entry)]!.replace('://', `://aws:${password}@`);
  const items = fc.constantFrom(
    ...entries.map((entry) => valueFor(entry, 'old')),
    BARE,
    'https://o.example/ https://p.example/',
  );
  const texts = fc
    .tuple(
      messyPipConf,
      fc.array(fc.tuple(fc.constantFrom('\n  ', '\n\n    ', '\n# c\n\t', ' '), items), { maxLength: 4 }),
    )
    .map(([text, words]) => text.replace(/^(\s*extra-index-url[^\r\n]*)/m, (line) => line + words.flat().join('')))
    .filter((text) => problemIn(pythonIniEditor, text) === null);

  test('keeps its other items and options, and is back to its bytes after items were set and taken out in any order', () => {
    const moves = fc.array(fc.tuple(fc.nat(2), fc.boolean(), fc.stringMatching(/^[\w.-]{1,20}$/)), { maxLength: 8 });
    const goodbyes = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
    fc.assert(
      fc.property(texts, moves, goodbyes, (original, steps, last) => {
        const befores = entries.map((entry) => captureIn(pythonIniEditor, original, entry));
        const others = (text: string) =>
          entriesIn(pythonIniEditor, text).filter(
            ({ entry }) => !entries.some((one) => pythonIniEditor.identify(one) === pythonIniEditor.identify(entry)),
          );
        let text = original;
        for (const [index, forth, password] of steps) {
          const entry = entries[index]!;
          const value = valueFor(entry, password);
          text = forth
            ? setIn(pythonIniEditor, text, entry, value)
            : restoreIn(pythonIniEditor, text, entry, befores[index]!);
          expect(problemIn(pythonIniEditor, text)).toBeNull();
          if (forth) expect(new Set(valuesIn(pythonIniEditor, text, entry))).toEqual(new Set([value]));
          expect(others(text)).toEqual(others(original));
        }
        const back = last.reduce(
          (now, index) => restoreIn(pythonIniEditor, now, entries[index]!, befores[index]!),
          text,
        );
        expect(back).toBe(original);
      }),
      { numRuns: RUNS },
    );
  });
});
