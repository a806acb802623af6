import { describe, expect, test } from 'vitest';
import { editText } from '../../../shared/engine/editors/edit-text.ts';
import { jsonEditor } from '../../../shared/engine/editors/json.ts';
import { captureIn, documentIn, problemIn, restoreIn, setIn, thereAndBack, valuesIn } from './editing.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

const URL: EntryPath = ['$', 'registries', '[default]', 'url'];
const TYPE: EntryPath = ['$', 'authentication', 'd.example', 'type'];
const VERSION: EntryPath = ['$', 'version'];

function set(text: string, entry: EntryPath, value: string): string {
  expect(problemIn(jsonEditor, text)).toBeNull();
  const edited = setIn(jsonEditor, text, entry, value);
  expect(() => JSON.parse(edited)).not.toThrow();
  expect(valuesIn(jsonEditor, edited, entry)).toEqual([value]);
  expect(thereAndBack(jsonEditor, text, entry, value)).toBe(text);
  return edited;
}

describe('[swift-registries] a new entry', () => {
  test.each([
    ['in a file that did not exist', '', '{\n  "version": 1\n}\n'],
    ['in an empty object', '{}', '{"version": 1}'],
    ['in an empty object of two lines', '{\n}\n', '{\n  "version": 1\n}\n'],
    ['on one line, as the others', '{"a":2}', '{"a":2,"version":1}'],
    ['spaced as the others', '{ "a" : 2 }', '{ "a" : 2, "version" : 1 }'],
    ['indented as the others', '{\r\n\t"a": 2\r\n}\r\n', '{\r\n\t"a": 2,\r\n\t"version": 1\r\n}\r\n'],
  ])('%s', (_, text, expected) => {
    expect(set(text, VERSION, '1')).toBe(expected);
  });

  test('with the objects around it, as Foundation writes them', () => {
    const text = '{\n  "registries" : {\n\n  },\n  "version" : 1\n}';
    expect(set(text, URL, 'https://x/')).toBe(
      '{\n  "registries" : {\n    "[default]" : {\n      "url" : "https://x/"\n    }\n\n  },\n  "version" : 1\n}',
    );
    expect(set(text, TYPE, 'token')).toBe(
      `${text.slice(0, -2)},\n  "authentication" : {\n    "d.example" : {\n      "type" : "token"\n    }\n  }\n}`,
    );
  });

  test('leaves with the objects that came with it, and with no others', () => {
    const original = '{"authentication": {"o.example": {"type": "basic"}}}';
    const edited = set(set(original, TYPE, 'token'), URL, 'https://x/');
    const back = [TYPE, URL].reduce(
      (text, entry) => restoreIn(jsonEditor, text, entry, captureIn(jsonEditor, original, entry)),
      edited,
    );
    expect(back).toBe(original);
  });
});

describe('[swift-registries] an entry that is there', () => {
  test('changes alone', () => {
    const text = '{ "version":1,\n\n"registries":{"[default]" :{ "url":  "https://o/\\u00e9" , "x":[1, 2]}} }';
    expect(set(text, URL, 'https://x/')).toBe(text.replace('https://o/\\u00e9', 'https://x/'));
    expect(valuesIn(jsonEditor, text, URL)).toEqual(['https://o/é']);
  });

  test('stays text or number', () => {
    expect(set('{"version": "2"}', VERSION, '1')).toBe('{"version": "1"}');
    expect(set('{"version": 2}', VERSION, '1')).toBe('{"version": 1}');
  });

  test('[same-token-again] is left alone when it has the value', () => {
    expect(documentIn(jsonEditor, '{"version": 1}').set(VERSION, '1')).toEqual([]);
  });

  test('of another kind in the way is not replaced', () => {
    expect(editText(jsonEditor, '{"registries": "none"}', [{ kind: 'set', entry: URL, value: 'x' }])).toMatchObject({
      ok: false,
      error: { code: 'fileInvalid' },
    });
  });
});

test.each([
  ['a comment', '{\n  // s3cret\n}', 2],
  ['a comma too many', '{\n"a": "s3cret",\n}', 3],
  ['a list outside', '\n["s3cret"]', 2],
  ['an end too early', '{"a": "s3cret"', 1],
  ['a key twice', '{"a": "s3cret",\n"a": 1}', 2],
])('[swift-registries] %s is refused, with its line and no value', (_, text, line) => {
  expect(problemIn(jsonEditor, text)?.line).toBe(line);
  expect(JSON.stringify(editText(jsonEditor, text, []))).not.toContain('s3cret');
});
