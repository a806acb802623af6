import * as fc from 'fast-check';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

/** Entries that the properties set; the generated files hold some of them, or objects around them, already. */
export const jsonEntries: readonly EntryPath[] = [
  ['$', 'authentication', 'd.example', 'type'],
  ['$', 'registries', '[default]', 'url'],
  ['$', 'registries', 'team', 'url'],
  ['$', 'version'],
];

const blank = fc.constantFrom('', '', ' ', '\n', '\n  ', '\r\n\t', '\n\n    ');

type Value = string | readonly [string, Value][];

const leaf = fc.constantFrom<Value>(
  '"token"',
  '"https://d.example/"',
  '1',
  'true',
  'null',
  '[1, {"a": 2}]',
  '"\\u00e9\\n"',
  '',
);
const objectOf = (keys: readonly string[], value: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), value), { selector: ([key]) => key, maxLength: 3 });
const filled = leaf.filter((value) => value !== '');
const registry = objectOf(['url', 'supportsAvailability', 'type'], filled);
const root = objectOf(['authentication', 'registries', 'version', 'other', 'a"b'], filled).chain((value) =>
  fc
    .tuple(objectOf(['d.example', 'other.example'], registry), objectOf(['[default]', 'team', 'x'], registry))
    .map(([authentication, registries]): Value =>
      (value as readonly [string, Value][]).map(([key, old]) => {
        if (key === 'authentication') return [key, authentication];
        return key === 'registries' ? [key, registries] : [key, old];
      }),
    ),
);

/** The value with blanks of every kind between its words. */
function written(value: Value, gaps: () => string): string {
  if (typeof value === 'string') return value;
  const properties = value.map(([key, inner]) => {
    return `${gaps()}${JSON.stringify(key)}${gaps()}:${gaps()}${written(inner, gaps)}${gaps()}`;
  });
  return `{${properties.length === 0 ? gaps() : properties.join(',')}}`;
}

export const messyJson = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '\n',
      '  ',
      '\r\n\r\n',
      '{}',
      '{ }',
      '{\n}\n',
      '// c\n{}',
      '{"a":1,}',
      '[]',
      '{"version":1',
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(root, fc.array(blank, { minLength: 200, maxLength: 200 }))
      .map(([value, gaps]) => written(value, () => gaps.pop() ?? '')),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(root, fc.constantFrom(0, 1, 2, 4, '\t'), fc.constantFrom('', '\n'), fc.constantFrom('\n', '\r\n'))
      .map(([value, indent, end, eol]) =>
        (JSON.stringify(JSON.parse(written(value, () => '')), null, indent) + end).replaceAll('\n', eol),
      ),
  },
);
