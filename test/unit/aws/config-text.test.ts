import { externalDataInterceptor, loadSharedConfigFiles } from '@smithy/core/config';
import { expect, test } from 'vitest';
import { configOf } from '../../../shared/adapters/aws/config-text.ts';
import { sectionsText } from '../../../shared/adapters/aws/sdk-config.ts';
import { shellWords } from '../../../shared/adapters/aws/shell-words.ts';
import { oddFiles, refusedFiles } from '../../fixtures/aws-config-files.ts';
import recorded from '../../fixtures/aws-config-files.json' with { type: 'json' };
import type { CliAnswer } from '../../support/aws-cli.ts';

const answers = recorded as unknown as Record<string, Exclude<CliAnswer, 'refused'>>;

/** The AWS CLI's reading in our form: nested options by their path, nothing that is empty, and no note behind a value. */
function flat(options: Exclude<CliAnswer, 'refused'>['profiles'][string]): Readonly<Record<string, string>> {
  const entries = Object.entries(options).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[key, value]]
      : Object.entries(value).map(([nested, text]) => [`${key}.${nested}`, text]),
  ) as [string, string][];
  return Object.fromEntries(
    entries
      .map(([key, value]) => [key, key === 'credential_process' ? value : value.replace(/(?:^|\s+)[#;].*$/, '')])
      .filter(([, value]) => value !== ''),
  ) as Record<string, string>;
}

test('there are enough odd files, and each has its record', () => {
  expect(Object.keys(oddFiles).length).toBeGreaterThan(60);
  expect(Object.keys(answers)).toEqual(Object.keys(oddFiles));
});

test.each(Object.entries(oddFiles))(
  'the AWS CLI’s profiles and values are ours: %s',
  (name, { config, credentials }) => {
    const { profiles, sections } = configOf(config, credentials ?? '');
    const answer = answers[name]!;
    const named = Object.entries(answer.profiles).filter(([profile]) => profile !== '');
    expect(Object.fromEntries(profiles)).toEqual(Object.fromEntries(named.map(([key, value]) => [key, flat(value)])));
    const others = (['sso-session', 'services'] as const).flatMap((kind) =>
      Object.entries(answer[kind]).map(([key, value]) => [`${kind}.${key}`, flat(value)]),
    );
    expect(Object.fromEntries(sections)).toEqual(Object.fromEntries(others));
  },
);

test.each(Object.entries(refusedFiles))('what the AWS CLI refuses is read all the same: %s', (_name, files) => {
  const { profiles } = configOf(files.config, files.credentials ?? '');
  const regions = [...profiles].map(([name, section]) => [name, section['region'] ?? null]);
  expect(Object.fromEntries(regions)).toEqual(files.regions);
});

test.each(Object.entries(oddFiles))('the SDK reads the same from us: %s', async (_name, { config, credentials }) => {
  const { profiles, sections } = configOf(config, credentials ?? '');
  const all = [...[...profiles].map(([name, section]) => [`profile.${name}`, section] as const), ...sections];
  externalDataInterceptor.interceptFile('/config', sectionsText(all));
  externalDataInterceptor.interceptFile('/credentials', '');
  const { configFile } = await loadSharedConfigFiles({ configFilepath: '/config', filepath: '/credentials' });
  const expected = [...profiles, ...sections].flatMap(([name, section]) => {
    const lines = Object.entries(section).map(([key, value]) => [key, inOneLine(value ?? '')]);
    // It forgets a section without options, which is as good as none to it.
    return lines.length === 0 ? [] : [[name, Object.fromEntries(lines) as object]];
  });
  expect(configFile).toEqual(Object.fromEntries(expected));
});

/** Shell's words are quoted where the SDK would cut them. */
function inOneLine(value: string): string {
  const line = value.replaceAll(/\n+/g, ' ');
  return line === oddProcess ? String.raw`'/opt/My Tools/helper' '--query' 'a ''; b' '#' 'c d'` : line;
}
const oddProcess = `"/opt/My Tools/helper" --query 'a ; b' # "c d"`;

test.each<[string, readonly string[] | null]>([
  ['', []],
  ['  a  b\tc\nd ', ['a', 'b', 'c', 'd']],
  [`a'b c'd "e f"`, ['ab cd', 'e f']],
  [`'' ""`, ['', '']],
  [String.raw`"a\"b\\c\d" e\ f 'g\h'`, [String.raw`a"b\c\d`, 'e f', String.raw`g\h`]],
  [`"a`, null],
  [`'a`, null],
  ['a\\', null],
])('%j has the words %j', (text, words) => {
  expect(shellWords(text)).toEqual(words);
});
