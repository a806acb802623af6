import { describe, expect, test } from 'vitest';
import { editText } from '../../../../shared/engine/editors/edit-text.ts';
import {
  nugetConfigEditor,
  decodeSourceName,
  encodeSourceName,
} from '../../../../shared/engine/editors/xml/nuget-config.ts';
import { documentIn, problemIn, setIn, thereAndBack, valuesIn } from '../editing.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';
import { item, select } from '../../../../shared/engine/editors/text/entry-path.ts';

const SOURCE: EntryPath = ['configuration', 'packageSources', select('add', '@key', 'pay/web'), '@value'];
const PROTOCOL: EntryPath = ['configuration', 'packageSources', select('add', '@key', 'pay/web'), '@protocolVersion'];
const URL = 'https://d.example/nuget/web/v3/index.json';

function credential(source: string, key: string): EntryPath {
  return ['configuration', 'packageSourceCredentials', item(source), select('add', '@key', key), '@value'];
}

const PASSWORD = credential('pay/web', 'ClearTextPassword');

function set(text: string, entry: EntryPath, value: string): string {
  const edited = setIn(nugetConfigEditor, text, entry, value);
  expect(problemIn(nugetConfigEditor, edited)).toBeNull();
  expect(thereAndBack(nugetConfigEditor, text, entry, value)).toBe(text);
  return edited;
}

function values(text: string, entry: EntryPath): string[] {
  return valuesIn(nugetConfigEditor, text, entry);
}

function credentials(element: string, ...adds: string[]): string {
  return `<configuration><packageSourceCredentials><${element}>${adds.join('')}</${element}></packageSourceCredentials></configuration>`;
}

describe('names of credential elements', () => {
  test.each([
    ['a/b', 'a_x002F_b'],
    ['my repo', 'my_x0020_repo'],
    ['1repo', '_x0031_repo'],
    ['.abc', '_x002E_abc'],
    ['-abc', '_x002D_abc'],
    ['repo (eu)', 'repo_x0020__x0028_eu_x0029_'],
    ['a@b', 'a_x0040_b'],
    ['a+b', 'a_x002B_b'],
    ['a&b', 'a_x0026_b'],
    ['😀', '_x0001F600_'],
    ['é', 'é'],
    ['日本', '日本'],
    ['a.b-c_d', 'a.b-c_d'],
    ['_a', '_a'],
  ])('[nuget-source-names] %s is %s', (name, element) => {
    expect(encodeSourceName(name)).toBe(element);
    expect(decodeSourceName(element)).toBe(name);
    expect(values(set('', credential(name, 'ClearTextPassword'), 'x'), credential(name, 'ClearTextPassword'))).toEqual([
      'x',
    ]);
  });

  test('[nuget-source-names] an element is known by its decoded name, lower-case hexadecimals included, and keeps its spelling', () => {
    const text = credentials('pay_x002fweb_', '<add key="ClearTextPassword" value="no" />');
    expect(values(text, PASSWORD)).toEqual([]);
    const lower = credentials('pay_x002f_web', '<add key="ClearTextPassword" value="old" />');
    expect(values(lower, PASSWORD)).toEqual(['old']);
    expect(set(lower, PASSWORD, 'x')).toBe(lower.replace('old', 'x'));
    expect(values(lower, credential('Pay/web', 'ClearTextPassword'))).toEqual([]);
  });

  test('[nuget-source-names] a new one is written in capitals', () => {
    expect(set('<configuration/>', PASSWORD, 'x')).toContain('<pay_x002F_web>');
  });

  test('[nuget-source-names] a name with a colon makes the file one that NuGet refuses', () => {
    expect(problemIn(nugetConfigEditor, `<configuration>\n${credentials('my:repo').slice(15)}`)).toEqual({
      line: 2,
      message: expect.stringContaining('prefix') as string,
    });
    expect(
      problemIn(nugetConfigEditor, '<configuration xmlns:x="urn:x"><x:a x:b="1" xml:lang="en"/></configuration>'),
    ).toBeNull();
  });
});

describe('a source', () => {
  test('[empty-file] an empty file gets its declaration and root, one with a comment the root', () => {
    const root = `<configuration>\n  <packageSources>\n    <add key="pay/web" value="${URL}" />\n  </packageSources>\n</configuration>\n`;
    expect(set('', SOURCE, URL)).toBe(`<?xml version="1.0" encoding="utf-8"?>\n${root}`);
    expect(set('<!-- mine -->\n', SOURCE, URL)).toBe(`<!-- mine -->\n${root}`);
  });

  test('[nuget-hidden-sources] goes behind what clears the others', () => {
    const text = '<configuration>\n  <packageSources>\n    <clear />\n  </packageSources>\n</configuration>\n';
    expect(set(text, SOURCE, URL)).toBe(
      text.replace('<clear />', `<clear />\n    <add key="pay/web" value="${URL}" />`),
    );
  });

  test('gets a second attribute, and loses it again', () => {
    const text = `<configuration><packageSources><add key='pay/web' value='${URL}'\n/></packageSources></configuration>`;
    expect(set(text, PROTOCOL, '3')).toBe(text.replace("'\n/>", `' protocolVersion="3"\n/>`));
    expect(set(text.replace("'\n", "' ProtocolVersion = '2' "), PROTOCOL, '3')).toContain("ProtocolVersion = '3' ");
  });

  test('[xml-values] quotes, blanks and references around a value stay or go with it', () => {
    const text = `<configuration><packageSources><Add Value = 'a&amp;b>c' Key="pay/web" ></Add></packageSources></configuration>`;
    expect(values(text, SOURCE)).toEqual(['a&b>c']);
    expect(set(text, SOURCE, `it's "<&>"`)).toBe(text.replace('a&amp;b>c', 'it&apos;s "&lt;&amp;>"'));
  });

  test('leaves with the section that came with it, and without what was there', () => {
    const absent = { kind: 'absent', depth: 1 } as const;
    const edited = setIn(nugetConfigEditor, setIn(nugetConfigEditor, '<configuration/>', SOURCE, URL), PROTOCOL, '3');
    const back = editText(nugetConfigEditor, edited, [
      { kind: 'restore', entry: SOURCE, before: absent },
      { kind: 'restore', entry: PROTOCOL, before: absent },
    ]);
    expect(back).toEqual({ ok: true, value: '<configuration/>' });
  });
});

describe('a password', () => {
  const user = '<add key="Username" value="ann" />';

  test.each([
    ['<add key="Password" value="AQAAANC=" />', '<add key="ClearTextPassword" value="x" />'],
    ["<add value='AQAAANC=' key='password'/>", "<add value='x' key='ClearTextPassword'/>"],
    ['<add key="Password" />', '<add key="ClearTextPassword" value="x" />'],
  ])('[nuget-encrypted-password] %s becomes clear text, key and value together', (before, after) => {
    const text = credentials('pay_x002F_web', user, before);
    expect(set(text, PASSWORD, 'x')).toBe(credentials('pay_x002F_web', user, after));
  });

  test('[nuget-encrypted-password] one that says it is encrypted is never taken for the token, even if it is', () => {
    const text = credentials('pay_x002F_web', user, '<add key="Password" value="x" />');
    expect(values(text, PASSWORD)).not.toContain('x');
    expect(set(text, PASSWORD, 'x')).toContain('"ClearTextPassword"');
  });

  test('[nuget-encrypted-password] a file with both is not touched', () => {
    const both = credentials(
      'pay_x002F_web',
      user,
      '<add key="password" value="a" />',
      '<add key="ClearTextPassword" value="b" />',
    );
    expect(problemIn(nugetConfigEditor, both)?.message).toContain('both');
    expect(problemIn(nugetConfigEditor, both.replaceAll('packageSourceCredentials', 'config'))).toBeNull();
  });

  test.each([
    ['has no user', '<add key="ClearTextPassword" value="s3cret" />', 'no Username'],
    ['has no password', user, 'no password'],
    ['has two users', `${user}${user}<add key="Password" value="s3cret" />`, 'more than one Username'],
    [
      'has one password twice',
      `${user}${'<add key="clearTextPassword" value="s3cret" />'.repeat(2)}`,
      'more than one password',
    ],
  ])(
    '[nuget-encrypted-password] a file where a source %s is refused by NuGet as a whole, and not touched',
    (_name, inside, words) => {
      const text = credentials('other', inside);
      expect(problemIn(nugetConfigEditor, text)).toBeNull();
      expect(documentIn(nugetConfigEditor, text).incomplete?.()?.message).toContain(
        `<other> in packageSourceCredentials has ${words}`,
      );
      const refused = editText(nugetConfigEditor, text, [
        { kind: 'set', entry: credential('pay/web', 'Username'), value: 'aws' },
        { kind: 'set', entry: PASSWORD, value: 'x' },
      ]);
      expect(refused).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
      expect(JSON.stringify(refused)).not.toContain('s3cret');
    },
  );

  test('a change that would leave a password without its user is refused', () => {
    const refused = editText(nugetConfigEditor, '<configuration />', [{ kind: 'set', entry: PASSWORD, value: 'x' }]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
  });

  test('the key is found whatever its case', () => {
    const text = credentials('pay_x002F_web', user, '<add key="cleartextpassword" value="old" />');
    expect(set(text, PASSWORD, 'x')).toBe(text.replace('old', 'x'));
  });

  test('[placeholder] a placeholder reads as it is written', () => {
    const text = credentials('pay_x002F_web', user, '<add key="ClearTextPassword" value="%TOKEN%" />');
    expect(values(text, PASSWORD)).toEqual(['%TOKEN%']);
  });
});

test.each([
  ['another root', '<packages/>', 'root element'],
  ['a DTD', '<!DOCTYPE configuration><configuration/>', 'DOCTYPE'],
  ['an element left open', '<configuration><packageSources></configuration>', 'not closed'],
  ['an attribute twice', '<configuration a="1" a="2"/>', 'attribute'],
])('[xml-declarations] a file with %s is not touched', (_, text, words) => {
  expect(problemIn(nugetConfigEditor, text)).toEqual({ line: 1, message: expect.stringContaining(words) as string });
});

test('what Maven would refuse is no matter here', () => {
  expect(problemIn(nugetConfigEditor, '<configuration>text<a/><a/><config/><config/></configuration>')).toBeNull();
});

test.each(['a=b', 'a[b]', '[id=x]', 'a.b', ']', 'add[@key=x]'])(
  '[nuget-source-names] %s is a name like any other',
  (name) => {
    const source: EntryPath = ['configuration', 'packageSources', select('add', '@key', name), '@value'];
    const text =
      '<configuration>\n  <packageSources>\n    <add key="other" value="x" />\n  </packageSources>\n</configuration>\n';
    let edited = text;
    for (const entry of [source, credential(name, 'Username'), credential(name, 'ClearTextPassword')]) {
      edited = setIn(nugetConfigEditor, edited, entry, 'new');
      expect(valuesIn(nugetConfigEditor, edited, entry)).toEqual(['new']);
      expect(thereAndBack(nugetConfigEditor, text, entry, 'new')).toBe(text);
    }
    expect(edited).toContain(`key="${name}"`);
    expect(problemIn(nugetConfigEditor, edited)).toBeNull();
  },
);
