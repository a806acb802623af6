import { describe, expect, test } from 'vitest';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

type Level = 'user' | 'project';

/** The client switched on in `shop` or at user level and applied; the findings of whatever the home then holds. */
async function switchedOn(client: string, level: Level = 'user') {
  const home = aCliHome(null);
  home.write('shop/package.json', '{}\n');
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const project = level === 'user' ? 'user' : home.path('shop');
  const binding = { project, client, profile: 'work', domain: 'platform', repository: 'web', enabled: true };
  await engine.ask('binding.add', binding);
  await engine.ask('plan.apply', {});
  return {
    home,
    async findings() {
      const [explanation] = await engine.ask('doctor.explain', {});
      // What leads a credential elsewhere is in redirects.test.ts.
      const found = explanation!.findings.filter(({ problem }) => problem.code !== 'credentialRedirected');
      return found.map(({ severity, problem, origin }) => ({
        is: `${severity} ${problem.code}`,
        at: `${origin?.name}:${origin?.line}`,
        message: problem.message,
      }));
    },
  };
}

function prepend(home: CliHome, name: string, text: string): void {
  home.write(name, text + home.read(name));
}

function replace(home: CliHome, name: string, from: string | RegExp, to: string): void {
  const text = home.read(name);
  expect(text).toMatch(from);
  home.write(name, text.replace(from, to));
}

describe('npm', () => {
  test('[npmrc-section] our lines below a [section] are named, because npm sees none of them', async () => {
    const { home, findings } = await switchedOn('npm');
    prepend(home, '.npmrc', 'fund=false\n[mine]\n');
    expect(await findings()).toMatchObject([
      { is: 'wrong registryMissing' },
      {
        is: 'note registryShadowed',
        at: '~/.npmrc:3',
        message: expect.stringContaining('registry in ~/.npmrc line 3'),
      },
      { is: 'note registryShadowed', at: '~/.npmrc:4' },
    ]);
    expect((await findings())[0]?.message).not.toContain('eyJ2ZXIi');
  });

  test('[npmrc-section] what else stands below one is none of our business', async () => {
    const { home, findings } = await switchedOn('npm');
    home.write('.npmrc', `${home.read('.npmrc')}[mine]\n//d.example/npm/tools/:_authToken=x\n@acme:registry=y\n`);
    expect(await findings()).toEqual([]);
  });

  test.each(['_auth', '_authToken', 'username', '_password', '_authtoken', '-authtoken'])(
    '[legacy-keys] an unscoped %s, for which npm refuses every command, is named and not touched',
    async (key) => {
      const { home, findings } = await switchedOn('npm', 'project');
      prepend(home, '.npmrc', `; old\n${key}=s3cret\n`);
      const found = await findings();
      expect(found).toMatchObject([{ is: 'wrong fileInvalid', at: '~/.npmrc:2' }]);
      expect(found[0]!.message).toContain(`because of ${key} in`);
      expect(found[0]!.message).not.toContain('s3cret');
      expect(home.read('.npmrc')).toContain(`${key}=s3cret`);
    },
  );

  test('[legacy-keys] an empty one harms nobody, nor does any one where npm is not the client', async () => {
    const npm = await switchedOn('npm');
    prepend(npm.home, '.npmrc', '_auth=\nemail=ann@example.com\n');
    expect(await npm.findings()).toEqual([]);
    const pnpm = await switchedOn('pnpm');
    prepend(pnpm.home, '.npmrc', '_auth=x\n');
    expect(await pnpm.findings()).toEqual([]);
  });
});

describe('Deno', () => {
  test('[bom] a byte order mark, which stays, is warned of: it hides the first line of an .npmrc', async () => {
    const { home, findings } = await switchedOn('deno');
    expect(await findings()).toEqual([]);
    prepend(home, '.npmrc', '\uFEFF');
    expect(await findings()).toMatchObject([{ is: 'warning fileInvalid', at: '~/.npmrc:1' }]);
    const npm = await switchedOn('npm');
    prepend(npm.home, '.npmrc', '\uFEFF');
    expect(await npm.findings()).toEqual([]);
  });
});

describe('Cargo', () => {
  test('[cargo-extensions] a file that cargo passes over, because an older name stands beside it, is named', async () => {
    const { home, findings } = await switchedOn('cargo');
    expect(await findings()).toEqual([]);
    home.write('.cargo/credentials', home.read('.cargo/credentials.toml'));
    expect(await findings()).toMatchObject([{ is: 'note fileInvalid', at: '~/.cargo/credentials.toml:1' }]);
  });
});

describe('[nuget-hidden-sources] NuGet', () => {
  const USER = '.nuget/NuGet/NuGet.Config';
  const configuration = (inside: string) => `<configuration>\n${inside}\n</configuration>\n`;

  test('with other sources and settings beside ours has nothing to say', async () => {
    const { home, findings } = await switchedOn('nuget', 'project');
    const others = '<clear/><add key="nuget.org" value="https://api.nuget.org/v3/index.json" />';
    replace(home, 'shop/nuget.config', '<packageSources>', `<packageSources>${others}`);
    replace(
      home,
      'shop/nuget.config',
      '</configuration>',
      '<disabledPackageSources><add key="nuget.org" value="true" /></disabledPackageSources></configuration>',
    );
    expect(await findings()).toEqual([]);
  });

  test('does not see a source that a later <clear /> of its file does away with', async () => {
    const { home, findings } = await switchedOn('nuget');
    replace(home, USER, '  </packageSources>', '    <clear />\n  </packageSources>');
    expect(await findings()).toMatchObject([
      { is: 'wrong registryShadowed', at: `~/${USER}:5`, message: expect.stringContaining('source platform/web') },
    ]);
  });

  test.each(['shop/nuget.config', 'NuGet.Config'])(
    'refuses everything for a <clear /> among the credentials of %s',
    async (name) => {
      const { home, findings } = await switchedOn('nuget', 'project');
      const clear = '  <packageSourceCredentials>\n    <clear />\n  </packageSourceCredentials>';
      if (home.has(name)) replace(home, name, '</configuration>', `${clear}\n</configuration>`);
      else home.write(name, configuration(clear));
      expect((await findings())[0]).toMatchObject({
        is: 'wrong fileInvalid',
        message: expect.stringContaining('<clear> in packageSourceCredentials has no Username'),
      });
    },
  );

  test('takes the first of two sources whose names differ in case alone, and a later one of a newer protocol', async () => {
    const { home, findings } = await switchedOn('nuget', 'project');
    const address = 'value="https://r.example/"';
    const other = `<packageSources><add key="Platform/Web" ${address} /></packageSources>`;
    replace(home, USER, '<configuration>', `<configuration>${other}`);
    expect(await findings()).toEqual([]);
    replace(home, USER, address, `${address} protocolVersion="3"`);
    const shadowed = { is: 'wrong registryShadowed', at: `~/${USER}:2`, message: expect.stringContaining('r.example') };
    expect(await findings()).toMatchObject([shadowed]);
    const before = '<packageSources><add key="PLATFORM/web" value="https://r.example/" protocolVersion="3" />';
    replace(home, 'shop/nuget.config', '<packageSources>', before);
    expect(await findings()).toMatchObject([{ ...shadowed, at: '~/shop/nuget.config:3' }]);
  });

  test.each([USER, 'shop/nuget.config', 'NuGet.config'])('leaves a source alone that %s disables', async (name) => {
    const { home, findings } = await switchedOn('nuget', 'project');
    const section = (key: string) =>
      `<disabledPackageSources><add key="${key}" value="false" /></disabledPackageSources></configuration>`;
    const before = home.has(name) ? home.read(name) : configuration('');
    home.write(name, before.replace('</configuration>', section('Platform/Web')));
    expect(await findings()).toEqual([]);
    home.write(name, before.replace('</configuration>', section('platform/web')));
    const found = await findings();
    expect(found).toMatchObject([{ is: 'wrong registryShadowed' }]);
    expect(found[0]!.message).toContain(`disabled by ~/${name} line`);
  });

  test('takes the first of two sections, so that ours in the second one are nothing to it', async () => {
    const { home, findings } = await switchedOn('nuget', 'project');
    const again = (section: string) => `<configuration><${section}></${section}>`;
    replace(home, 'shop/nuget.config', '<configuration>', again('packageSources'));
    expect(await findings()).toMatchObject([{ is: 'wrong registryShadowed', at: '~/shop/nuget.config:4' }]);
    replace(home, USER, '<configuration>', again('packageSourceCredentials'));
    expect(await findings()).toMatchObject([{ is: 'wrong registryShadowed' }, { is: 'wrong credentialShadowed' }]);
  });

  test('takes it again where a nearer file clears what is disabled', async () => {
    const { home, findings } = await switchedOn('nuget', 'project');
    home.write(
      'nuget.config',
      configuration('<disabledPackageSources><add key="platform/web" value="true" /></disabledPackageSources>'),
    );
    replace(
      home,
      'shop/nuget.config',
      '</configuration>',
      '<disabledPackageSources><clear /></disabledPackageSources></configuration>',
    );
    expect(await findings()).toEqual([]);
  });

  test('takes nothing from a source that the mapping gives no package', async () => {
    const { home, findings } = await switchedOn('nuget', 'project');
    const mapping = (key: string) => `<packageSource key="${key}"><package pattern="*" /></packageSource>`;
    const section = (inside: string) => `<packageSourceMapping>${inside}</packageSourceMapping>`;
    home.write('nuget.config', configuration(section(mapping('nuget.org'))));
    expect(await findings()).toMatchObject([
      {
        is: 'wrong registryShadowed',
        at: '~/nuget.config:2',
        message: expect.stringContaining('packageSourceMapping'),
      },
    ]);
    home.write('nuget.config', configuration(section(mapping('nuget.org') + mapping('Platform/web'))));
    expect(await findings()).toEqual([]);
  });
});

describe('Go', () => {
  test.each([
    ['off', true],
    ['git /home/ann/shop', true],
    ['/usr/bin/helper --flag', true],
    ['netrc', false],
    ['git /home/ann/shop; netrc', false],
  ])('GOAUTH=%s in its settings file leaves netrc out: %s', async (value, isLeftOut) => {
    const { home, findings } = await switchedOn('go');
    home.write('.config/go/env', `GOFLAGS=-mod=mod\nGOAUTH=${value}\n`);
    const expected = [{ is: 'wrong credentialShadowed', at: '~/.config/go/env:2' }];
    expect(await findings()).toMatchObject(isLeftOut ? expected : []);
  });
});

describe('an environment file', () => {
  test.each([
    ['no list', 'COPY . .', null, true],
    ['a list of other things', 'ADD --chown=node:node ./ /app/', 'node_modules\n.env.local\n', true],
    ['a list that takes it back in', 'COPY [ ".", "/app" ]', '.*\n!.env\n', true],
    ['a list with it', 'COPY . .', '# secrets\n/.env\n', false],
    ['a list with its kind', 'copy . /app', '**/.env*\n', false],
    ['a list of all but the source', 'COPY . .', '*\n!src\n', false],
    ['a copy of another stage', 'COPY --from=build . .', null, false],
    ['a copy of one folder', 'COPY src/ .', null, false],
  ])('in a folder that goes into an image is named, with %s', async (_, copy, list, isNamed) => {
    const { home, findings } = await switchedOn('env', 'project');
    home.write('shop/Dockerfile', `FROM node:24\n${copy}\n`);
    if (list !== null) home.write('shop/.dockerignore', list);
    const message = '~/shop/Dockerfile copies its whole folder into an image, and .env with the token along with it.';
    expect(await findings()).toMatchObject(isNamed ? [{ is: 'warning secretExposed', message }] : []);
  });

  test('with a list of the Dockerfile alone is judged by that one', async () => {
    const { home, findings } = await switchedOn('env', 'project');
    home.write('shop/Containerfile', 'FROM node:24\nCOPY . .\n');
    home.write('shop/.dockerignore', '.env\n');
    expect(await findings()).toEqual([]);
    home.write('shop/Containerfile.dockerignore', 'node_modules\n');
    expect(await findings()).toMatchObject([{ is: 'warning secretExposed' }]);
  });
});
