import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, rmdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { aDomainService } from '../../support/domain-service.ts';
import { anEngine } from '../../support/engine.ts';

const domain = { profile: 'work', region: 'eu-west-1', domain: 'platform', domainOwner: '111122223333' } as const;

/** npm applied in a project and at user level, and an agent that keeps it so. */
async function anAgent({ before = () => {} }: { readonly before?: (home: CliHome) => void } = {}) {
  const home = aCliHome(null);
  mkdirSync(home.path('vol/proj'), { recursive: true });
  before(home);
  const engine = anEngine({ home, aws: aDomainService(systemClock) });
  const common = { ...domain, client: 'npm', repository: 'web', enabled: true } as const;
  const { bindingId } = await engine.ask('binding.add', { ...common, project: home.path('vol/proj') });
  await engine.ask('binding.add', { ...common, project: 'user' });
  await engine.ask('plan.apply', {});
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
  await engine.start();
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
  await engine.start();
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
  await engine.start();
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
  await engine.start();
  const script =
    '{ echo fund=false; sleep 0.5; echo audit=false; sleep 1; echo "//own.example/:_authToken=x"; } > "$1"';
  const writer = spawn('sh', ['-c', script, 'sh', home.path('.npmrc')], { stdio: 'ignore' });
  await once(writer, 'close');
  await isBack('.npmrc');
  const lines = home.read('.npmrc').split('\n');
  expect(lines).toEqual(expect.arrayContaining(['fund=false', 'audit=false', '//own.example/:_authToken=x']));
  await engine.stop();
});

test('who takes ours away in a loop is told of once, answered ever later, and ours is back once that ends', async () => {
  const { home, engine, isBack } = await anAgent();
  await engine.start();
  const fought = async () =>
    (await engine.state()).activity.filter(({ message }) => message.includes('keeps changing'));
  for (let round = 0; round < 6; round += 1) {
    home.write('.npmrc', `; round ${round}\n`);
    await isBack('.npmrc');
  }
  await vi.waitFor(async () => expect(await fought()).toHaveLength(1), { timeout: 10_000, interval: 20 });
  expect((await fought())[0]?.message).toContain(home.path('.npmrc'));
  home.write('.npmrc', '; again\n');
  await isBack('.npmrc');
  const { activity } = await engine.state();
  expect(activity.filter(({ kind }) => kind === 'healed').length).toBeLessThan(8);
  expect(await fought()).toHaveLength(1);
  await engine.stop();
});

describe('in a git repository that has the file', () => {
  /** The branch `with` has our line, `without` the file without it, `none` no such file. */
  async function aRepository() {
    const agent = await anAgent({ before: (home) => home.write('vol/proj/.npmrc', 'fund=false\n') });
    const proj = agent.home.path('vol/proj');
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-C', proj, '-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
        env,
      }).toString();
    const ours = agent.home.read('vol/proj/.npmrc');
    git('init', '--quiet', '--initial-branch=with');
    git('add', '.npmrc');
    git('commit', '--quiet', '-m', 'with');
    git('checkout', '--quiet', '--orphan', 'without');
    agent.home.write('vol/proj/.npmrc', 'fund=false\n');
    git('commit', '--quiet', '-a', '-m', 'without');
    git('checkout', '--quiet', '--orphan', 'none');
    git('rm', '--quiet', '--cached', '.npmrc');
    rmSync(path.join(proj, '.npmrc'));
    git('commit', '--quiet', '--allow-empty', '-m', 'none');
    git('checkout', '--quiet', '--force', 'with');
    await agent.engine.start();
    const isNow = async (wanted: string) =>
      vi.waitFor(async () => expect(await agent.state()).toBe(wanted), { timeout: 10_000, interval: 20 });
    return { ...agent, git, ours, isNow };
  }

  test('who checks out a version has it, and can check out the next one', async () => {
    const { home, engine, git, ours, isNow } = await aRepository();
    for (const branch of ['without', 'none', 'without']) {
      await isNow('inSync');
      git('checkout', '--quiet', branch);
      await isNow('pending');
      // What is put back elsewhere shows that the agent had its turn.
      rmSync(home.path('.npmrc'));
      await vi.waitFor(() => expect(existsSync(home.path('.npmrc'))).toBe(true), { timeout: 10_000, interval: 20 });
      expect(git('status', '--porcelain')).toBe('');
      const { bindings } = await engine.state();
      expect(bindings.map(({ problem }) => problem?.message ?? null)).toContainEqual(
        expect.stringMatching(/as git has it/),
      );
      git('checkout', '--quiet', 'with');
    }
    await isNow('inSync');
    expect(home.read('vol/proj/.npmrc')).toBe(ours);
    await engine.stop();
  });

  test('what is none of its versions is put back, and an apply adds ours to the version that lacks it', async () => {
    const { home, engine, git, ours, isNow, isBack } = await aRepository();
    home.write('vol/proj/.npmrc', 'audit=false\n');
    await isBack('vol/proj/.npmrc');
    git('checkout', '--quiet', '--force', 'without');
    await isNow('pending');
    await engine.ask('plan.apply', {});
    await isNow('inSync');
    expect(home.read('vol/proj/.npmrc').split('\n').toSorted()).toEqual(ours.split('\n').toSorted());
    await engine.stop();
  });
});
