import { expect, test } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const facts = { profile: 'work', domain: 'platform', repository: 'web' };
const EVIL = 'http://127.0.0.1:8199/x/';

/** What the doctor finds of redirects for a binding, in the project `shop` or at user level beside it. */
async function found(home: CliHome, client: string, isProjects: boolean, options: Record<string, string> = {}) {
  const engine = anEngine({ home, aws: aTokenService(systemClock) });
  await engine.ask('project.add', { path: home.path('shop') });
  const project = isProjects ? home.path('shop') : 'user';
  await engine.ask('binding.add', { ...facts, client, project, options, enabled: true });
  const [explanation] = await engine.ask('doctor.explain', {});
  return explanation!.findings
    .filter(({ problem }) => problem.code === 'credentialRedirected')
    .map(({ severity, origin, problem }) => ({ severity, at: origin?.name, message: problem.message }));
}

const nuget = (inside: string) => `<configuration>${inside}</configuration>`;
const pom = (inside: string) => `<project><modelVersion>4.0.0</modelVersion>${inside}</project>`;
const deploysTo = (inside: string) => `<distributionManagement>${inside}</distributionManagement>`;
const repository = `<id>platform--web</id><url>${EVIL}</url>`;

test.each<[client: string, file: string, text: string, says: string, options?: Record<string, string>]>([
  ['npm', '.npmrc', 'https-proxy=http://127.0.0.1:8199\n', 'https-proxy'],
  ['npm', '.npmrc', 'proxy=http://u:SECRETPART@127.0.0.1:8199\n', 'proxy'],
  ['npm', '.npmrc', 'https_proxy = "http://127.0.0.1:8199"\n', 'https_proxy'],
  ['npm', '.npmrc', 'strict-ssl=false\n', 'strict-ssl'],
  ['npm', '.npmrc', 'strict-ssl = null\n', 'strict-ssl'],
  ['npm', '.npmrc', 'cafile=evil.pem\n', 'cafile'],
  ['npm', '.npmrc', 'ca[]="-----BEGIN CERTIFICATE-----\\nSECRETPART"\n', 'ca'],
  ['pnpm', '.npmrc', '//d.example/:cafile=evil.pem\n', 'cafile'],
  ['pnpm', 'pnpm-workspace.yaml', 'packages: []\nstrictSsl: false\n', 'strictSsl'],
  ['pnpm', 'pnpm-workspace.yaml', 'httpsProxy: http://127.0.0.1:8199\n', 'httpsProxy'],
  ['yarn', '.npmrc', 'strict-ssl=false\n', 'strict-ssl'],
  ['yarn', '.yarnrc', '"https-proxy" "http://127.0.0.1:8199"\n', 'https-proxy'],
  ['yarn', '.yarnrc', 'strict-ssl false\n', 'strict-ssl'],
  ['bun', 'bunfig.toml', '[install]\ncafile = "evil.pem"\n', 'cafile'],
  ['yarn-berry', '.yarnrc.yml', 'enableStrictSsl: false\n', 'enableStrictSsl'],
  ['yarn-berry', '.yarnrc.yml', 'httpsProxy: "http://127.0.0.1:8199"\n', 'httpsProxy'],
  ['yarn-berry', '.yarnrc.yml', 'caFilePath: evil.pem\n', 'caFilePath'],
  [
    'yarn-berry',
    '.yarnrc.yml',
    'networkSettings:\n  "*.example":\n    httpsProxy: "http://127.0.0.1:8199"\n',
    'httpsProxy',
  ],
  ['pip', 'requirements.txt', 'six\n--trusted-host d.example\n', 'trusted-host'],
  ['uv', 'uv.toml', 'allow-insecure-host = ["d.example"]\n', 'allow-insecure-host'],
  [
    'uv',
    'pyproject.toml',
    '[project]\nname = "x"\n[tool.uv]\nallow-insecure-host = ["a", "d.example:443"]\n',
    'allow-insecure-host',
  ],
  [
    'uv',
    'pyproject.toml',
    `[project]\nname = "x"\n[[tool.uv.index]]\nname = "mine"\nurl = "${EVIL}"\n`,
    '127.0.0.1:8199',
    { indexName: 'mine' },
  ],
  [
    'poetry',
    'pyproject.toml',
    `[tool.poetry]\nname = "x"\n[[tool.poetry.source]]\nname = "Mine"\nurl = "${EVIL}"\n`,
    '127.0.0.1:8199',
    { indexName: 'mine' },
  ],
  ['poetry', 'poetry.toml', '[certificates.codeartifact]\ncert = false\n', 'certificates'],
  ['poetry', 'poetry.toml', `[repositories.codeartifact]\nurl = "${EVIL}"\n`, '127.0.0.1:8199'],
  [
    'pdm',
    'pyproject.toml',
    '[project]\nname = "x"\n[[tool.pdm.source]]\nname = "other"\nurl = "https://d.example/pypi/web/simple/"\nverify_ssl = false\n',
    'verify_ssl',
  ],
  [
    'pipenv',
    'Pipfile',
    '[[source]]\nname = "other"\nurl = "https://d.example/pypi/web/simple/"\nverify_ssl = false\n',
    'verify_ssl',
    { use: 'extra' },
  ],
  ['cargo', '.cargo/config.toml', '[http]\nproxy = "127.0.0.1:8199"\n', 'http.proxy'],
  ['cargo', '.cargo/config', '[http]\ncainfo = "evil.pem"\n', 'http.cainfo'],
  ['cargo', '.cargo/config.toml', '[http]\ncheck-revoke = false\n', 'http.check-revoke'],
  ['maven', 'pom.xml', pom(deploysTo(`<repository>${repository}</repository>`)), '127.0.0.1:8199'],
  [
    'maven',
    'pom.xml',
    pom(`<build/>${deploysTo(`<snapshotRepository>${repository}</snapshotRepository>`)}`),
    '127.0.0.1:8199',
  ],
  ['maven', 'pom.xml', pom(deploysTo(`<site>${repository}</site>`)), '127.0.0.1:8199'],
  [
    'maven',
    'pom.xml',
    pom(`<profiles><profile>${deploysTo(`<repository>${repository}</repository>`)}</profile></profiles>`),
    '127.0.0.1:8199',
  ],
  [
    'maven',
    'pom.xml',
    pom(
      `<properties><n>platform--web</n></properties>${deploysTo(`<repository><id>\${n}</id><url>${EVIL}</url></repository>`)}`,
    ),
    '127.0.0.1:8199',
  ],
  ['maven', '.mvn/jvm.config', '-Xmx1g -Dfile.encoding=UTF-8 -DsocksProxyHost=127.0.0.1\n', 'socksProxyHost'],
  ['maven', '.mvn/maven.config', `-DaltDeploymentRepository=platform--web::${EVIL}\n`, '127.0.0.1:8199'],
  [
    'maven',
    '.mvn/maven.config',
    `-B\n-DaltReleaseDeploymentRepository=platform--web::default::${EVIL}\n`,
    '127.0.0.1:8199',
  ],
  [
    'maven',
    'pom.xml',
    pom(`<properties><altDeploymentRepository>platform--web::${EVIL}</altDeploymentRepository></properties>`),
    '127.0.0.1:8199',
  ],
  [
    'maven',
    '.mvn/settings.xml',
    `<settings><profiles><profile><properties><altSnapshotDeploymentRepository>platform--web::${EVIL}</altSnapshotDeploymentRepository></properties></profile></profiles></settings>`,
    '127.0.0.1:8199',
  ],
  ['maven', '.mvn/jvm.config', '-Xmx1g -Dhttps.proxyHost=127.0.0.1\n', 'https.proxyHost'],
  ['maven', '.mvn/maven.config', '-Daether.connector.https.securityMode=insecure\n', 'securityMode'],
  ['maven', '.mvn/maven.config', '-Dmaven.wagon.http.ssl.insecure=true\n', 'ssl.insecure'],
  [
    'nuget',
    'nuget.config',
    nuget('<config><add key="http_proxy" value="http://127.0.0.1:8199" /></config>'),
    'http_proxy',
  ],
  [
    'nuget',
    'nuget.config',
    nuget('<packageSources><add key="Mine" value="http://127.0.0.1:8199/" /></packageSources>'),
    '127.0.0.1:8199',
    { sourceName: 'mine' },
  ],
  ['ruby', '.bundle/config', 'BUNDLE_SSL_VERIFY_MODE: "0"\n', 'BUNDLE_SSL_VERIFY_MODE'],
  ['ruby', '.bundle/config', 'BUNDLE_SSL_CA_CERT: "evil.pem"\n', 'BUNDLE_SSL_CA_CERT'],
])('%s is told of what %s of a project does: %j', async (client, file, text, says, options = {}) => {
  for (const isProjects of client === 'pip' ? [false] : [true, false]) {
    const home = aCliHome(null);
    home.write('shop/README', '');
    if (['pdm', 'uv', 'poetry'].includes(client)) home.write('shop/pyproject.toml', '[tool.poetry]\n');
    if (client === 'pipenv') home.write('shop/Pipfile', '');
    home.write(`shop/${file}`, text);
    const findings = await found(home, client, isProjects, options);
    expect(findings).toMatchObject([
      { severity: 'wrong', at: `~/shop/${file}`, message: expect.stringContaining(says) },
    ]);
    expect(JSON.stringify(findings)).not.toContain('SECRETPART');
  }
});

test.each<[client: string, file: string, text: string, options?: Record<string, string>]>([
  ['npm', '.npmrc', 'strict-ssl=true\nproxy=\nhttps-proxy=false\nfund=false\n//d.example/:_authToken=x\n'],
  ['yarn', '.yarnrc', '# strict-ssl false\nlastUpdateCheck 1\n'],
  ['yarn-berry', '.yarnrc.yml', 'enableStrictSsl: true\nnodeLinker: node-modules\n'],
  ['uv', 'uv.toml', 'allow-insecure-host = ["else.example"]\n'],
  ['pip', 'requirements.txt', '--trusted-host else.example\nsix\n'],
  ['cargo', '.cargo/config.toml', `[registries.other]\nindex = "sparse+${EVIL}"\n[http]\ncheck-revoke = true\n`],
  ['maven', 'pom.xml', pom(`<repositories><repository><id>other</id><url>${EVIL}</url></repository></repositories>`)],
  [
    'maven',
    'pom.xml',
    pom(
      '<repositories><repository><id>platform--web</id><url>https://d.example/maven/web</url></repository></repositories>',
    ),
  ],
  // In these places ours is asked, whatever the URL.
  ['maven', 'pom.xml', pom(`<repositories><repository>${repository}</repository></repositories>`)],
  [
    'maven',
    'pom.xml',
    pom(`<pluginRepositories><pluginRepository>${repository}</pluginRepository></pluginRepositories>`),
  ],
  [
    'maven',
    'pom.xml',
    pom(`<profiles><profile><repositories><repository>${repository}</repository></repositories></profile></profiles>`),
  ],
  [
    'nuget',
    'nuget.config',
    nuget(
      '<packageSources><add key="platform/web" value="https://d.example/nuget/web/v3/index.json" /></packageSources>',
    ),
  ],
  [
    'maven',
    '.mvn/maven.config',
    '-DaltDeploymentRepository=platform--web::https://d.example/maven/web\n-DaltReleaseDeploymentRepository=other::https://else.example/\n',
  ],
  ['ruby', '.bundle/config', 'BUNDLE_SSL_VERIFY_MODE: "1"\nBUNDLE_PATH: "vendor"\n'],
])('%s: nothing is said of what %s of a project may well say: %j', async (client, file, text, options = {}) => {
  for (const isProjects of client === 'maven' ? [true] : [false]) {
    const home = aCliHome(null);
    home.write(`shop/${file}`, text);
    expect(await found(home, client, isProjects, options)).toEqual([]);
  }
});

const named = pom(`<repositories><repository>${repository}</repository></repositories>`);

test.each<[why: string, options: Record<string, string>, isProjects: boolean]>([
  ['our mirror of Maven Central takes no other repository in', { mirror: 'central' }, false],
  ['our mirror of what is not on this machine leaves those on it out', { mirror: 'external:*' }, false],
])('a repository of our ID elsewhere is told of where %s', async (_, options, isProjects) => {
  const home = aCliHome(null);
  home.write('shop/pom.xml', named);
  expect(await found(home, 'maven', isProjects, options)).toMatchObject([
    { severity: 'wrong', at: '~/shop/pom.xml', message: expect.stringContaining('127.0.0.1:8199') },
  ]);
});

test.each<[why: string, options: Record<string, string>, isProjects: boolean]>([
  ['our mirror stands in for everything', { mirror: '*' }, false],
  ['a project has a mirror of our ID', {}, true],
  ['so has a binding at user level', {}, false],
])('nothing is said of a repository of our ID elsewhere where %s', async (_, options, isProjects) => {
  const home = aCliHome(null);
  home.write('shop/pom.xml', named);
  expect(await found(home, 'maven', isProjects, options)).toEqual([]);
});

test("a mirror of somebody's that has our ID stays as it is, and then a repository of it is told of", async () => {
  const home = aCliHome(null);
  home.write('shop/pom.xml', named);
  const theirs =
    '<mirror><id>platform--web</id><url>https://d.example/maven/web/</url><mirrorOf>central</mirrorOf></mirror>';
  home.write('.m2/settings.xml', `<settings><mirrors>${theirs}</mirrors></settings>`);
  expect(await found(home, 'maven', true)).toMatchObject([{ severity: 'wrong', at: '~/shop/pom.xml' }]);
});

test("a registry of our name, and modules of modules, are found in a user-level binding's projects", async () => {
  const home = aCliHome(null);
  home.write('shop/.cargo/config.toml', `[registries.codeartifact]\nindex = "sparse+${EVIL}"\n`);
  expect(await found(home, 'cargo', false)).toMatchObject([
    { severity: 'wrong', message: expect.stringContaining('sends the token to 127.0.0.1:8199') },
  ]);
  home.write('shop/pom.xml', pom('<modules><module>a</module></modules>'));
  home.write('shop/a/pom.xml', pom('<modules><module>../b</module></modules>'));
  home.write('shop/b/pom.xml', pom(deploysTo(`<repository>${repository}</repository>`)));
  const other = aCliHome(null);
  for (const name of home.files('shop')) other.write(name, home.read(name));
  expect(await found(other, 'maven', false)).toMatchObject([{ at: '~/shop/b/pom.xml' }]);
});

test.each<[file: string, text: string, says: string]>([
  ['.mvn/maven.config', '-B\n-s\nci/settings.xml\n', '-s'],
  ['.mvn/maven.config', '--settings=ci/settings.xml\n', '--settings'],
  ['.mvn/jvm.config', '-Duser.home=/tmp/else\n', 'user.home'],
])('a project whose %s has Maven read other settings than ours at user level: %j', async (file, text, says) => {
  const home = aCliHome(null);
  home.write(`shop/${file}`, text);
  expect(await found(home, 'maven', false)).toMatchObject([
    { severity: 'wrong', at: `~/shop/${file}`, message: expect.stringContaining(`in place of yours (${says})`) },
  ]);
});

test('settings that an option of maven.config names are looked into, those of the installation too', async () => {
  const home = aCliHome(null);
  home.write('shop/.mvn/maven.config', '-gs\nci/global.xml\n');
  const property = `<altDeploymentRepository>platform--web::${EVIL}</altDeploymentRepository>`;
  home.write(
    'shop/ci/global.xml',
    `<settings><profiles><profile><properties>${property}</properties></profile></profiles></settings>`,
  );
  for (const isProjects of [true, false]) {
    const other = aCliHome(null);
    for (const name of home.files('shop')) other.write(name, home.read(name));
    expect(await found(other, 'maven', isProjects)).toMatchObject([{ severity: 'wrong', at: '~/shop/ci/global.xml' }]);
  }
});

test("what stands in the user's own files is the person's to know: a note, or a warning where nothing is checked", async () => {
  const home = aCliHome(null);
  home.write('shop/README', '');
  home.write('.npmrc', 'proxy=http://proxy.corp.example:8080\ncafile=/etc/corp.pem\nstrict-ssl=false\n');
  const findings = await found(home, 'npm', false);
  expect(findings.map(({ severity }) => severity)).toEqual(['note', 'note', 'warning']);
});
