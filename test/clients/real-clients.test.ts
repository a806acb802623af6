import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { clients } from '../../shared/engine/clients/table.ts';
import { diagnoseText } from '../../shared/engine/doctor/diagnose.ts';
import type { Emulator } from '../../shared/emulator/index.ts';
import { aCliHome } from '../support/cli-home.ts';
import type { ClientRun } from '../support/emulator-clients.ts';
import { anEmulator } from '../support/emulator-service.ts';
import { go } from './go-client.ts';
import { haveClient } from './have-client.ts';
import { javascriptClients } from './javascript-clients.ts';
import { nugetClients } from './nuget-clients.ts';
import { otherClients } from './other-clients.ts';
import { noteOutcomes } from './outcomes.ts';
import { pythonClients } from './python-clients.ts';
import type { Invocation, RealClient, Stage } from './real-client.ts';

// Real package managers fetch through nothing but the files that the app wrote, as `codeartifact-tray login` leaves them.

const ALL = process.env['CODEARTIFACT_TRAY_ALL_CLIENTS'] === '1';
const realClients: readonly RealClient[] = [
  ...javascriptClients,
  ...pythonClients,
  ...nugetClients,
  ...otherClients,
  go,
];
const wanted = realClients.filter(({ representative }) => ALL || representative);
const outcomes = noteOutcomes();

const candidates = wanted.map((candidate) => {
  const found = haveClient(candidate.source);
  if (found === null) console.warn(`SKIPPED: ${candidate.name} is not to be had on this machine`);
  const name = [candidate.name, found?.version ?? ''].join(' ').trim();
  return { name, client: { ...candidate, name }, program: found?.program ?? null };
});

describe.each(candidates)('$name', ({ client, program }) => {
  test.skipIf(program === null)(
    'fetches in a fresh home, is refused with a stale token, and fetches after a renewal',
    async () => {
      const emulator = await anEmulator();
      const stage = await aStage(client, program!, emulator, {});
      await logIn(client, stage);

      await expectFetched(client, stage, emulator);
      emulator.revokeIssuedTokens();
      await expectRefused(client, stage, emulator);
      expect(await stage.home.run(['refresh'])).toMatchObject({ code: 0 });
      await expectFetched(client, stage, emulator);
      outcomes.note(client, 'fresh');
      if (client.fetchPublishes === true) outcomes.note(client, 'publish');
    },
    300_000,
  );

  test.skipIf(program === null)(
    'fetches in a home full of other settings, which are as before once it is switched off',
    async () => {
      const emulator = await anEmulator();
      const stage = await aStage(client, program!, emulator, client.settings);
      const before = Object.keys(client.settings).map((file) => stage.home.bytes(file));
      await logIn(client, stage);

      await expectFetched(client, stage, emulator);
      expect(await stage.home.run(['undo'])).toMatchObject({ code: 0 });
      expect(Object.keys(client.settings).map((file) => stage.home.bytes(file))).toEqual(before);
      outcomes.note(client, 'settings');
    },
    300_000,
  );
});

describe.each(candidates.filter(({ client }) => client.publish !== undefined))('$name', ({ client, program }) => {
  test.skipIf(program === null)('publishes by what the app wrote, and is refused with a stale token', async () => {
    const emulator = await anEmulator();
    const stage = await aStage(client, program!, emulator, {});
    await logIn(client, stage, 'user');
    const greeting = stage.home.path('greeting');
    for (const [file, text] of Object.entries(client.publish!.files))
      stage.home.write(path.join('greeting', file), text);
    const publish = () => runOnce(client.publish!.invocation(withCache(stage)), stage, greeting);
    const { code, output } = await publish();
    expect(code, output).toBe(0);
    const { operation, status } = emulator.requests.at(-1)!;
    expect({ operation, done: status >= 200 && status < 300 }).toEqual({ operation: client.format, done: true });
    emulator.revokeIssuedTokens();
    const refused = await publish();
    expect(emulator.requests.at(-1)?.status).toBe(401);
    if (client.publish!.hidesRefusal !== true) {
      expect(refused.code, refused.output).not.toBe(0);
      expectDiagnosed(client, refused.output);
    }
    outcomes.note(client, 'publish');
  });
});

afterAll(() => outcomes.write());

async function aStage(
  client: RealClient,
  program: string,
  emulator: Emulator,
  settings: Readonly<Record<string, string>>,
): Promise<Stage> {
  const home = aCliHome(emulator);
  const stage: Stage = {
    home,
    program,
    prepared: (await client.prepare?.(emulator, home)) ?? { options: [], env: {} },
    project: home.path('shop'),
    cache: home.path('cache-0'),
    endpoint: `${emulator.url}/${client.format}/d/platform-111122223333/web/`,
  };
  mkdirSync(stage.project, { recursive: true });
  for (const [file, text] of Object.entries({ ...client.traces, ...settings })) home.write(file, text);
  for (const [file, text] of Object.entries(client.files(stage))) home.write(path.join('shop', file), text);
  return stage;
}

async function logIn(
  { client, level: usual, options = [] }: RealClient,
  { home, prepared }: Stage,
  level: 'user' | 'project' = usual,
): Promise<void> {
  const project = level === 'project' ? ['--project', home.path('shop')] : [];
  const address = ['--domain', 'platform', '--repository', 'web'];
  const { code, err } = await home.run([
    'login',
    '--tool',
    client,
    ...address,
    ...options,
    ...prepared.options,
    ...project,
  ]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
}

async function expectFetched(client: RealClient, stage: Stage, emulator: Emulator): Promise<void> {
  const before = emulator.requests.length;
  const { code, output } = await fetchOnce(client, stage);
  const answers = emulator.requests.slice(before).filter(({ operation }) => operation === client.format);
  expect(output).not.toContain(emulator.issuedTokens.at(-1));
  const served = answers.some(({ status }) => status === 200);
  expect({ code, served }, output).toEqual({ code: 0, served: true });
}

async function expectRefused(client: RealClient, stage: Stage, emulator: Emulator): Promise<void> {
  const before = emulator.requests.length;
  const { code, output } = await fetchOnce(client, stage);
  const statuses = emulator.requests.slice(before).map(({ status }) => status);
  const outcome = { failed: code !== 0, refused: statuses.includes(401), served: statuses.includes(200) };
  expect(outcome, output).toEqual({ failed: true, refused: true, served: false });
  expectDiagnosed(client, output);
}

/** Somebody pastes that into the doctor. */
function expectDiagnosed({ client, errorTitle }: RealClient, output: string): void {
  const title = errorTitle ?? clients.find(({ name }) => name === client)?.title;
  const titles = diagnoseText(output).map((diagnosis) => diagnosis.clients)[0] ?? [];
  expect(titles, output).toContain(title);
}

let caches = 0;

function withCache(stage: Stage): Stage {
  caches += 1;
  const cache = stage.home.path(`cache-${caches}`);
  mkdirSync(cache);
  return { ...stage, cache };
}

/** Into a project that holds nothing of an earlier fetch. */
async function fetchOnce(client: RealClient, stage: Stage): Promise<ClientRun> {
  for (const left of ['node_modules', 'pnpm-lock.yaml', 'bun.lock', 'deno.lock', 'Gemfile.lock', 'Cargo.lock']) {
    rmSync(path.join(stage.project, left), { recursive: true, force: true });
  }
  return runOnce(client.fetch(withCache(stage)), stage, stage.project);
}

/** Runs the client as on a machine where only this home exists. */
async function runOnce({ command, args, env = {} }: Invocation, stage: Stage, cwd: string): Promise<ClientRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? stage.program, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
      env: {
        PATH: [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter),
        HOME: stage.home.folder,
        USERPROFILE: stage.home.folder,
        CI: '1',
        ...stage.prepared.env,
        ...env,
      },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}
