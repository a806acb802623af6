import { describe, expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const STALE = aCodeArtifactToken({ isu: NOW / 1000 - 3 * 86_400, exp: NOW / 1000 - 3 * 86_400 + 43_200 });
const OTHER = 'https://else.example/x/';
const address = { profile: 'work', domain: 'platform', repository: 'web' };

type Where = { readonly client: string; readonly options?: Record<string, string>; readonly workingFolder?: string };

/** A login at user level on a machine where `shop` is a known project, and what it says of files there or in the working folder. */
async function toldAtLogin(home: CliHome, { client, options = {}, workingFolder }: Where) {
  const clock = manualClock(NOW);
  const engine = anEngine({
    home,
    clock,
    aws: aTokenService(clock),
    ...(workingFolder === undefined ? {} : { workingFolder: home.path(workingFolder) }),
  });
  await engine.ask('project.add', { path: home.path('shop') });
  const login = await engine.terminal.login({ ...address, client, project: 'user', options });
  if (!login.ok) throw new Error(login.error.message);
  const { findings } = login.value;
  expect(JSON.stringify(findings)).not.toContain(STALE);
  return findings
    .filter(({ problem }) => problem.code !== 'endpointCustom')
    .map(({ severity, origin, problem }) => ({
      is: `${severity} ${problem.code} ${origin?.name}:${origin?.line}`,
      message: problem.message,
    }));
}

function aHome(place: string, text: string): CliHome {
  const home = aCliHome(null);
  home.write('shop/package.json', '{}\n');
  home.write('elsewhere/package.json', '{}\n');
  home.write(place, text);
  return home;
}

const clear = `<configuration>\n<packageSources><clear /><add key="theirs" value="${OTHER}" /></packageSources></configuration>`;

describe('what a known project has in place of a user-level binding is told', () => {
  test.each<[client: string, place: string, text: string, is: string, options?: Record<string, string>]>([
    ['npm', 'shop/.npmrc', `//d.example/npm/web/:_authToken=${STALE}\n`, 'wrong tokenStale ~/shop/.npmrc:1'],
    ['npm', 'shop/.npmrc', '//d.example/npm/web/:_authToken=theirs\n', 'wrong credentialShadowed ~/shop/.npmrc:1'],
    ['npm', 'shop/.npmrc', `registry=${OTHER}\n`, 'warning registryShadowed ~/shop/.npmrc:1'],
    ['npm', 'shop/.npmrc', `@team:registry=${OTHER}\n`, 'warning registryShadowed ~/shop/.npmrc:1', { scope: '@team' }],
    ['npm', 'shop/sub/.npmrc', `//d.example/npm/:_authToken=${STALE}\n`, ''],
    ['npm', 'shop/sub/.npmrc', `//d.example/npm/web/:_authToken=${STALE}\n`, 'wrong tokenStale ~/shop/sub/.npmrc:1'],
    [
      'pnpm',
      'shop/pnpm-workspace.yaml',
      `registries:\n  default: ${OTHER}\n`,
      'warning registryShadowed ~/shop/pnpm-workspace.yaml:2',
    ],
    ['yarn', 'shop/.npmrc', `registry=${OTHER}\n`, 'warning registryShadowed ~/shop/.npmrc:1'],
    [
      'yarn-berry',
      'shop/.yarnrc.yml',
      `npmRegistryServer: "${OTHER}"\n`,
      'warning registryShadowed ~/shop/.yarnrc.yml:1',
    ],
    [
      'yarn-berry',
      'shop/.yarnrc.yml',
      `npmRegistries:\n  "//d.example/npm/web":\n    npmAuthToken: "${STALE}"\n`,
      'wrong tokenStale ~/shop/.yarnrc.yml:3',
    ],
    ['bun', 'shop/bunfig.toml', `[install]\nregistry = "${OTHER}"\n`, 'warning registryShadowed ~/shop/bunfig.toml:2'],
    ['deno', 'shop/.npmrc', `registry=${OTHER}\n`, 'warning registryShadowed ~/shop/.npmrc:1'],
    ['nuget', 'shop/src/nuget.config', clear, 'warning registryShadowed ~/shop/src/nuget.config:2'],
    [
      'poetry',
      'shop/poetry.toml',
      '[http-basic.codeartifact]\nusername = "aws"\npassword = "theirs"\n',
      'wrong credentialShadowed ~/shop/poetry.toml:3',
    ],
    ['cargo', 'shop/.cargo/config.toml', `[registries.codeartifact]\ntoken = "${STALE}"\n`, ''],
  ])('%s in %s: %j', async (client, place, text, is, options = {}) => {
    const found = await toldAtLogin(aHome(place, text), { client, options });
    expect(found.filter((one) => !one.is.startsWith('note')).map((one) => one.is)).toEqual(is === '' ? [] : [is]);
  });

  test("a virtual environment's pip.conf with another index, or an old token for ours", async () => {
    const home = aHome('shop/.venv/pyvenv.cfg', '');
    home.write('shop/.venv/pip.conf', `[global]\nindex-url = ${OTHER}simple/\n`);
    expect(await toldAtLogin(home, { client: 'pip' })).toMatchObject([
      {
        is: 'warning registryShadowed ~/shop/.venv/pip.conf:2',
        message: expect.stringMatching(/^In ~\/shop: pip takes another registry/),
      },
    ]);
    const old = aHome('shop/.venv/pyvenv.cfg', '');
    old.write('shop/.venv/pip.conf', `[global]\nindex-url = https://aws:${STALE}@d.example/pypi/web/simple/\n`);
    expect(await toldAtLogin(old, { client: 'pip' })).toMatchObject([
      { is: 'wrong tokenStale ~/shop/.venv/pip.conf:2' },
    ]);
  });

  test('nothing is said of a project that is signed in by itself', async () => {
    const home = aHome('shop/.npmrc', `registry=${OTHER}\n`);
    const clock = manualClock(NOW);
    const engine = anEngine({ home, clock, aws: aTokenService(clock) });
    await engine.terminal.login({ ...address, repository: 'internal', client: 'npm', project: home.path('shop') });
    const login = await engine.terminal.login({ ...address, client: 'npm', project: 'user' });
    expect(login.ok && login.value.findings.map(({ problem }) => problem.code)).toEqual(['endpointCustom']);
  });

  test('a folder below a project that is signed in is told of, whose own lines count there', async () => {
    const home = aHome('shop/api/.npmrc', `//d.example/npm/web/:_authToken=${STALE}\n`);
    const clock = manualClock(NOW);
    const engine = anEngine({ home, clock, aws: aTokenService(clock) });
    const login = await engine.terminal.login({ ...address, client: 'npm', project: home.path('shop') });
    expect(login.ok && login.value.findings).toContainEqual(
      expect.objectContaining({ severity: 'wrong', origin: expect.objectContaining({ name: '~/shop/api/.npmrc' }) }),
    );
  });
});

describe('the folder that a command is run in counts, known or not', () => {
  test.each<[client: string, place: string, text: string, workingFolder: string, is: string]>([
    ['npm', 'elsewhere/.npmrc', 'strict-ssl=false\n', 'elsewhere', 'wrong credentialRedirected ~/elsewhere/.npmrc:1'],
    [
      'npm',
      'elsewhere/.npmrc',
      `//d.example/npm/web/:_authToken=${STALE}\n`,
      'elsewhere',
      'wrong tokenStale ~/elsewhere/.npmrc:1',
    ],
    [
      'npm',
      'elsewhere/.npmrc',
      `registry=${OTHER}\n`,
      'elsewhere/src/a',
      'warning registryShadowed ~/elsewhere/.npmrc:1',
    ],
    [
      'cargo',
      'elsewhere/.cargo/config.toml',
      '[http]\nproxy = "x"\n',
      'elsewhere/a/b',
      'wrong credentialRedirected ~/elsewhere/.cargo/config.toml:2',
    ],
    [
      'maven',
      'elsewhere/.mvn/jvm.config',
      '-Dhttps.proxyHost=x\n',
      'elsewhere',
      'wrong credentialRedirected ~/elsewhere/.mvn/jvm.config:1',
    ],
  ])('%s: %s %j, from %s', async (client, place, text, workingFolder, is) => {
    const home = aHome(place, text);
    home.write(`${workingFolder}/x`, '');
    expect((await toldAtLogin(home, { client, workingFolder })).map((one) => one.is)).toEqual([is]);
  });

  test('the home is none: what stands there is of the user', async () => {
    const home = aHome('.npmrc', 'strict-ssl=false\n');
    const found = await toldAtLogin(home, { client: 'npm', workingFolder: '.' });
    expect(found.map(({ is }) => is)).toEqual(['warning credentialRedirected ~/.npmrc:1']);
  });
});

describe("who gives the name of a project's token, which stands at user level, another server is told of", () => {
  const source = (name: string, url: string) =>
    `<configuration>\n<packageSources><add key="${name}" value="${url}" /></packageSources>\n</configuration>\n`;
  const pom = `<project><distributionManagement><repository>\n<id>platform--web</id><url>${OTHER}</url></repository></distributionManagement></project>\n`;
  const poetry = (url: string) =>
    `[tool.poetry]\nname = "x"\n\n[[tool.poetry.source]]\nname = "codeartifact"\nurl = "${url}"\n`;
  const cargo = (url: string) => `[registries.codeartifact]\nindex = "sparse+${url}"\n`;

  /** What a login in the project `mine` says of redirects, with `shop` known and `elsewhere` the working folder. */
  async function toldInProject(home: CliHome, client: string, options: Record<string, string> = {}) {
    home.write('mine/pyproject.toml', '[tool.poetry]\nname = "y"\n');
    const clock = manualClock(NOW);
    const engine = anEngine({ home, clock, aws: aTokenService(clock), workingFolder: home.path('elsewhere') });
    await engine.ask('project.add', { path: home.path('shop') });
    const login = await engine.terminal.login({ ...address, client, project: home.path('mine'), options });
    if (!login.ok) throw new Error(login.error.message);
    return login.value.findings
      .filter(({ problem }) => problem.code !== 'endpointCustom')
      .map(({ severity, origin, problem }) => `${severity} ${origin?.name}:${origin?.line} ${problem.message}`);
  }

  const files: readonly (readonly [client: string, file: string, text: string, line: number])[] = [
    ['cargo', '.cargo/config.toml', cargo(OTHER), 2],
    ['poetry', 'pyproject.toml', poetry(OTHER), 6],
    ['poetry', 'poetry.toml', `[repositories.codeartifact]\nurl = "${OTHER}"\n`, 2],
    ['nuget', 'NuGet.Config', source('platform/web', OTHER), 2],
    ['nuget', 'src/nuget.config', source('Platform/Web', OTHER), 2],
    ['maven', 'pom.xml', pom, 2],
  ];
  test.each(files)('%s: in %s of a known project', async (client, file, text, line) => {
    expect(await toldInProject(aHome(`shop/${file}`, text), client)).toEqual([
      expect.stringMatching(new RegExp(`^wrong ~/shop/${file}:${line} .* sends the token to else\\.example\\.$`)),
    ]);
  });

  test.each(files.filter(([, file]) => !file.startsWith('src/')))(
    '%s: in %s of the working folder',
    async (client, file, text, line) => {
      expect(await toldInProject(aHome(`elsewhere/${file}`, text), client)).toEqual([
        expect.stringMatching(new RegExp(`^wrong ~/elsewhere/${file}:${line} `)),
      ]);
    },
  );

  test.each([
    // The project's own line is nearer, so that its client is signed in all the same.
    ['cargo', '.cargo/config.toml', cargo(OTHER), 'warning .* outside of the project,'],
    ['nuget', '.nuget/NuGet/NuGet.Config', source('platform/web', OTHER), 'warning .* outside of the project,'],
    ['nuget', '.config/NuGet/NuGet.Config', source('platform/web', OTHER), 'warning .* outside of the project,'],
    ['poetry', '.config/pypoetry/config.toml', `[repositories.codeartifact]\nurl = "${OTHER}"\n`, 'wrong .*'],
  ])("%s: in the user's own %s", async (client, file, text, words) => {
    const [told = '', ...more] = await toldInProject(aHome(file, text), client);
    expect(more).toEqual([]);
    expect(told).toContain(` ~/${file}:2 `);
    expect(told).toMatch(new RegExp(`^${words} .*sends the token to else\\.example\\.$`));
  });

  test.each([
    ['another name', 'cargo', 'shop/.cargo/config.toml', `[registries.theirs]\nindex = "sparse+${OTHER}"\n`],
    ['what packages alone come from', 'nuget', 'shop/nuget.config', clear],
    ['a proxy where ours is not used', 'cargo', 'shop/.cargo/config.toml', '[http]\nproxy = "x"\n'],
    [
      'another repository of the same server',
      'cargo',
      'shop/.cargo/config.toml',
      cargo('https://d.example/cargo/more/'),
    ],
    ['the same at user level', 'cargo', '.cargo/config.toml', cargo('https://d.example/cargo/more/')],
    ['a token that goes by its host', 'uv', 'shop/uv.toml', `[[index]]\nname = "codeartifact"\nurl = "${OTHER}"\n`],
  ])('nothing is said of %s', async (_, client, place, text) => {
    expect(await toldInProject(aHome(place, text), client)).toEqual([]);
  });

  test('a project that is signed in to another repository by the same name leads nobody away', async () => {
    const home = aHome('mine/x', '');
    const clock = manualClock(NOW);
    const engine = anEngine({ home, clock, aws: aTokenService(clock) });
    await engine.terminal.login({ ...address, repository: 'internal', client: 'cargo', project: home.path('shop') });
    for (const project of [home.path('mine'), 'user']) {
      const login = await engine.terminal.login({ ...address, client: 'cargo', project });
      expect(login.ok && login.value.findings.map(({ problem }) => problem.code)).toEqual(['endpointCustom']);
    }
  });
});
