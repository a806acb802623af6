import { describe, expect, test } from 'vitest';
import { editText } from '../../../../shared/engine/editors/edit-text.ts';
import { netrcEditor } from '../../../../shared/engine/editors/netrc/netrc.ts';
import { captureIn, documentIn, problemIn, restoreIn, setIn, thereAndBack, valuesIn } from '../editing.ts';
import { aCodeArtifactToken } from '../../secrets/sample-token.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';

const HOST = 'd.example';
const LOGIN: EntryPath = [HOST, 'login'];
const PASSWORD: EntryPath = [HOST, 'password'];
const OURS = `machine ${HOST} login aws password TOKEN`;

function set(text: string, entry: EntryPath, value: string): string {
  expect(problemIn(netrcEditor, text)).toBeNull();
  const edited = setIn(netrcEditor, text, entry, value);
  expect(problemIn(netrcEditor, edited)).toBeNull();
  expect(new Set(valuesIn(netrcEditor, edited, entry))).toEqual(new Set([value]));
  expect(thereAndBack(netrcEditor, text, entry, value)).toBe(text);
  return edited;
}

/** Sets what a client sets, and proves that both orders of taking it back lead to the bytes of before. */
function signIn(text: string): string {
  const edited = set(set(text, LOGIN, 'aws'), PASSWORD, 'TOKEN');
  for (const order of [
    [LOGIN, PASSWORD],
    [PASSWORD, LOGIN],
  ]) {
    const back = order.reduce(
      (now, entry) => restoreIn(netrcEditor, now, entry, captureIn(netrcEditor, text, entry)),
      edited,
    );
    expect(back).toBe(text);
  }
  return edited;
}

describe('where a new entry goes', () => {
  test.each([
    ['[missing-file] into a file that did not exist', '', `${OURS}\n`],
    ['[empty-file] below comments and blank lines', '# mine\n\n', `# mine\n\n${OURS}\n`],
    ['[no-final-newline] behind a last line without an end', 'machine a login b', `machine a login b\n${OURS}`],
    [
      '[crlf] with the dominant line ending',
      '# mine\r\nmachine a login b\r\n',
      `# mine\r\nmachine a login b\r\n${OURS}\r\n`,
    ],
    ['behind the other machines', 'machine a login b\n# end\n', `machine a login b\n# end\n${OURS}\n`],
    [
      '[netrc-shapes] before the default',
      'machine a login b\n# who else\ndefault login x\n',
      `machine a login b\n${OURS}\n# who else\ndefault login x\n`,
    ],
    [
      '[netrc-shapes] before a default that comes first',
      '# who\ndefault login x\n',
      `# who\n${OURS}\ndefault login x\n`,
    ],
    [
      '[netrc-shapes] before a default in the middle',
      'default login x\nmachine a login b\n',
      `${OURS}\ndefault login x\nmachine a login b\n`,
    ],
    [
      'before a default on the line of another machine',
      'machine a login b default login x\n',
      `machine a login b ${OURS} default login x\n`,
    ],
    [
      '[netrc-shapes] behind a macro, not into it',
      'machine a login b\nmacdef init\nmachine d.example\n\n',
      `machine a login b\nmacdef init\nmachine d.example\n\n${OURS}\n`,
    ],
    [
      '[netrc-shapes] between a macro and the default',
      'macdef init\nls\n\n# who\ndefault login x',
      `macdef init\nls\n\n# who\n${OURS}\ndefault login x`,
    ],
    [
      '[commented-out] whatever a comment says',
      `# machine ${HOST} login x password y\n`,
      `# machine ${HOST} login x password y\n${OURS}\n`,
    ],
    [
      '[host-spelling] beside one of another spelling',
      'machine D.EXAMPLE login x\n',
      `machine D.EXAMPLE login x\n${OURS}\n`,
    ],
  ])('%s', (_, text, expected) => {
    expect(signIn(text)).toBe(expected);
  });
});

describe('an entry that is there', () => {
  test.each([
    [
      'keeps its line and its comment',
      'machine d.example login me password old # mine',
      'machine d.example login aws password TOKEN # mine',
    ],
    [
      '[netrc-shapes] keeps its lines',
      'machine d.example\n\tlogin me\n\tpassword\n\t\told\n',
      'machine d.example\n\tlogin aws\n\tpassword\n\t\tTOKEN\n',
    ],
    [
      'keeps the order of its fields',
      'machine d.example password old account x login me\n',
      'machine d.example password TOKEN account x login aws\n',
    ],
    [
      'loses its quotes, which Go would send along',
      'machine d.example login me password "o ld"\n',
      'machine d.example login aws password TOKEN\n',
    ],
    [
      'gets the field it lacks on the same line',
      'machine d.example login me # c\nmachine a login b\n',
      'machine d.example login aws password TOKEN # c\nmachine a login b\n',
    ],
    [
      'gets the field it lacks on a line of its own',
      'machine d.example\n  login me # c\ndefault login x',
      'machine d.example\n  login aws # c\n  password TOKEN\ndefault login x',
    ],
    ['gets both fields', 'machine d.example\n# nothing\n', 'machine d.example login aws password TOKEN\n# nothing\n'],
    [
      'is the default itself under another name',
      'machine d.example login x default login y',
      'machine d.example login aws password TOKEN default login y',
    ],
    ['keeps the word user', 'machine d.example user me password x\n', 'machine d.example user aws password TOKEN\n'],
    [
      '[duplicate-machine] of which there are two, because Go takes the first and Python the last',
      'machine d.example login a password b\nmachine d.example login c\n',
      'machine d.example login aws password TOKEN\nmachine d.example login aws password TOKEN\n',
    ],
  ])('%s', (_, text, expected) => {
    expect(signIn(text)).toBe(expected);
  });

  test('[same-token-again] nothing is to be done when it has the value', () => {
    expect(documentIn(netrcEditor, `${OURS}\n`).set(PASSWORD, 'TOKEN')).toEqual([]);
  });

  test('[new-token] a new token changes the value alone', () => {
    const [old, next] = [aCodeArtifactToken(), aCodeArtifactToken({ isu: 1_795_040_000, length: 1971 })];
    const text = `machine a login b\r\nmachine ${HOST}\r\n  password ${old}\r\n  login aws\r\n`;
    expect(set(text, PASSWORD, next)).toBe(text.replace(old, next));
  });

  test('what the user put beside our fields stays when they leave', () => {
    const absent = { kind: 'absent', depth: 0 } as const;
    const restore = (text: string) =>
      [LOGIN, PASSWORD].reduce((now, entry) => restoreIn(netrcEditor, now, entry, absent), text);
    expect(restore(`machine ${HOST} login aws account me password T\n`)).toBe(`machine ${HOST} account me\n`);
    expect(restore(`machine a login b\n${OURS} # mine\n`)).toBe('machine a login b\n# mine\n');
  });
});

test.each(['two words', '"quoted', 'back\\slash', ''])('[long-or-odd-token] %j is no value for a netrc', (value) => {
  expect(editText(netrcEditor, '', [{ kind: 'set', entry: PASSWORD, value }])).toMatchObject({
    ok: false,
    error: { code: 'invalidInput' },
  });
});

test('[bom] a byte order mark is fatal', () => {
  expect(netrcEditor.bomIsFatal).toBe(true);
});

describe('[netrc-shapes] what Python would ignore as a whole is refused, with the line and without a word of it', () => {
  test.each([
    ['a field without value', 'machine a login b\nmachine o login\nmachine c password s3cret', 3],
    ['an unknown word', 'machine a\nlogin b\npasswd s3cret', 3],
    ['a word that is a property of every object', 'machine a constructor s3cret\n', 1],
    ['a password of two words', 'machine a login b password my s3cret\n', 1],
    ['a macro without its empty line', '\nmacdef init\ns3cret\n', 2],
    ['a quote without its end', 'machine a password "s3cret\n', 1],
    ['a machine without name', 'machine a login b\n\nmachine', 3],
    ['a comment below an empty line', 'machine a login b\n\n# s3cret host\nmachine c login d\n', 3],
    ['a first comment that is tight', '#the s3cret host\nmachine c login d\n', 1],
    ['words that are quoted to nothing', 'machine a login b\n"" s3cret', 2],
  ])('%s', (_, text, line) => {
    expect(problemIn(netrcEditor, text)?.line).toBe(line);
    expect(problemIn(netrcEditor, text)?.message).not.toContain('s3cret');
  });
});
