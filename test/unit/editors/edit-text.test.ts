import { describe, expect, test } from 'vitest';
import { editText, type EntryChange } from '../../../shared/engine/editors/edit-text.ts';
import type { Editor } from '../../../shared/engine/editors/editor.ts';
import { npmrcEditor } from '../../../shared/engine/editors/npmrc.ts';
import { pythonIniEditor } from '../../../shared/engine/editors/python-ini/python-ini.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

const TOKEN = aCodeArtifactToken();
const TOKEN_KEY: EntryPath = ['//d.example/npm/web/:_authToken'];

function toSet(entry: EntryPath, value: string): EntryChange {
  return { kind: 'set', entry, value };
}

function refusal(editor: Editor, text: string, changes: readonly EntryChange[]) {
  const result = editText(editor, text, changes);
  if (result.ok) throw new Error(`was not refused: ${result.value}`);
  expect(JSON.stringify(result.error)).not.toContain(TOKEN);
  return result.error;
}

test('changes are made in order, those of one entry too', () => {
  const changes: EntryChange[] = [
    toSet(['registry'], 'https://one.example/'),
    toSet(TOKEN_KEY, TOKEN),
    toSet(['registry'], 'https://two.example/'),
    { kind: 'restore', entry: TOKEN_KEY, before: { kind: 'absent', depth: 1 } },
  ];
  expect(editText(npmrcEditor, 'audit=false\n', changes)).toEqual({
    ok: true,
    value: 'audit=false\nregistry=https://two.example/\n',
  });
});

test('no changes leave the text alone', () => {
  expect(editText(npmrcEditor, 'a', [])).toEqual({ ok: true, value: 'a' });
});

test('an option may be named in any spelling that pip takes for it', () => {
  const text = '[global]\nindex-url = a\ntimeout = 3\n';
  expect(editText(pythonIniEditor, text, [toSet(['global', 'Index_URL'], 'b')])).toEqual({
    ok: true,
    value: '[global]\nindex-url = b\ntimeout = 3\n',
  });
});

describe('refused as invalid input', () => {
  test.each([
    ['a newline', `${TOKEN}\nregistry=https://evil.example/`],
    ['a carriage return', `${TOKEN}\r`],
    ['a control character', `${TOKEN}\u0007`],
    ['a line separator', `${TOKEN}\u2028`],
    ['a blank at an end', ` ${TOKEN}`],
    ['half a character', `${TOKEN}\ud800`],
    ['nothing', ''],
  ])('[long-or-odd-token] a value with %s', (_, value) => {
    expect(refusal(npmrcEditor, '', [toSet(TOKEN_KEY, value)]).code).toBe('invalidInput');
    expect(refusal(pythonIniEditor, '', [toSet(['global', 'index-url'], value)]).code).toBe('invalidInput');
  });

  test.each([
    ['a key that npm would cut', npmrcEditor, ['a=b']],
    ['a key that npm takes for a list', npmrcEditor, ['omit[]']],
    ['an option name with a delimiter', pythonIniEditor, ['global', 'a:b']],
    ['an option name that starts a comment', pythonIniEditor, ['global', '#a']],
  ])('%s', (_, editor, entry) => {
    expect(refusal(editor, '', [toSet(entry, TOKEN)]).code).toBe('invalidInput');
  });
});

describe('refused as an invalid file', () => {
  test('[invalidating-duplicate] a file that pip can not read, with the line to correct', () => {
    const text = `[global]\nindex-url = https://aws:${TOKEN}@d.example/\nindex-url = b\n`;
    const { code, message, advice } = refusal(pythonIniEditor, text, [toSet(['global', 'index-url'], TOKEN)]);
    expect(code).toBe('fileInvalid');
    expect(message).toContain('Line 3');
    expect(advice).toBe('Correct line 3 by hand.');
  });

  test('[npmrc-arrays] a value beside list elements of the same name, where npm would see a list', () => {
    const { code, message } = refusal(npmrcEditor, 'registry[]=https://a.example/\n', [toSet(['registry'], TOKEN)]);
    expect(code).toBe('fileInvalid');
    expect(message).toContain('registry');
  });

  test('a restored value that would no longer be one', () => {
    const before = { kind: 'present', raws: ['\n  somewhere'] } as const;
    const text = `[global]\n    index-url = ${TOKEN}\n`;
    const error = refusal(pythonIniEditor, text, [{ kind: 'restore', entry: ['global', 'index-url'], before }]);
    expect(error.code).toBe('fileInvalid');
    expect(error.message).toContain('line 3');
  });

  test('a change that would alter another entry', () => {
    const before = { kind: 'present', raws: [`a\nregistry=${TOKEN}`] } as const;
    const error = refusal(npmrcEditor, 'x=1\n', [{ kind: 'restore', entry: ['x'], before }]);
    expect(error.code).toBe('fileInvalid');
    expect(error.message).toContain('registry');
  });
});
