import { describe, expect, test } from 'vitest';
import { editText } from '../../../shared/engine/editors/edit-text.ts';
import { propertiesEditor } from '../../../shared/engine/editors/properties.ts';
import { documentIn, problemIn, setIn, thereAndBack, valuesIn } from './editing.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

const PASSWORD: EntryPath = ['caPassword'];

function set(text: string, entry: EntryPath, value: string): string {
  expect(problemIn(propertiesEditor, text)).toBeNull();
  const edited = setIn(propertiesEditor, text, entry, value);
  expect(new Set(valuesIn(propertiesEditor, edited, entry))).toEqual(new Set([value]));
  expect(thereAndBack(propertiesEditor, text, entry, value)).toBe(text);
  return edited;
}

test.each([
  ['[missing-file] a file that did not exist', '', 'caPassword=T\n'],
  ['[empty-file] comments stay above', '# mine\n\n', '# mine\n\ncaPassword=T\n'],
  ['[no-final-newline] no final newline stays none', 'a=1', 'a=1\ncaPassword=T'],
  ['[crlf] the dominant line ending', 'a=1\r\n', 'a=1\r\ncaPassword=T\r\n'],
  [
    '[commented-out] what is commented out',
    '#caPassword=x\n!caPassword=y\n',
    '#caPassword=x\n!caPassword=y\ncaPassword=T\n',
  ],
  [
    '[commented-out] what is part of another value',
    'a=1,\\\n  caPassword=x\n',
    'a=1,\\\n  caPassword=x\ncaPassword=T\n',
  ],
])('a new key: %s', (_, text, expected) => {
  expect(set(text, PASSWORD, 'T')).toBe(expected);
});

describe('[properties-shapes] a key that is there', () => {
  test.each([
    ['loses the blanks behind its value, which Java would send', 'caPassword=old  \t\nb=2', 'caPassword=T\nb=2'],
    ['keeps a colon', '  caPassword : old\n', '  caPassword : T\n'],
    ['keeps blanks as its separator', 'caPassword\told\n', 'caPassword\tT\n'],
    ['has a value over several lines replaced', 'caPassword=ab\\\n   cd\r\nb=2\n', 'caPassword=T\r\nb=2\n'],
    ['keeps a line break in front of its value', 'caPassword=\\\n   old\n', 'caPassword=\\\n   T\n'],
    ['is found behind escapes', 'ca\\u0050assword=old\n', 'ca\\u0050assword=T\n'],
    ['has what looks like a comment replaced as well', 'caPassword=old # mine\n', 'caPassword=T\n'],
    ['is set in every one of several', 'caPassword=a\ncaPassword=b\n', 'caPassword=T\ncaPassword=T\n'],
    ['gets the separator that it lacks', 'caPassword\nb=2\n', 'caPassword=T\nb=2\n'],
    ['gets the value that it lacks', 'caPassword = \n', 'caPassword = T\n'],
  ])('%s', (_, text, expected) => {
    expect(set(text, PASSWORD, 'T')).toBe(expected);
  });

  test('[properties-shapes] is found by a name with a blank in it', () => {
    expect(set('a\\ b=old\n', ['a b'], 'T')).toBe('a\\ b=T\n');
    expect(set('', ['a b:c'], 'T')).toBe('a\\ b\\:c=T\n');
  });
});

test('[same-token-again] nothing is to be done when it has the value', () => {
  expect(documentIn(propertiesEditor, 'caPassword = T\n').set(PASSWORD, 'T')).toEqual([]);
});

test('[new-token] a new token changes the value alone', () => {
  const [old, next] = [aCodeArtifactToken(), aCodeArtifactToken({ isu: 1_795_040_000, length: 1971 })];
  const text = `! mine\r\ncaPassword: ${old}\r\nb=2`;
  expect(set(text, PASSWORD, next)).toBe(text.replace(old, next));
});

test('a value outside of ASCII is written so that Java reads it in any encoding', () => {
  expect(set('', PASSWORD, 'é\\=€')).toBe('caPassword=\\u00e9\\\\=\\u20ac\n');
  expect(set('', PASSWORD, '=x')).toBe('caPassword=\\=x\n');
});

test.each([
  ['half an escape', 'a=1\nb=s3cret\\u12', 2],
  ['an open last line', 'a=1\nb=s3cret\\', 2],
  ['an open last line with blanks below', 'b=s3cret\\\n  ', 1],
  ['a key over two lines', 's3c\\\n  ret=1', 1],
])('%s is refused, with its line and no value', (_, text, line) => {
  expect(problemIn(propertiesEditor, text)?.line).toBe(line);
  expect(JSON.stringify(editText(propertiesEditor, text, []))).not.toContain('s3c');
});

test('[bom] a byte order mark is fatal, since it becomes part of the first key', () => {
  expect(propertiesEditor.bomIsFatal).toBe(true);
});
