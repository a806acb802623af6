import * as fc from 'fast-check';
import { anyValue, fileOf, usualValue } from './messy-files.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';

/** Entries that the properties set; the generated files hold some of them already. */
export const envEntries: readonly EntryPath[] = [['CODEARTIFACT_AUTH_TOKEN'], ['NEW_TOKEN'], ['OTHER'], ['GOPROXY']];

const key = fc.constantFrom('CODEARTIFACT_AUTH_TOKEN', 'OTHER', 'GOPROXY', 'GOFLAGS', 'lower_case', 'a.b');
const value = fc.oneof(
  usualValue,
  anyValue,
  fc.constantFrom('', '""', "''", '"a b"', "'a # b'", '"a\\"b"', '"two\nlines"', '$X', '"${X}"', '#x', 'a#b', 'a b'),
  fc.constantFrom(
    '`aws codeartifact x`',
    '$(aws x "$(id)")',
    '$(aws x \\\n  --y)',
    '"$(aws "x")"',
    'a\\\nb',
    '"x"; y=1',
  ),
  fc.constantFrom('"open', "it's", '$(open', '"a"b', 'back\\'),
);
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '', 'export ', '  ', '\texport\t'),
        key,
        fc.constantFrom('=', '=', ' = ', '= '),
        value,
        fc.constantFrom('', '', ' ', ' # c', '\t#"c', '; y=1', ';', '"c d"', '$(b)', '$('),
      )
      .map((parts) => parts.join('')),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', '  ', '# OTHER=x', '#!/bin/sh', 'if [ -z "$X" ]; then', 'fi', 'unset OTHER'),
  },
);

export const messyEnv = fileOf(fc.array(line, { maxLength: 7 }).map((lines) => lines.join('\n').split('\n')));
