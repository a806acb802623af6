import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aFolder, hasClient, run, write } from '../../support/emulator-clients.ts';
import type { ClientRun } from '../../support/emulator-clients.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

/** A client that reads npm's registry, as it is run in a folder. */
type Client = {
  readonly command: string;
  readonly add: readonly string[];
  readonly publish: readonly string[];
  /** The file that signs it in, and what stands in it. */
  config(endpoint: string, token: string): readonly [string, string];
};

const npmrc: Client['config'] = (endpoint, token) => [
  '.npmrc',
  `registry=${endpoint}\n${endpoint.replace('http:', '')}:_authToken=${token}\nalways-auth=true\n`,
];

const clients: Readonly<Record<string, Client>> = {
  pnpm: { command: 'pnpm', add: ['add'], publish: ['publish', '--no-git-checks'], config: npmrc },
  bun: { command: 'bun', add: ['add'], publish: ['publish'], config: npmrc },
  'yarn 1': {
    command: 'yarn',
    add: ['add'],
    publish: ['publish', '--non-interactive', '--new-version', '2.0.0'],
    config: npmrc,
  },
  'yarn 4': {
    command: 'yarn',
    add: ['add'],
    publish: ['npm', 'publish'],
    config: (endpoint, token) => [
      '.yarnrc.yml',
      [
        `npmRegistryServer: "${endpoint}"`,
        `npmAuthToken: "${token}"`,
        'npmAlwaysAuth: true',
        'unsafeHttpWhitelist: ["127.0.0.1"]',
        'nodeLinker: node-modules',
        'enableGlobalCache: false',
        'enableTelemetry: false',
        // A package is taken as soon as it is published.
        'npmMinimalAgeGate: 0',
        '',
      ].join('\n'),
    ],
  },
};

const yarnVersion = hasClient('yarn') ? spawnSync('yarn', ['--version'], { encoding: 'utf8' }).stdout : '';
for (const major of ['1', '4']) {
  if (!yarnVersion.startsWith(`${major}.`))
    console.warn(`SKIPPED: the yarn on PATH, if any, is none of version ${major}`);
}
const present: Readonly<Record<string, boolean>> = {
  pnpm: hasClient('pnpm'),
  bun: hasClient('bun'),
  'yarn 1': yarnVersion.startsWith('1.'),
  'yarn 4': yarnVersion.startsWith('4.'),
};

type Home = { readonly folder: string; run(project: string, args: readonly string[]): Promise<ClientRun> };

async function aHome(client: Client, emulator: Emulator): Promise<Home> {
  const folder = aFolder();
  const [file, text] = client.config(await anEndpoint(emulator, 'npm'), await aTokenOf(emulator));
  const projects = { app: '"name":"app"', greeting: '"name":"@team/greeting"' };
  for (const [project, name] of Object.entries(projects)) {
    write(folder, `${project}/${file}`, text);
    write(folder, `${project}/package.json`, `{${name},"version":"2.0.0","license":"MIT"}\n`);
    // Without a lockfile of its own, Yarn 4 takes a project for a part of the folder above.
    if (file === '.yarnrc.yml') write(folder, `${project}/yarn.lock`, '');
  }
  write(folder, 'greeting/index.js', "module.exports = 'Hello';\n");
  const env = {
    HOME: folder,
    USERPROFILE: folder,
    XDG_DATA_HOME: path.join(folder, 'data'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    BUN_INSTALL_CACHE_DIR: path.join(folder, 'bun-cache'),
    CI: 'false',
  };
  return { folder, run: (project, args) => run(client.command, args, path.join(folder, project), env) };
}

describe.each(Object.entries(clients))('%s', (name, client) => {
  const patient = { timeout: 120_000 };

  test.skipIf(present[name] !== true)('installs, publishes, and installs what it published', patient, async () => {
    const { folder, run: act } = await aHome(client, await anEmulator());
    const installed = (file: string): string => readFileSync(path.join(folder, 'app/node_modules', file), 'utf8');
    expect(await act('app', [...client.add, 'hello-codeartifact', '@team/hello'])).toMatchObject({ code: 0 });
    expect(installed('hello-codeartifact/index.js')).toContain('Hello from hello-codeartifact');
    expect(installed('@team/hello/index.js')).toContain('Hello from @team/hello');

    if (name === 'yarn 4') expect(await act('greeting', ['install'])).toMatchObject({ code: 0 });
    expect(await act('greeting', client.publish)).toMatchObject({ code: 0 });
    expect(await act('app', [...client.add, '@team/greeting'])).toMatchObject({ code: 0 });
    expect(installed('@team/greeting/index.js')).toBe("module.exports = 'Hello';\n");
  });

  test.skipIf(present[name] !== true)('is refused once the token is revoked', patient, async () => {
    const emulator = await anEmulator();
    const { run: act } = await aHome(client, emulator);
    emulator.revokeIssuedTokens();
    const refused = await act('app', [...client.add, 'hello-codeartifact']);
    expect(refused.code).not.toBe(0);
    expect(emulator.requests.filter(({ operation }) => operation === 'npm').at(-1)).toMatchObject({ status: 401 });
  });
});
