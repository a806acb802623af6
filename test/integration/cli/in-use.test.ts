import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { aCodeArtifactToken } from '../../unit/secrets/sample-token.ts';

// Names under which a repository's URL stands in files already.

const STALE = aCodeArtifactToken({ isu: 1_700_000_000, exp: 1_700_043_200 });

function urlOf(emulator: Emulator, format: string, repository = 'web'): string {
  return `${emulator.url}/${format}/d/platform-111122223333/${repository}/`;
}

/** An input from the field, with the emulator's repositories in it. */
function fromTheField(name: string, emulator: Emulator): string {
  const text = readFileSync(path.join(import.meta.dirname, '../../fixtures/cases', name), 'utf8');
  return text
    .replaceAll('https://@HOST@/pypi/', `${emulator.url}/pypi/d/platform-111122223333/`)
    .replaceAll('pypi-store', 'web')
    .replaceAll('@STALE@', STALE);
}

type LoginAnswer = {
  readonly id: string;
  readonly written: string[];
  readonly replaced: string[];
  readonly findings: readonly { readonly severity: string }[];
};

async function login(home: CliHome, tool: string, ...more: string[]): Promise<LoginAnswer> {
  return home.json(['login', '--tool', tool, '--domain', 'platform', '--repository', 'web', '--json', ...more]);
}

test('twine: the section that has the URL is used, and no other one is touched', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const before = fromTheField('w03-dup-url.pypirc', emulator);
  home.write('.pypirc', before, 0o600);

  const { replaced } = await login(home, 'twine');

  const token = emulator.issuedTokens[0]!;
  const [head, releases] = before.split('[acme-releases]');
  expect(home.read('.pypirc')).toBe(`${head}[acme-releases]${releases!.replace(STALE, token)}`);
  expect(replaced).toEqual([]);
  expect(await login(home, 'twine')).toMatchObject({ written: [] });
  expect(await home.json(['list', '--json'])).toMatchObject({ bindings: [{ client: 'twine' }] });
});

test('twine: a section that comes to name another repository is shown as replaced', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const other = urlOf(emulator, 'pypi', 'shared');
  home.write('.pypirc', `[codeartifact]\nrepository = ${other.replace('//', '//me:planted@')}\n`, 0o600);
  const run = await home.run(['login', '--tool', 'twine', '--domain', 'platform', '--repository', 'web', '--json']);
  expect(JSON.parse(run.out)).toMatchObject({ replaced: [other] });
  expect(run.err).toContain(`Replaced ${other} in ${home.path('.pypirc')} (codeartifact.repository).`);
  expect(run.err + run.out).not.toContain('planted');
});

test.each([
  ['npm', '.npmrc', 'registry=https://registry.npmjs.org/\n', 'https://registry.npmjs.org/'],
  ['pip', '.config/pip/pip.conf', '[global]\nindex-url = https://pypi.org/simple\n', 'https://pypi.org/simple'],
  ['yarn-berry', '.yarnrc.yml', 'npmRegistryServer: "https://mirror.example/"\n', 'https://mirror.example/'],
  [
    'cargo',
    '.cargo/config.toml',
    '[registries.codeartifact]\nindex = "sparse+https://x.example/i/"\n',
    'sparse+https://x.example/i/',
  ],
])('%s: the registry that its line named before is shown as replaced', async (tool, file, text, url) => {
  const home = aCliHome(await anEmulator());
  home.write(file, text);
  expect(await login(home, tool)).toMatchObject({ replaced: [url] });
});

const nexus = `<settings><servers><server><id>nexus</id><username>me</username><password>planted</password></server></servers></settings>`;

test.each<[tool: string, file: string, text: string, entries: readonly string[], more?: readonly string[]]>([
  [
    'gradle',
    '.gradle/gradle.properties',
    'codeartifactUsername=me\ncodeartifactPassword=planted\n',
    ['codeartifactUsername', 'codeartifactPassword'],
  ],
  ['maven', '.m2/settings.xml', nexus, ['username', 'password'], ['--server-id', 'nexus']],
  ['twine', '.pypirc', '[codeartifact]\nusername = me\npassword = planted\n', ['username', 'password']],
  ['cargo', '.cargo/credentials.toml', '[registries.codeartifact]\ntoken = "planted"\n', ['token']],
])("%s: somebody's user and password are told as replaced, by their lines", async (tool, file, text, entries, more) => {
  const home = aCliHome(await anEmulator());
  home.write(file, text, 0o600);
  const names = ['login', '--tool', tool, '--domain', 'platform', '--repository', 'web', '--json', ...(more ?? [])];
  const run = await home.run(names);
  const { replaced }: LoginAnswer = JSON.parse(run.out);
  expect(replaced).toEqual(
    entries.map((entry) => expect.stringMatching(new RegExp(`^${home.path(file)} \\(.*${entry}\\)$`))),
  );
  for (const place of replaced) expect(run.err).toContain(`Replaced another value in ${place}.`);
  expect(run.out + run.err).not.toContain('planted');
  expect(await login(home, tool, ...(more ?? []))).toMatchObject({ replaced: [] });
});

test("an old token of ours is nobody's, a password in the URL of ours is", async () => {
  const emulator = await anEmulator();
  const url = `${urlOf(emulator, 'pypi')}simple/`;
  const withUser = (user: string) => `[global]\nindex-url = ${url.replace('//', `//${user}@`)}\n`;
  const ours = aCliHome(emulator);
  ours.write('.config/pip/pip.conf', withUser(`aws:${STALE}`), 0o600);
  expect(await login(ours, 'pip')).toMatchObject({ replaced: [] });
  const theirs = aCliHome(emulator);
  theirs.write('.config/pip/pip.conf', withUser('me:planted'), 0o600);
  expect(await login(theirs, 'pip')).toMatchObject({
    replaced: [`${theirs.path('.config/pip/pip.conf')} (global.index-url)`],
  });
});

describe('without a name, the one that stands there is used', () => {
  const shop = (home: CliHome) => ['--project', home.path('shop')];

  test('uv: an explicit index stays the explicit one', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const before = fromTheField('u02-explicit.pyproject.toml', emulator);
    home.write('shop/pyproject.toml', before);
    const { written } = await login(home, 'uv', ...shop(home));
    expect(home.read('shop/pyproject.toml')).toBe(before);
    expect(written).toEqual([home.path('.netrc')]);
  });

  test('Poetry: the source and its priority stay as they are', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const before = fromTheField('o03-pep621.pyproject.toml', emulator);
    home.write('shop/pyproject.toml', before);
    await login(home, 'poetry', ...shop(home));
    expect(home.read('shop/pyproject.toml')).toBe(before);
    expect(home.read('.config/pypoetry/auth.toml')).toContain('[http-basic.acme-pypi]');
  });

  test('PDM and Pipenv: an extra source stays one', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const url = `${urlOf(emulator, 'pypi')}simple`;
    const pdm = `[project]\nname = "x"\n\n[[tool.pdm.source]]\nname = "acme"\nurl = "${url}"\n`;
    const pipfile = `[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\n\n[[source]]\nname = "acme"\nurl = "${url}"\nverify_ssl = true\n`;
    home.write('shop/pyproject.toml', pdm);
    home.write('shop/Pipfile', pipfile);
    await login(home, 'pdm', ...shop(home));
    await login(home, 'pipenv', ...shop(home));
    expect(home.read('shop/pyproject.toml')).toBe(pdm);
    expect(home.read('shop/Pipfile')).toBe(pipfile);
  });

  test('NuGet, Cargo and Hatch: by the name of the source, the registry, the repository', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const source = `<add key="Acme" value="${urlOf(emulator, 'nuget')}v3/index.json" />`;
    home.write(
      '.nuget/NuGet/NuGet.Config',
      `<configuration><packageSources>${source}</packageSources></configuration>`,
    );
    home.write('.cargo/config.toml', `[registries.acme]\nindex = "sparse+${urlOf(emulator, 'cargo')}"\n`);
    home.write('.config/hatch/config.toml', `[publish.index.repos.acme]\nurl = "${urlOf(emulator, 'pypi')}"\n`);
    await login(home, 'nuget');
    await login(home, 'cargo');
    await login(home, 'hatch');
    expect(home.read('.nuget/NuGet/NuGet.Config').match(/v3\/index\.json/g)).toHaveLength(1);
    expect(home.read('.nuget/NuGet/NuGet.Config')).toContain('<Acme>');
    expect(home.read('.cargo/credentials.toml')).toMatch(/^\[registries\.acme\]/);
    expect(home.read('.config/hatch/config.toml')).not.toContain('codeartifact');
  });

  test("Maven: by the mirror's or the repository's id, unless its password is not ours to set", async () => {
    const emulator = await anEmulator();
    const settings = (password: string) =>
      `<settings><mirrors><mirror><id>acme</id><url>${urlOf(emulator, 'maven')}</url><mirrorOf>*</mirrorOf></mirror></mirrors>` +
      `<servers><server><id>acme</id><username>aws</username><password>${password}</password></server></servers></settings>`;
    const ours = aCliHome(emulator);
    ours.write('.m2/settings.xml', settings(STALE));
    const { findings } = await login(ours, 'maven');
    expect(findings.filter(({ severity }) => severity === 'wrong')).toEqual([]);
    expect(ours.read('.m2/settings.xml')).not.toContain(STALE);
    const theirs = aCliHome(emulator);
    theirs.write('.m2/settings.xml', settings('${env.CODEARTIFACT_AUTH_TOKEN}'));
    await login(theirs, 'maven');
    expect(theirs.read('.m2/settings.xml')).toContain('<password>${env.CODEARTIFACT_AUTH_TOKEN}</password>');
  });

  test('a name that was given goes before it', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    home.write('.cargo/config.toml', `[registries.acme]\nindex = "sparse+${urlOf(emulator, 'cargo')}"\n`);
    await login(home, 'cargo', '--registry-name', 'mine');
    expect(home.read('.cargo/credentials.toml')).toMatch(/^\[registries\.mine\]/);
  });
});
