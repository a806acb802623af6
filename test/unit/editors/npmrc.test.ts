import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { npmrcEditor } from '../../../shared/engine/editors/npmrc.ts';
import { documentIn, entriesIn, problemIn, restoreIn, setIn, thereAndBack, valuesIn } from './editing.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

const REGISTRY: EntryPath = ['registry'];
const URL = 'https://d.example/npm/web/';
const TOKEN_KEY: EntryPath = ['//d.example/npm/web/:_authToken'];
const TOKEN = aCodeArtifactToken();

function set(text: string, entry: EntryPath, value: string): string {
  const edited = setIn(npmrcEditor, text, entry, value);
  expect(thereAndBack(npmrcEditor, text, entry, value)).toBe(text);
  return edited;
}

function values(text: string, entry: EntryPath): string[] {
  return valuesIn(npmrcEditor, text, entry);
}

describe('where a new key goes', () => {
  // With \n on every platform: each client takes it, and so do editors.
  test('[missing-file] a file that did not exist gets one line', () => {
    expect(set('', REGISTRY, URL)).toBe(`registry=${URL}\n`);
  });

  test.each([
    ['only comments', '; mine\n# too\n'],
    ['only blanks', ' \n\t\n'],
    ['only empty lines', '\r\n\r\n'],
  ])('[empty-file] a file with %s keeps them above the new line', (_, text) => {
    const eol = text.includes('\r') ? '\r\n' : '\n';
    expect(set(text, REGISTRY, URL)).toBe(`${text}registry=${URL}${eol}`);
  });

  test('[no-final-newline] a file without a final newline keeps having none, and repeating adds no blank line', () => {
    const once = set('audit=false', REGISTRY, URL);
    expect(once).toBe(`audit=false\nregistry=${URL}`);
    expect(set(once, REGISTRY, URL)).toBe(once);
    expect(set(once, TOKEN_KEY, TOKEN)).toBe(`${once}\n//d.example/npm/web/:_authToken=${TOKEN}`);
  });

  test('[crlf] a new line takes the dominant line ending', () => {
    expect(set('a=1\r\nb=2\r\n', REGISTRY, URL)).toBe(`a=1\r\nb=2\r\nregistry=${URL}\r\n`);
    expect(set('a=1\nb=2\r\nc=3\n', REGISTRY, URL)).toBe(`a=1\nb=2\r\nc=3\nregistry=${URL}\n`);
    expect(set('a=1\rb=2', REGISTRY, URL)).toBe(`a=1\rb=2\rregistry=${URL}`);
  });

  test('[npmrc-section] it goes above the first [section], where npm sees it, and a hidden key of that name stays', () => {
    const text = 'a=1\n\n[old]\nregistry=https://hidden.example/\n';
    expect(set(text, REGISTRY, URL)).toBe(`a=1\n\nregistry=${URL}\n[old]\nregistry=https://hidden.example/\n`);
    expect(values(text, REGISTRY)).toEqual([]);
  });

  test('[npmrc-section] what only looks like a header hides nothing', () => {
    expect(values(' [indented]\n[a] ; tail\nregistry=x\n', REGISTRY)).toEqual(['x']);
  });

  test('[scope-alone] a scope leaves the default registry alone', () => {
    const text = 'registry=https://registry.example/\n';
    expect(set(text, ['@acme:registry'], URL)).toBe(`${text}@acme:registry=${URL}\n`);
  });
});

describe('a key that is there', () => {
  test('[same-token-again] nothing is to be done when it has the value', () => {
    expect(documentIn(npmrcEditor, `registry = "${URL}" \n`).set(REGISTRY, URL)).toEqual([]);
  });

  test('[new-token] a new token changes the value alone', () => {
    const text = `a=1\r\n//d.example/npm/web/:_authToken=${TOKEN}\r\nb=2\r\n`;
    const next = aCodeArtifactToken({ isu: 1_795_040_000, length: 1971 });
    const edited = set(text, TOKEN_KEY, next);
    expect(edited).toBe(text.replace(TOKEN, next));
    expect(edited.length - text.length).toBe(next.length - TOKEN.length);
  });

  test('[long-or-odd-token] a token of 2 KB fits on its line', () => {
    const long = aCodeArtifactToken({ length: 2048 });
    expect(values(set('', TOKEN_KEY, long), TOKEN_KEY)).toEqual([long]);
  });

  test('[duplicate-npmrc-key] every occurrence gets the value, each in its own style', () => {
    expect(set('registry=a\n registry = "b"\nregistry=c ; d\n', REGISTRY, URL)).toBe(
      `registry=${URL}\n registry = "${URL}"\nregistry=${URL} ; d\n`,
    );
  });

  test('[commented-out] a commented-out key stays as it is', () => {
    const text = '#//d.example/npm/web/:_authToken=old\n ;registry=old\n';
    expect(values(text, TOKEN_KEY)).toEqual([]);
    expect(set(text, TOKEN_KEY, 'new')).toBe(`${text}//d.example/npm/web/:_authToken=new\n`);
  });

  test('[comment-behind-token] a comment behind the value stays, also where npm takes it for one without a blank', () => {
    expect(set('registry=old ; mine\n', REGISTRY, URL)).toBe(`registry=${URL} ; mine\n`);
    expect(set('registry=old#mine\n', REGISTRY, URL)).toBe(`registry=${URL}#mine\n`);
    expect(set('registry= ; none yet\n', REGISTRY, URL)).toBe(`registry=${URL} ; none yet\n`);
  });

  test('[comment-behind-token] quotes before a comment, which npm reads as part of the value, go', () => {
    const text = '//d.example/npm/web/:_authToken = "abc" ; inline\n';
    expect(values(text, TOKEN_KEY)).toEqual(['"abc"']);
    expect(set(text, TOKEN_KEY, TOKEN)).toBe(`//d.example/npm/web/:_authToken = ${TOKEN} ; inline\n`);
  });

  test('[npmrc-quotes] quotes and the blanks around "=" stay', () => {
    expect(set('registry\t=  "old"  \n', REGISTRY, URL)).toBe(`registry\t=  "${URL}"  \n`);
    expect(set("registry ='old'\n", REGISTRY, URL)).toBe(`registry ='${URL}'\n`);
    expect(set('"registry" = old\n', REGISTRY, URL)).toBe(`"registry" = ${URL}\n`);
  });

  test.each([`"`, `'`])('[npmrc-quotes] %s alone is no pair of quotes for a new value', (quote) => {
    expect(set(`registry=${quote}\n`, REGISTRY, URL)).toBe(`registry=${URL}\n`);
  });

  test('[npmrc-quotes] a value that single quotes would change gets others', () => {
    expect(set("registry='old'\n", REGISTRY, '12')).toBe("registry='12'\n");
    expect(set("registry='old'\n", REGISTRY, '"12"')).toBe('registry="\\"12\\""\n');
  });

  test('[npmrc-arrays] a key without "=" reads as true, gets its "=" and loses it again', () => {
    expect(values('registry ; c\n', REGISTRY)).toEqual(['true']);
    expect(set('registry ; c\n', REGISTRY, URL)).toBe(`registry=${URL} ; c\n`);
  });

  test('[npmrc-arrays] elements of an array are listed under its name, but are no place for a value', () => {
    const text = 'omit[]=dev\nomit[]=optional\n';
    expect(entriesIn(npmrcEditor, text)).toEqual([
      { entry: ['omit'], value: 'dev' },
      { entry: ['omit'], value: 'optional' },
    ]);
    expect(values(text, ['omit'])).toEqual([]);
  });

  test('[placeholder] a placeholder reads as it is written', () => {
    const text = 'a=${X}\nb=${X?}\nc="${X-none}"\n';
    expect(entriesIn(npmrcEditor, text).map(({ value }) => value)).toEqual(['${X}', '${X?}', '${X-none}']);
  });

  // The app keeps the key of the repository alone, which beats broader ones; the doctor names those that are stale.
  test('[host-token-and-stale-one] a host-level token and a repository-level one are two entries', () => {
    const text = '//d.example/:_authToken=stale\n//d.example/npm/web/:_authToken=staler\n';
    expect(set(set(text, TOKEN_KEY, 'new'), ['//d.example/:_authToken'], 'new')).toBe(
      '//d.example/:_authToken=new\n//d.example/npm/web/:_authToken=new\n',
    );
  });
});

describe('what stands beside it', () => {
  test.each([
    ['[unset-variable] a variable that is not set', '//other.example/:_authToken=${NOPE}\n'],
    ['[last-slash] the key without its last slash', '//d.example/npm/web:_authToken=older\n'],
    [
      '[host-spelling] the key in capitals or with a port',
      '//D.EXAMPLE/npm/web/:_authToken=a\n//d.example:443/npm/web/:_authToken=b\n',
    ],
    // Harmless beside a token; the app takes out nothing that it did not put in.
    [
      '[other-credentials] older credentials of another kind',
      '//d.example/npm/web/:_auth=x\n//d.example/npm/web/:_password=y\n',
    ],
    // For the doctor to name.
    ['[legacy-keys] a legacy key without a URL', '_authToken=legacy\n_auth=legacy\n'],
  ])('%s stays as it is', (_, text) => {
    expect(values(text, TOKEN_KEY)).toEqual([]);
    expect(set(text, TOKEN_KEY, TOKEN)).toBe(`${text}//d.example/npm/web/:_authToken=${TOKEN}\n`);
  });

  test('[last-slash, host-spelling] a registry written without its slash, in capitals or with a port becomes ours in place', () => {
    for (const url of ['https://d.example/npm/web', 'HTTPS://D.EXAMPLE:443/npm/web/', 'http://d.example/npm/web/']) {
      expect(set(`registry=${url}\n`, REGISTRY, URL)).toBe(`registry=${URL}\n`);
    }
  });

  test('[always-auth] always-auth stands there once, however often it is set', () => {
    const always: EntryPath = ['//d.example/npm/web/:always-auth'];
    const once = set('always-auth=true\n', always, 'true');
    expect(once).toBe('always-auth=true\n//d.example/npm/web/:always-auth=true\n');
    expect(set(once, always, 'true')).toBe(once);
  });
});

describe('how npm reads a value', () => {
  test.each([
    ['k=a;b', 'a'],
    [String.raw`k=a\;b\#c\\d\e`, String.raw`a;b#c\d\e`],
    ['k="a;b"', 'a;b'],
    [String.raw`k="tab\tquote\""`, 'tab\tquote"'],
    ['k="a"b"', '"a"b"'],
    ["k='12'", '12'],
    ['k=null', 'null'],
    ['k==x', '=x'],
    ['k=', ''],
    ['k', 'true'],
    ['k ; was = x', 'x'],
    ['\tk \t=\u00a0x ', 'x'],
  ])('%s', (text, value) => {
    expect(values(text, ['k'])).toEqual([value]);
  });

  test('lines that npm skips are no entries', () => {
    expect(entriesIn(npmrcEditor, '=x\n__proto__=x\nk=a\u2028b\n')).toEqual([]);
  });

  test('the one key that npm fails on is a problem with its line', () => {
    expect(problemIn(npmrcEditor, "a=1\n'null'=x\n")?.line).toBe(2);
    expect(problemIn(npmrcEditor, 'any [thing] else "goes')).toBeNull();
  });

  test.each(['a;b', 'a#b', '=a', '[a', '"a"', 'a\\', String.raw`a\;b`, String.raw`\\#`, "'", 'ünï'])(
    '%s reads back from a new line and from an existing one',
    (value) => {
      for (const text of ['', 'k=old\n', 'k="old"\n', "k='old'\n"]) {
        expect(values(set(text, ['k'], value), ['k'])).toEqual([value]);
      }
    },
  );
});

describe('restoring', () => {
  test('gives each occurrence its own bytes back', () => {
    const text = 'registry="a"\nregistry=b ; c\n registry\n';
    expect(set(text, REGISTRY, URL)).not.toContain('"a"');
  });

  test('fills from the last occurrence backwards when their number changed', () => {
    const before = { kind: 'present', raws: ['one', '"two"'] } as const;
    expect(restoreIn(npmrcEditor, 'registry=x\n', REGISTRY, before)).toBe('registry="two"\n');
    expect(restoreIn(npmrcEditor, 'registry=x\nregistry=y\nregistry=z\n', REGISTRY, before)).toBe(
      'registry=x\nregistry=one\nregistry="two"\n',
    );
    expect(restoreIn(npmrcEditor, 'audit=false\n', REGISTRY, before)).toBe('audit=false\n');
  });

  test('[switching-off] keeps what the user added around our line', () => {
    const absent = { kind: 'absent', depth: 0 } as const;
    expect(restoreIn(npmrcEditor, 'a=1\nregistry=x\n; theirs\nb=2', REGISTRY, absent)).toBe('a=1\n; theirs\nb=2');
  });
});

test('a messy file changes in the asked places alone, and comes back to its bytes', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../fixtures/editors/messy.npmrc'), 'utf8');
  const edited = set(set(text, REGISTRY, URL), TOKEN_KEY, 'TOKEN');
  expect(edited).toBe(
    text
      .replace('"https://old.example/npm/"', `"${URL}"`)
      .replace("'expired-one'\t# mine", 'TOKEN\t# mine')
      .replace('expired-two', 'TOKEN'),
  );
});

test('npm accepts a byte order mark', () => {
  expect(npmrcEditor.bomIsFatal).toBe(false);
});
