import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const EVIL = 'https://else.example/x/';
const address = { profile: 'work', domain: 'platform', repository: 'web' };

/** What a login at user level, with a project `shop` beside it, is told besides that the host is none of CodeArtifact's. */
async function told(home: CliHome, client: string, options: Record<string, string>, env: Record<string, string>) {
  const engine = anEngine({ home: { ...home, env: { ...home.env, ...env } }, aws: aTokenService(systemClock) });
  await engine.ask('project.add', { path: home.path('shop') });
  const login = await engine.terminal.login({ ...address, client, project: 'user', options });
  if (!login.ok) throw new Error(login.error.message);
  return login.value.findings
    .filter(({ problem, severity }) => problem.code !== 'endpointCustom' && severity !== 'note')
    .map(({ severity, origin, problem }) => `${severity} ${problem.code} ${origin?.name}:${origin?.line ?? ''}`);
}

type Case = [
  client: string,
  place: string,
  text: string,
  line: number | '',
  code?: string | undefined,
  options?: Record<string, string>,
];

/** A place is a file of the home, or a variable. */
function arranged(place: string, text: string) {
  const home = aCliHome(null);
  home.write('shop/pyproject.toml', '[project]\nname = "x"\n');
  const isVariable = /^[A-Z_:/]+$/.test(place);
  if (!isVariable) home.write(place, text);
  return { home, env: isVariable ? { [place]: text } : {}, name: isVariable ? place : `~/${place}` };
}

describe('"signed in" is not said', () => {
  test.each<Case>([
    ['pip', 'PIP_NO_INDEX', 'true', '', 'registryShadowed'],
    ['pip', '.config/pip/pip.conf', '[global]\nno-index = yes\n', 2, 'registryShadowed'],
    ['pip', '.config/pip/pip.conf', '[install]\nno_index = 1\n', 2, 'registryShadowed', { use: 'extra' }],
    ['pip', '.pip/pip.conf', '[global]\nno-index = true\n', 2, 'registryShadowed'],
    ['pip', 'shop/requirements.txt', 'six\n--no-index\n', 2, 'registryShadowed'],
    ['uv', '.config/uv/uv.toml', 'no-index = true\n', 1, 'registryShadowed'],
    ['uv', '.config/uv/uv.toml', '[pip]\nno-index = true\n', 2, 'registryShadowed'],
    ['uv', 'shop/uv.toml', 'no-index = true\n', 1, 'registryShadowed'],
    ['ruby', 'BUNDLE_MIRROR__ALL', EVIL, ''],
    ['ruby', '.bundle/config', `---\nBUNDLE_MIRROR__ALL: "${EVIL}"\n`, 2],
    ['ruby', '.bundle/config', `---\nBUNDLE_MIRROR__HTTPS://D__EXAMPLE/RUBY/WEB: "${EVIL}"\n`, 2],
    ['ruby', '.bundle/config', `---\nBUNDLE_MIRROR__D__EXAMPLE: "${EVIL}"\n`, 2],
    ['ruby', 'shop/.bundle/config', `---\nBUNDLE_MIRROR__ALL: "${EVIL}"\n`, 2],
    [
      'ruby',
      'shop/.bundle/config',
      `---\nBUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG: "${EVIL}"\n`,
      2,
      undefined,
      { mirror: 'rubygems.org' },
    ],
    ['cargo', 'shop/.cargo/config.toml', '[source.codeartifact]\nreplace-with = "x"\n', 2],
    [
      'cargo',
      '.cargo/other.toml',
      'include = ["x.toml"]\n[source.mine]\nregistry = "sparse+https://d.example/cargo/web/"\nreplace-with = "x"\n',
      4,
      undefined,
      { included: 'yes' },
    ],
    ['cargo', 'CARGO_REGISTRIES_CODEARTIFACT_CREDENTIAL_PROVIDER', 'cargo:libsecret', ''],
    ['poetry', 'POETRY_REPOSITORIES_CODEARTIFACT_URL', EVIL, '', 'registryShadowed'],
    ['poetry', 'POETRY_HTTP_BASIC_CODEARTIFACT_PASSWORD', 'theirs', '', 'credentialShadowed'],
    ['poetry', 'POETRY_PYPI_TOKEN_CODEARTIFACT', 'pypi-theirs', '', 'credentialShadowed'],
    ['poetry', '.config/pypoetry/auth.toml', '[pypi-token]\ncodeartifact = "x"\n', 2, 'credentialShadowed'],
    ['pdm', 'shop/pdm.toml', '[pypi]\nverify_ssl = false\n', 2],
    ['pdm', 'shop/pdm.toml', '[pypi]\nca_certs = "evil.pem"\n', 2],
    ['pdm', '.config/pdm/config.toml', '[pypi]\nignore_stored_index = true\n', 2],
    ['pdm', 'PDM_IGNORE_STORED_INDEX', '1', ''],
    ['pdm', 'shop/pdm.toml', `[pypi.mine]\nurl = "${EVIL}"\n`, 2, undefined, { use: 'extra', indexName: 'mine' }],
  ])('to %s beside %s: %j', async (client, place, text, line, code = 'credentialRedirected', options = {}) => {
    const { home, env, name } = arranged(place, text);
    const { included, ...others } = options;
    if (included !== undefined) home.write('.cargo/config.toml', 'include = ["other.toml"]\n');
    expect(await told(home, client, others, env)).toEqual([`wrong ${code} ${name}:${line}`]);
  });
});

test.each<Case>([
  ['pip', 'shop/requirements.txt', `--index-url ${EVIL}\nsix\n`, 1],
  ['pip', 'shop/sub/requirements.txt', `-i ${EVIL}\n`, 1],
  ['uv', 'shop/uv.toml', `[[index]]\nname = "x"\nurl = "${EVIL}"\ndefault = true\n`, 4],
  ['pdm', 'shop/pdm.toml', `[pypi]\nurl = "${EVIL}"\n`, 2],
  ['pdm', 'shop/lib/pyproject.toml', `[[tool.pdm.source]]\nname = "pypi"\nurl = "${EVIL}"\n`, 3],
])('a default of its own that a project gives %s in %s is warned of', async (client, place, text, line) => {
  const { home, env, name } = arranged(place, text);
  expect(await told(home, client, {}, env)).toEqual([`warning credentialRedirected ${name}:${line}`]);
});

test.each<Case>([
  ['pip', 'PIP_NO_INDEX', '0', ''],
  ['pip', '.config/pip/pip.conf', '[install]\nno-index = false\n[global]\nno-index = true\n', ''],
  ['pip', 'shop/requirements.txt', '--index-url https://d.example/pypi/web/simple/\nsix\n', ''],
  ['uv', 'shop/uv.toml', 'no-index = false\nindex-url = "https://else.example/simple/"\n', ''],
  ['uv', 'UV_NO_INDEX', '1', ''],
  ['uv', 'shop/uv.toml', `[[index]]\nname = "x"\nurl = "${EVIL}"\n`, ''],
  ['ruby', 'BUNDLE_MIRROR__ALL', 'https://d.example/ruby/web', ''],
  [
    'ruby',
    '.bundle/config',
    `---\nBUNDLE_MIRROR__ALL__FALLBACK_TIMEOUT: "3"\nBUNDLE_MIRROR__OTHER__EXAMPLE: "${EVIL}"\n`,
    '',
  ],
  ['poetry', 'POETRY_REPOSITORIES_CODEARTIFACT_URL', 'https://d.example/pypi/web/', ''],
  ['pdm', 'shop/pdm.toml', '[pypi]\nverify_ssl = true\n[pypi.else]\nurl = "https://else.example/"\n', ''],
])('nothing is said to %s of %s, which keeps nothing from it: %j', async (client, place, text) => {
  const { home, env } = arranged(place, text);
  expect(await told(home, client, {}, env)).toEqual([]);
});
