import { helloWheel } from '../../shared/emulator/formats/python-wheel.ts';
import type { RealClient, Stage } from './real-client.ts';

const PACKAGE = 'hello-codeartifact';
const netrc = '# mine\nmachine 127.0.0.1:9 login ann password old\nmachine other.example login ann password old\n';

/** Debian's Python programs are made for Debian's Python, whatever another one stands first in PATH. */
const debian = { PATH: '/usr/bin:/bin' };

const pip: RealClient = {
  name: 'pip',
  client: 'pip',
  format: 'pypi',
  source: { command: '/usr/bin/python3', debian: ['python3-pip'], version: ['-m', 'pip', '--version'] },
  representative: false,
  level: 'user',
  settings: { '.config/pip/pip.conf': '# mine\n[global]\ntimeout = 7\nindex-url =\n    https://old.example/simple/\n' },
  files: () => ({}),
  fetch: ({ cache }) => ({
    args: [
      '-m',
      'pip',
      'install',
      PACKAGE,
      '--no-cache-dir',
      '--no-input',
      '--retries',
      '0',
      '--target',
      `${cache}/site`,
    ],
    env: { ...debian, PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  }),
};

const pipExtra: RealClient = {
  ...pip,
  name: 'pip with an extra index,',
  options: ['--use', 'extra'],
  // The index that it is asked beside is not there.
  settings: {
    '.config/pip/pip.conf':
      '[global]\nno-index = false\nindex-url = http://127.0.0.1:9/simple/\nextra-index-url =\n    http://127.0.0.1:9/other/\n',
  },
};

const twine: RealClient = {
  name: 'twine',
  client: 'twine',
  format: 'pypi',
  source: { command: '/usr/bin/twine', debian: ['twine'], version: ['--version'] },
  representative: false,
  level: 'user',
  settings: {
    '.pypirc':
      '# mine\n[distutils]\nindex-servers =\n    pypi\n    other\n\n[other]\nrepository: https://old.example/\nusername: ann\npassword: old\n',
  },
  files: () => ({ [helloWheel(PACKAGE, '1.0.0').file]: helloWheel(PACKAGE, '1.0.0').content }),
  fetch: () => ({
    args: [
      'upload',
      '--repository',
      'codeartifact',
      '--disable-progress-bar',
      '--non-interactive',
      helloWheel(PACKAGE, '1.0.0').file,
    ],
    env: debian,
  }),
  fetchPublishes: true,
};

const poetry: RealClient = {
  name: 'Poetry',
  client: 'poetry',
  format: 'pypi',
  source: { command: '/usr/bin/poetry', debian: ['python3-poetry'], version: ['--version'] },
  representative: false,
  level: 'project',
  settings: { '.config/pypoetry/auth.toml': '# mine\n[http-basic.other]\nusername = "ann"\npassword = "old"\n' },
  files: () => ({
    'pyproject.toml': `[tool.poetry]
name = "consumer"
version = "1.0.0"
description = ""
authors = []

[tool.poetry.dependencies]
python = "^3.8"
${PACKAGE} = { version = "1.0.0", source = "codeartifact" }
`,
  }),
  fetch: ({ cache }) => ({
    args: ['lock', '--no-interaction'],
    env: {
      ...debian,
      POETRY_CACHE_DIR: cache,
      POETRY_VIRTUALENVS_PATH: `${cache}/venvs`,
      PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
    },
  }),
};

const pipenv: RealClient = {
  name: 'Pipenv',
  client: 'pipenv',
  format: 'pypi',
  source: { command: '/usr/bin/pipenv', debian: ['pipenv'], version: ['--version'] },
  representative: false,
  level: 'project',
  settings: { '.netrc': netrc },
  files: () => ({
    Pipfile: `[[source]]
url = "https://old.example/simple"
verify_ssl = true
name = "pypi"

[packages]
${PACKAGE} = "*"
`,
  }),
  fetch: ({ cache }: Stage) => ({
    args: ['lock'],
    env: {
      ...debian,
      PIPENV_CACHE_DIR: cache,
      PIPENV_NOSPIN: '1',
      PIPENV_YES: '1',
      PIP_NO_INPUT: '1',
      PIP_RETRIES: '0',
      VIRTUALENV_NO_DOWNLOAD: '1',
      WORKON_HOME: `${cache}/venvs`,
    },
  }),
};

const pdm: RealClient = {
  name: 'PDM',
  client: 'pdm',
  format: 'pypi',
  source: { command: '/usr/bin/pdm', debian: ['python3-pdm'], version: ['--version'] },
  representative: false,
  level: 'project',
  settings: {
    '.netrc': netrc,
    '.config/pdm/config.toml': '# mine\n[pypi]\nurl = "https://old.example/simple"\nusername = "ann"\n',
  },
  files: () => ({
    'pyproject.toml': `[project]
name = "consumer" # ours
version = "1.0.0"
requires-python = ">=3.8"
dependencies = ["${PACKAGE}"]
`,
  }),
  fetch: ({ cache }) => ({
    args: ['lock'],
    env: { ...debian, PDM_CACHE_DIR: cache, PDM_CHECK_UPDATE: '0', PDM_USE_VENV: '0', PDM_LOG_DIR: cache },
  }),
};

/** The newest of each as PyPI has it, in an environment of its own. */
function fromPyPI(client: RealClient, version: string, script = client.client, besides: string[] = []): RealClient {
  const source = { pypi: [`${client.client}==${version}`, ...besides], script };
  return { ...client, name: `${client.name} ${version}`, source };
}

const newestPoetry: RealClient = {
  ...fromPyPI(poetry, '2.5.1'),
  publish: {
    files: () => ({
      'pyproject.toml': '[project]\nname = "greeting"\nversion = "2.0.0"\n',
      [`dist/${helloWheel('greeting', '2.0.0').file}`]: helloWheel('greeting', '2.0.0').content,
    }),
    invocation: (stage) => ({ ...poetry.fetch(stage), args: ['publish', '--repository', 'codeartifact', '-n'] }),
  },
};

const uv: RealClient = {
  name: 'uv 0.13.9',
  client: 'uv',
  format: 'pypi',
  source: { pypi: ['uv==0.13.9'], script: 'uv' },
  representative: false,
  level: 'project',
  settings: { '.netrc': netrc },
  files: () => ({
    'pyproject.toml': `[project]
name = "consumer"
version = "1.0.0"
requires-python = ">=3.8"
dependencies = ["${PACKAGE}"]
`,
  }),
  fetch: ({ cache }) => ({ args: ['lock', '--cache-dir', cache], env: uvEnvironment }),
};

const uvEnvironment = { ...debian, UV_PYTHON: '/usr/bin/python3', UV_PYTHON_DOWNLOADS: 'never', UV_HTTP_RETRIES: '0' };

const uvForAll: RealClient = {
  ...uv,
  name: 'uv 0.13.9 at user level',
  level: 'user',
  settings: {
    '.config/uv/uv.toml':
      '# mine\noffline = false\n\n[[index]]\nname = "other"\nurl = "http://127.0.0.1:9/simple/"\nexplicit = true\n',
  },
};

const uvPip: RealClient = {
  ...uvForAll,
  name: 'uv 0.13.9 by uv pip,',
  files: () => ({}),
  fetch: ({ cache }) => ({
    args: ['pip', 'install', PACKAGE, '--cache-dir', cache, '--target', `${cache}/site`],
    env: uvEnvironment,
  }),
};

const hatch: RealClient = {
  ...twine,
  name: 'Hatch 1.18.2',
  client: 'hatch',
  source: { pypi: ['hatch==1.18.2'], script: 'hatch' },
  settings: {
    '.config/hatch/config.toml':
      '# mine\nmode = "local"\n\n[publish.index.repos.other]\nurl = "https://old.example/"\nuser = "ann"\nauth = "old"\n',
  },
  fetch: ({ cache }) => ({
    args: ['--no-interactive', 'publish', '--repo', 'codeartifact', helloWheel(PACKAGE, '1.0.0').file],
    env: { ...debian, HATCH_CACHE_DIR: cache, HATCH_DATA_DIR: `${cache}/data` },
  }),
};

export const pythonClients: readonly RealClient[] = [
  pip,
  pipExtra,
  fromPyPI(pip, '26.3', 'python'),
  fromPyPI(pipExtra, '26.3', 'python'),
  twine,
  fromPyPI(twine, '7.0.0'),
  hatch,
  uv,
  uvForAll,
  uvPip,
  poetry,
  newestPoetry,
  pipenv,
  fromPyPI(pipenv, '2026.10.3'),
  pdm,
  // It can't do with the next major version of the library, although it asks for no older one.
  fromPyPI(pdm, '2.29.4', 'pdm', ['hishel==1.4.0']),
];
