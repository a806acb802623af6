import * as fc from 'fast-check';
import { aCodeArtifactToken } from '../../secrets/sample-token.ts';

const OURS = 'd.example/ruby/web';
const source = fc.oneof(
  fc.constantFrom('https://rubygems.org/', '"https://rubygems.org"', "'https://gems.example/private/'", '*mirror'),
  fc.constantFrom(
    `https://${OURS}/`,
    `https://aws:old@${OURS}`,
    `"https://aws:\${TOKEN}@${OURS}/"`,
    `https://x@${OURS}/`,
  ),
  fc
    .integer({ min: 1_700_000_000, max: 1_800_000_000 })
    .map((isu) => `https://aws:${aCodeArtifactToken({ isu, length: 300 })}@${OURS}/`),
);
const sources = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.array(fc.tuple(source, fc.constantFrom('', '', ' # mine')), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '  ', '    '),
        fc.constantFrom('', ' # in order'),
        fc.constantFrom<string[]>([], [], ['# between'], ['']),
      )
      .map(([items, indent, comment, between]) => [
        `:sources:${comment}`,
        ...items.flatMap(([item, end], index) => [...(index === 1 ? between : []), `${indent}- ${item}${end}`]),
      ]),
  },
  { weight: 1, arbitrary: fc.constantFrom([':sources:'], [':sources: []'], [':sources: [https://rubygems.org/]']) },
);
const others = fc.constantFrom(
  [':backtrace: false'],
  ['# comment'],
  [''],
  ['gem: --no-document'],
  [':codeartifact_api_key: Bearer old'],
  [':rubygems_api_key: "rubygems_0123"'],
  [':concurrent_downloads: 8'],
);
const eols = fc.constantFrom('\n', '\n', '\r\n');

/** .gemrc and credentials as `gem` writes them and as people change them. */
export const messyGemrc = fc
  .tuple(
    fc.constantFrom<string[]>(['---'], ['---'], ['--- # mine'], []),
    fc.uniqueArray(others, { maxLength: 4, selector: ([line]) => line }),
    fc.option(sources),
    fc.uniqueArray(others, { maxLength: 2, selector: ([line]) => line }),
    fc.boolean(),
    eols,
  )
  .map(([top, above, list, below, final, eol]) => {
    const anchor =
      list?.some((line) => line.includes('*mirror')) === true ? ['mirror: &mirror https://mirror.example/'] : [];
    const lines = [...top, ...anchor, ...above, ...(list ?? []), ...below];
    return lines.join(eol) + (final ? eol : '');
  });
