import { describe, expect, test } from 'vitest';
import type { ClientBinding, ClientContext } from '../../../shared/engine/clients/client.ts';
import { nuget } from '../../../shared/engine/clients/dotnet/nuget.ts';
import { wrongOptions } from '../../../shared/engine/clients/options.ts';

type Machine = {
  readonly platform?: NodeJS.Platform;
  readonly env?: Record<string, string>;
  readonly exists?: readonly string[];
};

const PROJECT = '/home/ann/shop';

function aBinding(projectPath: string | null, options: Record<string, string> = {}): ClientBinding {
  const endpoint = 'https://d.example/nuget/web/';
  return { endpoint, domain: 'platform', domainOwner: '111122223333', repository: 'web', options, projectPath };
}

async function filesOn({ platform = 'linux', env = {}, exists = [] }: Machine, projectPath: string | null) {
  const home = platform === 'win32' ? String.raw`C:\Users\Ann` : '/home/ann';
  const context: ClientContext = {
    environment: { platform, home, accountHome: home, env, stateFolder: home },
    exists: async (path) => exists.includes(path),
    read: async () => null,
  };
  const found = await nuget.targets(aBinding(projectPath), context);
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map(({ path }) => path);
}

describe('files', () => {
  test.each([
    [['NuGet.Config', 'nuget.config', 'NuGet.config'], 'nuget.config'],
    [['NuGet.Config', 'NuGet.config'], 'NuGet.config'],
    [['NuGet.Config'], 'NuGet.Config'],
    [[], 'nuget.config'],
  ])('[nuget-hidden-sources] of %j beside each other a project gets its source into %s', async (names, chosen) => {
    const exists = names.map((name) => `${PROJECT}/${name}`);
    expect(await filesOn({ exists }, PROJECT)).toEqual([`${PROJECT}/${chosen}`, '/home/ann/.nuget/NuGet/NuGet.Config']);
  });

  test('[moved-files] DOTNET_CLI_HOME, APPDATA and XDG_CONFIG_HOME move them', async () => {
    expect(await filesOn({ env: { DOTNET_CLI_HOME: '/cli' } }, null)).toEqual(['/cli/.nuget/NuGet/NuGet.Config']);
    expect(
      await filesOn({ platform: 'win32', env: { APPDATA: String.raw`D:\Roaming`, DOTNET_CLI_HOME: 'X:' } }, null),
    ).toEqual([String.raw`D:\Roaming\NuGet\NuGet.Config`]);
    expect(await filesOn({ env: { XDG_CONFIG_HOME: '/xdg' }, exists: ['/xdg/NuGet'] }, null)).toEqual([
      '/home/ann/.nuget/NuGet/NuGet.Config',
      '/xdg/NuGet/NuGet.Config',
    ]);
  });

  test("mono's file is kept only where its folder is there", async () => {
    expect(await filesOn({}, null)).toHaveLength(1);
    expect(await filesOn({ platform: 'darwin', exists: ['/home/ann/.config/NuGet'] }, null)).toHaveLength(2);
  });
});

test('the source is called what aws codeartifact login calls it', () => {
  expect(nuget.scopeText(aBinding(null))).toBe('source platform/web');
});

test('a variable carries the credentials where its name is one that shells know', () => {
  expect(nuget.variables(aBinding(null))).toEqual({});
  expect(nuget.variables(aBinding(null, { sourceName: 'my_repo1' }))).toEqual({
    NuGetPackageSourceCredentials_my_repo1: 'Username=aws;Password=⟦token⟧',
  });
});

test.each(['company', 'my repo (eu)', '1.2', 'a/b', 'é@日本', '😀', 'x', 'a=b', 'a[b]', '[id=x]', ']'])(
  '[nuget-source-names] %s can name a source',
  (sourceName) => {
    expect(wrongOptions(nuget, { sourceName })).toBeNull();
  },
);

test.each(['my:repo', '%X%', ' a', 'a ', 'a_x0020_b', 'a\nb', 'a\tb'])(
  '[nuget-source-names] %j can not, because it would be read back as another',
  (sourceName) => {
    expect(wrongOptions(nuget, { sourceName })?.code).toBe('invalidInput');
  },
);
