import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pythonIniEditor } from '../../../../shared/engine/editors/python-ini/python-ini.ts';
import { documentIn, problemIn, restoreIn, setIn, thereAndBack, valuesIn } from '../editing.ts';
import { aCodeArtifactToken } from '../../secrets/sample-token.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';

const INDEX: EntryPath = ['global', 'index-url'];
const EXTRA: EntryPath = ['global', 'extra-index-url'];
const URL = 'https://aws:TOKEN@d.example/pypi/all/simple/';

function set(text: string, entry: EntryPath, value: string): string {
  expect(problemIn(pythonIniEditor, text)).toBeNull();
  const edited = setIn(pythonIniEditor, text, entry, value);
  expect(valuesIn(pythonIniEditor, edited, entry).every((read) => read === value)).toBe(true);
  expect(thereAndBack(pythonIniEditor, text, entry, value)).toBe(text);
  return edited;
}

describe('where a new option goes', () => {
  test('[missing-file] a file that did not exist gets section and option', () => {
    expect(set('', INDEX, URL)).toBe(`[global]\nindex-url = ${URL}\n`);
  });

  test.each(['# mine\n; too\n', ' \n\n'])('[empty-file] comments and blank lines stay above it', (text) => {
    expect(set(text, INDEX, URL)).toBe(`${text}[global]\nindex-url = ${URL}\n`);
  });

  test('[no-final-newline] a file without a final newline keeps having none', () => {
    const once = set('[global]\ntimeout = 3', INDEX, URL);
    expect(once).toBe(`[global]\ntimeout = 3\nindex-url = ${URL}`);
    expect(set(once, ['install', 'no-deps'], 'yes')).toBe(`${once}\n[install]\nno-deps = yes`);
    expect(set('[global]', INDEX, URL)).toBe(`[global]\nindex-url = ${URL}`);
  });

  test('[crlf] a new line takes the dominant line ending', () => {
    expect(set('[global]\r\na=1\r\n', INDEX, URL)).toBe(`[global]\r\na=1\r\nindex-url = ${URL}\r\n`);
    expect(set('[global]\ra=1\r', INDEX, URL)).toBe(`[global]\ra=1\rindex-url = ${URL}\r`);
  });

  test('[crlf] a line ending of CR alone never melts with a following LF', () => {
    expect(set('[global]\ra=1\rb=2\r\n\n', INDEX, URL)).toBe(`[global]\ra=1\rb=2\r\nindex-url = ${URL}\n\n`);
  });

  test('it follows the last option with its continuation lines, ahead of what trails', () => {
    const text = '[global]\nfind-links =\n  a\n\n  b\n\n# about install\n[install]\nx = 1\n';
    expect(set(text, INDEX, URL)).toBe(text.replace('  b\n', `  b\nindex-url = ${URL}\n`));
  });

  test('it stands directly behind the header of a section without options', () => {
    expect(set('[global]\n# none\n[install]\n', INDEX, URL)).toBe(`[global]\nindex-url = ${URL}\n# none\n[install]\n`);
  });

  test('it copies an indentation that keeps the next header a header', () => {
    expect(set('[global]\n  a = 1\n  [install]\n', INDEX, URL)).toBe(
      `[global]\n  a = 1\n  index-url = ${URL}\n  [install]\n`,
    );
    expect(set('[global]\n  [install]\n', INDEX, URL)).toBe(`[global]\n  index-url = ${URL}\n  [install]\n`);
  });
});

describe('an option that is there', () => {
  test('[same-token-again] nothing is to be done when it has the value', () => {
    expect(documentIn(pythonIniEditor, `[global]\nINDEX_url:${URL}\n`).set(INDEX, URL)).toEqual([]);
  });

  test('[new-token] a new token changes the value alone', () => {
    const [old, next] = [aCodeArtifactToken(), aCodeArtifactToken({ isu: 1_795_040_000, length: 1971 })];
    const text = `[global]\r\nindex-url  :  https://aws:${old}@d.example/simple/\t\r\ntimeout=3\r\n`;
    expect(set(text, INDEX, `https://aws:${next}@d.example/simple/`)).toBe(text.replace(old, next));
  });

  test('[long-or-odd-token] a token of 2 KB fits on its line', () => {
    set('[global]\nindex-url = x\n', INDEX, aCodeArtifactToken({ length: 2048 }));
  });

  test('[commented-out] a commented-out option stays as it is', () => {
    const text = '[global]\n; index-url = old\n  # index-url = older\n';
    expect(set(text, INDEX, URL)).toBe(`[global]\nindex-url = ${URL}\n; index-url = old\n  # index-url = older\n`);
  });

  test('[comment-behind-token] what looks like a comment behind a value is part of it and goes with it', () => {
    expect(set('[global]\nindex-url = old ; mine # too\n', INDEX, URL)).toBe(`[global]\nindex-url = ${URL}\n`);
  });

  test('[npmrc-quotes] quotes are part of the value for pip and are not kept', () => {
    expect(valuesIn(pythonIniEditor, '[global]\nindex-url = "old"\n', INDEX)).toEqual(['"old"']);
    expect(set('[global]\nindex-url = "old"\n', INDEX, URL)).toBe(`[global]\nindex-url = ${URL}\n`);
  });

  test('[pip-spellings] both spellings of one option are set, in the asked section only', () => {
    const text = '[global]\nindex_url = a\nIndex-URL : b\n[install]\nindex-url = c\n';
    expect(set(text, ['global', 'index_url'], URL)).toBe(
      `[global]\nindex_url = ${URL}\nIndex-URL : ${URL}\n[install]\nindex-url = c\n`,
    );
  });

  test('[pip-spellings] pip takes an option that was copied from its command line', () => {
    expect(set('[global]\n--index-url = a\n', INDEX, URL)).toBe(`[global]\n--index-url = ${URL}\n`);
  });

  test('a value over several lines becomes one line, and comes back with its comments and blank lines', () => {
    const text = '[global]\nextra-index-url =\r\n\thttps://a\n# between\n\n  https://b \nx = 1\n';
    expect(valuesIn(pythonIniEditor, text, EXTRA)).toEqual(['\nhttps://a\n\nhttps://b']);
    expect(set(text, EXTRA, URL)).toBe(`[global]\nextra-index-url =${URL} \nx = 1\n`);
  });

  test.each(['https://someone%40corp:p%25w@d.example/simple/', 'https://aws@d.example/simple/'])(
    '[foreign-credentials-in-url] a URL with other credentials is replaced as a whole: %s',
    (old) => {
      expect(set(`[global]\nindex-url = ${old}\n`, INDEX, URL)).toBe(`[global]\nindex-url = ${URL}\n`);
    },
  );
});

describe('restoring', () => {
  const absent = { kind: 'absent', depth: 0 } as const;

  test('a section that came with two entries leaves with the last of them, whichever that is', () => {
    for (const original of ['# mine\n', '[install]\nx=1', '']) {
      const both = set(set(original, INDEX, URL), ['global', 'timeout'], '3');
      for (const order of [
        [INDEX, ['global', 'timeout']],
        [['global', 'timeout'], INDEX],
      ]) {
        const restored = order.reduce((text, entry) => restoreIn(pythonIniEditor, text, entry, absent), both);
        expect(restored).toBe(original);
      }
    }
  });

  test('a section that came with the entry stays when the user put something into it', () => {
    const restore = (text: string) => restoreIn(pythonIniEditor, text, INDEX, absent);
    expect(restore('[global]\nindex-url = x\ntimeout = 3\n')).toBe('[global]\ntimeout = 3\n');
    expect(restore('[global]\nindex-url = x\n# theirs\n')).toBe('[global]\n# theirs\n');
    expect(restore('[global]\nindex-url = x\n\n[install]\n')).toBe('\n[install]\n');
  });

  test('a section that was there stays when its last option leaves', () => {
    const kept = { kind: 'absent', depth: 1 } as const;
    expect(restoreIn(pythonIniEditor, '[global]\nindex-url = x\n', INDEX, kept)).toBe('[global]\n');
  });

  test('fills from the last occurrence backwards when their number changed', () => {
    const before = { kind: 'present', raws: ['one', '\n  two'] } as const;
    expect(restoreIn(pythonIniEditor, '[global]\nindex-url =x\n', INDEX, before)).toBe(
      '[global]\nindex-url =\n  two\n',
    );
  });
});

describe('what pip refuses is a problem with its line, and without any value', () => {
  test.each([
    ['[invalidating-duplicate] an option twice', '[global]\nindex-url = s3cret\nINDEX-URL = s3cret\n', 3],
    ['[invalidating-duplicate] a section twice', '[global]\nx=s3cret\n[install]\n[global]\n', 4],
    ['text before the first section', '# ok\nindex-url = s3cret\n', 2],
    ['a line without delimiter', '[global]\ns3cret\n', 2],
    ['a line without option name', '[global]\n= s3cret\n', 2],
    ['an empty header', '[]\n', 1],
  ])('%s', (_, text, line) => {
    expect(problemIn(pythonIniEditor, text)?.line).toBe(line);
    expect(problemIn(pythonIniEditor, text)?.message).not.toContain('s3cret');
  });

  test('the sentence names the section that stands there twice', () => {
    const problem = problemIn(pythonIniEditor, '[global]\nx=1\n[global]\n');
    expect(problem?.message).toBe('section [global] stands there twice');
  });

  test('a repeated DEFAULT section is none', () => {
    expect(problemIn(pythonIniEditor, '[DEFAULT]\na=1\n[DEFAULT]\nb=1\n')).toBeNull();
  });

  test('[bom] a byte order mark is fatal', () => {
    expect(pythonIniEditor.bomIsFatal).toBe(true);
  });
});

test('a messy file changes in the asked places alone, and comes back to its bytes', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../../fixtures/editors/messy.pip.conf'), 'utf8');
  // The index_url line is indented deeper than the option above it: for pip it is part of the timeout.
  expect(valuesIn(pythonIniEditor, text, INDEX)).toEqual([]);
  const edited = set(set(text, INDEX, URL), ['install', 'no-deps'], 'no');
  expect(edited).toBe(
    text.replace('mirror2.lab/simple\r\n', `mirror2.lab/simple\r\nindex-url = ${URL}\n`).replace('yes', 'no'),
  );
});
