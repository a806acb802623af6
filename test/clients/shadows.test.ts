import { appendFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../shared/contract/doctor.ts';
import { anEmulator } from '../support/emulator-service.ts';
import { aCodeArtifactToken } from '../unit/secrets/sample-token.ts';
import { go } from './go-client.ts';
import { haveClient } from './have-client.ts';
import { javaClients } from './java-clients.ts';
import { javascriptClients } from './javascript-clients.ts';
import { otherClients } from './other-clients.ts';
import { pythonClients } from './python-clients.ts';
import type { Stage } from './real-client.ts';
import { aStage, fetchOnce, logIn } from './stage.ts';

// What stands before ours, by the doctor and by the client itself (`npm run test:clients`).

const YESTERDAY = Math.floor(Date.now() / 1000) - 86_400;
const STALE = aCodeArtifactToken({ isu: YESTERDAY - 43_200, exp: YESTERDAY });
const everyClient = [...javascriptClients, ...pythonClients, ...javaClients, ...otherClients, go];

type Shadow = {
  /** Name of the real client. */
  readonly client: string;
  readonly name: string;
  readonly works: boolean;
  /** Lines for files of the home. */
  files?(stage: Stage): Readonly<Record<string, string>>;
  env?(stage: Stage): Readonly<Record<string, string>>;
  /** What somebody makes of a file that the app has written, by its path in the home. */
  edits?: Readonly<Record<string, (text: string) => string>>;
};

/** Maven's settings with another mirror in front of ours; nobody listens at its address. */
function behindMirror(mirrorOf: string) {
  const mirror = `<mirror><id>corp</id><url>http://127.0.0.1:9/</url><mirrorOf>${mirrorOf}</mirrorOf></mirror>`;
  return { '.m2/settings.xml': (text: string) => text.replace('<mirrors>', `$&${mirror}`) };
}

const inProject = ({ endpoint }: Stage) => ({
  'shop/.npmrc': `${endpoint.replace('http:', '')}:_authToken=${STALE}\n`,
});
const staleInProject = 'an old token in the project';
const atHost = (stage: Stage) => ({ '.npmrc': `//${new URL(stage.endpoint).host}/:_authToken=${STALE}\n` });
const broader = 'an old token under a broader key';
const withToken = (endpoint: string) => endpoint.replace('//', `//aws:${STALE}@`);

const shadows: readonly Shadow[] = [
  ...['npm 9.9.4', 'npm 12.2.0', 'pnpm 9.15.9', 'pnpm 10.34.9', 'Yarn 1.22.22', 'Bun 1.4.5', 'Deno 2.9.6'].flatMap(
    (client): Shadow[] => [
      { client, name: staleInProject, works: false, files: inProject },
      { client, name: broader, works: true, files: atHost },
    ],
  ),
  {
    client: 'npm 12.2.0',
    name: 'a variable with another registry',
    works: false,
    env: () => ({ npm_config_registry: 'http://127.0.0.1:9/' }),
  },
  {
    client: 'npm 12.2.0',
    name: 'the same in capitals',
    works: false,
    env: () => ({ NPM_CONFIG_REGISTRY: 'http://127.0.0.1:9/' }),
  },
  { client: 'pnpm 12.21.0', name: broader, works: true, files: atHost },
  {
    client: 'Yarn 4.18.1',
    name: 'a variable with another registry',
    works: false,
    env: () => ({ YARN_NPM_REGISTRY_SERVER: 'http://127.0.0.1:9/' }),
  },
  {
    client: 'Yarn 4.18.1',
    name: 'an old token in the project',
    works: false,
    files: ({ endpoint }) => ({
      'shop/.yarnrc.yml': `npmRegistries:\n  "${endpoint.replace(/\/$/, '')}":\n    npmAuthToken: "${STALE}"\n`,
    }),
  },
  {
    client: 'pip',
    name: 'a variable with an old token',
    works: false,
    env: ({ endpoint }) => ({ PIP_INDEX_URL: `${withToken(endpoint)}simple/` }),
  },
  { client: 'twine', name: 'a variable with an old token', works: false, env: () => ({ TWINE_PASSWORD: STALE }) },
  // No row for Poetry: 1.3 takes its file before such variables, 2.1 the other way round, and the doctor goes by the newer.
  {
    client: 'PDM',
    name: 'a variable with another index, which counts less than the project',
    works: true,
    env: () => ({ PDM_PYPI_URL: 'http://127.0.0.1:9/simple/' }),
  },
  {
    client: 'Pipenv',
    name: 'a variable of pip',
    works: true,
    env: () => ({ PIP_INDEX_URL: 'http://127.0.0.1:9/simple/' }),
  },
  {
    client: 'Go through a module proxy,',
    name: 'a variable with another proxy',
    works: false,
    env: () => ({ GOPROXY: 'http://127.0.0.1:9/' }),
  },
  {
    client: 'cargo',
    name: 'a variable with an old token',
    works: false,
    env: () => ({ CARGO_REGISTRIES_CODEARTIFACT_TOKEN: STALE }),
  },
  ...(
    [
      ['*', true],
      ['*,!other', true],
      ['central,platform--web', true],
      ['external:*', true],
      ['platform--web', false],
    ] as const
  ).map(([list, works]) => ({
    client: 'Maven',
    name: `a mirror of ${list}`,
    works,
    edits: behindMirror(list),
  })),
  {
    client: 'Gradle',
    name: 'a variable with an old token',
    works: false,
    env: () => ({ ORG_GRADLE_PROJECT_codeartifactPassword: STALE }),
  },
  {
    client: 'Bundler',
    name: 'a variable with an old token',
    works: false,
    env: () => ({ BUNDLE_127__0__0__1: `aws:${STALE}` }),
  },
  {
    client: 'Bundler',
    name: 'an old token in the project',
    works: false,
    files: () => ({ 'shop/.bundle/config': `---\nBUNDLE_127__0__0__1: "aws:${STALE}"\n` }),
  },
];

const candidates = shadows.map((shadow) => {
  const client = everyClient.find(({ name }) => name === shadow.client)!;
  return {
    shadow,
    client,
    program: haveClient(client.source)?.program ?? null,
    title: `${shadow.client}, of ${shadow.name}`,
  };
});

describe('the doctor knows what the client makes of what stands before ours:', () => {
  test.for(candidates)('$title', { timeout: 120_000 }, async ({ shadow, client, program }, { skip }) => {
    if (program === null) return skip('is not to be had on this machine');
    const emulator = await anEmulator();
    const stage = await aStage(client, program, emulator, {});
    await logIn(client, stage);
    for (const [file, text] of Object.entries(shadow.files?.(stage) ?? {})) {
      if (stage.home.has(file)) appendFileSync(stage.home.path(file), text);
      else stage.home.write(file, text);
    }
    for (const [file, edit] of Object.entries(shadow.edits ?? {})) stage.home.write(file, edit(stage.home.read(file)));
    const env = shadow.env?.(stage) ?? {};

    const { code, output } = await fetchOnce(client, {
      ...stage,
      prepared: { ...stage.prepared, env: { ...stage.prepared.env, ...env } },
    });
    const { out } = await stage.home.run(['doctor', '--json'], { env });
    const [explanation] = (JSON.parse(out) as { readonly bindings: readonly Explanation[] }).bindings;
    const wrong = explanation!.findings.filter(({ severity }) => severity === 'wrong');
    expect({ client: code === 0, doctor: wrong.length === 0 }, output + JSON.stringify(wrong)).toEqual({
      client: shadow.works,
      doctor: shadow.works,
    });
  });
});
