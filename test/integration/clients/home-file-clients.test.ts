import { mkdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { proseOf } from '../../../build/clients-document.ts';
import { entryText } from '../../../shared/engine/editors/text/entry-path.ts';
import type { ClientBinding, ClientContext, Place } from '../../../shared/engine/clients/client.ts';
import { netrcFiles } from '../../../shared/engine/clients/parts/netrc-file.ts';
import { clients, findClient } from '../../../shared/engine/clients/index.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aTokenService } from '../../support/token-service.ts';
import { TOKEN_SLOT } from '../../../shared/engine/secrets/slot.ts';

// netrc, go, gradle, sbt, swift, env, pip and twine: what the fixtures of every client don't show.

type Machine = {
  readonly platform?: 'linux' | 'darwin' | 'win32';
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
};

/** A machine whose HOME is not the account's home, as under sudo and in containers. */
function aMachine({ platform = 'linux', env = {}, files = {} }: Machine = {}): ClientContext {
  const home = platform === 'win32' ? String.raw`C:\Users\Ann` : '/home/ann';
  const accountHome = platform === 'win32' ? home : '/accounts/ann';
  return {
    environment: { platform, home, accountHome, env, stateFolder: '/state' },
    exists: async (path) => path in files,
    read: async (path) => files[path] ?? null,
  };
}

function aBinding(client: string, more: Partial<ClientBinding> = {}): ClientBinding {
  const { format } = findClient(client)!;
  return {
    endpoint: `https://d.example/${format}/web/`,
    domain: 'platform',
    domainOwner: '111122223333',
    repository: 'web',
    options: {},
    projectPath: null,
    ...more,
  };
}

async function pathsOf(client: string, machine: Machine, more: Partial<ClientBinding> = {}): Promise<string[]> {
  const found = await findClient(client)!.targets(aBinding(client, more), aMachine(machine));
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map(({ path }) => path);
}

async function refusalOf(client: string, machine: Machine, more: Partial<ClientBinding> = {}) {
  const found = await findClient(client)!.targets(aBinding(client, more), aMachine(machine));
  return found.ok ? null : found.error;
}

const shown = (place: Place) => ('variable' in place ? place.variable : `${place.path} ${entryText(place.entry)}`);

describe('[two-netrcs] on Windows', () => {
  const [dot, underscore] = [String.raw`C:\Users\Ann\.netrc`, String.raw`C:\Users\Ann\_netrc`];

  test.each([
    ['neither is there, .netrc is made', {}, [dot]],
    ['_netrc is there, it is taken', { [underscore]: '' }, [underscore]],
    ['both are there, both are kept fresh', { [underscore]: '', [dot]: '' }, [dot, underscore]],
  ])('when %s', async (_, files, expected) => {
    expect(await netrcFiles(aMachine({ platform: 'win32', files }))).toEqual(expected);
  });
});

describe('[moved-files, other-home] variables and homes', () => {
  test.each([
    ['netrc', { NETRC: '/etc/n' }, ['/etc/n']],
    ['netrc', {}, ['/home/ann/.netrc']],
    ['swift', { NETRC: '/etc/n' }, ['/accounts/ann/.swiftpm/configuration/registries.json', '/accounts/ann/.netrc']],
    ['gradle', {}, ['/accounts/ann/.gradle/gradle.properties']],
    ['gradle', { GRADLE_OPTS: '-Duser.home=/tmp/h' }, ['/tmp/h/.gradle/gradle.properties']],
    ['gradle', { GRADLE_USER_HOME: '/g' }, ['/g/gradle.properties']],
    [
      'sbt',
      {},
      ['/accounts/ann/.config/coursier/credentials.properties', '/accounts/ann/.sbt/codeartifact-d-example.properties'],
    ],
    [
      'sbt',
      { XDG_CONFIG_HOME: '/x' },
      ['/x/coursier/credentials.properties', '/accounts/ann/.sbt/codeartifact-d-example.properties'],
    ],
    [
      'sbt',
      { COURSIER_CONFIG_DIR: '/c' },
      ['/c/credentials.properties', '/accounts/ann/.sbt/codeartifact-d-example.properties'],
    ],
    [
      'sbt',
      { COURSIER_CREDENTIALS: 'file:///etc/my%20c' },
      ['/etc/my c', '/accounts/ann/.sbt/codeartifact-d-example.properties'],
    ],
    ['twine', {}, ['/home/ann/.pypirc']],
    ['env', { XDG_CONFIG_HOME: '/x' }, ['/x/codeartifact-tray/env']],
    ['pip', { PIP_CONFIG_FILE: '/etc/pip.conf' }, ['/etc/pip.conf']],
  ])('%s with %j', async (client, env, expected) => {
    expect(await pathsOf(client, { env })).toEqual(expected);
  });

  test('Go has its settings where the platform keeps them', async () => {
    const options = { proxyUrl: 'https://go.example' };
    const roaming = String.raw`D:\Roaming`;
    const [linux] = await pathsOf('go', { env: { XDG_CONFIG_HOME: '/x' } }, { options });
    const [mac] = await pathsOf('go', { platform: 'darwin' }, { options });
    const [windows] = await pathsOf('go', { platform: 'win32', env: { APPDATA: roaming } }, { options });
    expect([linux, mac, windows]).toEqual([
      '/x/go/env',
      '/home/ann/Library/Application Support/go/env',
      String.raw`D:\Roaming\go\env`,
    ]);
  });

  test.each([
    ['go', { GOENV: 'off' }, { options: { proxyUrl: 'https://go.example' } }, 'GOENV'],
    ['sbt', { COURSIER_CREDENTIALS: 'd.example aws:s3cret' }, {}, 'COURSIER_CREDENTIALS'],
    ['pip', { PIP_CONFIG_FILE: '/dev/null' }, {}, 'PIP_CONFIG_FILE'],
  ])('%s reads no file with %j, and says so', async (client, env, more, variable) => {
    const problem = await refusalOf(client, { env }, more);
    expect(problem).toMatchObject({ code: 'fileUnreadable', message: expect.stringContaining(variable) });
    expect(JSON.stringify(problem)).not.toContain('s3cret');
  });
});

test.each([
  ['darwin', ['/home/ann/Library/Application Support/pip'], '/home/ann/Library/Application Support/pip/pip.conf'],
  ['darwin', [], '/home/ann/.config/pip/pip.conf'],
  ['linux', ['/home/ann/Library/Application Support/pip'], '/home/ann/.config/pip/pip.conf'],
] as const)(
  '[pip-on-macos] on %s, with the folders %j, pip has its file at %s',
  async (platform, folders, expected) => {
    const files = Object.fromEntries(folders.map((folder) => [folder, '']));
    expect(await pathsOf('pip', { platform, files })).toEqual([expected]);
  },
);

test.each(clients.map((client) => [client.name, client] as const))(
  '[variable-alone] %s gets the token by a variable alone, or its limits say that this is not possible',
  (name, { variables }) => {
    const byVariable = Object.values(variables(aBinding(name))).some((value) => value.includes(TOKEN_SLOT));
    expect(byVariable || /variable|without\s+a\s+file/i.test(proseOf(name).limits)).toBe(true);
  },
);

test.each(['netrc', 'go', 'twine'])('%s has nothing in projects, and says where it goes instead', async (client) => {
  expect(await refusalOf(client, {}, { projectPath: '/src/shop' })).toMatchObject({
    code: 'invalidInput',
    advice: expect.stringContaining('user level'),
  });
});

test.each([
  ['.env', 'CODEARTIFACT_AUTH_TOKEN'],
  ['.envrc', 'export CODEARTIFACT_AUTH_TOKEN'],
  ['bin/env.sh', 'export CODEARTIFACT_AUTH_TOKEN'],
  ['~/.zshrc', 'export CODEARTIFACT_AUTH_TOKEN'],
])('the environment file %s gets %s', async (file, element) => {
  const found = await findClient('env')!.targets(aBinding('env', { options: { file } }), aMachine());
  expect(found).toMatchObject({ ok: true, value: [{ entries: [{ entry: [element] }] }] });
});

test("Gradle's user file comes before the project's, and a variable before both", async () => {
  const { credential } = await findClient('gradle')!.lookup(aBinding('gradle', { projectPath: '/src' }), aMachine());
  expect(credential.map(shown)).toEqual([
    'ORG_GRADLE_PROJECT_codeartifactPassword',
    '/accounts/ann/.gradle/gradle.properties codeartifactPassword',
    '/src/gradle.properties codeartifactPassword',
  ]);
});

describe('snippets', () => {
  test.each(['gradle', 'sbt'])('of %s name the endpoint and hold no token', (client) => {
    const snippets = findClient(client)!.snippets!(aBinding(client));
    expect(snippets.length).toBeGreaterThan(1);
    for (const { text } of snippets) {
      expect(text).toMatch(/d\.example/);
      expect(text).not.toContain('⟦');
      expect(text.endsWith('\n')).toBe(true);
    }
  });
});

describe('switched on together', () => {
  function aHomeWithEngine(): { home: CliHome; engine: TestEngine } {
    const home = aCliHome(null);
    mkdirSync(home.path('shop'), { recursive: true });
    return { home, engine: anEngine({ home, aws: aTokenService(systemClock) }) };
  }

  async function switchOn(engine: TestEngine, client: string, more: object = {}): Promise<string> {
    const binding = { client, project: 'user', profile: 'work', domain: 'platform', repository: 'web', options: {} };
    return (await engine.ask('binding.add', { ...binding, enabled: true, ...more })).bindingId;
  }

  test('clients of one domain share their netrc entry, which leaves with the last of them', async () => {
    const { home, engine } = aHomeWithEngine();
    home.write('.netrc', '# mine\n');
    const netrc = await switchOn(engine, 'netrc');
    const swift = await switchOn(engine, 'swift', { repository: 'tools' });
    await engine.ask('plan.apply', {});
    const written = home.read('.netrc');
    expect(written.match(/machine/g)).toHaveLength(1);

    await engine.ask('binding.setEnabled', { bindingId: netrc, enabled: false });
    await engine.ask('plan.apply', {});
    expect(home.read('.netrc')).toBe(written);

    await engine.ask('binding.setEnabled', { bindingId: swift, enabled: false });
    await engine.ask('plan.apply', {});
    expect(home.read('.netrc')).toBe('# mine\n');
    expect(home.has('.swiftpm')).toBe(false);
  });

  test('a default index and an extra one stand side by side', async () => {
    const { home, engine } = aHomeWithEngine();
    const extra = await switchOn(engine, 'pip', { repository: 'tools', options: { use: 'extra' } });
    await switchOn(engine, 'pip');
    await engine.ask('plan.apply', {});
    expect(home.read('.config/pip/pip.conf')).toMatch(
      /^\[global\]\nextra-index-url =\n {4}https:\/\/aws:\S+@d\.example\/pypi\/tools\/simple\/\nindex-url = https:\/\/aws:\S+@d\.example\/pypi\/web\/simple\/\n$/,
    );
    await engine.ask('binding.setEnabled', { bindingId: extra, enabled: false });
    await engine.ask('plan.apply', {});
    expect(home.read('.config/pip/pip.conf')).toMatch(/^\[global\]\nindex-url = \S+\n$/);
  });

  test('two twine repositories share the list of servers, and PyPI stays in it until both leave', async () => {
    const { home, engine } = aHomeWithEngine();
    const first = await switchOn(engine, 'twine');
    const second = await switchOn(engine, 'twine', { repository: 'tools', options: { indexName: 'tools' } });
    await engine.ask('plan.apply', {});
    expect(home.read('.pypirc')).toContain('index-servers =\n    pypi\n    codeartifact\n    tools\n');
    expect((await engine.state()).plan.changes).toEqual([]);
    await engine.ask('binding.setEnabled', { bindingId: first, enabled: false });
    await engine.ask('plan.apply', {});
    expect(home.read('.pypirc')).toContain('index-servers =\n    pypi\n    tools\n');
    await engine.ask('binding.setEnabled', { bindingId: second, enabled: false });
    await engine.ask('plan.apply', {});
    expect(home.has('.pypirc')).toBe(false);
  });

  test('[not-utf-8] gradle.properties in ISO-8859-1 keeps its bytes, on and off', async () => {
    const { home, engine } = aHomeWithEngine();
    const original = Buffer.from('# caf\xe9\nname=\xfc\n', 'latin1');
    home.write('.gradle/gradle.properties', original);
    const bindingId = await switchOn(engine, 'gradle');
    await engine.ask('plan.apply', {});
    const written = home.bytes('.gradle/gradle.properties');
    expect(written.subarray(0, original.length)).toEqual(original);
    expect(written.toString('latin1')).toContain('codeartifactPassword=ey');
    await engine.ask('binding.setEnabled', { bindingId, enabled: false });
    await engine.ask('plan.apply', {});
    expect(home.bytes('.gradle/gradle.properties')).toEqual(original);
  });

  test('[tracked-project-file] no token goes into a .env that git would pick up', async () => {
    const { home, engine } = aHomeWithEngine();
    expect(spawnSync('git', ['init', '-q', home.path('shop')]).status).toBe(0);
    await switchOn(engine, 'env', { project: home.path('shop') });
    expect((await engine.state()).bindings[0]).toMatchObject({ state: 'refused', problem: { code: 'secretInGit' } });
    home.write('shop/.gitignore', '.env\n');
    await engine.ask('plan.apply', {});
    expect(home.read('shop/.env')).toMatch(/^CODEARTIFACT_AUTH_TOKEN=ey\S+\n$/);
  });

  test('[netrc-shapes] a netrc that Python ignores is refused with its line, and stays', async () => {
    const { home, engine } = aHomeWithEngine();
    home.write('.netrc', 'machine a login b\n\n# the s3cret one\nmachine c password s3cret\n');
    await switchOn(engine, 'netrc');
    const { problem } = (await engine.state()).bindings[0]!;
    expect(problem).toMatchObject({ code: 'fileInvalid', message: expect.stringContaining('line 3') });
    expect(JSON.stringify(problem)).not.toContain('s3cret');
  });

  test('the preview shows no password of anybody', async () => {
    const { home, engine } = aHomeWithEngine();
    home.write(
      '.netrc',
      'machine a login b password s3cret1\nmachine d.example\n  password\n    s3cret2\n  login me\n',
    );
    home.write('.pypirc', '[pypi]\npassword = s3cret3\n[codeartifact]\npassword:s3cret4\n');
    home.write(
      '.gradle/gradle.properties',
      'nexusPassword=s3cret5\nsigning.password s3cret6\ncodeartifactPassword=s3cret7',
    );
    home.write('shop/.env', 'STRIPE_API_KEY="s3cret8"\nCODEARTIFACT_AUTH_TOKEN=s3cret9 # c\n');
    for (const client of ['netrc', 'twine', 'gradle']) await switchOn(engine, client);
    await switchOn(engine, 'env', { project: home.path('shop') });
    const { changes } = (await engine.state()).plan;
    expect(changes).toHaveLength(4);
    expect(JSON.stringify(changes)).not.toContain('s3cret');
    expect(changes.map(({ diff }) => diff).join('')).toContain('+  login aws');
  });
});
