import * as fc from 'fast-check';
import { aCodeArtifactToken } from '../../secrets/sample-token.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';

const REGISTRY = '//d.example/npm/web/';

/** Entries that the properties set; the generated files hold some of them already, in every style. */
export const yamlEntries: readonly EntryPath[] = [
  ['npmRegistryServer'],
  ['npmScopes', 'acme', 'npmRegistryServer'],
  ['npmRegistries', REGISTRY, 'npmAuthToken'],
  ['npmRegistries', REGISTRY, 'npmAlwaysAuth'],
  ['registries', '@acme'],
];

/** A value as lines: the first one goes behind the colon, the others below it, without the indentation of the key. */
type Written = readonly string[];

const blank = fc.constantFrom(' ', ' ', ' ', '  ', '\t');
const comment = fc.constantFrom('', '', '', ' # mine', '\t# "tab"');
/** Lines between two keys; deeper comments belong to what stands above. */
const gap = fc.constantFrom<string[]>(
  [],
  [],
  [],
  [''],
  ['# about this'],
  ['', '      # deeper', ''],
  ['  # in', '# out'],
);

const word = fc.constantFrom('node-modules', 'a b', 'https://old.example/', "it''s", 'true', '12', 'ünï');
const inline = fc.oneof(
  word.map((text) => text.replace("''", '')),
  word.map((text) => `'${text}'`),
  word.map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\x41 \\u00e9"', '*version', '!!str tagged', '${NPM_TOKEN}', '""', "''", '~'),
  fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }).map((isu) => aCodeArtifactToken({ isu, length: 300 })),
);
const scalar: fc.Arbitrary<Written> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(blank, inline, comment).map((parts) => [parts.join('')]) },
  { weight: 1, arbitrary: comment.map((text) => [text]) },
  { weight: 1, arbitrary: fc.tuple(comment, inline).map(([text, value]) => [text, '  # between', `    ${value}`]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<string[]>(
      [' |', '  one', '  two'],
      [' >- # folded', '    long', '', '    text', ''],
      [' |+', '  kept', '', ''],
      [' two', '  lines'],
      [' "two', '  lines"'],
    ),
  },
);
const foreign: fc.Arbitrary<Written> = fc.oneof(
  { weight: 3, arbitrary: scalar },
  {
    weight: 2,
    arbitrary: fc.constantFrom<string[]>(
      ['', '- one', '- key: two', '  other: three'],
      ['', '  - one', '  # between', '  - "two"'],
      [' [one, two]', ''],
      [' [', '  one, # first', '  { a: b }', '  ]'],
      ['', '  ? explicit', '  : value', '  ? alone'],
      [' &map', '  a: b'],
      [' {a, b: , "c":d}'],
      ['', '  <<: *defaults', '  own: 1'],
    ),
  },
);

type Field = { readonly key: string; readonly value: Written; readonly gap: readonly string[] };

function field(key: string, value: fc.Arbitrary<Written>): fc.Arbitrary<Field> {
  const plain = /^[\w.-]+$|^\/\//.test(key) ? [key, key] : [];
  const spelled = fc.constantFrom(...plain, `"${key}"`, `'${key}'`, `"${key}" `);
  return fc.record({ key: spelled, value, gap });
}

const columns = fc.constantFrom(2, 2, 2, 4, 1, 3);

/** A map in one of its styles: as a block, within braces on one line or several, or not there yet. */
function map(fields: readonly fc.Arbitrary<Field>[], flow: readonly string[]): fc.Arbitrary<Written> {
  const some = fc.shuffledSubarray([...fields], { minLength: 1 }).chain((chosen) => fc.tuple(...chosen));
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(some, columns, comment)
        .map(([chosen, width, text]) => [text, ...block(chosen).map((line) => indented(line, width))]),
    },
    { weight: 1, arbitrary: comment.map((text) => [text]) },
    { weight: 2, arbitrary: fc.constantFrom(' {}', ' { }', ...flow).map((text) => text.split('\n')) },
  );
}

function indented(line: string, width: number): string {
  return line === '' ? '' : ' '.repeat(width) + line;
}

function block(fields: readonly Field[]): readonly string[] {
  return fields.flatMap(({ key, value: [first = '', ...more], gap: above }) => [...above, `${key}:${first}`, ...more]);
}

const registry = map(
  [field('npmAuthToken', scalar), field('npmAlwaysAuth', scalar), field('npmAuthIdent', scalar)],
  [' {npmAuthToken: old}', ' { npmAlwaysAuth: true, "npmAuthToken": "old", }'],
);
const fields = [
  field('npmRegistryServer', scalar),
  field(
    'npmScopes',
    map(
      [
        field('acme', map([field('npmRegistryServer', scalar), field('npmAuthToken', scalar)], [])),
        field('b', registry),
      ],
      [' {acme: {npmRegistryServer: "https://old.example/"}}'],
    ),
  ),
  field(
    'npmRegistries',
    map(
      [field(REGISTRY, registry), field('//other.example/', registry), field('https://d.example', registry)],
      [
        ` {"${REGISTRY}": {npmAuthToken: 'old'}}`,
        ` { # first\n  '//other.example/': {}, # second\n  "${REGISTRY}": { }\n  }`,
      ],
    ),
  ),
  field('registries', map([field('@acme', scalar), field('default', scalar)], [" {'@acme': *version}"])),
  field('plugins', foreign),
  field('packageExtensions', foreign),
];

const top = fc.constantFrom<string[]>([], [], ['---'], ['# settings', '', '--- # begin'], ['  # deep', '']);
const anchors = ['defaults: &defaults', '  x: 1', 'version: &version "4"'];
const bottom = fc.constantFrom<string[]>([], [], [], ['# the end'], ['...'], ['', '  # deep end', '']);
const eols = fc.constantFrom(['\n'], ['\n'], ['\r\n'], ['\n', '\r\n']);

/** Mostly fit for Yarn and pnpm; some lines make the parser refuse the file. */
export const messyYaml = fc
  .tuple(
    top,
    fc.shuffledSubarray(fields).chain((chosen) => fc.tuple(...chosen)),
    bottom,
    fc.boolean(),
    fc.boolean(),
    eols,
  )
  .chain(([above, chosen, below, withAnchors, final, eol]) => {
    const lines = [...above, ...(withAnchors ? anchors : []), ...block(chosen), ...below];
    return fc
      .array(fc.constantFrom(...eol), { minLength: lines.length, maxLength: lines.length })
      .map((ends) => lines.map((line, i) => line + (final || i < lines.length - 1 ? ends[i] : '')).join(''));
  });
