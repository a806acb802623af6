import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';
import { wrongOptions } from '../../../shared/engine/clients/options.ts';
import { clients, findClient } from '../../../shared/engine/clients/index.ts';

function faultOf(client: string, options: Record<string, string>): string | null {
  const known = findClient(client);
  if (known === null || known === undefined) throw new Error(`There is no ${client}`);
  return wrongOptions(known, options)?.message ?? null;
}

test.each([
  ['cargo', { registryName: 'crates-io' }, 'crates.io'],
  ['cargo', { registryName: 'crates_io' }, 'crates.io'],
  ['cargo', { registryName: 'Crates-IO' }, 'crates.io'],
  ['nuget', { sourceName: 'nuget.org' }, 'nuget.org'],
  ['nuget', { sourceName: 'NuGet.org' }, 'nuget.org'],
  ['nuget', { sourceName: 'NuGet official package source' }, 'nuget.org'],
  ['maven', { serverId: 'central' }, 'Maven Central'],
  ['gradle', { repositoryName: 'mavenCentral' }, 'Maven Central'],
  ['gradle', { repositoryName: 'MavenRepo' }, 'Maven Central'],
  ['gradle', { repositoryName: 'gradlePluginPortal' }, 'the Gradle Plugin Portal'],
  ['hatch', { indexName: 'main' }, 'PyPI'],
  ...clients
    // Pipenv looks a credential up by the host.
    .filter(({ name, options = [] }) => name !== 'pipenv' && options.some((option) => option.name === 'indexName'))
    .flatMap(({ name }) =>
      ['pypi', 'PyPI', 'testpypi', 'test-pypi'].map((indexName) => [name, { indexName }, 'PyPI'] as const),
    ),
] as const)("%s: our own can't have the name %j of a public registry", (client, options, registry) => {
  const [value] = Object.values(options);
  expect(faultOf(client, options)).toContain(`"${value}" is what ${registry} itself is called, so that the token`);
});

test.each([
  // As the advice has it.
  ['uv', { indexName: 'codeartifact' }],
  ['cargo', { registryName: 'crates-io-mirror' }],
  ['nuget', { sourceName: 'company' }],
  ['maven', { serverId: 'central-mirror' }],
  ['gradle', { repositoryName: 'codeartifact' }],
  ['uv', { indexName: 'acme-pypi' }],
  ['poetry', { indexName: 'pypi-store' }],
  ['twine', { indexName: 'main' }],
])('%s: other names such as %j are taken', (client, options) => {
  expect(faultOf(client, options)).toBeNull();
});

test.each([
  'http://go.example.com',
  'http://127.0.0.1.example.com,direct',
  'http://localhost.example.com/x|https://go.example.com',
  'http://10.0.0.1:3000',
  'http://[fd00::1]:3000',
])('Go: the token goes to no proxy in clear: %s', (proxyUrl) => {
  expect(faultOf('go', { proxyUrl })).toBe(
    `"${proxyUrl}" is plain http, so that everybody on the way could read the token (--proxy-url).`,
  );
});

test.each([
  'https://go.example.com/web,direct',
  'http://127.0.0.1:3000',
  'http://localhost:3000|direct',
  'http://[::1]:3000',
  'https://go.example.com,http://open.example.com',
])('Go: proxies over TLS, or on this machine, are taken, and who comes after them gets no token: %s', (proxyUrl) => {
  expect(faultOf('go', { proxyUrl })).toBeNull();
});

test('Go: a proxy over plain http that was taken before gets no token any more, until another one is given', async () => {
  const home = aCliHome(null);
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const login = async (proxyUrl: string) =>
    engine.terminal.login({
      project: 'user',
      client: 'go',
      profile: 'work',
      domain: 'platform',
      repository: 'web',
      options: { proxyUrl },
    });
  expect(await login('https://go.example.com')).toMatchObject({ ok: true });
  home.write('state/settings.json', home.read('state/settings.json').replace('https://go.ex', 'http://go.ex'), 0o600);
  expect((await engine.state()).bindings).toMatchObject([{ problem: { code: 'endpointUntrusted' } }]);
  await engine.ask('plan.apply', {});
  expect(home.has('.netrc') && home.read('.netrc').includes('go.example.com')).toBe(false);

  expect(await login('https://go.example.com')).toMatchObject({ ok: true });
  expect((await engine.state()).bindings).toMatchObject([{ problem: null, state: 'inSync' }]);
});
