import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnoseText } from '../../shared/engine/doctor/diagnose.ts';
import { applySplices, capture, editText, restore } from '../../shared/engine/editors/edit-text.ts';
import { editors } from '../../shared/engine/editors/index.ts';
import type { EditorName } from '../../shared/engine/editors/index.ts';
import { lineShower } from '../../shared/engine/editors/shown-lines.ts';
import { splitLines } from '../../shared/engine/editors/text/lines.ts';
import { item, select } from '../../shared/engine/editors/text/entry-path.ts';
import type { EntryPath } from '../../shared/engine/editors/text/entry-path.ts';
import { lineDiff } from '../../shared/engine/plan/line-diff.ts';
import { addressesIn } from '../../shared/engine/scan/address.ts';
import { hitsIn } from '../../shared/engine/scan/hits.ts';
import { loginsOf } from '../../shared/engine/scan/logins.ts';
import { shellWords } from '../../shared/engine/scan/shell-words.ts';
import { clients } from '../../shared/engine/clients/index.ts';
import { maskSecrets } from '../../shared/engine/secrets/mask.ts';
import { NOTHING_KNOWN } from '../../shared/engine/secrets/show-value.ts';

/** What is repeated between a beginning and an end; `{i}` becomes a number that is another each time. */
type Repeated = readonly [start: string, unit: string, end?: string];

const SMALL = 3000;
const TIMES = 8;
/** Eight texts take about as long as one of their length, and that one eight times as long where the square of it counts. */
const MOST = 3;
/** Shorter times, in milliseconds of the processor, say nothing: they grow with what the machine does besides. */
const TELLING = 12;

function textOf([start, unit, end = '']: Repeated, length: number): string {
  const count = Math.max(1, Math.floor(length / unit.length));
  const units = unit.includes('{i}')
    ? Array.from({ length: count }, (_, index) => unit.replaceAll('{i}', String(index))).join('')
    : unit.repeat(count);
  return start + units + end;
}

/** Milliseconds of the processor. */
function costOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How many times as long one long text takes as several of the same length together, the best of a few; 1 where it takes no time worth speaking of. */
function growthOf(repeated: Repeated, workOn: (text: string) => void): number {
  const [small, large] = [textOf(repeated, SMALL), textOf(repeated, SMALL * TIMES)];
  let asOne = costOf(() => workOn(large));
  let inPieces = Infinity;
  for (let round = 0; round < 3 && asOne > TELLING && !(asOne / inPieces < MOST); round += 1) {
    const pieces = costOf(() => {
      for (let piece = 0; piece < TIMES; piece += 1) workOn(small);
    });
    inPieces = Math.min(inPieces, pieces);
    if (round > 0)
      asOne = Math.min(
        asOne,
        costOf(() => workOn(large)),
      );
  }
  return asOne > TELLING ? asOne / inPieces : 1;
}

/** All that is done with a file: read, listed, shown, compared; its entry set and brought back. */
function workThrough(name: EditorName, entry: EntryPath, text: string): void {
  const editor = editors[name];
  const read = editor.read(text);
  if (!read.ok) return;
  const document = read.value;
  document.entries();
  const showLine = lineShower(document, NOTHING_KNOWN);
  for (const index of splitLines(text).keys()) showLine(index);
  const before = capture(document, entry);
  const edited = editor.read(applySplices(text, document.set(entry, 'https://d.example/')));
  if (edited.ok) restore(edited.value, entry, before);
  const changed = editText(editor, text, [{ kind: 'set', entry, value: 'https://d.example/' }]);
  if (changed.ok) lineDiff('a', 'a', text, changed.value);
}

const server: EntryPath = ['settings', 'servers', select('server', 'id', 'ours'), 'password'];
const source: EntryPath = ['configuration', 'packageSources', select('add', '@key', 'ours'), '@value'];
const index: EntryPath = ['tool', 'uv', select('index', 'name', 'ours'), 'url'];

/** Per format an entry that is set, and what has been slow or might be: many of everything that the format has. */
const worst: Readonly<Record<EditorName, { entry: EntryPath; repeated: readonly Repeated[] }>> = {
  npmrc: {
    entry: ['registry'],
    repeated: [
      ['', 'registry=x\n'],
      ['', '# c\n'],
      ['', '[s]\n'],
      ['', '//h{i}/:_authToken=x\n'],
    ],
  },
  pythonIni: {
    entry: ['global', 'extra-index-url', item('https://d.example/')],
    repeated: [
      ['[global]\nextra-index-url =\n', '  https://d.example/\n'],
      ['[global]\n', 'k{i} =\n  v\n'],
      ['', '[s{i}]\n# c\n'],
      ['[global]\nx = 1', '\n \n'],
    ],
  },
  pypirc: { entry: ['ours', 'repository'], repeated: [['[distutils]\nindex-servers =\n', '  s{i}\n']] },
  mavenSettings: {
    entry: server,
    repeated: [
      ['<settings><!--', '\r', '--></settings>'],
      ['<settings><localRepository>', 'x\r\n', '</localRepository></settings>'],
      ['<settings><servers>', '<server><id>ours</id></server>\n', '</servers></settings>'],
      ['<settings>\n<servers>', '<server><id>ours</id><password>x</password></server>', '</servers></settings>'],
      ['<settings><servers>', '<!-- c -->\n', '</servers></settings>'],
      ['<settings>', '<a></a>\n', '</settings>'],
    ],
  },
  nugetConfig: {
    entry: source,
    repeated: [
      ['<configuration><packageSources>', '<add key="ours" value="x"/>', '</packageSources></configuration>'],
      ['<configuration><packageSources>', '<add key="ours" />\n', '</packageSources></configuration>'],
      ['<configuration><packageSources>', '<a xmlns:b{i}="x"><b{i}:c/></a>', '</packageSources></configuration>'],
    ],
  },
  netrc: {
    entry: ['d.example', 'password'],
    repeated: [
      ['', 'machine d.example\nlogin a\n'],
      ['', 'machine d.example login a password b\n'],
      ['', 'machine h{i} login a password b '],
      ['', 'macdef m\nput x\n\n'],
    ],
  },
  env: {
    entry: ['OURS'],
    repeated: [
      ['', 'OURS=x\n'],
      ['', '# c\n'],
      ['A="', '\n', '"\n'],
      ['', 'A{i}=$(a "$(b)")\n'],
    ],
  },
  goEnv: { entry: ['GOPROXY'], repeated: [['', 'GOPROXY=x\n']] },
  properties: {
    entry: ['ours'],
    repeated: [
      ['', 'ours=x\n'],
      ['', '! c\n'],
      ['a=', 'b\\\n  '],
      ['', 'k{i}:\\u0041\n'],
    ],
  },
  json: {
    entry: ['$', 'registries', 'ours', 'url'],
    repeated: [
      ['{"registries":{"a":1,', ' ', '"b":2}}'],
      ['{"registries":{', '"k{i}":{"a":[1]},', '"z":1}}'],
      ['{"registries":{}', '\n', '}'],
    ],
  },
  toml: {
    entry: index,
    repeated: [
      ['', '[[tool.uv.index]]\nname="ours"\nurl="x"\n'],
      ['', '[[tool.uv.index]]\nname="n{i}"\n'],
      ['', '[t{i}]\na=1\nb.c=2\n'],
      ['a=[', '{a=1},', '{a=2}]\n'],
      ['', '# c\n'],
    ],
  },
  tomlWithoutBom: { entry: ['http-basic', 'ours', 'password'], repeated: [['', 'k{i} = "v" # c\n']] },
  yaml: {
    entry: ['npmRegistries', '//d.example', 'npmAuthToken'],
    repeated: [
      ['b: &a x\n', 'k{i}: *a\n'],
      ['a: [', '1, ', '1]\n'],
      ['npmRegistries:\n', '  "//h{i}":\n    npmAuthToken: x\n'],
      ['a:', ' ', '\n'],
      ['', '# c\n'],
    ],
  },
  gemrc: {
    entry: [':sources', item('https://d.example/')],
    repeated: [['---\n:sources:\n- https://a.example/\n', '- https://d.example/\n']],
  },
  bundleConfig: { entry: ['BUNDLE_OURS'], repeated: [['---\n', 'BUNDLE_OURS: "x"\n']] },
};

/** What means something to one reader or another. */
const fragments = fc.oneof(
  fc.constantFrom(
    ' ',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '"',
    "'",
    '#',
    '=',
    '\\',
    '{',
    '}',
    '[',
    ']',
    '(',
    '<',
    '>',
    '-',
    '/',
    '.',
    ',',
  ),
  fc.constantFrom(
    'a',
    'a{i}',
    'a=1',
    'a: b',
    '# c\n',
    '; c\n',
    '${X}',
    '$(',
    '`',
    '<a>',
    '</a>',
    '<!--',
    '-->',
    '&amp;',
    '//u:p@h/',
  ),
  fc.constantFrom(
    '-----BEGIN A-----\n',
    'password=',
    'password ',
    '<password>',
    'token = "',
    '_auth',
    '😀',
    '\u2028',
    'k{i}: v\n',
  ),
);
const anyUnit = fc.array(fragments, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));

function expectLinear(repeated: Repeated, workOn: (text: string) => void): void {
  expect(growthOf(repeated, workOn), JSON.stringify(repeated)).toBeLessThan(MOST);
}

describe.each(Object.entries(worst))('the time that %s takes', (key, { entry, repeated }) => {
  const name = key as EditorName;
  const work = (text: string) => workThrough(name, entry, text);

  test.each(repeated.map((one) => [one]))('grows with the file: %j', (one) => {
    expectLinear(one, work);
  });

  test('grows with the file, whatever is repeated where', () => {
    const places = fc.constantFrom(...repeated.map(([start, , end = '']) => [start, end] as const));
    fc.assert(
      fc.property(places, anyUnit, ([start, end], unit) => expectLinear([start, unit, end], work)),
      { numRuns: 4 },
    );
  });
});

const texts: readonly Repeated[] = [
  ['', '<password>\n'],
  ['<password>x', ' ', 'y</password>'],
  ['', '<password><!---->\n'],
  ['npmAuthToken: x', ' ', 'y\n'],
  ['', `${'/'.repeat(4000)}\n`],
  ['', `<password>x${' '.repeat(4000)}y</password>\n`],
  ['', `BUNDLE_${'a.'.repeat(2000)}\n`],
  ['', 'token="""\n'],
  ['', 'https://u:p@h/@'],
  ['', 'token invalid no '],
  ['', 'https://a-111122223333.d.codeartifact.us-east-1.amazonaws.com/npm/b/ '],
  ['aws codeartifact login ', '--tool "npm" '],
  ['', '│ \u001b[31mCould not find a version '],
];

describe.each([
  ['maskSecrets', (text: string) => void maskSecrets(text)],
  ['explain-error', (text: string) => void diagnoseText(text)],
  ['the look for addresses', (text: string) => void addressesIn(text, [new URL('http://localhost:4566')])],
  ['the reader of command lines', (text: string) => void shellWords(text)],
])('the time that %s takes', (_, work) => {
  test.each(texts.map((one) => [JSON.stringify(one).slice(0, 60), one] as const))(
    'grows with the text: %s',
    (_, one) => {
      expectLinear(one, work);
    },
  );

  test('grows with the text, whatever is repeated', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), anyUnit, ([start], unit) => expectLinear([start, unit], work)),
      { numRuns: 10 },
    );
  });
});

test.each<[Repeated]>([
  [['', '//h{i}/:_authToken=x\n']],
  [['', '@s{i}:registry=https://a-111122223333.d.codeartifact.us-east-1.amazonaws.com/npm/b{i}/\n']],
])('the time that a scan takes grows with the file: %j', (one) => {
  expectLinear(one, (text) => {
    const read = editors.npmrc.read(text);
    if (!read.ok) return;
    const place = { path: '.npmrc', editor: 'npmrc', document: read.value, readers: clients, project: null } as const;
    loginsOf(hitsIn(place, []) ?? []);
  });
});
