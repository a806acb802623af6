import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { entryText } from '../../../shared/engine/editors/text/entry-path.ts';
import type { ClientBinding, ClientContext, Place } from '../../../shared/engine/clients/client.ts';
import { findClient } from '../../../shared/engine/clients/index.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';
import { TOKEN_SLOT } from '../../../shared/engine/secrets/slot.ts';

type Machine = {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
};

const PROJECT = '/home/ann/shop';

function aMachine({ env = {}, files = {} }: Machine): ClientContext {
  return {
    environment: { platform: 'linux', home: '/home/ann', accountHome: '/home/ann', env, stateFolder: '/state' },
    exists: async (path) => path in files,
    read: async (path) => files[path] ?? null,
  };
}

function aBinding(client: string, level: 'user' | 'project', options = {}): ClientBinding {
  const { format } = findClient(client)!;
  return {
    endpoint: `https://d.example/${format}/web/`,
    domain: 'platform',
    domainOwner: '111122223333',
    repository: 'web',
    options,
    projectPath: level === 'user' ? null : PROJECT,
  };
}

async function pathsOf(client: string, level: 'user' | 'project', machine: Machine = {}): Promise<string[]> {
  const found = await findClient(client)!.targets(aBinding(client, level), aMachine(machine));
  if (!found.ok) throw new Error(found.error.message);
  return found.value.map(({ path }) => path);
}

async function refusalOf(client: string, level: 'user' | 'project', machine: Machine = {}) {
  const found = await findClient(client)!.targets(aBinding(client, level), aMachine(machine));
  return found.ok ? null : { code: found.error.code, message: found.error.message, advice: found.error.advice };
}

const shown = (place: Place) => ('variable' in place ? place.variable : `${place.path} ${entryText(place.entry)}`);

async function lookupOf(client: string, level: 'user' | 'project', machine: Machine = {}) {
  const { registry, credential } = await findClient(client)!.lookup(aBinding(client, level), aMachine(machine));
  return { registry: registry.map(shown), credential: credential.map(shown) };
}

describe('[moved-files] variables that move files', () => {
  test.each([
    ['cargo', { CARGO_HOME: '/rust' }, ['/rust/config.toml', '/rust/credentials.toml']],
    ['poetry', { POETRY_CONFIG_DIR: '/etc/p' }, ['/etc/p/config.toml', '/etc/p/auth.toml']],
    ['poetry', { XDG_CONFIG_HOME: '/cfg' }, ['/cfg/pypoetry/config.toml', '/cfg/pypoetry/auth.toml']],
    ['uv', { XDG_CONFIG_HOME: '/cfg' }, ['/cfg/uv/uv.toml']],
    ['uv', { UV_CONFIG_FILE: '/etc/uv.toml', UV_NO_CONFIG: '1' }, ['/etc/uv.toml']],
    ['pipenv', { NETRC: '/secret/netrc' }, ['/secret/netrc']],
    ['pdm', { PDM_CONFIG_FILE: '/etc/pdm.toml', NETRC: '' }, ['/etc/pdm.toml', '/home/ann/.netrc']],
    ['pdm', { XDG_CONFIG_HOME: '/cfg' }, ['/cfg/pdm/config.toml', '/home/ann/.netrc']],
  ])('%s goes by %j', async (client, env, paths) => {
    expect(await pathsOf(client, 'user', { env })).toEqual(paths);
  });
});

describe('a project that the client has no file in', () => {
  test.each([
    ['poetry', 'pyproject.toml'],
    ['uv', 'pyproject.toml'],
    ['pipenv', 'Pipfile'],
    ['pdm', 'pyproject.toml'],
  ])('%s asks for %s', async (client, name) => {
    expect(await refusalOf(client, 'project')).toMatchObject({
      code: 'invalidInput',
      advice: expect.stringContaining(`Create ${name}`),
    });
  });

  test("Poetry's own are known by a table, a lock file or the build backend", async () => {
    const file = `${PROJECT}/pyproject.toml`;
    const foreign = '[project]\nname = "shop"\n[tool.uv]\ndev-dependencies = []\n';
    expect(await refusalOf('poetry', 'project', { files: { [file]: foreign } })).toMatchObject({
      code: 'invalidInput',
    });
    const own: Record<string, string>[] = [
      { [file]: `${foreign}[tool.poetry]\npackage-mode = false\n` },
      { [file]: `${foreign}[build-system]\nbuild-backend = "poetry.core.masonry.api"\n` },
      { [file]: foreign, [`${PROJECT}/poetry.lock`]: '' },
    ];
    for (const files of own) {
      expect(await pathsOf('poetry', 'project', { files })).toEqual([file, '/home/ann/.config/pypoetry/auth.toml']);
    }
  });

  test('a first source of Pipenv without a name can not be told from the others', async () => {
    const files = { [`${PROJECT}/Pipfile`]: '[[source]]\nurl = "https://pypi.org/simple"\n' };
    expect(await refusalOf('pipenv', 'project', { files })).toMatchObject({ code: 'invalidInput' });
  });

  test('uv reads no files at all, or none of projects, where a variable says so', async () => {
    const files = { [`${PROJECT}/pyproject.toml`]: '' };
    const refused = { code: 'fileUnreadable' };
    expect(await refusalOf('uv', 'user', { env: { UV_NO_CONFIG: '1' } })).toMatchObject(refused);
    expect(await refusalOf('uv', 'project', { env: { UV_NO_CONFIG: '1' }, files })).toMatchObject(refused);
    expect(await refusalOf('uv', 'project', { env: { UV_CONFIG_FILE: '/x' }, files })).toMatchObject(refused);
  });
});

describe('where the client looks, strongest first', () => {
  test('cargo: variables, then .cargo folders from the project up, and credentials.toml before any token in them', async () => {
    const files = { '/home/.cargo/config': '', '/home/ann/.cargo/credentials': '' };
    const index = 'registries.codeartifact.index';
    const token = 'registries.codeartifact.token';
    const configs = [
      `${PROJECT}/.cargo/config.toml`,
      '/home/ann/.cargo/config.toml',
      '/home/.cargo/config',
      '/.cargo/config.toml',
    ];
    expect(await lookupOf('cargo', 'project', { files })).toEqual({
      registry: ['CARGO_REGISTRIES_CODEARTIFACT_INDEX', ...configs.map((file) => `${file} ${index}`)],
      credential: [
        'CARGO_REGISTRIES_CODEARTIFACT_TOKEN',
        `/home/ann/.cargo/credentials ${token}`,
        ...configs.map((file) => `${file} ${token}`),
      ],
    });
  });

  test('Poetry: the variable, the project, auth.toml, config.toml, netrc', async () => {
    const { credential } = await lookupOf('poetry', 'project');
    expect(credential).toEqual([
      'POETRY_HTTP_BASIC_CODEARTIFACT_PASSWORD',
      `${PROJECT}/poetry.toml http-basic.codeartifact.password`,
      '/home/ann/.config/pypoetry/auth.toml http-basic.codeartifact.password',
      '/home/ann/.config/pypoetry/config.toml http-basic.codeartifact.password',
      '/home/ann/.netrc d.example.password',
    ]);
  });

  test('uv: credentials in a URL before netrc', async () => {
    const { registry, credential } = await lookupOf('uv', 'project', { files: { [`${PROJECT}/uv.toml`]: '' } });
    expect(registry).toEqual([
      'UV_DEFAULT_INDEX',
      'UV_INDEX_URL',
      `${PROJECT}/uv.toml index[name=codeartifact].url`,
      '/home/ann/.config/uv/uv.toml index[name=codeartifact].url',
    ]);
    expect(credential).toEqual(['UV_INDEX_CODEARTIFACT_PASSWORD', ...registry, '/home/ann/.netrc d.example.password']);
  });
});

test('names of variables are spelled as each client does', () => {
  const variables = (client: string, options: Record<string, string>) =>
    Object.keys(findClient(client)!.variables(aBinding(client, 'user', options)));
  expect(variables('cargo', { registryName: 'my-Reg_1', cratesIo: 'replace' })).toEqual([
    'CARGO_REGISTRIES_MY_REG_1_INDEX',
    'CARGO_REGISTRIES_MY_REG_1_TOKEN',
    'CARGO_REGISTRIES_MY_REG_1_CREDENTIAL_PROVIDER',
    'CARGO_REGISTRY_DEFAULT',
  ]);
  expect(variables('poetry', { indexName: 'pay.web-x' })).toContain('POETRY_HTTP_BASIC_PAY_WEB_X_PASSWORD');
  expect(variables('uv', { indexName: 'pay.web', use: 'extra' })).toEqual(
    expect.arrayContaining(['UV_INDEX', 'UV_INDEX_PAY_WEB_PASSWORD']),
  );
});

test('text to copy names the source and holds no token', () => {
  for (const client of ['poetry', 'pipenv']) {
    const snippets = findClient(client)!.snippets?.(aBinding(client, 'user', { indexName: 'pay' })) ?? [];
    expect(snippets.map(({ text }) => text).join('')).toContain(
      'name = "pay"\nurl = "https://d.example/pypi/web/simple/"',
    );
    expect(JSON.stringify(snippets)).not.toContain(TOKEN_SLOT);
  }
});

describe('a file that is not ours to change', () => {
  async function switchedOn(
    client: string,
    files: Readonly<Record<string, string>>,
    level: 'user' | 'project' = 'user',
  ) {
    const home = aCliHome(null);
    mkdirSync(home.path('shop'), { recursive: true });
    for (const [name, text] of Object.entries(files)) home.write(name, text);
    const clock = manualClock();
    const engine = anEngine({ home, clock, aws: aTokenService(clock) });
    await engine.ask('binding.add', {
      project: level === 'user' ? 'user' : home.path('shop'),
      client,
      profile: 'work',
      domain: 'platform',
      repository: 'web',
      options: {},
      enabled: true,
    });
    await engine.ask('plan.apply', {}).catch(() => null);
    for (const [name, text] of Object.entries(files)) expect(home.read(name)).toBe(text);
    const { state, problem } = (await engine.state()).bindings[0]!;
    return { state, code: problem?.code, message: problem?.message };
  }

  test('[placeholder] a Pipfile whose index takes the token from a variable', async () => {
    for (const password of ['${CODEARTIFACT_AUTH_TOKEN}', '$CODEARTIFACT_AUTH_TOKEN']) {
      const pipfile = `[[source]]\nname = "pypi"\nurl = "https://aws:${password}@d.example/simple/"\n`;
      const refused = await switchedOn('pipenv', { 'shop/Pipfile': pipfile }, 'project');
      expect(refused).toMatchObject({ state: 'refused', code: 'envManaged' });
    }
  });

  test("[bom] a byte order mark in Poetry's auth.toml, which Poetry can not read", async () => {
    const files = { '.config/pypoetry/auth.toml': '\uFEFF[http-basic.x]\nusername = "a"\n' };
    expect(await switchedOn('poetry', files)).toMatchObject({ state: 'refused', code: 'fileInvalid' });
  });

  test('[invalidating-duplicate] a table that stands twice, named with its line and without what is in it', async () => {
    const token = aCodeArtifactToken();
    const text = `[registries.a]\ntoken = "${token}"\n[registries.a]\ntoken = "${token}"\n`;
    const refused = await switchedOn('cargo', { '.cargo/credentials.toml': text });
    expect(refused).toMatchObject({
      state: 'refused',
      code: 'fileInvalid',
      message: expect.stringContaining('line 3'),
    });
    expect(JSON.stringify(refused)).not.toContain(token.slice(0, 20));
  });
});
