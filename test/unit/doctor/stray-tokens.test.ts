import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { anEngine, environmentOf } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const STALE = aCodeArtifactToken({ isu: NOW / 1000 - 2 * 86_400, exp: NOW / 1000 - 86_400 });
const LIVING = aCodeArtifactToken({ isu: NOW / 1000, exp: NOW / 1000 + 3600 });
const HOST = 'acme-111122223333.d.codeartifact.us-east-1.amazonaws.com';

function fromTheField(name: string): string {
  const text = readFileSync(path.join(import.meta.dirname, '../../fixtures/cases', name), 'utf8');
  return text.replaceAll('@HOST@', HOST).replaceAll('@STALE@', STALE);
}

/** What a login says in a home with that file, besides what it says of the repository itself. */
async function warningsWith(file: string, text: string, client: string, options: Record<string, string> = {}) {
  const home = aCliHome(null);
  home.write(file, text, 0o600);
  const clock = manualClock(NOW);
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const project = file.startsWith('shop/') ? home.path('shop') : 'user';
  const address = { project, client, profile: 'work', domain: 'platform', repository: 'web', options };
  const login = await engine.terminal.login(address);
  if (!login.ok) throw new Error(login.error.message);
  const findings = login.value.findings.filter(({ problem }) => problem.code !== 'endpointCustom');
  const [explanation] = await engine.ask('doctor.explain', {});
  expect(explanation!.findings).toEqual(findings);
  expect(JSON.stringify(explanation)).not.toContain('eyJ2');
  return findings.map(({ severity, problem, origin }) => ({
    is: `${severity} ${problem.code}`,
    lines: /lines? [\d, and]+/.exec(problem.message)?.[0].trim(),
    at: origin?.line,
    command: problem.command?.replace(home.folder, '~'),
  }));
}

test.each([
  ['pip', 'p02-multiline-extra.pip.conf', '.config/pip/pip.conf', 'lines 4 and 9', 4],
  ['pip', 'p05-find-links.pip.conf', '.config/pip/pip.conf', 'lines 3 and 4', 3],
  ['maven', 'm02-stalepw.xml', '.m2/settings.xml', 'lines 7 and 12', 7],
])(
  '%s: old tokens that it sends elsewhere are named with what refreshes them: %s',
  async (client, name, file, lines, at) => {
    expect(await warningsWith(file, fromTheField(name), client)).toEqual([
      { is: 'warning tokenStale', lines, at, command: `codeartifact-tray adopt ~/${file}` },
    ]);
  },
);

test.each([
  ['pip', 'p01-envvar-extra.pip.conf', '.config/pip/pip.conf', 4],
  ['uv', 'u01-envvar-url.pyproject.toml', 'shop/pyproject.toml', 8],
])(
  '%s: a variable in an address, which it does not fill in, is named with what works: %s',
  async (client, name, file, at) => {
    expect(await warningsWith(file, fromTheField(name), client)).toEqual([
      { is: 'warning credentialShadowed', lines: `line ${at}`, at, command: `codeartifact-tray adopt ~/${file}` },
    ]);
  },
);

test('pip: who adopts such an address has the token in it', async () => {
  const home = aCliHome(null);
  home.write('.aws/config', '[profile work]\nregion = us-east-1\naws_account_id = 111122223333\n');
  home.write('.config/pip/pip.conf', fromTheField('p01-envvar-extra.pip.conf'));
  const clock = manualClock(NOW);
  const { profiles, regionOf } = createAwsAccess(environmentOf(home));
  const engine = anEngine({ home, clock, aws: { ...aTokenService(clock), profiles, regionOf } });
  await engine.ask('scan.adopt', {});
  await engine.ask('plan.apply', {});
  expect(home.read('.config/pip/pip.conf')).toMatch(/\nextra-index-url = https:\/\/aws:eyJ2[^@$]+@acme-/);
  const [explanation] = await engine.ask('doctor.explain', {});
  expect(explanation!.findings).toEqual([]);
});

test('npm and pip: a variable that the client fills in, or in an address of others, is none of that', async () => {
  const npmrc = `@own:registry=https://\${USER}:\${PASS}@r.example/\n//${HOST}/npm/npm-store/:_authToken=\${CODEARTIFACT_AUTH_TOKEN}\n`;
  expect(await warningsWith('.npmrc', npmrc, 'npm', { scope: '@team' })).not.toContainEqual(
    expect.objectContaining({ is: 'warning credentialShadowed' }),
  );
  const pipConf = '[global]\nextra-index-url = https://aws:${TOKEN}@r.example/simple/\n';
  expect(await warningsWith('.config/pip/pip.conf', pipConf, 'pip')).toEqual([]);
});

test('npm: the default registry of an old `aws codeartifact login`, beside the scope of a binding', async () => {
  const url = `//${HOST}/npm/npm-store/`;
  const withToken = (token: string) => `registry=https:${url}\n${url}:_authToken=${token}\n`;
  expect(await warningsWith('.npmrc', withToken(STALE), 'npm', { scope: '@team' })).toEqual([
    { is: 'warning tokenStale', lines: 'line 2', at: 2, command: 'codeartifact-tray adopt ~/.npmrc' },
  ]);
  expect(await warningsWith('.npmrc', withToken(LIVING), 'npm', { scope: '@team' })).toEqual([
    { is: 'warning registryTaken', lines: 'line 1', at: 1, command: 'codeartifact-tray clear ~/.npmrc' },
  ]);
});

test.each([
  ['yarn-berry', '.yarnrc.yml', `npmRegistries:\n  "//${HOST}/npm/other/":\n    npmAuthToken: ${STALE}\n`],
  ['cargo', '.cargo/credentials.toml', `[registries.other]\ntoken = "${STALE}"\n`],
  ['twine', '.pypirc', `[other]\nrepository = https://${HOST}/pypi/shared/\nusername = aws\npassword = ${STALE}\n`],
  ['gradle', '.gradle/gradle.properties', `otherPassword=${STALE}\n`],
])('%s: the same', async (client, file, text) => {
  expect(await warningsWith(file, text, client)).toMatchObject([{ is: 'warning tokenStale', at: expect.any(Number) }]);
});

test.each([
  ['a token that lives', '.npmrc', `//${HOST}/npm/other/:_authToken=${LIVING}\n`, 'npm'],
  ["somebody else's secret", '.npmrc', '//nexus.example/:_authToken=npm_planted\n', 'npm'],
  ['another host of netrc, which is not asked', '.netrc', `machine ${HOST} login aws password ${STALE}\n`, 'netrc'],
  ['what the login replaces', '.npmrc', `//d.example/npm/web/:_authToken=${STALE}\n`, 'npm'],
])('nothing is said of %s', async (_name, file, text, client) => {
  expect(await warningsWith(file, text, client)).toEqual([]);
});

test('a line that another binding keeps is not stray, whatever became of its token', async () => {
  const home = aCliHome(null);
  const clock = manualClock(NOW);
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const npm = { project: 'user', client: 'npm', profile: 'work', domain: 'platform' } as const;
  await engine.terminal.login({ ...npm, repository: 'web', options: { scope: '@a' } });
  await engine.terminal.login({ ...npm, repository: 'api', options: { scope: '@b' } });
  clock.advance(13 * 3_600_000);
  expect((await engine.state()).bindings).toMatchObject([{ findings: [] }, { findings: [] }]);
});
