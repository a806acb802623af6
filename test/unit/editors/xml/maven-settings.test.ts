import { describe, expect, test } from 'vitest';
import { editText } from '../../../../shared/engine/editors/edit-text.ts';
import { mavenSettingsEditor } from '../../../../shared/engine/editors/xml/maven-settings.ts';
import { documentIn, problemIn, restoreIn, setIn, thereAndBack, valuesIn } from '../editing.ts';
import { aCodeArtifactToken } from '../../secrets/sample-token.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';
import { select } from '../../../../shared/engine/editors/text/entry-path.ts';

const TOKEN = aCodeArtifactToken();
const PASSWORD: EntryPath = ['settings', 'servers', select('server', 'id', 'pay'), 'password'];
const USERNAME: EntryPath = ['settings', 'servers', select('server', 'id', 'pay'), 'username'];
const ACTIVE: EntryPath = ['settings', 'activeProfiles', select('activeProfile', null, 'pay')];
const ROOT = '<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">';

function set(text: string, entry: EntryPath, value: string): string {
  const edited = setIn(mavenSettingsEditor, text, entry, value);
  expect(problemIn(mavenSettingsEditor, edited)).toBeNull();
  expect(thereAndBack(mavenSettingsEditor, text, entry, value)).toBe(text);
  return edited;
}

function values(text: string, entry: EntryPath = PASSWORD): string[] {
  return valuesIn(mavenSettingsEditor, text, entry);
}

/** A file whose only server has this password element. */
function withPassword(element: string): string {
  return `<settings><servers><server><id>pay</id>${element}</server></servers></settings>`;
}

/** A profile with one such list, on line 2. */
function profileWith(list: string, item: string): string {
  return `<profiles><profile><${list}>\n${item}</${list}></profile></profiles>`;
}

function server(indent: string, unit: string, eol = '\n'): string {
  const lines = [`<server>`, `${unit}<id>pay</id>`, `${unit}<password>x</password>`, `</server>`];
  return lines.map((line) => indent + line).join(eol);
}

describe('where a new server goes', () => {
  test('[missing-file, empty-file] a file that did not exist, or holds nothing but comments, gets its root', () => {
    const whole = `${ROOT}\n  <servers>\n${server('    ', '  ')}\n  </servers>\n</settings>`;
    expect(set('', PASSWORD, 'x')).toBe(`${whole}\n`);
    expect(set('<!-- mine -->\r\n', PASSWORD, 'x')).toBe(`<!-- mine -->\r\n${whole.replaceAll('\n', '\r\n')}\r\n`);
    expect(set(' \n', PASSWORD, 'x')).toBe(` \n${whole}\n`);
    expect(set('<!-- mine -->', PASSWORD, 'x')).toBe(`<!-- mine -->\n${whole}`);
  });

  test('[no-servers] without <servers> it is made, indented as the document is', () => {
    const text = '<?xml version="1.0"?>\n<settings>\n\t<offline>false</offline>\n</settings>\n';
    expect(set(text, PASSWORD, 'x')).toBe(
      `<?xml version="1.0"?>\n<settings>\n\t<offline>false</offline>\n\t<servers>\n${server('\t\t', '\t')}\n\t</servers>\n</settings>\n`,
    );
  });

  test.each(['<settings/>', '<settings />'])('[no-servers] %s is opened', (root) => {
    const start = root.replace('/>', '>');
    expect(set(`${root}\n`, PASSWORD, 'x')).toBe(
      `${start}\n  <servers>\n${server('    ', '  ')}\n  </servers>\n</settings>\n`,
    );
  });

  test('[no-servers] however <servers> is empty, it is so again afterwards', () => {
    const around = (servers: string) => `<settings>\n  ${servers}\n</settings>\n`;
    const inside = `\n${server('    ', '  ')}`;
    expect(set(around('<servers/>'), PASSWORD, 'x')).toBe(around(`<servers>${inside}\n  </servers>`));
    expect(set(around('<servers></servers>'), PASSWORD, 'x')).toBe(around(`<servers>${inside}</servers>`));
    expect(set(around('<servers> </servers>'), PASSWORD, 'x')).toBe(around(`<servers>${inside} </servers>`));
    expect(set(around('<servers>\n  </servers>'), PASSWORD, 'x')).toBe(around(`<servers>${inside}\n\n  </servers>`));
  });

  test('it follows its siblings and their comments, in their indentation', () => {
    const text = `<settings>
      <servers>
         <server><id>other</id></server> <!-- theirs -->
         <!-- <server><id>pay</id><password>old</password></server> -->
      </servers>
</settings>`;
    expect(set(text, PASSWORD, 'x')).toBe(
      text.replace('\n      </servers>', `\n${server('         ', '      ')}\n      </servers>`),
    );
  });

  test('[commented-out] a server in a comment is none', () => {
    expect(
      values('<settings><!-- <servers><server><id>pay</id><password>x</password></server></servers> --></settings>'),
    ).toEqual([]);
  });

  test('[crlf] a file with CRLF gets no line without it', () => {
    const edited = set('<settings>\r\n  <servers/>\r\n</settings>\r\n', PASSWORD, 'x');
    expect(edited.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test('[no-final-newline] a file without a final newline keeps having none', () => {
    expect(set('<settings></settings>', PASSWORD, 'x')).toMatch(/<\/settings>$/);
  });
});

describe('a password that is there', () => {
  test.each([
    ['<password/>', '<password>x</password>', ''],
    ['<password />', '<password >x</password>', ''],
    ['<password></password>', '<password>x</password>', ''],
    ['<password> \n </password>', '<password>x</password>', ''],
    ['<password>old</password >', '<password>x</password >', 'old'],
    ['<password>\n    old\t\n  </password>', '<password>\n    x\t\n  </password>', 'old'],
    ['<password> <![CDATA[ o<d ]]>\n</password>', '<password> <![CDATA[x]]>\n</password>', 'o<d'],
    ['<password>a&amp;b&#x21;</password>', '<password>x</password>', 'a&b!'],
    ['<password><!-- mine -->old</password>', '<password><!-- mine -->x</password>', 'old'],
    ['<password><!-- mine --></password>', '<password><!-- mine -->x</password>', ''],
    ['<password>ol<!-- in -->d<?pi?>e<![CDATA[r]]></password>', '<password>x<!-- in --><?pi?></password>', 'older'],
    ['<password a="1>2" b=\'>\'>old</password>', '<password a="1>2" b=\'>\'>x</password>', 'old'],
    ['<password\n>😀</password\n>', '<password\n>x</password\n>', '😀'],
  ])('[xml-values] %s', (before, after, value) => {
    expect(values(withPassword(before))).toEqual([value]);
    expect(set(withPassword(before), PASSWORD, 'x')).toBe(withPassword(after));
  });

  test('[same-token-again, new-token] the same token changes nothing, a new one itself alone', () => {
    const text = withPassword(`<password>\r\n  ${TOKEN}\r\n</password>`);
    expect(documentIn(mavenSettingsEditor, text).set(PASSWORD, TOKEN)).toEqual([]);
    const next = aCodeArtifactToken({ isu: 1_795_040_000, length: 1971 });
    expect(set(text, PASSWORD, next)).toBe(text.replace(TOKEN, next));
  });

  test('[encrypted-password] what stands beside it stays', () => {
    const rest = '<privateKey>~/.ssh/id</privateKey><configuration><a/><a>t</a>text</configuration>';
    const text = withPassword(`${rest}<password>old</password>`);
    expect(set(text, PASSWORD, 'x')).toBe(withPassword(`${rest}<password>x</password>`));
    expect(set(text, USERNAME, 'aws')).toBe(
      withPassword(`${rest}<password>old</password>\n  <username>aws</username>`),
    );
  });

  test('[encrypted-password] one that Maven decrypts is told from others', () => {
    const isEncrypted = (value: string) => mavenSettingsEditor.isEncrypted?.(value);
    expect(
      ['{jSMOWnoPFgsHVpMvz5VrIt5kRbzGpI8u+9EF1iFQyJQ=}', 'set in May {COQLCE6DU6GtcS5P=} by ann'].map(isEncrypted),
    ).toEqual([true, true]);
    expect([TOKEN, 'a{b', 'a}b{', '{}', ''].map(isEncrypted)).toEqual([false, false, false, false, false]);
  });

  test('[placeholder] a placeholder reads as it is written', () => {
    expect(values(withPassword('<password>${env.CODEARTIFACT_AUTH_TOKEN}</password>'))).toEqual([
      '${env.CODEARTIFACT_AUTH_TOKEN}',
    ]);
  });

  test('the id is compared without the blanks around it, and with its case', () => {
    expect(
      values('<settings><servers><server><id>\n pay </id><password>a</password></server></servers></settings>'),
    ).toEqual(['a']);
    expect(
      values('<settings><servers><server><id>Pay</id><password>a</password></server></servers></settings>'),
    ).toEqual([]);
  });
});

describe('[duplicate-server] several servers of one id, of which Maven takes the first', () => {
  const two = (first: string, second: string) =>
    `<settings>\n  <servers>\n    <server><id>pay</id>${first}</server>\n    <server><id>pay</id>${second}</server>\n  </servers>\n</settings>\n`;

  test('all get the token', () => {
    const text = two('<password>a</password>', '<password>b</password>');
    expect(values(text)).toEqual(['a', 'b']);
    expect(set(text, PASSWORD, 'x')).toBe(two('<password>x</password>', '<password>x</password>'));
  });

  test('also one that had none', () => {
    const text = two('', '<password>b</password>');
    expect(values(text)).toEqual(['', 'b']);
    expect(values(set(text, PASSWORD, 'x'))).toEqual(['x', 'x']);
  });

  test('and none is left when they leave', () => {
    expect(values(set(two('', ''), PASSWORD, 'x'))).toEqual(['x', 'x']);
  });
});

describe('a file that is not touched', () => {
  test.each([
    [14, 'two <servers>', '<settings>\n<servers/>\n<servers/>\n</settings>', 3, 'twice'],
    [
      14,
      'two passwords',
      '<settings><servers><server>\n<password/>\n<password/></server></servers></settings>',
      3,
      'twice',
    ],
    [14, 'two ids of a mirror', '<settings><mirrors><mirror><id/><id/></mirror></mirrors></settings>', 1, 'twice'],
    [
      46,
      'an element in a password',
      '<settings><servers><server><password>a<b/></password></server></servers></settings>',
      1,
      'no element',
    ],
    [
      47,
      'a DOCTYPE',
      '<?xml version="1.0"?>\n<!DOCTYPE settings [<!ENTITY e "v">]>\n<settings>&e;</settings>',
      2,
      'DOCTYPE',
    ],
    [47, 'a DOCTYPE without a use', '<?xml version="1.0"?>\n<!DOCTYPE settings>\n<settings/>', 2, 'DOCTYPE'],
    [47, 'an entity of HTML', '<settings>\n&nbsp;</settings>', 2, '&amp;'],
    [47, 'another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?>\n<settings/>', 1, 'ISO-8859-1'],
    [47, 'XML 1.1', '<?xml version="1.1"?>\n<settings/>', 1, '1.1'],
    [47, 'another prefix', '<m:settings xmlns:m="http://maven.apache.org/SETTINGS/1.0.0"/>', 1, 'root element'],
    [47, 'another root', '\n<project/>', 2, 'root element'],
    [47, 'text between elements', '<settings>\n<servers>x</servers></settings>', 2, 'no text'],
    [2, 'a declaration alone', '<?xml version="1.0"?>\n', 1, 'no root'],
    [47, 'an element left open', '<settings>\n  <servers>\n</settings>', 3, 'not closed'],
    [47, 'a blank before the declaration', '\n<?xml version="1.0"?><settings/>', 2, 'declaration'],
  ])('row %i: %s', (_row, _name, text, line, words) => {
    const problem = problemIn(mavenSettingsEditor, text);
    expect(problem).toEqual({ line, message: expect.stringContaining(words) as string });
  });

  test.each([
    ['a mirror without an address', '<mirrors>\n<mirror><id>m</id><mirrorOf>*</mirrorOf></mirror></mirrors>', '<url>'],
    [
      'a mirror of nothing',
      '<mirrors>\n<mirror><id>m</id><url>u</url><mirrorOf> </mirrorOf></mirror></mirrors>',
      'Of>',
    ],
    ['a proxy without a host', '<proxies>\n<proxy><port>80</port></proxy></proxies>', '<host>'],
    ['a repository without an id', profileWith('repositories', '<repository><url>u</url></repository>'), '<id>'],
    [
      'one for plugins without an address',
      profileWith('pluginRepositories', '<pluginRepository><id>i</id></pluginRepository>'),
      '<url>',
    ],
    ['a server with an empty id', '<servers><server>\n<id/></server></servers>', 'empty'],
  ])('%s, for which Maven refuses all settings, though it is edited part by part', (_name, sections, words) => {
    const text = `<settings>${sections}</settings>`;
    expect(problemIn(mavenSettingsEditor, text)).toBeNull();
    expect(documentIn(mavenSettingsEditor, text).incomplete?.()).toEqual({
      line: 2,
      message: expect.stringContaining(words) as string,
    });
    const change = { kind: 'set', entry: PASSWORD, value: 'x' } as const;
    expect(editText(mavenSettingsEditor, text, [change])).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
  });

  test('a server without an id, and what only looks like a mirror, lack nothing', () => {
    const free = '<configuration><mirrors><mirror/></mirrors></configuration>';
    const text = `<settings><servers><server>${free}</server></servers><proxies/><profiles><profile/></profiles></settings>`;
    expect(documentIn(mavenSettingsEditor, text).incomplete?.()).toBeNull();
  });

  test('a problem quotes nothing of the file', () => {
    for (const password of [
      's3cr&et-9;x',
      's3cr<et-9/x',
      '&s3cret-9;',
      '<s3cret-9>',
      's3cret-9</s3cret-9>',
      "<a s3cret-9='1' s3cret-9='2'/>",
    ]) {
      expect(
        JSON.stringify(problemIn(mavenSettingsEditor, withPassword(`<password>${password}</password>`))),
      ).not.toMatch(/cret|et-9/);
    }
  });

  test.each([
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?><settings/>',
    '<settings xmlns="urn:other"><foo/><foo/></settings>',
    ' <!-- c --> ',
  ])('what Maven reads is read: %s', (text) => {
    expect(problemIn(mavenSettingsEditor, text)).toBeNull();
  });

  test('Maven accepts a byte order mark', () => {
    expect(mavenSettingsEditor.bomIsFatal).toBe(false);
  });
});

describe('profiles', () => {
  test('an active profile is one of a list, by its text', () => {
    const text =
      '<settings>\n  <activeProfiles>\n    <activeProfile> dev </activeProfile>\n  </activeProfiles>\n</settings>\n';
    const edited = set(text, ACTIVE, 'pay');
    expect(edited).toBe(
      text.replace('\n  </activeProfiles>', '\n    <activeProfile>pay</activeProfile>\n  </activeProfiles>'),
    );
    expect(values(edited, ACTIVE)).toEqual(['pay']);
    expect(documentIn(mavenSettingsEditor, edited).set(ACTIVE, 'pay')).toEqual([]);
  });

  test('what was made around an entry leaves with the last one in it, and not before', () => {
    const absent = { kind: 'absent', depth: 1 } as const;
    const both = set(set('<settings/>', USERNAME, 'aws'), PASSWORD, 'x');
    const one = restoreIn(mavenSettingsEditor, both, USERNAME, absent);
    expect(values(one)).toEqual(['x']);
    expect(restoreIn(mavenSettingsEditor, one, PASSWORD, absent)).toBe('<settings/>');
  });

  test('what somebody put beside it since stays, with what is around it', () => {
    const edited = set('<settings/>', PASSWORD, 'x').replace('<id>', '<!-- mine --><id>');
    const absent = { kind: 'absent', depth: 1 } as const;
    expect(restoreIn(mavenSettingsEditor, edited, PASSWORD, absent)).toBe(
      edited.replace(/\s*<password>x<\/password>/, ''),
    );
  });
});

test('[long-or-odd-token] a token of 2 KB fits, and what XML can not hold is refused before anything is touched', () => {
  const long = aCodeArtifactToken({ length: 2048 });
  expect(values(set('', PASSWORD, long))).toEqual([long]);
  for (const value of ['a\nb', ' a', '\uFFFE', '\u0001', '\uD800']) {
    const edited = editText(mavenSettingsEditor, '', [{ kind: 'set', entry: PASSWORD, value }]);
    expect(edited).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
  }
  expect(values(set('', PASSWORD, `a<b>&"']]>c`))).toEqual([`a<b>&"']]>c`]);
});

test('each element that Maven knows may stand there once, and others as often as somebody likes', () => {
  const known: Readonly<Record<string, readonly string[]>> = {
    '': ['localRepository', 'interactiveMode', 'usePluginRegistry', 'offline'],
    'servers server': ['id', 'username', 'password', 'privateKey', 'passphrase', 'filePermissions'],
    'mirrors mirror': ['id', 'name', 'url', 'mirrorOf', 'layout', 'mirrorOfLayouts', 'blocked'],
    'proxies proxy': ['id', 'active', 'protocol', 'username', 'password', 'port', 'host', 'nonProxyHosts'],
  };
  for (const [around, names] of Object.entries(known)) {
    const open = around === '' ? [] : around.split(' ');
    const inside = (element: string): string =>
      `<settings>${open.map((name) => `<${name}>`).join('')}${element}${open
        .toReversed()
        .map((name) => `</${name}>`)
        .join('')}</settings>`;
    for (const name of [...names, 'unknown']) {
      const text = inside(`<${name}>x</${name}>`.repeat(2));
      const message = problemIn(mavenSettingsEditor, text)?.message ?? null;
      expect(message, text).toBe(
        name === 'unknown' ? null : `<${name}> stands twice in <${open.at(-1) ?? 'settings'}>`,
      );
    }
  }
});
