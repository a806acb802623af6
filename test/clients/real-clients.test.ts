import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { clients } from '../../shared/engine/clients/index.ts';
import { diagnoseText } from '../../shared/engine/doctor/diagnose.ts';
import type { Emulator } from '../../shared/emulator/index.ts';
import { anEmulator } from '../support/emulator-service.ts';
import { go, newerGo } from './go-client.ts';
import { ALL_CLIENTS, haveClient } from './have-client.ts';
import { javaClients } from './java-clients.ts';
import { javascriptClients } from './javascript-clients.ts';
import { nugetClients } from './nuget-clients.ts';
import { otherClients } from './other-clients.ts';
import { noteOutcomes } from './outcomes.ts';
import { pythonClients } from './python-clients.ts';
import type { RealClient, Stage } from './real-client.ts';
import { aStage, fetchOnce, logIn, runOnce, withCache } from './stage.ts';

// Real package managers fetch through nothing but the files that the app wrote, as `codeartifact-tray login` leaves them.

const realClients: readonly RealClient[] = [
  ...javascriptClients,
  ...pythonClients,
  ...nugetClients,
  ...javaClients,
  ...otherClients,
  go,
  newerGo,
];
const wanted = realClients.filter(({ representative }) => ALL_CLIENTS || representative);
const outcomes = noteOutcomes();

const candidates = wanted.map((candidate) => {
  const found = haveClient(candidate.source);
  if (found === null) console.warn(`SKIPPED: ${candidate.name} is not to be had on this machine`);
  const name = [candidate.name, found?.version ?? ''].join(' ').trim();
  return { name, client: { ...candidate, name }, program: found?.program ?? null };
});

describe.each(candidates)('$name', ({ client, program }) => {
  test.skipIf(program === null)(
    'fetches in a fresh home, is refused with a stale token, and fetches after a refresh',
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
    for (const [file, text] of Object.entries(client.publish!.files(stage)))
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
