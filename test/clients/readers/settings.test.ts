import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../../shared/contract/doctor.ts';
import { mavenSettingsEditor } from '../../../shared/engine/editors/xml/maven-settings.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { haveClient } from '../have-client.ts';
import { dotnet } from '../nuget-clients.ts';
import { maven } from '../java-clients.ts';
import { aStage, fetchOnce, logIn } from '../stage.ts';
import { refusalIn } from '../../unit/editors/editing.ts';

// What the app says of files, against what the clients themselves make of them (`npm run test:clients`).

const USER = '.nuget/NuGet/NuGet.Config';
const PROJECT = 'shop/nuget.config';
const NOWHERE = 'http://127.0.0.1:9/v3/index.json';
const credentials = (...adds: readonly string[]) =>
  `<packageSourceCredentials><other>${adds.join('')}</other></packageSourceCredentials>`;
const user = '<add key="Username" value="ann" />';
const password = '<add key="ClearTextPassword" value="mine" />';

/** What somebody adds to a file once our source and credentials are in it: behind its first, or in front of its last tag. */
type Addition = {
  readonly file: string;
  readonly where: '<configuration>' | '<packageSources>' | '</packageSources>' | '</configuration>';
  readonly text: string;
};

const additions: readonly (readonly [name: string, works: boolean, addition: Addition])[] = [
  ['a comment', true, { file: USER, where: '<configuration>', text: '<!-- mine -->' }],
  ['<clear /> in front of ours', true, { file: PROJECT, where: '<packageSources>', text: '<clear />' }],
  ['<clear /> behind ours', false, { file: PROJECT, where: '</packageSources>', text: '<clear />' }],
  [
    '<clear /> among credentials',
    false,
    {
      file: PROJECT,
      where: '</configuration>',
      text: '<packageSourceCredentials><clear /></packageSourceCredentials>',
    },
  ],
  ['more credentials behind ours', true, { file: USER, where: '</configuration>', text: credentials(user, password) }],
  ['more in front of ours', false, { file: USER, where: '<configuration>', text: credentials(user, password) }],
  [
    'more sources in front of ours',
    false,
    {
      file: PROJECT,
      where: '<configuration>',
      text: '<packageSources><add key="x" value="/nowhere" /></packageSources>',
    },
  ],
  ['a password without a user', false, { file: USER, where: '<configuration>', text: credentials(password) }],
  ['a user without a password', false, { file: PROJECT, where: '</configuration>', text: credentials(user) }],
  ['two users', false, { file: PROJECT, where: '</configuration>', text: credentials(user, user, password) }],
  [
    'our source disabled, whatever the value',
    false,
    {
      file: USER,
      where: '<configuration>',
      text: '<disabledPackageSources><add key="platform/web" value="false" /></disabledPackageSources>',
    },
  ],
  [
    'a source disabled whose name differs in case',
    true,
    {
      file: USER,
      where: '<configuration>',
      text: '<disabledPackageSources><add key="Platform/Web" value="true" /></disabledPackageSources>',
    },
  ],
  [
    'a source further away whose name differs in case',
    true,
    {
      file: USER,
      where: '<configuration>',
      text: `<packageSources><add key="Platform/Web" value="${NOWHERE}" /></packageSources>`,
    },
  ],
  [
    'the same of a newer protocol',
    false,
    {
      file: USER,
      where: '<configuration>',
      text: `<packageSources><add key="Platform/Web" value="${NOWHERE}" protocolVersion="3" /></packageSources>`,
    },
  ],
  [
    'the same in front of ours',
    false,
    { file: PROJECT, where: '<packageSources>', text: `<add key="PLATFORM/web" value="${NOWHERE}" />` },
  ],
];

const dotnetProgram = haveClient(dotnet.source)?.program ?? null;

describe.skipIf(dotnetProgram === null)('the doctor and the .NET SDK agree on NuGet.Config with', () => {
  test.each(additions)(
    '%s',
    async (_name, works, addition) => {
      const emulator = await anEmulator();
      const stage = await aStage(dotnet, dotnetProgram!, emulator, {});
      await logIn(dotnet, stage);
      insert(stage.home, addition);

      const { code, output } = await fetchOnce(dotnet, stage);
      expect(code === 0, output).toBe(works);
      const { bindings } = await stage.home.json<{ readonly bindings: readonly Explanation[] }>(['doctor', '--json']);
      const wrong = bindings[0]!.findings.filter(({ severity }) => severity === 'wrong');
      expect(wrong.length === 0, JSON.stringify(wrong)).toBe(works);
    },
    120_000,
  );
});

function insert(home: CliHome, { file, where, text }: Addition): void {
  const before = home.read(file);
  expect(before).toContain(where);
  home.write(file, before.replace(where, where.startsWith('</') ? `${text}${where}` : `${where}${text}`), 0o600);
}

const settings: readonly (readonly [name: string, works: boolean, text: string])[] = [
  ['nothing in it', true, ''],
  ['a server without an id', true, '<servers><server><username>ann</username></server></servers>'],
  ['a server with an empty id', false, '<servers><server><id> </id></server></servers>'],
  ['a server twice', true, '<servers><server><id>a</id></server><server><id>a</id></server></servers>'],
  ['two ids in one server', false, '<servers><server><id>a</id><id>b</id></server></servers>'],
  ['a mirror without an address', false, '<mirrors><mirror><id>m</id><mirrorOf>x</mirrorOf></mirror></mirrors>'],
  ['a mirror of nothing', false, '<mirrors><mirror><id>m</id><url>http://127.0.0.1:9/</url></mirror></mirrors>'],
  [
    'a mirror without an id',
    true,
    '<mirrors><mirror><url>http://127.0.0.1:9/</url><mirrorOf>x</mirrorOf></mirror></mirrors>',
  ],
  ['a proxy without a host', false, '<proxies><proxy><id>p</id><active>false</active></proxy></proxies>'],
  ['a profile without an id', true, '<profiles><profile><properties/></profile></profiles>'],
  [
    'a repository without an address',
    false,
    profile('<repositories><repository><id>a</id></repository></repositories>'),
  ],
  ['a repository without an id', false, profile('<repositories><repository><url>u</url></repository></repositories>')],
  [
    'a repository for plugins without an address',
    false,
    profile('<pluginRepositories><pluginRepository><id>a</id></pluginRepository></pluginRepositories>'),
  ],
  ['an element that Maven does not know', true, '<servers><server><id>a</id><nonsense/></server></servers>'],
];

function profile(inside: string): string {
  return `<profiles><profile><id>p</id>${inside}</profile></profiles>`;
}

const mavenProgram = haveClient(maven.source)?.program ?? null;

describe.skipIf(mavenProgram === null)('the editor and Maven agree on settings.xml with', () => {
  test.each(settings)(
    '%s',
    async (_name, works, inside) => {
      const text = `<settings>${inside}</settings>`;
      const stage = await aStage(maven, mavenProgram!, await anEmulator(), { '.m2/settings.xml': text });
      stage.home.write(
        'shop/pom.xml',
        '<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>b</artifactId><version>1</version><packaging>pom</packaging></project>',
      );
      const { code, output } = await fetchOnce(maven, stage);
      expect(code === 0, output).toBe(works);
      expect(refusalIn(mavenSettingsEditor, text) === null).toBe(works);
    },
    120_000,
  );
});
