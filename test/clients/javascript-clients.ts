import type { RealClient, Stage } from './real-client.ts';

const PACKAGE = 'hello-codeartifact';
const consumer = '{"name":"consumer","version":"1.0.0","private":true}\n';
const dependent = `{"name":"consumer","private":true,"dependencies":{"${PACKAGE}":"1.0.0"}}\n`;
const npmSettings =
  '; mine\nfund=false\nsave-exact = true\n@old:registry=http://127.0.0.1:9/\n//127.0.0.1:9/:_authToken=old\n';
const greeting = {
  'package.json': '{"name":"greeting","version":"2.0.0"}\n',
  'index.js': "module.exports = 'published';\n",
};
const files = () => ({ 'package.json': consumer });

function npm(version: string, representative = false): RealClient {
  return {
    name: `npm ${version}`,
    client: 'npm',
    format: 'npm',
    source: { npm: [`npm@${version}`], program: '.bin/npm' },
    representative,
    level: 'project',
    settings: { '.npmrc': npmSettings, 'shop/.npmrc': '# of the team\nengine-strict=true\n' },
    files,
    fetch: (stage) => ({ args: ['install', PACKAGE], env: npmEnvironment(stage) }),
    publish: {
      files: () => greeting,
      invocation: (stage) => ({ args: ['publish'], env: npmEnvironment(stage) }),
    },
  };
}

function npmEnvironment({ cache }: Stage) {
  return {
    npm_config_cache: cache,
    npm_config_globalconfig: `${cache}/global`,
    npm_config_audit: 'false',
    npm_config_update_notifier: 'false',
    npm_config_fetch_retries: '0',
  };
}

function pnpm(version: string, representative = false): RealClient {
  return {
    name: `pnpm ${version}`,
    client: 'pnpm',
    format: 'npm',
    source: { npm: [`pnpm@${version}`], program: '.bin/pnpm' },
    representative,
    level: 'project',
    settings: { '.npmrc': npmSettings },
    // `add` of pnpm 12 asks for a document that only some registries have.
    files: () => ({ 'package.json': dependent }),
    fetch: ({ cache }) => ({
      args: ['install', '--no-frozen-lockfile', '--store-dir', `${cache}/store`],
      env: {
        XDG_CACHE_HOME: `${cache}/cache`,
        XDG_DATA_HOME: `${cache}/data`,
        XDG_STATE_HOME: `${cache}/state`,
        npm_config_fetch_retries: '0',
        pnpm_config_fetch_retries: '0',
        pnpm_config_minimum_release_age: '0',
      },
    }),
    publish: {
      files: () => greeting,
      invocation: (stage) => ({ args: ['publish', '--no-git-checks'], env: npmEnvironment(stage) }),
    },
  };
}

const yarnClassic: RealClient = {
  name: 'Yarn 1.22.22',
  client: 'yarn',
  format: 'npm',
  source: { npm: ['yarn@1.22.22'], program: '.bin/yarn' },
  representative: true,
  level: 'project',
  settings: { '.npmrc': npmSettings, '.yarnrc': '# mine\nlastUpdateCheck 1\n' },
  files,
  fetch: ({ cache }) => ({ args: ['add', PACKAGE, '--no-lockfile', '--non-interactive', '--cache-folder', cache] }),
  publish: {
    files: () => greeting,
    invocation: () => ({ args: ['publish', '--non-interactive', '--new-version', '2.0.0'] }),
    hidesRefusal: true,
  },
};

function yarnBerry(version: string, representative = false): RealClient {
  const environment = ({ cache }: Stage) => ({
    YARN_CACHE_FOLDER: `${cache}/cache`,
    YARN_GLOBAL_FOLDER: `${cache}/global`,
    YARN_ENABLE_GLOBAL_CACHE: 'false',
    YARN_ENABLE_TELEMETRY: 'false',
    YARN_HTTP_RETRY: '0',
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    YARN_NODE_LINKER: 'node-modules',
    ...(version.startsWith('4') ? { YARN_NPM_MINIMAL_AGE_GATE: '0' } : {}),
  });
  return {
    name: `Yarn ${version}`,
    client: 'yarn-berry',
    format: 'npm',
    source: { npm: [`@yarnpkg/cli-dist@${version}`], program: '.bin/yarn' },
    representative,
    level: 'project',
    settings: {
      '.yarnrc.yml':
        '# mine\nenableTelemetry: false\nnpmRegistries:\n    "//127.0.0.1:9/":\n        npmAuthToken: old\n',
      'shop/.yarnrc.yml': '# of the team\nnodeLinker: node-modules\n',
    },
    files: () => ({ 'package.json': consumer, 'yarn.lock': '' }),
    fetch: (stage) => ({ args: ['add', PACKAGE], env: environment(stage) }),
    publish: {
      files: () => ({ ...greeting, 'yarn.lock': '' }),
      invocation: (stage) => ({
        command: 'sh',
        args: ['-c', '"$0" install --no-immutable && "$0" npm publish', stage.program],
        env: environment(stage),
      }),
    },
  };
}

const bun: RealClient = {
  name: 'Bun 1.4.5',
  client: 'bun',
  format: 'npm',
  source: { npm: ['bun@1.4.5'], program: '.bin/bun' },
  representative: false,
  level: 'project',
  settings: { '.npmrc': npmSettings },
  files,
  fetch: ({ cache }) => ({ args: ['add', PACKAGE, '--no-progress'], env: { BUN_INSTALL_CACHE_DIR: cache } }),
  publish: {
    files: () => greeting,
    invocation: ({ cache }) => ({ args: ['publish'], env: { BUN_INSTALL_CACHE_DIR: cache } }),
  },
};

const deno: RealClient = {
  name: 'Deno 2.9.6',
  client: 'deno',
  format: 'npm',
  source: { npm: ['deno@2.9.6'], program: '.bin/deno' },
  representative: false,
  level: 'project',
  settings: { '.npmrc': npmSettings },
  files: () => ({ 'package.json': consumer, 'deno.json': '{"nodeModulesDir":"auto"}\n' }),
  fetch: ({ cache }) => ({
    args: ['install', `npm:${PACKAGE}`],
    env: { DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
  }),
};

export const javascriptClients: readonly RealClient[] = [
  npm('9.9.4'),
  npm('10.9.8'),
  npm('11.21.2', true),
  npm('12.2.0'),
  pnpm('9.15.9'),
  pnpm('10.34.9'),
  pnpm('11.28.10'),
  pnpm('12.21.0', true),
  yarnClassic,
  yarnBerry('3.8.7'),
  yarnBerry('4.18.1', true),
  bun,
  deno,
];
