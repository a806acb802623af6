import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mirrorFor } from '../../../shared/engine/clients/java/maven-inspect.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

const ours = { id: 'platform--web', url: 'https://d.example/maven/web/' };
const plain = { id: 'plain', url: 'http://d.example/maven/web/' };
const here = { id: 'here', url: 'http://127.0.0.1:8080/maven/web/' };

// What DefaultMirrorSelector of maven-resolver answers.
test.each([
  ['*', ours, true],
  [' * ', ours, true],
  ['external:*', ours, true],
  ['external:*', here, false],
  ['external:*', { id: 'file', url: 'file:///srv/maven' }, false],
  ['external:http:*', ours, false],
  ['external:http:*', plain, true],
  ['external:http:*', here, false],
  ['*,!platform--web', ours, false],
  ['!platform--web,*', ours, false],
  ['external:*,!other', ours, true],
  ['central,platform--web', ours, true],
  ['platform--web,!platform--web', ours, true],
  ['central', ours, false],
  ['platform--web*', ours, false],
  ['', ours, false],
] as const)('mirrorOf %j stands in for %j: %s', (mirrorOf, repository, expected) => {
  expect(mirrorFor(repository, [{ mirrorOf: mirrorOf.trim() }]) !== null).toBe(expected);
});

test('a mirror of one repository by its name counts more than an earlier list', () => {
  const mirrors = [{ mirrorOf: '*' }, { mirrorOf: 'external:*' }, { mirrorOf: 'platform--web' }];
  expect(mirrorFor(ours, mirrors)).toBe(mirrors[2]);
  expect(mirrorFor(here, mirrors)).toBe(mirrors[0]);
});

const NOW = Date.parse('2026-11-20T10:00:00Z');
const STALE = aCodeArtifactToken({ isu: NOW / 1000 - 2 * 86_400, exp: NOW / 1000 - 86_400 });

/** What is wrong after a login for the repository `web` in a home with that settings.xml. */
async function findingsWith(...args: Parameters<typeof allFindingsWith>) {
  return (await allFindingsWith(...args)).filter(({ is }) => is.startsWith('wrong'));
}

async function allFindingsWith(
  settings: string,
  options: Record<string, string> = {},
  env: Record<string, string> = {},
  project: 'user' | 'shop' = 'user',
) {
  const home = aCliHome(null);
  home.write('shop/pom.xml', '<project/>');
  home.write('.m2/settings.xml', settings);
  const clock = manualClock(NOW);
  const engine = anEngine({ home: { ...home, env: { ...home.env, ...env } }, clock, aws: aTokenService(clock) });
  const login = await engine.terminal.login({
    project: project === 'user' ? project : home.path(project),
    client: 'maven',
    profile: 'work',
    domain: 'platform',
    repository: 'web',
    options,
  });
  if (!login.ok) throw new Error(login.error.message);
  const findings = login.value.findings.filter(({ problem }) => problem.code !== 'endpointCustom');
  return findings.map(({ severity, problem, origin }) => ({
    is: `${severity} ${problem.code}`,
    message: problem.message,
    advice: problem.advice,
    command: problem.command,
    line: origin?.line,
  }));
}

function mirror(id: string, mirrorOf: string, url = 'https://nexus.acme.example/repository/all/', more = ''): string {
  return `<mirror><id>${id}</id><url>${url}</url><mirrorOf>${mirrorOf}</mirrorOf>${more}</mirror>`;
}

function settingsOf(...mirrors: readonly string[]): string {
  return `<settings>\n<mirrors>\n${mirrors.join('\n')}\n</mirrors>\n</settings>\n`;
}

describe('a mirror of somebody else', () => {
  test.each(['m06-mirror-1', 'm06-mirror-3'])('is passed by, and named in a note: %s', async (name) => {
    const settings = readFileSync(`test/fixtures/cases/${name}.xml`, 'utf8');
    for (const project of ['user', 'shop'] as const) {
      const findings = await allFindingsWith(settings, {}, {}, project);
      expect(findings).toMatchObject([
        {
          is: 'note registryShadowed',
          message: expect.stringMatching(
            /^The mirror corp in ~\/\.m2\/settings\.xml line 2 \(mirrorOf \S+\) takes this repository in, but ours/,
          ),
          advice: 'If it is to be asked through corp, remove this binding.',
        },
      ]);
      expect(JSON.stringify(findings)).not.toContain('planted');
    }
  });

  test.each(['*', '*,!snapshots', 'external:*, central', 'central,platform--web'])(
    'of a list that takes ours in is in nobody’s way: %s',
    async (mirrorOf) => {
      expect(await findingsWith(settingsOf(mirror('corp', mirrorOf)))).toEqual([]);
    },
  );

  test('of our ID alone comes first, and is named with what lets Maven by', async () => {
    const [finding, ...others] = await findingsWith(settingsOf(mirror('corp', 'platform--web')));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      is: 'wrong registryShadowed',
      message: expect.stringContaining('stands in for this repository, so Maven asks https://nexus.acme.example'),
      advice: 'Remove the mirror corp.',
    });
  });

  test('of everything that names Maven Central, too, is told what leaves it out', async () => {
    const [finding] = await findingsWith(settingsOf(mirror('corp', 'external:*, central')), { mirror: '*' });
    expect(finding?.advice).toBe('Have it leave Maven Central out: <mirrorOf>external:*,!central</mirrorOf>.');
  });

  test("of a list that takes other repositories alone is in nobody's way", async () => {
    const others = [mirror('a', 'central'), mirror('b', '*,!platform--web'), mirror('c', 'external:http:*')];
    expect(await findingsWith(settingsOf(...others.slice(0, 2)))).toEqual([]);
    expect(
      await findingsWith(settingsOf(mirror('legacy', '*', undefined, '<mirrorOfLayouts>legacy</mirrorOfLayouts>'))),
    ).toEqual([]);
  });

  test('that asks ours under the name of Maven Central, which is no name of ours, gets our own', async () => {
    const central = settingsOf(mirror('central', '*', ours.url));
    expect(await findingsWith(central)).toEqual([]);
    const [finding] = await findingsWith(central, { mirror: '*' });
    expect(finding).toMatchObject({ is: 'wrong credentialMissing', command: null });
    expect(finding?.advice).toBe('Give the mirror the id of our server: <id>platform--web</id>.');
    const named = central.replace('<id>central</id>', '<id>platform--web</id>');
    expect(await findingsWith(named, { mirror: '*' })).toEqual([]);
  });

  test('that blocks is told as that', async () => {
    const blocked = mirror('no', 'platform--web', undefined, '<blocked>true</blocked>');
    const [finding] = await findingsWith(settingsOf(blocked));
    expect(finding?.message).toContain('blocks this repository, so Maven refuses it');
  });
});

describe('our own mirror', () => {
  test('at user level goes well with a project of the same repository, and by itself with a mirror of everything', async () => {
    const home = aCliHome(null);
    home.write('shop/pom.xml', '<project/>');
    const clock = manualClock(NOW);
    const engine = anEngine({ home, clock, aws: aTokenService(clock) });
    const common = { client: 'maven', profile: 'work', domain: 'platform', repository: 'web' } as const;
    await engine.ask('binding.add', { ...common, project: 'user', options: { mirror: 'central' }, enabled: true });
    await engine.ask('plan.apply', {});
    const login = await engine.terminal.login({ ...common, project: home.path('shop'), options: {} });
    expect(login).toMatchObject({ ok: true, value: { replaced: [], repointed: [] } });
    expect(home.read('.m2/settings.xml')).toContain('<mirrorOf>central</mirrorOf>');
    expect((await engine.state()).bindings).toMatchObject([{ state: 'inSync' }, { state: 'inSync' }]);
  });

  test('of the ID of a project is asked before an earlier one of everything', async () => {
    expect(await findingsWith(settingsOf(mirror('corp', '*')), {}, {}, 'shop')).toEqual([]);
  });

  test('of Maven Central by name counts more than an earlier one of everything', async () => {
    expect(await findingsWith(settingsOf(mirror('corp', '*')), { mirror: 'central' })).toEqual([]);
  });

  test('of everything loses to an earlier one, and by name it would not', async () => {
    const [finding] = await findingsWith(settingsOf(mirror('corp', '*')), { mirror: '*' });
    expect(finding).toMatchObject({
      is: 'wrong registryShadowed',
      message: expect.stringContaining('stands in for Maven Central, so Maven asks https://nexus.acme.example'),
      command: expect.stringMatching(/^codeartifact-tray login --tool maven .*--repository web .*--mirror central$/),
    });
  });

  test('of Maven Central loses to an earlier one of just that', async () => {
    const [finding] = await findingsWith(settingsOf(mirror('corp', 'central')), { mirror: 'central' });
    expect(finding).toMatchObject({ is: 'wrong registryShadowed', advice: 'Remove the mirror corp.', line: 3 });
  });
});

describe('an ID that leads to another host gets no token', () => {
  const nexus = 'https://nexus.acme.example/repository/all/';
  const other = settingsOf(mirror('platform--web', 'central', nexus));
  const inProfile = `<settings><profiles><profile><id>p</id><repositories><repository><id>platform--web</id><url>${nexus}</url></repository></repositories></profile></profiles></settings>`;

  test.each([
    ['a mirror, for a project', other, 'shop', {}],
    ['a mirror of a list', settingsOf(mirror('platform--web', '*,!platform--web', nexus)), 'user', {}],
    ['a mirror at user level', other, 'user', {}],
    ['a repository of a profile, which no mirror of ours turns', inProfile, 'user', { mirror: 'central' }],
  ] as const)(
    '%s: the login is refused, and the command that it names works',
    async (_, settings, project, options) => {
      const home = aCliHome(null);
      home.write('shop/pom.xml', '<project/>');
      home.write('.m2/settings.xml', settings);
      const clock = manualClock(NOW);
      const engine = anEngine({ home, clock, aws: aTokenService(clock) });
      const where = project === 'user' ? project : home.path(project);
      const address = {
        project: where,
        client: 'maven',
        profile: 'work',
        domain: 'platform',
        repository: 'web',
      } as const;

      const login = await engine.terminal.login({ ...address, options });

      const refused = {
        code: 'endpointUntrusted',
        message: expect.stringContaining('nexus.acme.example: Maven would sign'),
      };
      expect(login).toMatchObject({ ok: false, error: refused });
      expect(home.read('.m2/settings.xml')).toBe(settings);
      const serverId = 'platform--web-codeartifact';
      expect(login.ok ? null : login.error.command).toContain(`--server-id ${serverId}`);
      const again = await engine.terminal.login({ ...address, options: { ...options, serverId } });
      const wrong = again.ok ? again.value.findings.filter(({ severity }) => severity === 'wrong') : null;
      expect(wrong).toEqual([]);
    },
  );

  test('what turns to us by our own mirror is no fault', async () => {
    expect(await findingsWith(inProfile)).toEqual([]);
    expect(await findingsWith(inProfile, { mirror: '*' })).toEqual([]);
  });

  test('a token leaves the ID that somebody gives to another host since', async () => {
    const home = aCliHome(null);
    home.write('shop/pom.xml', '<project/>');
    const clock = manualClock(NOW);
    const engine = anEngine({ home, clock, aws: aTokenService(clock) });
    await engine.terminal.login({
      project: home.path('shop'),
      client: 'maven',
      profile: 'work',
      domain: 'platform',
      repository: 'web',
      options: {},
    });
    expect(home.read('.m2/settings.xml')).toContain('eyJ2');
    home.write(
      '.m2/settings.xml',
      home
        .read('.m2/settings.xml')
        .replace(/<url>.*<\/url>/, `<url>${nexus}</url>`)
        .replace(/<mirrorOf>.*<\/mirrorOf>/, '<mirrorOf>*</mirrorOf>'),
      0o600,
    );
    await engine.ask('plan.apply', {});
    expect(home.read('.m2/settings.xml')).not.toContain('eyJ2');
  });
});

describe('a mirror that asks our repository itself signs in by its own id', () => {
  const same = (password: string) =>
    settingsOf(mirror('acme', '*', 'https://d.example/maven/web/')).replace(
      '</settings>',
      `<servers><server><id>acme</id><username>aws</username><password>${password}</password></server></servers></settings>`,
    );

  test('with a variable that is not set it does not', async () => {
    const variable = same('${env.CODEARTIFACT_AUTH_TOKEN}');
    const everything = { mirror: '*' };
    expect(await findingsWith(variable, everything)).toMatchObject([{ is: 'wrong variableUnset' }]);
    expect(await findingsWith(variable, everything, { CODEARTIFACT_AUTH_TOKEN: 'x' })).toEqual([]);
  });

  test('with an old token under another id than ours it does not, and does with ours under its id', async () => {
    const [finding] = await findingsWith(same(STALE), { serverId: 'other', mirror: '*' });
    expect(finding).toMatchObject({ is: 'wrong tokenStale', command: expect.stringContaining('--server-id acme') });
    expect(finding?.message).not.toContain('eyJ2');
    expect(await findingsWith(same(STALE))).toEqual([]);
  });

  test('without a server of its id it does not', async () => {
    const settings = settingsOf(mirror('acme', '*', 'https://d.example/maven/web/'));
    expect(await findingsWith(settings, { serverId: 'other', mirror: '*' })).toMatchObject([
      { is: 'wrong credentialMissing' },
    ]);
    expect(await findingsWith(settings)).toEqual([]);
  });
});
