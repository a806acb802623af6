import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, rmdirSync, symlinkSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { aDomainService } from '../../support/domain-service.ts';
import { anEngine } from '../../support/engine.ts';

const domain = { profile: 'work', region: 'eu-west-1', domain: 'platform', domainOwner: '111122223333' } as const;

/** npm applied in a project and at user level, and an agent that keeps it so. */
async function anAgent() {
  const home = aCliHome(null);
  mkdirSync(home.path('vol/proj'), { recursive: true });
  const engine = anEngine({ home, aws: aDomainService(systemClock) });
  const common = { ...domain, client: 'npm', repository: 'web', enabled: true } as const;
  const { bindingId } = await engine.ask('binding.add', { ...common, project: home.path('vol/proj') });
  await engine.ask('binding.add', { ...common, project: 'user' });
  await engine.ask('plan.apply', {});
  await engine.start();
  const isBack = async (file: string) =>
    vi.waitFor(() => expect(home.read(file)).toContain('registry=https://platform'), { timeout: 10_000, interval: 20 });
  const state = async () => (await engine.state()).bindings.find(({ id }) => id === bindingId)?.state;
  return { home, engine, isBack, state };
}

test.each([
  ['moved away', 'vol/proj', 'vol/renamed'],
  ['moved away with the folder around it', 'vol', 'other'],
])('the folder of a project that was %s is not made again, and kept once it is back', async (_, from, to) => {
  const { home, engine, isBack, state } = await anAgent();
  renameSync(home.path(from), home.path(to));
  await vi.waitFor(async () => expect(await state()).toBe('refused'), { timeout: 10_000, interval: 20 });
  // What is put back elsewhere shows that the agent had its turn.
  rmSync(home.path('.npmrc'));
  await isBack('.npmrc');
  expect(existsSync(home.path('vol/proj'))).toBe(false);

  renameSync(home.path(to), home.path(from));
  await vi.waitFor(async () => expect(await state()).toBe('inSync'), { timeout: 10_000, interval: 20 });
  home.write('vol/proj/.npmrc', 'fund=false\n');
  await isBack('vol/proj/.npmrc');
  await engine.stop();
});

test('a project that is removed goes at one go, and one that is made again in its place gets its lines', async () => {
  const { home, engine, isBack, state } = await anAgent();
  rmSync(home.path('vol/proj'), { recursive: true });
  await vi.waitFor(async () => expect(await state()).toBe('refused'), { timeout: 10_000, interval: 20 });
  expect(readdirSync(home.path('vol'))).toEqual([]);
  for (let round = 0; round < 2; round += 1) {
    mkdirSync(home.path('vol/proj'));
    await isBack('vol/proj/.npmrc');
    home.write('vol/proj/.npmrc', 'fund=false\n');
    await isBack('vol/proj/.npmrc');
    rmSync(home.path('vol/proj'), { recursive: true });
  }
  await engine.stop();
});

test.each([
  ['a folder', (file: string) => mkdirSync(file), (file: string) => rmdirSync(file)],
  ['a link to nowhere', (file: string) => symlinkSync('nowhere', file), (file: string) => rmSync(file)],
  ['a link to itself', (file: string) => symlinkSync('.npmrc', file), (file: string) => rmSync(file)],
])('a file that had become %s is back once that is taken away', async (_, make, remove) => {
  const { home, engine, isBack } = await anAgent();
  const file = home.path('.npmrc');
  rmSync(file);
  make(file);
  await vi.waitFor(
    async () => {
      const { bindings } = await engine.state();
      expect(bindings.find(({ projectId }) => projectId === 'user')?.state).toBe('refused');
    },
    { timeout: 10_000, interval: 20 },
  );
  remove(file);
  await isBack('.npmrc');
  await engine.stop();
});

// Other systems don't say who has a file open: there a writer that pauses for longer than the agent waits is cut off.
test.runIf(process.platform === 'linux')('who writes a file slowly loses nothing of it', async () => {
  const { home, engine, isBack } = await anAgent();
  const script =
    '{ echo fund=false; sleep 0.5; echo audit=false; sleep 1; echo "//own.example/:_authToken=x"; } > "$1"';
  const writer = spawn('sh', ['-c', script, 'sh', home.path('.npmrc')], { stdio: 'ignore' });
  await once(writer, 'close');
  await isBack('.npmrc');
  const lines = home.read('.npmrc').split('\n');
  expect(lines).toEqual(expect.arrayContaining(['fund=false', 'audit=false', '//own.example/:_authToken=x']));
  await engine.stop();
});
