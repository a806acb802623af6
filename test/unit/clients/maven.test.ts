import { expect, test } from 'vitest';
import type { ClientBinding, ClientContext } from '../../../shared/engine/clients/client.ts';
import { maven } from '../../../shared/engine/clients/java/maven.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

type Machine = {
  readonly platform?: NodeJS.Platform;
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
};

const HOME = '/home/ann';
const PROJECT = '/home/ann/shop';

function aBinding(projectPath: string | null, options: Record<string, string> = {}): ClientBinding {
  const endpoint = 'https://d.example/maven/web/';
  return { endpoint, domain: 'platform', domainOwner: '111122223333', repository: 'web', options, projectPath };
}

async function fileOn({ platform = 'linux', env = {}, files = {} }: Machine, projectPath: string | null) {
  const context: ClientContext = {
    environment: { platform, home: '/elsewhere', accountHome: HOME, env, stateFolder: HOME },
    exists: async (path) => path in files,
    read: async (path) => files[path] ?? null,
  };
  const found = await maven.targets(aBinding(projectPath), context);
  return found.ok ? found.value[0]?.path : found.error;
}

test("[other-home] the home is Java's, whatever HOME says", async () => {
  expect(await fileOn({}, null)).toBe('/home/ann/.m2/settings.xml');
  expect(await fileOn({ env: { MAVEN_OPTS: '-Xmx1g -Duser.home="/java home"' } }, null)).toBe(
    '/java home/.m2/settings.xml',
  );
});

test.each([
  ['-s /etc/m/settings.xml', '/etc/m/settings.xml'],
  ['-B --settings=/etc/m/settings.xml -o', '/etc/m/settings.xml'],
  ['--settings "/my files/settings.xml"', '/my files/settings.xml'],
  ['-s settings.xml', '/home/ann/.m2/settings.xml'],
  ['-gs /etc/m/settings.xml --settings-x /a', '/home/ann/.m2/settings.xml'],
])('MAVEN_ARGS of %s leads to %s', async (args, file) => {
  expect(await fileOn({ env: { MAVEN_ARGS: args } }, null)).toBe(file);
});

test.each([
  ['-s\n.mvn/settings.xml\n', '/home/ann/shop/.mvn/settings.xml'],
  ['-B\r\n--settings\r\n/home/ann/shop/my settings.xml\r\n-o\r\n', '/home/ann/shop/my settings.xml'],
  ['--settings=../shop/team.xml', '/home/ann/shop/team.xml'],
  ['--settings=../.m2/settings.xml', '/home/ann/.m2/settings.xml'],
  ['-gs\n/etc/m.xml\n', '/home/ann/.m2/settings.xml'],
])("a project's maven.config of %j leads to %s", async (config, file) => {
  const files = { [`${PROJECT}/.mvn/maven.config`]: config };
  expect(await fileOn({ files }, PROJECT)).toBe(file);
  expect(await fileOn({ files }, null)).toBe('/home/ann/.m2/settings.xml');
  expect(await fileOn({ files, env: { MAVEN_ARGS: '-s /args.xml' } }, PROJECT)).toBe('/args.xml');
});

test.each(['-s\n/etc/m/settings.xml\n', '--settings=../team.xml', '-s ../../.bashrc'])(
  "a project's maven.config of %j leads nowhere, since a project's bindings write in it alone",
  async (config) => {
    const files = { [`${PROJECT}/.mvn/maven.config`]: config };
    expect(await fileOn({ files }, PROJECT)).toMatchObject({ code: 'fileInvalid' });
  },
);

test('a mirror and a profile are for the user level; a project has its pom.xml', () => {
  expect(maven.scopeText(aBinding(null))).toBe('repository platform--web');
  expect(maven.scopeText(aBinding(null, { mirror: 'off' }))).toBe('repository platform--web');
  expect(maven.scopeText(aBinding(null, { mirror: '*' }))).toBe('mirror of *');
  expect(maven.scopeText(aBinding(PROJECT, { mirror: '*', serverId: 'pay' }))).toBe('repository pay');
});

test('what is to be copied has the ID of the server and no token', () => {
  const [user, project] = [aBinding(null, { serverId: 'pay' }), aBinding(PROJECT)].map(
    (one) => maven.snippets?.(one)[0]?.text,
  );
  expect(user).not.toContain('<repositories>');
  expect(user).toContain('<id>pay</id>');
  expect(project?.match(/<id>platform--web<\/id>/g)).toHaveLength(3);
  expect(`${user}${project}`).not.toMatch(/token|password/i);
});

function aServer(password: string): string {
  return `<settings><servers><server><id>platform--web</id><username>ann</username><password>${password}</password></server></servers></settings>\n`;
}

async function switchedOn(home: CliHome) {
  const engine = anEngine({ home, clock: manualClock(), aws: aTokenService(manualClock()) });
  const address = { profile: 'work', domain: 'platform', repository: 'web' };
  await engine.ask('binding.add', { project: 'user', client: 'maven', ...address, enabled: true });
  await engine.ask('plan.apply', {});
  return (await engine.state()).bindings[0];
}

test.each([
  ['48', '{COQLCE6DU6GtcS5P=}', 'valueEncrypted'],
  ['48', 'rotated in May {COQLCE6DU6GtcS5P=}', 'valueEncrypted'],
  ['20', '${env.CODEARTIFACT_AUTH_TOKEN}', 'envManaged'],
])('row %s: a server whose password is %s stays as it is, and the binding says why', async (_row, password, code) => {
  const home = aCliHome(null);
  home.write('.m2/settings.xml', aServer(password));
  const binding = await switchedOn(home);
  expect(binding).toMatchObject({ state: 'refused', problem: { code } });
  expect(JSON.stringify(binding)).not.toContain('COQLCE6DU6');
  expect(home.read('.m2/settings.xml')).toBe(aServer(password));
});

test('[invalidating-duplicate] a settings.xml that Maven refuses stays as it is, and its line is named', async () => {
  const home = aCliHome(null);
  const text = '<settings>\n  <servers/>\n  <servers/>\n</settings>\n';
  home.write('.m2/settings.xml', text);
  expect(await switchedOn(home)).toMatchObject({
    state: 'refused',
    problem: { code: 'fileInvalid', message: expect.stringContaining('line 3: <servers> stands twice') as string },
  });
  expect(home.read('.m2/settings.xml')).toBe(text);
});

test('[logs] the preview shows neither the password that was there nor the token', async () => {
  const home = aCliHome(null);
  home.write('.m2/settings.xml', aServer('s3cret-of-ann'));
  const engine = anEngine({ home, clock: manualClock(), aws: aTokenService(manualClock()) });
  const address = { profile: 'work', domain: 'platform', repository: 'web' };
  await engine.ask('binding.add', { project: 'user', client: 'maven', ...address, enabled: true });
  const snapshot = await engine.state();
  expect(snapshot.plan.changes[0]?.diff).toContain('<password>');
  expect(JSON.stringify(snapshot)).not.toMatch(/s3cret-of-ann|eyJ2ZXIi/);
});
