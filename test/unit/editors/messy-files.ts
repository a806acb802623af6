import * as fc from 'fast-check';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';
import { stepText } from '../../../shared/engine/editors/text/entry-path.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

const HOST = 'd.example';

/** Entries that the properties set; the generated files hold some of them already, in every style. */
export const npmrcEntries: readonly EntryPath[] = [
  ['registry'],
  ['@acme:registry'],
  [`//${HOST}/npm/web/:_authToken`],
  [`//${HOST}/:_authToken`],
];
export const pipEntries: readonly EntryPath[] = [
  ['global', 'index-url'],
  ['global', 'find-links'],
  ['install', 'index-url'],
  ['brand new', 'index-url'],
  ['brand new', 'timeout'],
];

/** What we really write: endpoints, tokens, credential URLs. */
export const usualValue = fc.oneof(
  fc.constantFrom(`https://${HOST}/npm/web/`, 'https://aws:${TOKEN}@d.example/simple/', 'true', '30'),
  fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }).map((isu) => aCodeArtifactToken({ isu, length: 300 })),
  fc.stringMatching(/^[A-Za-z0-9_.-]{1,40}$/),
);

function aCharacterOf(alphabet: string): fc.Arbitrary<string> {
  return fc.constantFrom(...alphabet.split(''));
}

/** Whatever fits on one line, with a liking for what means something to a parser. */
export const anyValue = fc
  .array(
    fc.oneof(aCharacterOf('"\'\\;#=[]:% \t${}@/ab1'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((characters) => characters.join('').trim())
  .filter((value) => value !== '' && !/[\p{Cc}\u2028\u2029]/u.test(value));

const blanks = fc.constantFrom('', '', '', ' ', '  ', '\t', ' \t');
const someKey = fc.oneof(
  fc.constantFrom(...npmrcEntries.map(([key]) => stepText(key))),
  fc.constantFrom('save-exact', 'quoted; key', 'x', 'a.b', '__proto__', '//HOST:443/:_auth', '${KEY}'),
);
const someValue = fc.oneof(
  usualValue,
  anyValue,
  fc.constantFrom('', '""', "''", '"', '"a;b"', '"broken"inside"', "'single'", "'12'", '"true"', 'true', 'null'),
  fc.constantFrom('${NPM_TOKEN}', '${X?}', '"${X-none}"', 'back\\slash', 'semi\\;colon', 'end\\', '[list]', 'a=b=c'),
  fc.constantFrom('"abc" ; was quoted', 'old ; mine', 'old # "mine"', 'old;tight', '; nothing but a comment'),
);

const npmrcLine = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(blanks, someKey, blanks, blanks, someValue, blanks).map(setting) },
  {
    weight: 2,
    arbitrary: fc.tuple(blanks, someKey, fc.constantFrom('', ' ', ' ; comment')).map((parts) => parts.join('')),
  },
  { weight: 2, arbitrary: fc.tuple(someValue).map(([value]) => `omit[]=${value}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('omit=dev', '"registry" = "x"', "'@acme:registry'=y", 'registry ; c = x', '=x', '[]=x'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('', '  ', '; comment', '# registry=commented', '\t;//d.example/:_authToken=old'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('[section]', '[section.sub] ', ' [indented]', '[no header] ; c', '[]', '[open'),
  },
);

function setting([indent, key, before, after, value, end]: [string, string, string, string, string, string]): string {
  return `${indent}${key}${before}=${after}${value}${end}`;
}

const endings = fc.oneof(
  fc.constantFrom('\n', '\r\n', '\r').map((eol) => fc.constant(eol)),
  fc.constant(fc.constantFrom('\n', '\r\n', '\r')),
);

/** Lines joined by one kind of line ending or by a mix, with a final one or without. */
export function fileOf(lines: fc.Arbitrary<string[]>): fc.Arbitrary<string> {
  return fc
    .tuple(lines, endings, fc.boolean())
    .chain(([contents, eol, final]) =>
      fc
        .array(eol, { minLength: contents.length, maxLength: contents.length })
        .map((eols) => contents.map((line, i) => line + (final || i < contents.length - 1 ? eols[i] : '')).join('')),
    );
}

/** Characters in no order: what no one thought of. */
export function noise(alphabet: string): fc.Arbitrary<string> {
  return fc.array(aCharacterOf(alphabet), { maxLength: 60 }).map((characters) => characters.join(''));
}

export const messyNpmrc = fc.oneof(
  { weight: 4, arbitrary: fileOf(fc.array(npmrcLine, { maxLength: 12 })) },
  { weight: 1, arbitrary: noise('abk==[];#"\'\\\t  \n\n\r\u2028\u00a0') },
);

const pipOption = fc.record({
  indent: fc.constantFrom('', '', '', ' ', '    '),
  name: fc.constantFrom(
    'index-url',
    'index_url',
    'Index-URL',
    'extra-index-url',
    'find-links',
    'timeout',
    '--no-input',
    'trusted host',
  ),
  delimiter: fc.constantFrom('=', ' = ', ': ', '=  ', '\t:'),
  value: fc.oneof(usualValue, anyValue, fc.constantFrom('', '', '# no comment', 'a ; b', '"q"', '${X}')),
  end: blanks,
  more: fc.array(
    fc.oneof(
      fc.constantFrom('', '   ', '# comment', '  ; comment', '      [not a section]'),
      usualValue.map((value) => `        ${value}`),
    ),
    { maxLength: 3 },
  ),
});
const pipSection = fc.record({
  header: fc.tuple(
    fc.constantFrom('', '', '', '  '),
    fc.constantFrom('[global]', '[install]', '[DEFAULT]', '[list]', '[ odd ]', '[brand new]', '[a]b]'),
    fc.constantFrom('', ' ', ' ; tail'),
  ),
  gap: fc.constantFrom([], [''], ['# about this'], ['', '  # indented', '']),
  options: fc.uniqueArray(pipOption, { maxLength: 4, selector: ({ name }) => name.toLowerCase() }),
});

/** Mostly readable by configparser; indentation makes some headers and options parts of the value above them. */
export const messyPipConf = fileOf(
  fc
    .uniqueArray(pipSection, { maxLength: 4, selector: ({ header }) => header[1] })
    .map((sections) =>
      sections.flatMap(({ header, gap, options }) => [
        header.join(''),
        ...gap,
        ...options.flatMap(({ indent, name, delimiter, value, end, more }) => [
          `${indent}${name}${delimiter}${value}${end}`,
          ...more,
        ]),
      ]),
    ),
);

export const noisyPipConf = fc
  .tuple(fc.constantFrom('', '[g]\n', '[g]\nx=1\n'), noise('abx==::[];#_-A  \t\n\n\n\r\u0085\u001c\u00a0'))
  .map((parts) => parts.join(''));
