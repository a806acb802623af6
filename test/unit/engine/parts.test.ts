import { expect, test } from 'vitest';
import { problemOf } from '../../../shared/contract/problem.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;

/** npm applied, pip waiting, and something in npm's way. */
async function aMachine() {
  const home = aCliHome(null);
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const npm = await engine.ask('binding.add', { ...WEB, enabled: true });
  await engine.ask('plan.apply', {});
  const pip = await engine.ask('binding.add', { ...WEB, client: 'pip', enabled: true });
  home.write('.npmrc', `${home.read('.npmrc')}strict-ssl=false\n`);
  return { home, engine, npm: npm.bindingId, pip: pip.bindingId };
}

/** Whatever is asked for by itself is what the whole snapshot says. */
async function agrees(engine: TestEngine): Promise<void> {
  const { plan, bindings, tokens, projects } = await engine.state();
  const { untouched: _untouched, ...pending } = plan;
  expect(await engine.ask('plan.get', {})).toEqual(pending);
  const all = { bindings, tokens, projects, clearing: plan.clearing };
  expect(await engine.ask('binding.list', {})).toMatchObject(all);
  for (const { id } of bindings)
    expect(await engine.ask('binding.list', { bindingIds: [id] })).toMatchObject({
      ...all,
      bindings: bindings.filter((binding) => binding.id === id),
    });
  const problems = bindings.flatMap(({ id, enabled, problem }) =>
    enabled && problem !== null ? [{ bindingId: id, problem }] : [],
  );
  expect(await engine.ask('binding.problems', {})).toEqual(problems);
}

test('the plan, bindings and their problems are each what the snapshot says of them', async () => {
  const { home, engine, npm, pip } = await aMachine();
  expect((await engine.state()).plan.changes).toMatchObject([{ bindings: [pip] }]);
  expect((await engine.state()).bindings.find(({ id }) => id === npm)?.findings).not.toEqual([]);
  await agrees(engine);
  home.write('.config/pip/pip.conf', 'no section\n');
  expect(await engine.ask('binding.problems', {})).toMatchObject([
    { bindingId: pip, problem: { code: 'fileInvalid' } },
  ]);
  await agrees(engine);
  await engine.ask('binding.setEnabled', { bindingId: npm, enabled: false });
  await agrees(engine);
});

test('what a binding that waits lacks is its token’s failure', async () => {
  const home = aCliHome(null);
  const clock = manualClock();
  const denied = problemOf('accessDenied', 'Not allowed.');
  const service = aTokenService(clock);
  const engine = anEngine({ home, clock, aws: { ...service, token: async () => ({ ok: false, error: denied }) } });
  const { bindingId } = await engine.ask('binding.add', { ...WEB, enabled: true });
  await engine.ask('plan.apply', {});
  expect(await engine.ask('binding.problems', {})).toMatchObject([{ bindingId, problem: denied }]);
});

test('settings that can’t be read are the answer of each', async () => {
  const { home, engine } = await aMachine();
  home.write('state/settings.json', '{');
  for (const name of ['plan.get', 'binding.list', 'binding.problems'] as const)
    expect(await engine.api.request(name, {})).toMatchObject({ ok: false, error: { code: 'settingsInvalid' } });
});
