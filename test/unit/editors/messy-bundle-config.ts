import * as fc from 'fast-check';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';
import { stepText } from '../../../shared/engine/editors/text/entry-path.ts';

/** Entries that the properties set; the generated files hold some of them already, in every style. */
export const bundleEntries: readonly EntryPath[] = [
  ['BUNDLE_D__EXAMPLE'],
  ['BUNDLE_HTTPS://D__EXAMPLE/RUBY/WEB/'],
  ['BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/'],
];

const key = fc.oneof(
  fc.constantFrom(...bundleEntries.map(([name]) => stepText(name))),
  fc.constantFrom('BUNDLE_D.EXAMPLE', 'BUNDLE_HTTPS://D__EXAMPLE/RUBY/WEB', 'BUNDLE_MIRROR.HTTPS://RUBYGEMS.ORG'),
  fc.constantFrom('BUNDLE_PATH', 'BUNDLE_BUILD__NOKOGIRI', 'bundle_d__example', 'BUNDLE_OTHER-HOST.EXAMPLE', 'a b'),
);
const value = fc.oneof(
  fc.constantFrom('aws:old', '"aws:old"', "'aws:old'", ' "after two blanks"', '"quote"inside"', '"', '"end" ', 'x:'),
  fc.constantFrom('true', '3', '--with-xml2-config=/usr', '""', '\'mixed"', '"vendor/bundle"', 'a: b', '\t"tab"'),
  fc
    .integer({ min: 1_700_000_000, max: 1_800_000_000 })
    .map((isu) => `"aws:${aCodeArtifactToken({ isu, length: 300 })}"`),
);
const line = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(key, value).map(([name, text]) => [`${name}: ${text}`]) },
  { weight: 1, arbitrary: key.map((name) => [`${name}:`]) },
  { weight: 1, arbitrary: key.map((name) => [`${name}: `]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(['BUNDLE_WITHOUT:', '- one', '- "two"'], ['BUNDLE_X:', '  deeper: y', '    z: 1']),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      [''],
      ['# mine'],
      ['   '],
      ['no setting'],
      [' BUNDLE_PATH: "x"'],
      ['# BUNDLE_PATH: "y"'],
    ),
  },
);
const eols = fc.constantFrom(['\n'], ['\n'], ['\r\n'], ['\n', '\r\n']);

/** Files as Bundler writes them and as people leave them; comments behind a value are refused and have tests of their own. */
export const messyBundleConfig = fc
  .tuple(fc.constantFrom<string[]>(['---'], ['---'], []), fc.array(line, { maxLength: 6 }), fc.boolean(), eols)
  .chain(([above, chosen, final, eol]) => {
    const lines = [...above, ...chosen.flat()];
    return fc
      .array(fc.constantFrom(...eol), { minLength: lines.length, maxLength: lines.length })
      .map((ends) => lines.map((text, i) => text + (final || i < lines.length - 1 ? ends[i] : '')).join(''));
  });

/** Characters in no order: what no one thought of. */
export const noisyBundleConfig = fc
  .array(fc.constantFrom(...'aB:: :"\'-  \n\n\t/.-'.split(''), '\r\n', 'https:'), { maxLength: 40 })
  .map((characters) => characters.join(''));
