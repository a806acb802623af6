import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { BindingOptions } from '../../../shared/contract/snapshot.ts';
import { tokenIn } from '../../../shared/engine/secrets/token.ts';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { aDomainService } from '../../support/domain-service.ts';
import { anEngine } from '../../support/engine.ts';

const NPMRC = '; mine\nregistry=https://r.example/\nsave-exact=true\n';

const domain = { profile: 'work', region: 'eu-west-1', domain: 'platform', domainOwner: '111122223333' } as const;

/** npm switched on at user level, applied, and an agent that keeps it so. */
async function anAgent(options: BindingOptions = {}) {
  const home = aCliHome(null);
  home.write('.npmrc', NPMRC, 0o644);
  const service = aDomainService(systemClock);
  const engine = anEngine({ home, aws: service });
  const { bindingId } = await engine.ask('binding.add', {
    ...domain,
    project: 'user',
    client: 'npm',
    repository: 'web',
    enabled: true,
    options,
  });
  await engine.ask('plan.apply', {});
  const applied = home.read('.npmrc');
  expect(tokenIn(applied)).not.toBeNull();
  await engine.start();
  const until = async (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 20 });
  const isBack = async () =>
    until(() => {
      const lines = home.read('.npmrc').split('\n');
      expect(applied.split('\n').filter((line) => line.includes('d.example') && !lines.includes(line))).toEqual([]);
      expect(statSync(home.path('.npmrc')).mode & 0o777).toBe(0o600);
    });
  const view = async () => (await engine.state()).bindings.find(({ id }) => id === bindingId);
  return { home, engine, service, bindingId, applied, until, isBack, view };
}

type Home = Awaited<ReturnType<typeof anAgent>>['home'];

const damages: readonly (readonly [string, (home: Home) => void])[] = [
  ['a line of ours taken out', (home) => home.write('.npmrc', home.read('.npmrc').replace(/^registry=.*\n/m, ''))],
  ['the token taken out', (home) => home.write('.npmrc', home.read('.npmrc').replace(/^.*_authToken=.*\n/m, ''))],
  ['the file emptied', (home) => home.write('.npmrc', '')],
  ['the file removed', (home) => rmSync(home.path('.npmrc'))],
  ['the file replaced by its old self', (home) => home.write('.npmrc', NPMRC)],
  [
    'another file moved over it',
    (home) => {
      writeFileSync(home.path('other'), 'fund=false\n', { mode: 0o666 });
      renameSync(home.path('other'), home.path('.npmrc'));
    },
  ],
  [
    'a token that is none',
    (home) => home.write('.npmrc', home.read('.npmrc').replace(/_authToken=.*/, '_authToken=x')),
  ],
  ['the file opened to others', (home) => chmodSync(home.path('.npmrc'), 0o644)],
];

describe('what another program takes is put back', () => {
  test.each(damages)('%s', async (_, damage) => {
    const { home, engine, isBack } = await anAgent();
    damage(home);
    await isBack();
    await engine.stop();
  });

  test('again and again, without another request', async () => {
    const { home, service, isBack } = await anAgent();
    for (let round = 0; round < 5; round += 1) {
      home.write('.npmrc', `; round ${round}\n`);
      await isBack();
      expect(home.read('.npmrc')).toContain(`; round ${round}\n`);
    }
    expect(service.requests()).toBe(1);
  });

  test('and says so, once, without a token', async () => {
    const { home, engine, isBack, until } = await anAgent();
    home.write('.npmrc', NPMRC);
    await isBack();
    await until(async () => {
      const { activity } = await engine.state();
      expect(activity.filter(({ kind }) => kind === 'healed').map(({ message }) => message)).toEqual([
        'Put back what another program had changed in ~/.npmrc',
      ]);
    });
    expect(tokenIn(JSON.stringify(await engine.state()))).toBeNull();
  });

  test('what others add meanwhile stays, and switching off restores what was there before', async () => {
    const { home, engine, bindingId, isBack } = await anAgent();
    home.write('.npmrc', 'fund=false ; added\n');
    await isBack();
    expect(home.read('.npmrc')).toContain('fund=false ; added\n');
    await engine.ask('binding.setEnabled', { bindingId, enabled: false });
    await engine.ask('plan.apply', {});
    expect(home.read('.npmrc')).toContain('registry=https://r.example/\n');
    expect(home.read('.npmrc')).not.toContain('d.example');
  });

  test.each([
    ['another value', (text: string) => text.replace(/^registry=.*$/m, 'registry=https://foreign.example/')],
    ['half a token', (text: string) => text.slice(0, text.indexOf('_authToken=') + 300)],
  ])('%s that was put right is not what comes back when it is switched off, and stands nowhere', async (_, damage) => {
    const { home, engine, bindingId, applied, isBack } = await anAgent();
    const part = tokenIn(applied)?.slice(0, 250) ?? '';
    home.write('.npmrc', damage(home.read('.npmrc')));
    await isBack();
    for (const file of home.files('state')) expect(home.read(file), file).not.toContain(part);
    await engine.ask('binding.setEnabled', { bindingId, enabled: false });
    await engine.ask('plan.apply', {});
    expect(home.read('.npmrc')).toBe(NPMRC);
    await engine.stop();
  });
});

test('what a person changes a second time stays, is said once, and comes back with an apply', async () => {
  const { home, engine, isBack, until, view } = await anAgent();
  const change = (to: string) => home.write('.npmrc', home.read('.npmrc').replace(/^registry=.*$/m, `registry=${to}`));
  change('https://one.example/');
  await isBack();
  change('https://two.example/');
  await until(async () => expect((await view())?.problem?.code).toBe('changedByUser'));
  expect(home.read('.npmrc')).toContain('registry=https://two.example/');
  expect((await view())?.state).toBe('pending');
  await engine.ask('plan.apply', {});
  await isBack();
  expect((await view())?.problem).toBeNull();
  change('https://three.example/');
  await isBack();
});

test('a repository that a login put in its place is a matter for the person', async () => {
  const { home, until, view } = await anAgent();
  const other = 'https://platform-111122223333.d.example/npm/tools/';
  home.write('.npmrc', home.read('.npmrc').replace(/^registry=.*$/m, `registry=${other}`));
  await until(async () => expect((await view())?.problem?.message).toContain('aws codeartifact login'));
  expect(home.read('.npmrc')).toContain(`registry=${other}`);
});

test('a new switch waits for its apply, and a paused agent puts nothing back', async () => {
  const { home, engine, until, isBack } = await anAgent();
  mkdirSync(home.path('shop'));
  await engine.ask('binding.add', {
    ...domain,
    project: home.path('shop'),
    client: 'npm',
    repository: 'tools',
    enabled: true,
    options: { scope: '@team' },
  });
  home.write('.npmrc', NPMRC);
  await isBack();
  expect(home.has('shop/.npmrc')).toBe(false);
  await engine.ask('agent.setPaused', { paused: true });
  home.write('.npmrc', NPMRC);
  await until(async () => expect((await engine.state()).plan.changes.length).toBe(2));
  expect(home.read('.npmrc')).toBe(NPMRC);
});
