import { describe, expect, test } from 'vitest';
import { editText } from '../../../../shared/engine/editors/edit-text.ts';
import { toml, tomlWithoutBom } from '../../../../shared/engine/editors/toml/toml.ts';
import { documentIn, entriesIn, problemIn, restoreIn, setIn, thereAndBack, valuesIn } from '../editing.ts';
import { aCodeArtifactToken } from '../../secrets/sample-token.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';
import { entryText, select } from '../../../../shared/engine/editors/text/entry-path.ts';

const INDEX: EntryPath = ['registries', 'ca', 'index'];
const TOKEN: EntryPath = ['registries', 'ca', 'token'];
const URL: EntryPath = ['tool', 'uv', select('index', 'name', 'ca'), 'url'];

function set(text: string, entry: EntryPath, value: string): string {
  expect(problemIn(toml, text)).toBeNull();
  const edited = setIn(toml, text, entry, value);
  expect(problemIn(toml, edited)).toBeNull();
  const values = valuesIn(toml, edited, entry);
  expect({ values, all: values.every((read) => read === value) }).toEqual({ values, all: values.length > 0 });
  expect(thereAndBack(toml, text, entry, value)).toBe(text);
  return edited;
}

describe('where a new entry goes', () => {
  test('[missing-file] a file that did not exist gets table and key', () => {
    expect(set('', INDEX, 'x')).toBe('[registries.ca]\nindex = "x"\n');
    expect(set('', URL, 'x')).toBe('[[tool.uv.index]]\nname = "ca"\nurl = "x"\n');
    expect(set('', ['offline'], 'true')).toBe('offline = true\n');
  });

  test.each(['# mine\n# too\n', ' \n\n'])('[empty-file] comments and blank lines stay above it', (text) => {
    expect(set(text, INDEX, 'x')).toBe(`${text}\n[registries.ca]\nindex = "x"\n`);
  });

  test('[no-final-newline] a file without a final newline keeps having none', () => {
    const once = set('[net]\noffline = true', INDEX, 'x');
    expect(once).toBe('[net]\noffline = true\n\n[registries.ca]\nindex = "x"');
    expect(set(once, TOKEN, 'y')).toBe(`${once}\ntoken = "y"`);
    expect(set('[registries.ca]', INDEX, 'x')).toBe('[registries.ca]\nindex = "x"');
  });

  test('[crlf] new lines take the dominant line ending', () => {
    expect(set('a = 1\r\nb = 2\r\nc = 3\n', INDEX, 'x')).toBe(
      'a = 1\r\nb = 2\r\nc = 3\n\r\n[registries.ca]\r\nindex = "x"\r\n',
    );
  });

  test('[toml-shapes] behind the last key of its table, with its indentation, spacing and quotes', () => {
    expect(set("[registries.ca] # mine\n  index='x' # too\n\n[net]\n", TOKEN, 'y')).toBe(
      "[registries.ca] # mine\n  index='x' # too\n  token='y'\n\n[net]\n",
    );
    expect(set('[registries.ca]\nindex = """\nx"""\n', TOKEN, 'y')).toBe(
      '[registries.ca]\nindex = """\nx"""\ntoken = "y"\n',
    );
  });

  test('[toml-shapes] beside dotted keys, never as a second definition', () => {
    expect(set('registries.ca.index = "x"\n[net]\n', TOKEN, 'y')).toBe(
      'registries.ca.index = "x"\nregistries.ca.token = "y"\n[net]\n',
    );
    expect(set('[registries]\nca.index = "x"\n', TOKEN, 'y')).toBe('[registries]\nca.index = "x"\nca.token = "y"\n');
    expect(set('http-basic.b.username = "x"\n', ['http-basic', 'ca', 'password'], 'y')).toBe(
      'http-basic.b.username = "x"\nhttp-basic.ca.password = "y"\n',
    );
  });

  test.each([
    ['registries.ca = { index = "x" }\n', 'registries.ca = { index = "x", token = "y" }\n'],
    ['registries.ca = {}\n', 'registries.ca = {token = "y"}\n'],
    ['registries = { ca = {index="x"} } # c\n', 'registries = { ca = {index="x", token="y"} } # c\n'],
    ['registries = { b.index = "x" }\n', 'registries = { b.index = "x", ca.token = "y" }\n'],
    ['registries.ca = {\n  index = "x", # c\n}\n', 'registries.ca = {\n  index = "x",\n  token = "y", # c\n}\n'],
  ])('[toml-shapes] within the braces of an inline table: %j', (text, expected) => {
    expect(set(text, TOKEN, 'y')).toBe(expected);
  });

  test('[toml-shapes] with a header of its own where only a table within it has one', () => {
    const text = '[registries.ca.deeper]\na = 1\n';
    expect(set(text, INDEX, 'x')).toBe(`${text}\n[registries.ca]\nindex = "x"\n`);
    expect(set(`${text}[registries.ca]\n`, INDEX, 'x')).toBe(`${text}[registries.ca]\nindex = "x"\n`);
  });

  test('[toml-shapes] a new table of a list behind the others, ahead of what trails', () => {
    const text = '[[tool.uv.index]]\nname = "a"\n[tool.uv.index.more]\nb = 1\n\n# build\n[build-system]\nc = 2\n';
    expect(set(text, URL, 'x')).toBe(text.replace('b = 1\n', 'b = 1\n\n[[tool.uv.index]]\nname = "ca"\nurl = "x"\n'));
  });

  test.each([
    ['tool.uv.index = [{ name = "a" }] # c\n', 'tool.uv.index = [{ name = "a" }, { name = "ca", url = "x" }] # c\n'],
    ['tool.uv.index = []\n', 'tool.uv.index = [{ name = "ca", url = "x" }]\n'],
    [
      'tool.uv.index = [\n  {name = "a"}, # c\n]\n',
      'tool.uv.index = [\n  {name = "a"},\n  { name = "ca", url = "x" }, # c\n]\n',
    ],
  ])('[toml-shapes] within the brackets of an inline list: %j', (text, expected) => {
    expect(set(text, URL, 'x')).toBe(expected);
  });

  test('a key that is no bare word, and a name with quotes, are quoted', () => {
    expect(set('', ['a b', 'ä'], 'x')).toBe('["a b"]\n"ä" = "x"\n');
    expect(set('', [select('source', 'name', 'a "b"'), 'url'], 'x')).toBe(
      '[[source]]\nname = "a \\"b\\""\nurl = "x"\n',
    );
  });

  test('true, false and whole numbers are bare, everything else is a string', () => {
    const spelled = ['true', '30', '-1', '0', '007', '1.5', 'True', '1979-05-27', '12345678901234567890'];
    expect(spelled.map((value) => set('', ['a'], value).slice(4, -1))).toEqual([
      ...spelled.slice(0, 4),
      ...spelled.slice(4).map((value) => `"${value}"`),
    ]);
  });
});

describe('an entry that is there', () => {
  test('[same-token-again] nothing is to be done when it has the value', () => {
    expect(documentIn(toml, "registries . 'ca' . index = '''x'''\n").set(INDEX, 'x')).toEqual([]);
  });

  test('[new-token] a new token changes the value alone', () => {
    const [old, next] = [aCodeArtifactToken(), aCodeArtifactToken({ isu: 1_795_040_000, length: 1971 })];
    const text = `# mine\r\n[ registries . ca ] # too\r\n\ttoken\t=  '${old}'  # c\r\n[net]\n`;
    expect(set(text, TOKEN, next)).toBe(text.replace(old, next));
  });

  test('[long-or-odd-token] a token of 2 KB fits; a value with a line end is refused before anything is touched', () => {
    set('registries.ca.token = "x"\n', TOKEN, aCodeArtifactToken({ length: 2048 }));
    const refused = editText(toml, '', [{ kind: 'set', entry: TOKEN, value: 'a\n[x]' }]);
    expect(refused.ok ? null : refused.error.code).toBe('invalidInput');
  });

  test('[commented-out] a commented-out table and the same text within a string stay as they are', () => {
    const text = '# [registries.ca]\n# token = "old"\na = """\n[registries.ca]\ntoken = "old"\n"""\n';
    expect(set(text, TOKEN, 'x')).toBe(`${text}\n[registries.ca]\ntoken = "x"\n`);
  });

  test('[comment-behind-token] a comment behind the value stays', () => {
    expect(set('registries.ca.token = "old" # mine "x"\n', TOKEN, 'y')).toBe('registries.ca.token = "y" # mine "x"\n');
  });

  test.each([
    ['"old"', '"new"'],
    ["'old'", "'new'"],
    ['"""\n  old"""', '"""new"""'],
    ["'''old'''", "'''new'''"],
    ['17', '"new"'],
    ['[1, 2]', '"new"'],
  ])('[toml-shapes] the quotes of %s stay', (old, spelled) => {
    expect(set(`[registries.ca]\ntoken = ${old}\n`, TOKEN, 'new')).toBe(`[registries.ca]\ntoken = ${spelled}\n`);
  });

  test('a value with a quote in it makes a literal string a basic one', () => {
    expect(set("a = 'x'\n", ['a'], `it's "so"`)).toBe('a = "it\'s \\"so\\""\n');
  });

  test.each([
    '[ registries . ca ]\ntoken = "old"\n',
    '["registries".\'ca\']\n"token" = "old"\n',
    'registries . "ca".token = "old"\n',
    '[registries]\nca = { token = "old" }\n',
  ])('[toml-table-names] it is found however its keys are spelled: %j', (text) => {
    expect(set(text, TOKEN, 'new')).toBe(text.replace('old', 'new'));
  });

  test('[poetry-names] a name with another case, or with "_" for "-", is another one; one with a dot is quoted', () => {
    for (const other of ['Pay-web', 'pay_web', 'pay.web']) {
      const text = `[http-basic.${other}]\npassword = "theirs"\n`;
      const edited = setIn(toml, text, ['http-basic', 'pay-web', 'password'], 'ours');
      expect(edited).toContain(text);
      expect(edited).toContain('[http-basic.pay-web]\npassword = "ours"\n');
    }
    expect(setIn(toml, '', ['http-basic', 'pay.web', 'password'], 'x')).toContain('[http-basic."pay.web"]');
  });

  test('[toml-table-names] names are case-sensitive', () => {
    const text = '[registries.CA]\ntoken = "theirs"\n';
    expect(valuesIn(toml, text, TOKEN)).toEqual([]);
    expect(set(text, TOKEN, 'x')).toBe(`${text}\n[registries.ca]\ntoken = "x"\n`);
  });

  test('it belongs to the table of a list that bears the name, wherever the name stands', () => {
    const text = '[[tool.uv.index]]\nurl = "a"\nname = "a"\n[[tool.uv.index]]\nurl = "b"\nname = \'ca\'\n';
    expect(set(text, URL, 'x')).toBe(text.replace('"b"', '"x"'));
  });

  test('values are read as clients read them', () => {
    const text = 'a = "\\u0041\\t" \nb = 0x1F\nc = 1_000\nd = """\\\n  e"""\ne = [ 1 ]\nf = 1979-05-27\n';
    expect(entriesIn(toml, text).map(({ value }) => value)).toEqual(['A\t', '31', '1000', 'e', '[ 1 ]', '1979-05-27']);
  });
});

describe('taking out', () => {
  const both = '[registries.ca]\nindex = "x"\ntoken = "y"\n';
  const absent = { kind: 'absent', depth: 0 } as const;

  test('a table leaves with the last of its entries, whichever that is', () => {
    for (const original of ['', '# mine\n', 'a = 1', '[net]\n\n', '\r\n']) {
      const text = set(set(original, INDEX, 'x'), TOKEN, 'y');
      for (const order of [
        [INDEX, TOKEN],
        [TOKEN, INDEX],
      ]) {
        expect(order.reduce((left, entry) => restoreIn(toml, left, entry, absent), text)).toBe(original);
      }
    }
  });

  test('a table of a list leaves with its name when nothing else is left in it', () => {
    const named = '[[tool.uv.index]]\nname = "ca"\nurl = "x"\n';
    expect(restoreIn(toml, named, URL, absent)).toBe('');
    expect(restoreIn(toml, `${named}default = true\n`, URL, absent)).toBe(
      '[[tool.uv.index]]\nname = "ca"\ndefault = true\n',
    );
    expect(restoreIn(toml, `${named}[tool.uv.index.more]\na = 1\n`, URL, absent)).toContain('name = "ca"');
  });

  test('a table that was there before, or that somebody wrote into since, stays', () => {
    expect(restoreIn(toml, '[registries.ca]\nindex = "x"\n', INDEX, { kind: 'absent', depth: 2 })).toBe(
      '[registries.ca]\n',
    );
    expect(restoreIn(toml, `${both}mine = 1\n`, INDEX, absent)).toBe('[registries.ca]\ntoken = "y"\nmine = 1\n');
    expect(restoreIn(toml, '[registries.ca]\n# mine\nindex = "x"\n', INDEX, absent)).toBe('[registries.ca]\n# mine\n');
  });

  test('a comment about the next table stays with that', () => {
    expect(restoreIn(toml, 'a = 1\n\n[registries.ca]\nindex = "x"\n# next\n[net]\n', INDEX, absent)).toBe(
      'a = 1\n# next\n[net]\n',
    );
  });
});

describe('a file that clients refuse', () => {
  test.each([
    ['[a]\nb = 1\n[a]\n', 3],
    ['a = 1\na = 2\n', 2],
    ['a = { b = 1 }\n[a.c]\n', 2],
    ['[a]\nb = x\n', 2],
    ['a = "open\n', 1],
    ['# a\rb = 1\n', 1],
    ['a = 1 b = 2\n', 1],
  ])('[invalidating-duplicate] %j is named with its line', (text, line) => {
    expect(problemIn(toml, text)?.line).toBe(line);
    expect(problemIn(tomlWithoutBom, text)?.line).toBe(line);
    const refused = editText(toml, text, [{ kind: 'set', entry: TOKEN, value: aCodeArtifactToken() }]);
    expect(refused.ok ? null : refused.error.code).toBe('fileInvalid');
  });

  test('[bom] a byte order mark is fatal for Python, not for cargo', () => {
    expect({ cargo: toml.bomIsFatal, python: tomlWithoutBom.bomIsFatal }).toEqual({ cargo: false, python: true });
  });

  test('TOML 1.1 is for cargo alone', () => {
    const text = 'a = {\n  b = 1,\n}\n';
    expect(problemIn(toml, text)).toBeNull();
    expect(problemIn(tomlWithoutBom, text)?.line).toBe(2);
  });
});

test.each([
  ['registries = "x"\n', INDEX],
  ['registries.ca = 1\n', INDEX],
  ['[[registries]]\n', INDEX],
  ['[registries.ca.index]\n', INDEX],
  ['registries.ca.index = {}\n', INDEX],
  ['[tool.uv.index]\n', URL],
  ['tool.uv.index = ["x"]\n', URL],
  ['[[tool]]\n', URL],
])('where something else bears a name of the path, the change is refused: %j', (text, entry) => {
  const refused = editText(toml, text, [{ kind: 'set', entry, value: 'x' }]);
  expect(refused.ok ? null : refused.error.code).toBe('fileInvalid');
  expect(documentIn(toml, text).set(entry, 'x')).toEqual([]);
});

test('a new table of a list takes keys within it along, but no list in a list and none that is told by its text', () => {
  const element = select('source', 'name', 'pay');
  expect(set('', ['a', element, 'sub', 'deep', 'url'], 'x')).toBe('[[a.source]]\nname = "pay"\nsub.deep.url = "x"\n');
  expect(documentIn(toml, '').set([element, select('mirror', 'name', 'eu'), 'url'], 'x')).toEqual([]);
  expect(documentIn(toml, '').set([select('source', null, 'pay'), 'url'], 'x')).toEqual([]);
});

test('a key that looks like a choice of one of several is a key, also when it is set', () => {
  const text = '["source[name=pay]"]\nurl = "x"\n[[source]]\nname = "pay"\nurl = "y"\n';
  expect(entriesIn(toml, text)).toEqual([
    { entry: ['source[name=pay]', 'url'], value: 'x' },
    { entry: [select('source', 'name', 'pay'), 'url'], value: 'y' },
  ]);
  expect(set(text, ['source[name=pay]', 'url'], 'z')).toBe(text.replace('"x"', '"z"'));
  expect(set(text, [select('source', 'name', 'pay'), 'url'], 'z')).toBe(text.replace('"y"', '"z"'));
});

test('keys that JavaScript gives a meaning are keys like any other', () => {
  const text = '[__proto__]\nx = 1\n[constructor.prototype]\ntoString = 2\n';
  expect(entriesIn(toml, text).map(({ entry }) => entryText(entry))).toEqual([
    '__proto__.x',
    'constructor.prototype.toString',
  ]);
  set(text, ['__proto__', 'y'], 'z');
  expect(Object.hasOwn(Object.prototype, 'y')).toBe(false);
});
