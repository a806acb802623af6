import * as fc from 'fast-check';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { anyValue, noise, usualValue } from '../messy-files.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';
import { select } from '../../../../shared/engine/editors/text/entry-path.ts';

/** Entries that the properties set; the generated files hold some of them already, in every style. */
export const tomlEntries: readonly EntryPath[] = [
  ['top'],
  ['registries', 'ca', 'index'],
  ['registries', 'ca', 'token'],
  ['registries', 'CA', 'index'],
  ['registry', 'default'],
  ['http-basic', 'a', 'b', 'password'],
  ['tool', 'uv', select('index', 'name', 'ca'), 'url'],
  ['tool', 'uv', select('index', 'name', 'ca'), 'default'],
  [select('source', 'name', 'pay'), 'url'],
  [select('source', 'name', 'odd "name"'), 'verify_ssl'],
];

const blank = fc.constantFrom('', '', ' ', '  ', '\t');
const equals = fc.constantFrom(' = ', ' = ', '=', '  =\t');
const comment = fc.constantFrom('', '', '', ' # mine', '# "registries"', '\t#\ttab');
const line = fc.constantFrom('', '', '  ', '# [registries.ca]', '  # index = "old"');

const basic = fc.oneof(usualValue, anyValue).map((value) => JSON.stringify(value));
const literal = usualValue.map((value) => `'${value}'`);
const long = fc.constantFrom(
  '"""\n  two\n  lines"""',
  "'''one'''",
  '"""a \\\n   b"""',
  "'''\n[registries.ca]\nindex = 1\n'''",
);
const scalar = fc.oneof(
  { weight: 4, arbitrary: basic },
  { weight: 2, arbitrary: literal },
  { weight: 1, arbitrary: long },
  {
    weight: 2,
    arbitrary: fc.constantFrom('true', 'false', '0', '1_000', '-7', '0xFF', '3.14', 'inf', '1979-05-27', '07:32:00'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('[1, 2]', '["a", # c\n "b",\n]', '[[], [{}]]', '[{}, 1]', '[]', '{}', '{ }'),
  },
);

type Pair = readonly [key: string, value: string];

/** Keys of one table, in several spellings, none twice. */
function pairsOf(keys: readonly string[]): fc.Arbitrary<readonly Pair[]> {
  const key = fc.constantFrom(...keys, 'x', '"quoted key"', "'lit.eral'", '1', '""', '"#"', '"index[name=ca]"');
  return fc.uniqueArray(fc.tuple(key, scalar), { maxLength: 3, selector: ([name]) => name.replaceAll(/["' ]/g, '') });
}

const oneLine = (pairs: readonly Pair[]) =>
  pairs.filter(([, value]) => !value.includes('\n') || /^["']{3}/.test(value));

const braces = fc.tuple(fc.constantFrom('', ' '), equals).map(
  ([pad, sign]) =>
    (pairs: readonly Pair[]) =>
      `{${pad}${pairs.map((pair) => pair.join(sign)).join(`,${pad}`)}${pad}}`,
);

/** A table's lines: keys below its header. */
function bodyOf(keys: readonly string[]): fc.Arbitrary<readonly string[]> {
  return fc
    .tuple(pairsOf(keys), blank, equals, fc.array(fc.tuple(line, comment), { minLength: 4, maxLength: 4 }))
    .map(([pairs, indent, sign, around]) =>
      pairs.flatMap(([key, value], index) => {
        const [above = '', end = ''] = around[index] ?? [];
        return [...(above === '' ? [] : [above]), `${indent}${key}${sign}${value}${end}`];
      }),
    );
}

function section(headers: readonly string[], keys: readonly string[]): fc.Arbitrary<readonly string[]> {
  return fc
    .tuple(
      blank,
      fc.constantFrom(...headers),
      comment,
      bodyOf(keys),
      fc.constantFrom([], [''], ['# end', ''], ['', '']),
    )
    .map(([indent, header, end, body, gap]) => [`${indent}${header}${end}`, ...body, ...gap]);
}

const registriesInline = fc
  .tuple(
    fc.constantFrom('registries.ca', 'registries', '"registries" . "ca"'),
    equals,
    braces,
    pairsOf(['index', 'token']),
  )
  .map(([key, sign, inBraces, pairs]) => {
    const table = inBraces(oneLine(pairs));
    return [`${key}${sign}${key === 'registries' ? `{ ca${sign}${table} }` : table}`];
  });

const dotted = fc
  .tuple(
    fc.constantFrom('registries.ca.', 'registries . ca . ', 'registry.', 'http-basic.a.'),
    pairsOf(['index', 'b.user']),
  )
  .map(([prefix, pairs]) => pairs.map(([key, value]) => `${prefix}${key} = ${value}`));

const anElement = fc
  .tuple(braces, pairsOf(['url', 'default']), fc.constantFrom('ca', 'other', 'pay'))
  .map(([inBraces, pairs, name]) => inBraces([['name', `"${name}"`], ...oneLine(pairs)]));
const inlineList = fc
  .tuple(
    fc.constantFrom('source', 'tool.uv.index'),
    fc.array(anElement, { maxLength: 3 }),
    fc.constantFrom(', ', ',', ',\n  ', ', # c\n\t'),
    fc.constantFrom(['[', ']'], ['[ ', ' ]'], ['[\n  ', '\n]'], ['[ # c\n  ', ',\n]']),
  )
  .map(([key, elements, between, [open, close]]) => [
    `${key} = ${open}${elements.join(between)}${elements.length === 0 ? close?.replace(',', '') : close}`,
  ]);

const listed = fc
  .tuple(
    section(['[[tool.uv.index]]', '[[ tool . "uv" . index ]]', '[[source]]'], ['url', 'default', 'verify_ssl']),
    fc.constantFrom('name = "ca"', "name = 'pay'", 'name="""ca"""', 'name = 1', 'name = "odd \\"name\\""', '# no name'),
    fc.nat(2),
  )
  .map(([lines, name, position]) => [...lines.slice(0, 1 + position), name, ...lines.slice(1 + position)]);

const table = section(
  [
    '[registries.ca]',
    '[ registries . ca ]',
    '["registries".\'ca\']',
    '[registries.CA]',
    '[registries]',
    '[registries.ca.deeper]',
    '[registry]',
    '[http-basic.a]',
    '[http-basic.a.b]',
    '[http-basic]',
    '[tool]',
    '[tool.uv]',
    '[tool.uv.sources]',
    '[source.sub]',
    '[__proto__]',
    '[constructor.prototype]',
  ],
  ['index', 'token', 'default', 'password', 'a.b', 'ca', '__proto__'],
);

const top = fc.oneof(
  bodyOf(['top', 'TOP', 'toString', '__proto__']),
  registriesInline,
  dotted,
  inlineList,
  fc.array(line, { maxLength: 3 }),
);

const endings = fc.oneof(
  fc.constantFrom('\n', '\r\n').map((eol) => fc.constant(eol)),
  fc.constant(fc.constantFrom('\n', '\r\n')),
);

/** True when a document has room for the entry: nothing else bears one of the names on the way. */
function hasRoomFor(from: unknown, [step = '', ...rest]: EntryPath): boolean {
  const key = typeof step === 'string' ? step : step.list;
  if (!isTable(from)) return false;
  if (!Object.hasOwn(from, key)) return true;
  const child = from[key];
  if (rest.length === 0) return !isTable(child) && !isListOfTables(child);
  if (typeof step === 'string') return hasRoomFor(child, rest);
  return isListOfTables(child) && child.every((one) => one['name'] !== step.is || hasRoomFor(one, rest));
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isListOfTables(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.every(isTable);
}

function hasRoom(text: string): boolean {
  try {
    // The parser's own conversion would write into Object.prototype.
    const document: unknown = getStaticTOMLValue(parseTOML(text.replaceAll('__proto__', 'proto')));
    return tomlEntries.every((entry) => hasRoomFor(document, entry));
  } catch {
    return true;
  }
}

/** Files in every style; a definition that stands twice makes some of them invalid. */
export const messyToml = fc
  .tuple(
    fc.array(top, { maxLength: 2 }),
    fc.array(fc.oneof({ weight: 3, arbitrary: table }, { weight: 2, arbitrary: listed }), { maxLength: 3 }),
    endings,
    fc.boolean(),
  )
  .chain(([tops, tables, eol, final]) => {
    const lines = [...tops, ...tables].flat().join('\n').split('\n');
    return fc
      .array(eol, { minLength: lines.length, maxLength: lines.length })
      .map((eols) => lines.map((text, i) => text + (final || i < lines.length - 1 ? eols[i] : '')).join(''));
  })
  .filter(hasRoom);

export const noisyToml = fc
  .tuple(
    fc.constantFrom('', '[a]\n', 'a = 1\n', 'a = {', '[[a]]\nb='),
    noise('ab1=..[]{},"\'\\# \t\n\n\r\u0001\u0085\u00a0'),
  )
  .map((parts) => parts.join(''));
