import * as fc from 'fast-check';
import { anyValue, usualValue } from '../messy-files.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';
import { item, select } from '../../../../shared/engine/editors/text/entry-path.ts';

const server = (id: string, ...rest: string[]): EntryPath => [
  'settings',
  'servers',
  select('server', 'id', id),
  ...rest,
];
const profile: EntryPath = ['settings', 'profiles', select('profile', 'id', 'ours')];

export const mavenEntries: readonly EntryPath[] = [
  server('ours', 'username'),
  server('ours', 'password'),
  server('theirs', 'password'),
  [...profile, 'repositories', select('repository', 'id', 'ours'), 'url'],
  [...profile, 'pluginRepositories', select('pluginRepository', 'id', 'ours'), 'url'],
  ['settings', 'mirrors', select('mirror', 'id', 'ours'), 'mirrorOf'],
];

const source = (name: string, leaf: string): EntryPath => {
  return ['configuration', 'packageSources', select('add', '@key', name), leaf];
};
const credential = (name: string, key: string): EntryPath => {
  return ['configuration', 'packageSourceCredentials', item(name), select('add', '@key', key), '@value'];
};

export const nugetEntries: readonly EntryPath[] = [
  source('pay/web', '@value'),
  source('pay/web', '@protocolVersion'),
  source('my repo', '@value'),
  credential('pay/web', 'Username'),
  credential('pay/web', 'ClearTextPassword'),
  credential('my repo', 'ClearTextPassword'),
];

const eol = fc.constantFrom('\n', '\r\n', '\r', '\n');
const gap = fc
  .array(fc.oneof(eol, fc.constantFrom('', ' ', '  ', '\t', '    ')), { maxLength: 3 })
  .map((parts) => parts.join(''));
const tagBlank = fc.constantFrom('', '', '', '', ' ', '\n', '\t ');
const aside = fc.constantFrom(
  '<!-- mine -->',
  '<!---->',
  '<?pi x?>',
  '<!-- <server><id>ours</id>\n</server> -->',
  '<!-- 😀 -->',
);

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const word = fc.oneof(usualValue, anyValue, fc.constantFrom('', ' ', 'ours', 'old', '😀', '${env.X}'));
const spelledText = fc.oneof(
  { weight: 4, arbitrary: word.map(escaped) },
  { weight: 1, arbitrary: word.map((text) => `<![CDATA[${text.replaceAll(']]>', '')}]]>`) },
  { weight: 1, arbitrary: aside },
  { weight: 1, arbitrary: gap },
  { weight: 1, arbitrary: fc.constantFrom('&#32;', '&#x41;', '&quot;') },
);
const text = fc.array(spelledText, { maxLength: 3 }).map((parts) => parts.join(''));

/** An element with its content, in either form where it is empty. */
function element(name: string, attributes: fc.Arbitrary<string>, content: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(attributes, tagBlank, content, tagBlank, fc.boolean())
    .map(([written, blank, inner, endBlank, short]) => {
      const start = `<${name}${written}${blank}`;
      return inner === '' && short ? `${start}/>` : `${start}>${inner}</${name}${endBlank}>`;
    });
}

const none = fc.constant('');

function value(name: string): fc.Arbitrary<string> {
  return element(name, none, text);
}

function idOf(...ids: string[]): fc.Arbitrary<string> {
  const spelled = fc
    .constantFrom(...ids)
    .chain((id) => fc.constantFrom(id, ` ${id}\n`, `<![CDATA[${id}]]>`, `<!-- - -->${id}`));
  return element('id', none, spelled);
}

/** Elements and asides with gaps between them, or nothing but a gap. */
function inside(...items: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const piece = fc.oneof({ weight: 5, arbitrary: fc.oneof(...items) }, { weight: 1, arbitrary: aside });
  const some = fc.array(fc.tuple(gap, piece), { maxLength: 4, size: 'max' });
  return fc.tuple(some, gap).map(([list, end]) => list.map((pair) => pair.join('')).join('') + end);
}

/** The same, each of the items at most once. */
function record(...items: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc
    .oneof(
      fc.shuffledSubarray([...items.keys()]),
      fc.shuffledSubarray([...items.keys()], { minLength: items.length - 1 }),
    )
    .chain((chosen) => fc.tuple(fc.array(fc.oneof(gap, aside)), ...chosen.map((index) => fc.tuple(gap, items[index]!))))
    .map(([start, ...rest]) => start.join('') + rest.map(([before, piece]) => before + piece).join(''))
    .chain((content) => gap.map((end) => content + end));
}

const aServer = element(
  'server',
  none,
  record(idOf('ours', 'theirs', 'third'), value('username'), value('password'), value('passphrase')),
);
function repositories(list: string, name: string): fc.Arbitrary<string> {
  return element(list, none, inside(element(name, none, record(idOf('ours', 'theirs'), value('url'), value('name')))));
}
const aProfile = element(
  'profile',
  none,
  record(
    idOf('ours', 'theirs'),
    repositories('repositories', 'repository'),
    repositories('pluginRepositories', 'pluginRepository'),
    element('properties', none, inside(value('a'), value('b.c'))),
  ),
);
const aMirror = element('mirror', none, record(idOf('ours', 'theirs'), value('url'), value('mirrorOf')));
const settingsAttributes = fc.constantFrom(
  '',
  ' xmlns="http://maven.apache.org/SETTINGS/1.0.0"',
  '\n  xmlns:xsi="x>y" a=\'>\'',
);

const settings = element(
  'settings',
  settingsAttributes,
  record(
    element('servers', none, inside(aServer)),
    element('mirrors', none, inside(aMirror)),
    element('profiles', none, inside(aProfile)),
    element('activeProfiles', none, inside(value('activeProfile'))),
    value('localRepository'),
    element('unknown', fc.constantFrom('', ' a = "1"'), fc.oneof(text, inside(value('id')))),
  ),
);

const prolog = fc.tuple(
  fc.constantFrom(
    '',
    '',
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<?xml version='1.0' encoding='utf-8' standalone='yes'?>",
  ),
  fc.array(fc.oneof(gap, aside), { maxLength: 2 }).map((parts) => parts.join('')),
);

function document(root: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(
          prolog.map((parts) => parts.join('')),
          root,
          fc.oneof(gap, aside),
        )
        .map((parts) => parts.join('')),
    },
    { weight: 1, arbitrary: prolog.map(([, asides]) => asides) },
    // The same with one line ending throughout, as files mostly are.
    {
      weight: 3,
      arbitrary: fc.tuple(root, eol).map(([whole, ending]) => whole.replaceAll(/\r\n|\n|\r/g, ending) + ending),
    },
  );
}

export const messySettings = document(settings);

const attributeValue = fc
  .tuple(word, fc.constantFrom('"', "'"))
  .map(([plain, quote]) => quote + escaped(plain).replaceAll('"', '&quot;').replaceAll("'", '&apos;') + quote);

function attribute(names: readonly string[], values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(' ', ' ', '  ', '\n\t'), fc.constantFrom(...names), fc.constantFrom('=', '=', ' = '), values)
    .map((parts) => parts.join(''));
}

function add(keys: readonly string[], ...more: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const key = attribute(
    ['key', 'key', 'key', 'Key'],
    fc.constantFrom(...keys).map((name) => `"${name}"`),
  );
  const attributes = fc
    .shuffledSubarray([key, attribute(['value', 'value', 'Value'], attributeValue), ...more])
    .chain((chosen) => fc.tuple(...chosen))
    .map((parts) => parts.join(''));
  return fc
    .constantFrom('add', 'add', 'add', 'Add')
    .chain((name) => element(name, attributes, fc.oneof(none, none, none, gap)));
}

const aSource = add(['pay/web', 'my repo', 'nuget.org'], attribute(['protocolVersion'], fc.constantFrom('"2"', "'3'")));
const aCredential = fc
  .constantFrom('pay_x002F_web', 'pay_x002f_web', 'my_x0020_repo', 'nuget.org')
  .chain((name) =>
    element(
      name,
      none,
      inside(add(['Username', 'username', 'Password', 'ClearTextPassword', 'cleartextpassword', 'x'])),
    ),
  );

export const messyNugetConfig = document(
  element(
    'configuration',
    fc.constantFrom('', '', " xmlns:x='y'"),
    inside(
      element('packageSources', none, inside(aSource, fc.constantFrom('<clear />', '<clear/>'))),
      element('packageSourceCredentials', none, inside(aCredential)),
      element('disabledPackageSources', none, inside(add(['pay/web']))),
      element('config', none, inside(add(['repositoryPath', 'Password']))),
    ),
  ),
);
