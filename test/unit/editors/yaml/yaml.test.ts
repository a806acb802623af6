import { describe, expect, test } from 'vitest';
import { editText } from '../../../../shared/engine/editors/edit-text.ts';
import { gemrcEditor, yamlEditor } from '../../../../shared/engine/editors/yaml/yaml.ts';
import { documentIn, problemIn, restoreIn, setIn, thereAndBack, valuesIn } from '../editing.ts';
import { aCodeArtifactToken } from '../../secrets/sample-token.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';
import { item } from '../../../../shared/engine/editors/text/entry-path.ts';

const SERVER: EntryPath = ['npmRegistryServer'];
const URL = 'https://d.example/npm/web/';
const KEY = '//d.example/npm/web/';
const TOKEN_ENTRY: EntryPath = ['npmRegistries', KEY, 'npmAuthToken'];
const ALWAYS: EntryPath = ['npmRegistries', KEY, 'npmAlwaysAuth'];
const TOKEN = aCodeArtifactToken();

function set(text: string, entry: EntryPath, value: string): string {
  const edited = setIn(yamlEditor, text, entry, value);
  expect(problemIn(yamlEditor, edited)).toBeNull();
  expect(thereAndBack(yamlEditor, text, entry, value)).toBe(text);
  return edited;
}

function values(text: string, entry: EntryPath): string[] {
  return valuesIn(yamlEditor, text, entry);
}

function refusal(text: string, entry: EntryPath, value = 'new'): string {
  const result = editText(yamlEditor, text, [{ kind: 'set', entry, value }]);
  return result.ok ? `accepted: ${result.value}` : result.error.code;
}

describe('where a new entry goes', () => {
  test('[missing-file] into an empty file with the keys around it, as Yarn writes them', () => {
    expect(set(set('', TOKEN_ENTRY, 'T'), ALWAYS, 'true')).toBe(
      `npmRegistries:\n  "${KEY}":\n    npmAuthToken: "T"\n    npmAlwaysAuth: true\n`,
    );
  });

  test.each([
    ['# mine\n', `# mine\nnpmRegistryServer: "${URL}"\n`],
    ['---\n', `---\nnpmRegistryServer: "${URL}"\n`],
    ['---', `---\nnpmRegistryServer: "${URL}"`],
    ['# mine\n...\n', `# mine\nnpmRegistryServer: "${URL}"\n...\n`],
    ['\n  \n', `\n  \nnpmRegistryServer: "${URL}"\n`],
  ])('[empty-file] below what a file without any key has: %j', (text, edited) => {
    expect(set(text, SERVER, URL)).toBe(edited);
  });

  test('[no-final-newline] a file without a final newline keeps having none', () => {
    expect(set('a: 1', SERVER, URL)).toBe(`a: 1\nnpmRegistryServer: "${URL}"`);
    expect(set('a: |\n  text\n\n\n', SERVER, URL)).toBe(`a: |\n  text\nnpmRegistryServer: "${URL}"\n\n\n`);
    expect(set('a: |+\n  text\n\n\n', SERVER, URL)).toBe(`a: |+\n  text\n\n\nnpmRegistryServer: "${URL}"\n`);
  });

  test('[crlf] a new line takes the dominant line ending', () => {
    expect(set('a: 1\r\nb: 2\r\n', SERVER, URL)).toBe(`a: 1\r\nb: 2\r\nnpmRegistryServer: "${URL}"\r\n`);
    expect(set('a: 1\nb: 2\r\nc: 3\n', SERVER, URL)).toBe(`a: 1\nb: 2\r\nc: 3\nnpmRegistryServer: "${URL}"\n`);
  });

  test('[yaml-shapes] with the indentation and the quotes that the file uses', () => {
    const text = "npmRegistries:\n    '//e.example':\n        npmAuthToken: 'x'\n";
    expect(set(set(text, TOKEN_ENTRY, 'T'), ALWAYS, 'true')).toBe(
      `${text}    '${KEY}':\n        npmAuthToken: 'T'\n        npmAlwaysAuth: true\n`,
    );
  });

  test('[yaml-shapes] into braces', () => {
    expect(set('npmRegistries: {}\n', TOKEN_ENTRY, 'T')).toBe(`npmRegistries: {"${KEY}": {npmAuthToken: "T"}}\n`);
    const text = `npmRegistries: {\n  '//e.example': {}, # e\n  "${KEY}": { npmAlwaysAuth: true, } # ours\n  }\n`;
    expect(set(text, TOKEN_ENTRY, 'T')).toBe(text.replace('true,', 'true, npmAuthToken: "T",'));
  });

  test('[yaml-shapes] below an empty key, and the key stays when the entry leaves', () => {
    expect(set('npmRegistries: # none\nb: 1\n', TOKEN_ENTRY, 'T')).toBe(
      `npmRegistries: # none\n  "${KEY}":\n    npmAuthToken: "T"\nb: 1\n`,
    );
  });

  test('behind the comments that belong to what stands above', () => {
    const text = 'a:\n  b: 1 # one\n\n  # more of a\n# about c\nc: 2\n';
    expect(set(text, ['a', 'd'], '3')).toBe(text.replace('# one\n', '# one\n  d: 3\n'));
    expect(set('a:\n  b: 1\n  # more of a\n\n# the end\n', SERVER, URL)).toBe(
      `a:\n  b: 1\n  # more of a\nnpmRegistryServer: "${URL}"\n\n# the end\n`,
    );
  });

  test('as an item of a list, which a URL names without its user', () => {
    const listed: EntryPath = [':sources', item('https://d.example/ruby/web/')];
    const source = 'https://aws:T@d.example/ruby/web/';
    expect(set('', listed, source)).toBe(`:sources:\n- "${source}"\n`);
    expect(set(':sources:\n  - https://rubygems.org\n', listed, source)).toBe(
      `:sources:\n  - https://rubygems.org\n  - ${source}\n`,
    );
    expect(set(":sources: ['https://rubygems.org/']\n", listed, source)).toBe(
      `:sources: ['https://rubygems.org/', '${source}']\n`,
    );
  });
});

describe('an entry that is there', () => {
  test.each([
    [`npmRegistries:\n  "${KEY}":\n    npmAuthToken: § # mine\n`, '"old"', '"T"'],
    [`npmRegistries:\n  '${KEY}':\n    'npmAuthToken' : §\n`, "'old'", "'T'"],
    [`npmRegistries:\n  ${KEY}:\n    npmAuthToken:   §\n`, 'old', 'T'],
    [`npmRegistries: {? "${KEY}" : {npmAuthToken: §, x: y}}\n`, 'old', 'T'],
    [`npmRegistries:\n  ${KEY}:\n    npmAuthToken:\n      # between\n      §\n`, '"old"', '"T"'],
    [`npmRegistries:\n  ${KEY}:\n    npmAuthToken: §\n\n    x: y\n`, '>-\n      old\n      one', '"T"'],
    [`npmRegistries:\n  ${KEY}:\n    npmAuthToken: &token §\n`, 'old', 'T'],
    [`base: &base old\nnpmRegistries:\n  ${KEY}:\n    npmAuthToken: §\n`, '*base', '"T"'],
    [`npmRegistries:\n  ${KEY}:\n    npmAuthToken: !!str §\n`, 'old', 'T'],
    [`--- # begin\n? npmRegistries\n: ${KEY}:\n    npmAuthToken: §\n...\n`, 'old', 'T'],
  ])('[yaml-shapes] is replaced in its own style: %j', (text, old, written) => {
    expect(set(text.replace('§', old), TOKEN_ENTRY, 'T')).toBe(text.replace('§', written));
  });

  test('[yaml-shapes] gets a value behind its colon where it has none, in front of a comment', () => {
    const text = `npmRegistries:\n  ${KEY}:\n    npmAuthToken:  # none\n    npmAlwaysAuth:\n`;
    expect(set(text, TOKEN_ENTRY, 'T')).toBe(text.replace('npmAuthToken:', 'npmAuthToken: "T"'));
    expect(set(text, ALWAYS, 'true')).toBe(text.replace('npmAlwaysAuth:', 'npmAlwaysAuth: true'));
  });

  test('[yaml-shapes] is none below a merge key, beside which it gets its own', () => {
    const text = `base: &base\n  npmAuthToken: shared\nnpmRegistries:\n  ${KEY}:\n    <<: *base\n`;
    expect(values(text, TOKEN_ENTRY)).toEqual([]);
    expect(set(text, TOKEN_ENTRY, 'T')).toBe(`${text}    npmAuthToken: "T"\n`);
  });

  test('[same-token-again] nothing is to be done when it has the value', () => {
    expect(documentIn(yamlEditor, `npmRegistryServer: '${URL}'\n`).set(SERVER, URL)).toEqual([]);
    expect(documentIn(yamlEditor, `npmAlwaysAuth: "true"\n`).set(['npmAlwaysAuth'], 'true')).toEqual([]);
  });

  test('[new-token, long-or-odd-token] a new token of any length changes the value alone', () => {
    const text = `a: 1\r\nnpmRegistries:\r\n  ${KEY}:\r\n    npmAuthToken: "${TOKEN}"\r\n`;
    const next = aCodeArtifactToken({ isu: 1_795_040_000, length: 2048 });
    expect(set(text, TOKEN_ENTRY, next)).toBe(text.replace(TOKEN, next));
  });

  test('[commented-out] a commented-out key stays as it is', () => {
    const text = `# npmRegistryServer: "https://old.example/"\n`;
    expect(set(text, SERVER, URL)).toBe(`${text}npmRegistryServer: "${URL}"\n`);
  });

  test('[placeholder] a placeholder reads as it is written', () => {
    expect(values('npmAuthToken: "${YARN_TOKEN:-}"\n', ['npmAuthToken'])).toEqual(['${YARN_TOKEN:-}']);
  });

  test.each(['true', '012', '0x1F', '1_000', '~', '2026-11-20'])('%s reads as it is written', (value) => {
    expect(values(`k: ${value}\n`, ['k'])).toEqual([value]);
    expect(values(`${value}: v\n`, [value])).toEqual(['v']);
  });

  test('[rewritten-file] is found by its key when another tool wrote the file anew', () => {
    expect(set(`npmRegistries:\n  "${KEY}": {npmAuthToken: 'old'}\n`, TOKEN_ENTRY, 'T')).toBe(
      `npmRegistries:\n  "${KEY}": {npmAuthToken: 'T'}\n`,
    );
  });

  test('[gemrc-sources] is the item of the same URL with another user or without its slash', () => {
    const listed: EntryPath = [':sources', item('https://d.example/ruby/web/')];
    const text = ':sources:\n- https://rubygems.org/\n- "https://aws:old@d.example/ruby/web" # ours\n';
    expect(set(text, listed, 'https://aws:T@d.example/ruby/web/')).toBe(
      ':sources:\n- https://rubygems.org/\n- "https://aws:T@d.example/ruby/web/" # ours\n',
    );
    expect(values(':sources: [https://d.example/ruby/web-2/]\n', listed)).toEqual([]);
  });

  test.each(['true', '12', 'null', '1.5', 'yes', "it's", 'a: b', 'a #b', '- a', '{a}', '*a', '"', 'ünï', '0x1F', '~'])(
    '%s reads back as text from a new line and from an existing one',
    (value) => {
      for (const text of ['', 'k: old\n', 'k: "old"\n', "k: 'old'\n", '{k: old, l: m}\n', 'k:\n']) {
        expect(values(set(text, ['k'], value), ['k'])).toEqual([value]);
      }
    },
  );
});

describe('what is refused', () => {
  test.each([
    ['[yaml-shapes] a tab as indentation', 'a:\n\tb: 1\n', 2],
    ['[yaml-shapes] a second document', 'a: 1\n---\nb: 2\n', 2],
    ['[duplicate-yaml-key] two equal keys', 'a: 1\nnpmRegistries:\n  x: 1\nnpmRegistries:\n  y: 2\n', 4],
    ['[duplicate-yaml-key] two equal keys in another spelling', 'a: {b: 1, "b": 2}\n', 1],
    ['a list in place of keys', '- a\n', 1],
    ['an alias without an anchor', 'a: *nowhere\n', 1],
    ['an open quote', 'a: 1\nb: "s3cret\n', 2],
    ['a control character', 'a: 1\nb: \u0007\n', 2],
    ['a carriage return alone', 'a: 1\rb: 2\n', 1],
  ])('%s, with its line', (_, text, line) => {
    const problem = problemIn(yamlEditor, text);
    expect(problem?.line).toBe(line);
    expect(problem?.message).not.toContain('s3cret');
  });

  test('[yaml-shapes] a change inside of what an alias repeats elsewhere', () => {
    expect(refusal(`a: &a\n  x: 1\nb: *a\n`, ['a', 'y'])).toBe('fileInvalid');
    expect(refusal(`a: &a old\nb: *a\n`, ['a'])).toBe('fileInvalid');
    expect(refusal(`a: &a\n  x: 1\nb: *a\n`, ['b', 'y'])).toBe('fileInvalid');
  });

  test.each([
    'npmRegistries: none\n',
    'npmRegistries:\n- a\n',
    `npmRegistries: {"${KEY}"}\n`,
    `npmRegistries:\n  ${KEY}:\n    npmAuthToken: [a]\n`,
  ])('a place where something else stands: %j', (text) => {
    expect(refusal(text, TOKEN_ENTRY)).toBe('fileInvalid');
  });
});

describe('restoring', () => {
  test('takes the containers that came with an entry, but none that holds something else by now', () => {
    const absent = { kind: 'absent', depth: 0 } as const;
    const text = `npmRegistries:\n  "${KEY}":\n    npmAuthToken: "T"\n`;
    expect(restoreIn(yamlEditor, text, TOKEN_ENTRY, absent)).toBe('');
    expect(restoreIn(yamlEditor, `${text}    npmAuthIdent: x\n`, TOKEN_ENTRY, absent)).toBe(
      `npmRegistries:\n  "${KEY}":\n    npmAuthIdent: x\n`,
    );
    expect(restoreIn(yamlEditor, `${text}  //e.example: {}\n`, TOKEN_ENTRY, absent)).toBe(
      'npmRegistries:\n  //e.example: {}\n',
    );
    expect(restoreIn(yamlEditor, text.replace(':\n', ':\n  # mine\n'), TOKEN_ENTRY, absent)).toBe(
      'npmRegistries:\n  # mine\n',
    );
  });

  test('takes entries out of braces with one of their commas', () => {
    const absent = { kind: 'absent', depth: 1 } as const;
    expect(restoreIn(yamlEditor, 'a: {b: 1, c: 2, d: 3}\n', ['a', 'b'], absent)).toBe('a: {c: 2, d: 3}\n');
    expect(restoreIn(yamlEditor, 'a: {b: 1, c: 2, d: 3}\n', ['a', 'c'], absent)).toBe('a: {b: 1, d: 3}\n');
    expect(restoreIn(yamlEditor, 'a: {b: 1, c: 2, d: 3}\n', ['a', 'd'], absent)).toBe('a: {b: 1, c: 2}\n');
  });
});

test('Yarn and pnpm accept a byte order mark, RubyGems does not', () => {
  expect([yamlEditor.bomIsFatal, gemrcEditor.bomIsFatal]).toEqual([false, true]);
});
