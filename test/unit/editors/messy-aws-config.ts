import * as fc from 'fast-check';
import type { EntryPath } from '../../../shared/engine/editors/text/entry-path.ts';
import { anyValue, fileOf, usualValue } from './messy-files.ts';

export const awsConfigEntries: readonly EntryPath[] = [
  ['default', 'region'],
  ['profile dev', 'role_arn'],
  ["profile 'two words'", 'region'],
  ['profile new', 'role_arn'],
  ['profile new', 'source_profile'],
];

/** Sections as people and the AWS CLI write them, those that are one to the CLI next to each other. */
const headers = [
  '[default]',
  '[profile dev]',
  '[profile  dev]',
  '[profile "two words"]',
  "[profile 'two words']",
  '[profile ünï]',
  '[sso-session corp]',
  '[services local]',
  '[DEFAULT]',
];

const option = fc.record({
  indent: fc.constantFrom('', '', '', ' '),
  name: fc.constantFrom('region', 'Region', 'role_arn', 'source_profile', 'external_id', 'sso_session', 's3', 'x'),
  delimiter: fc.constantFrom('=', ' = ', '= ', ' : '),
  value: fc.oneof(usualValue, anyValue, fc.constantFrom('', 'eu-west-1  # mine', 'arn:aws:iam::111122223333:role/a')),
  more: fc.array(fc.constantFrom('', '# comment', '; comment', '    addressing_style = path', '  [profile no]'), {
    maxLength: 2,
  }),
});

const section = fc.record({
  header: fc.constantFrom(...headers),
  gap: fc.constantFrom([], [''], ['# about this'], ['; a', '']),
  options: fc.uniqueArray(option, { maxLength: 4, selector: ({ name }) => name.toLowerCase() }),
});

export const messyAwsConfig = fileOf(
  fc
    .uniqueArray(section, { maxLength: 5, selector: ({ header }) => header })
    .map((sections) =>
      sections.flatMap(({ header, gap, options }) => [
        header,
        ...gap,
        ...options.flatMap(({ indent, name, delimiter, value, more }) => [
          `${indent}${name}${delimiter}${value}`,
          ...more,
        ]),
      ]),
    ),
);
