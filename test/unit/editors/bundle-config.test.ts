import { describe, expect, test } from 'vitest';
import { bundleConfigEditor } from '../../../shared/engine/editors/bundle-config.ts';
import { editText } from '../../../shared/engine/editors/edit-text.ts';
import { problemIn, setIn, thereAndBack, valuesIn } from './editing.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

const HOST = ['BUNDLE_MY___DOM___1__D__EXAMPLE'] as const;
const URL = ['BUNDLE_HTTPS://MY___DOM___1__D__EXAMPLE/RUBY/WEB/'] as const;

function set(text: string, entry: EntryPath, value: string): string {
  const edited = setIn(bundleConfigEditor, text, entry, value);
  expect(thereAndBack(bundleConfigEditor, text, entry, value)).toBe(text);
  return edited;
}

function values(text: string, entry: EntryPath): string[] {
  return valuesIn(bundleConfigEditor, text, entry);
}

test.each([
  ['', `BUNDLE_MY___DOM___1__D__EXAMPLE: "aws:T"\n`],
  ['---\nBUNDLE_PATH: "v"\n', `---\nBUNDLE_PATH: "v"\nBUNDLE_MY___DOM___1__D__EXAMPLE: "aws:T"\n`],
  ['---\r\nBUNDLE_PATH: "v"', `---\r\nBUNDLE_PATH: "v"\r\nBUNDLE_MY___DOM___1__D__EXAMPLE: "aws:T"`],
  ['BUNDLE_WITHOUT:\n- a\n', `BUNDLE_WITHOUT:\n- a\nBUNDLE_MY___DOM___1__D__EXAMPLE: "aws:T"\n`],
])('a new key goes to the end of %j', (text, edited) => {
  expect(set(text, HOST, 'aws:T')).toBe(edited);
});

describe('a key that is there', () => {
  test.each([
    [`${HOST[0]}: "aws:old"\n`, `${HOST[0]}: "aws:T"\n`],
    [`${HOST[0]}: 'aws:old'\n`, `${HOST[0]}: 'aws:T'\n`],
    [`${HOST[0]}: aws:old\n`, `${HOST[0]}: aws:T\n`],
    [`${HOST[0]}:\n`, `${HOST[0]}: "aws:T"\n`],
    [`${HOST[0]}: \n`, `${HOST[0]}: "aws:T"\n`],
    [`# ${HOST[0]}: x\n${HOST[0]}: a\n${HOST[0]}: "b"\n`, `# ${HOST[0]}: x\n${HOST[0]}: aws:T\n${HOST[0]}: "aws:T"\n`],
  ])('%j gets the value in its own style, in every occurrence', (text, edited) => {
    expect(set(text, HOST, 'aws:T')).toBe(edited);
  });

  test('[bundler-keys] is the same with dots and dashes, and a URL without its slash', () => {
    expect(values('BUNDLE_MY-DOM-1.D.EXAMPLE: "x"\n', HOST)).toEqual(['x']);
    expect(values('BUNDLE_HTTPS://MY-DOM-1.D.EXAMPLE/RUBY/WEB: "x"\n', URL)).toEqual(['x']);
    expect(set('BUNDLE_HTTPS://MY-DOM-1.D.EXAMPLE/RUBY/WEB: "x"\n', URL, 'aws:T')).toBe(
      'BUNDLE_HTTPS://MY-DOM-1.D.EXAMPLE/RUBY/WEB: "aws:T"\n',
    );
    expect(values('bundle_my-dom-1.d.example: "x"\n', HOST)).toEqual([]);
  });

  test('[bundler-keys] the keys of the host and of the URL are two entries', () => {
    const text = `${HOST[0]}: "a"\n${URL[0]}: "b"\n`;
    expect([values(text, HOST), values(text, URL)]).toEqual([['a'], ['b']]);
  });
});

describe('what is refused', () => {
  test('[comment-behind-token] a comment behind the value, which some versions read as part of it', () => {
    const result = editText(bundleConfigEditor, `${HOST[0]}: "aws:old" # mine\n`, [
      { kind: 'set', entry: HOST, value: 'aws:T' },
    ]);
    expect(result).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
  });

  test.each(['a: b', 'a #b'])('the value %j, which Bundler would not read back', (value) => {
    const result = editText(bundleConfigEditor, '', [{ kind: 'set', entry: HOST, value }]);
    expect(result).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
  });

  test.each([
    ['- a\n', 1],
    ['---\n  BUNDLE_PATH: "v"\n', 2],
    ['BUNDLE_PATH: "v"\r', 1],
  ])('%j, on which Bundler fails or reads something else', (text, line) => {
    expect(problemIn(bundleConfigEditor, text)?.line).toBe(line);
  });
});

test('[bom] a byte order mark hides the first key from Bundler', () => {
  expect(bundleConfigEditor.bomIsFatal).toBe(true);
});
