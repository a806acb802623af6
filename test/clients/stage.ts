import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Emulator } from '../../shared/emulator/index.ts';
import { aCliHome } from '../support/cli-home.ts';
import type { ClientRun } from '../support/emulator-clients.ts';
import type { Invocation, RealClient, Stage } from './real-client.ts';

/** A home with a project that needs the package, and these settings in it. */
export async function aStage(
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

/** Signs the client in by the app. */
export async function logIn(
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
  expect(code, err).toBe(0);
}

let caches = 0;

/** The stage with a cache that nothing is in. */
export function withCache(stage: Stage): Stage {
  caches += 1;
  const cache = stage.home.path(`cache-${caches}`);
  mkdirSync(cache);
  return { ...stage, cache };
}

const LEFT =
  'node_modules pnpm-lock.yaml bun.lock deno.lock Gemfile.lock Cargo.lock uv.lock poetry.lock pdm.lock Pipfile.lock'.split(
    ' ',
  );

/** Into a project that holds nothing of an earlier fetch. */
export async function fetchOnce(client: RealClient, stage: Stage): Promise<ClientRun> {
  for (const left of LEFT) {
    rmSync(path.join(stage.project, left), { recursive: true, force: true });
  }
  return runOnce(client.fetch(withCache(stage)), stage, stage.project);
}

/** Runs the client as on a machine where only this home exists. */
export async function runOnce({ command, args, env = {} }: Invocation, stage: Stage, cwd: string): Promise<ClientRun> {
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
