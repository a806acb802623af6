import * as fc from 'fast-check';
import { anyValue, fileOf, noise, usualValue } from './messy-files.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

/** Entries that the properties set; the generated files hold some of them already. */
export const propertiesEntries: readonly EntryPath[] = [
  ['codeartifactUsername'],
  ['codeartifactPassword'],
  ['code artifact'],
  ['systemProp.a:b'],
  ['new.key'],
];

const blanks = fc.constantFrom('', '', '', ' ', '\t', ' \f');
const key = fc.constantFrom(
  'codeartifactPassword',
  'codeartifactPassword',
  'codeartifactUsername',
  'code\\ artifact',
  'systemProp.a\\:b',
  'code\\u0061rtifactPassword',
  'codeartifact\\\n   Password',
  'org.gradle.jvmargs',
  '\\#key',
);
const separator = fc.constantFrom('=', '=', ' = ', ':', ' : ', ' ', '\t', '', '=\\\n  ', ' \\\n = ');
const value = fc.oneof(
  usualValue,
  anyValue.map((text) => text.replaceAll(/\\(?![nt\\])/g, '/')),
  fc.constantFrom(
    '',
    'one, \\\n    two',
    'a # no comment',
    'tail  ',
    '-Xmx1g\t',
    '"q"',
    'caf\u00e9',
    '\\u00e9',
    '=x',
    ': y',
  ),
);
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(blanks, key, separator, value).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: key },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', '  ', '# codeartifactPassword=old', '! mine \\', '\t#c', 'half\\u12', 'open\\'),
  },
);

export const messyProperties = fileOf(fc.array(line, { maxLength: 7 }).map((lines) => lines.join('\n').split('\n')));

export const noisyProperties = noise('ab==: \t\f\\\\u0061#!\n\n\r\u00e9');
