import * as fc from 'fast-check';
import { anyValue, fileOf, noise, usualValue } from '../messy-files.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';

/** Entries that the properties set; the generated files hold some of them already. */
export const netrcEntries: readonly EntryPath[] = [
  ['d.example', 'login'],
  ['d.example', 'password'],
  ['new.example', 'login'],
  ['new.example', 'password'],
  ['git.example', 'account'],
];

const someWord = fc.oneof(
  usualValue.map((value) => value.replaceAll(' ', '')),
  fc.constantFrom('"quoted"', '"two words"', 'back\\\\slash', 'esc\\ aped', '"in \\" side"', '#hash', 'a"b', 'machine'),
  anyValue.map((value) => value.replaceAll(/[\s"\\]/g, '_')),
);
const gap = fc.constantFrom(' ', ' ', ' ', '  ', '\t', '\n', '\n  ', '\n\t');
const host = fc.constantFrom('d.example', 'd.example', 'git.example', 'other.example', 'D.EXAMPLE', '"d.example"');
const field = fc.tuple(
  gap,
  fc.constantFrom('login', 'password', 'password', 'account', 'user'),
  fc.constantFrom(' ', ' ', '\t', '\n    '),
  someWord,
);
const comment = fc.constantFrom(
  '',
  '',
  '',
  ' # machine d.example',
  ' #mine',
  '\n# two words',
  '\n\n#one',
  '\n# 1\n# 2',
);
const machine = fc
  .tuple(host, gap, fc.array(field, { maxLength: 4 }), comment)
  .map(([name, between, fields, end]) => `machine${between}${name}${fields.flat().join('')}${end}`);
const fallback = fc
  .tuple(fc.array(field, { maxLength: 2 }), comment)
  .map(([fields, end]) => `default${fields.flat().join('')}${end}`);
const macro = fc.constantFrom('macdef init\ncd /pub\nmachine d.example password x\n\n', 'macdef quick\n\n');
const heading = fc.constantFrom('# machine d.example login x', '#alone', '', '   ', '\t# words');

const part = fc.oneof(
  { weight: 6, arbitrary: machine },
  { weight: 1, arbitrary: fallback },
  { weight: 1, arbitrary: macro },
  { weight: 2, arbitrary: heading },
  { weight: 1, arbitrary: fc.constantFrom('passwd x', 'machine', 'login', 'macdef open\nls') },
);

/** Joined by line ends of one kind or a mix, or by blanks; about half of them are malformed for Python. */
export const messyNetrc = fc.oneof(
  fc.array(part, { maxLength: 5 }).chain((parts) => fileOf(fc.constant(parts.join('\n').split('\n')))),
  fc.array(machine, { maxLength: 3 }).map((parts) => parts.join(' ')),
  fc.tuple(machine, fallback).map((parts) => parts.join(' ')),
);

export const noisyNetrc = fc
  .tuple(
    fc.constantFrom('', 'machine a ', 'machine a login b\n', 'default ', 'macdef m'),
    fc.array(fc.oneof(noise('a"\\# \t\n\n\r'), fc.constantFrom(' login ', ' machine b ', '\npassword x', 'default')), {
      maxLength: 4,
    }),
  )
  .map(([start, rest]) => start + rest.join(''));
