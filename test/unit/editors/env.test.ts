import { describe, expect, test } from 'vitest';
import { editText } from '../../../shared/engine/editors/edit-text.ts';
import { envEditor, goEnvEditor } from '../../../shared/engine/editors/env.ts';
import { documentIn, problemIn, setIn, thereAndBack, valuesIn } from './editing.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

const TOKEN: EntryPath = ['CA_TOKEN'];

function set(text: string, entry: EntryPath, value: string, editor = envEditor): string {
  expect(problemIn(editor, text)).toBeNull();
  const edited = setIn(editor, text, entry, value);
  expect(new Set(valuesIn(editor, edited, entry))).toEqual(new Set([value]));
  expect(thereAndBack(editor, text, entry, value)).toBe(text);
  return edited;
}

test.each([
  ['[missing-file] a file that did not exist', '', 'CA_TOKEN=T\n'],
  ['[empty-file] comments stay above', '# mine\n', '# mine\nCA_TOKEN=T\n'],
  ['[no-final-newline] no final newline stays none', 'A=1', 'A=1\nCA_TOKEN=T'],
  ['[crlf] the dominant line ending', 'A=1\r\n', 'A=1\r\nCA_TOKEN=T\r\n'],
  ['[commented-out] what is commented out', '# CA_TOKEN=x\n', '# CA_TOKEN=x\nCA_TOKEN=T\n'],
  ['[commented-out] what is part of another value', 'A="1\nCA_TOKEN=x\n"\n', 'A="1\nCA_TOKEN=x\n"\nCA_TOKEN=T\n'],
  ['export where the file exports', 'export A=1\n', 'export A=1\nexport CA_TOKEN=T\n'],
])('a new key: %s', (_, text, expected) => {
  expect(set(text, TOKEN, 'T')).toBe(expected);
});

test('a key that is asked for with export gets it where it is new alone', () => {
  expect(set('A=1\n', ['export CA_TOKEN'], 'T')).toBe('A=1\nexport CA_TOKEN=T\n');
  expect(set('CA_TOKEN=x\n', ['export CA_TOKEN'], 'T')).toBe('CA_TOKEN=T\n');
});

describe('a key that is there', () => {
  test.each([
    ['[comment-behind-token] keeps its comment', 'CA_TOKEN=old # mine\n', 'CA_TOKEN=T # mine\n'],
    ['[comment-behind-token] keeps a comment behind nothing', 'CA_TOKEN= # mine\n', 'CA_TOKEN=T # mine\n'],
    ['[npmrc-quotes] keeps its quotes', 'export CA_TOKEN="old"; B=1\n', 'export CA_TOKEN="T"; B=1\n'],
    ['[npmrc-quotes] keeps single quotes and blanks', "\tCA_TOKEN = 'o l d'\n", "\tCA_TOKEN = 'T'\n"],
    ['is set in every one of several', 'CA_TOKEN=a\nCA_TOKEN=b\n', 'CA_TOKEN=T\nCA_TOKEN=T\n'],
    ['loses a command in backticks', 'CA_TOKEN=`aws codeartifact x`\n', 'CA_TOKEN=T\n'],
    ['loses what stands right behind a command', 'CA_TOKEN=$(a b)"c d"$(e)f\nB=1\n', 'CA_TOKEN=T\nB=1\n'],
    ['keeps a command behind it', 'export CA_TOKEN=old; export X=3\n', "export CA_TOKEN='T'; export X=3\n"],
    ['keeps a command behind another', 'CA_TOKEN=$(a); B=1\n', "CA_TOKEN='T'; B=1\n"],
    ['keeps what follows if it went well', 'CA_TOKEN=old && B="s e" cmd\n', 'CA_TOKEN=T && B="s e" cmd\n'],
    ['keeps what follows if it did not', 'CA_TOKEN="old" || B=1\n', 'CA_TOKEN="T" || B=1\n'],
    ['has "&&" within its value', 'CA_TOKEN=a&&b\n', 'CA_TOKEN=T\n'],
    ['loses a command over several lines', 'CA_TOKEN=$(aws x \\\n  --y "z")\nB=1\n', 'CA_TOKEN=T\nB=1\n'],
    ['loses all lines of a quoted value', 'CA_TOKEN="a\nb"\nB=1\n', 'CA_TOKEN="T"\nB=1\n'],
    ['loses a value that goes on behind a backslash', 'CA_TOKEN=a\\\nb\nB=1\n', 'CA_TOKEN=T\nB=1\n'],
  ])('%s', (_, text, expected) => {
    expect(set(text, TOKEN, 'T')).toBe(expected);
  });

  test('[same-token-again] nothing is to be done when it has the value', () => {
    expect(documentIn(envEditor, 'export CA_TOKEN="T"\n').set(TOKEN, 'T')).toEqual([]);
  });

  test('[new-token] a new token changes the value alone', () => {
    const [old, next] = [aCodeArtifactToken(), aCodeArtifactToken({ isu: 1_795_040_000, length: 1971 })];
    const text = `A=1\r\nCA_TOKEN='${old}' # c\r\n`;
    expect(set(text, TOKEN, next)).toBe(text.replace(old, next));
  });
});

test('a value that a shell would change is quoted', () => {
  expect(set('', TOKEN, 'a b$c`d')).toBe("CA_TOKEN='a b$c`d'\n");
  expect(set('CA_TOKEN="x"\n', TOKEN, 'a b$c"d')).toBe('CA_TOKEN="a b\\$c\\"d"\n');
});

test.each([
  ['a quote without its end', 'A=1\nB="s3cret\nC=2\n', 2],
  ['a command without its end', 'A=$(s3cret\n', 1],
  ['a quote behind a command', 'A=$(s3cret\n)"\n', 1],
  ['a second command without its end', 'A=$(x)$(s3cret\n)\n', 1],
  ['a last line that goes on', 'A=s3cret\\\n', 1],
])('%s is refused, with its line and no value', (_, text, line) => {
  expect(problemIn(envEditor, text)?.line).toBe(line);
  expect(JSON.stringify(editText(envEditor, text, []))).not.toContain('s3cret');
});

test('a line of go env has no quotes and no comments', () => {
  expect(set('GOPROXY="https://a" # b\n', ['GOPROXY'], 'https://c', goEnvEditor)).toBe('GOPROXY=https://c\n');
  expect(valuesIn(goEnvEditor, ' GOPROXY=a\n#GOPROXY=b\n', ['GOPROXY'])).toEqual([]);
});
