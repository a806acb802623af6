import { expect, test } from 'vitest';
import type { AskedBy } from '../../../shared/engine/operations/for-command.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;

/** npm applied, pip to be written with the same token. */
async function aMachine() {
  const home = aCliHome(null);
  const clock = manualClock();
  const service = aTokenService(clock);
  const engine = anEngine({ home, clock, aws: service });
  await engine.ask('binding.add', { ...WEB, enabled: true });
  await engine.ask('plan.apply', {});
  const { bindingId } = await engine.ask('binding.add', { ...WEB, client: 'pip', enabled: true });
  const asked = (by: Partial<AskedBy> = {}) =>
    engine.forCommand({ workingFolder: home.folder, differing: new Set(), mayBegin: () => true, ...by });
  return { home, engine, service, asked, bindingId };
}

const written = (home: ReturnType<typeof aCliHome>) => home.has('.config/pip/pip.conf');

test('a request is answered as by the engine itself, and noted as the command’s', async () => {
  const { home, engine, asked } = await aMachine();
  const { request } = asked();
  expect(await request('plan.get', {})).toEqual(await engine.api.request('plan.get', {}));
  expect(await request('plan.apply', {})).toMatchObject({
    ok: true,
    value: { written: [home.path('.config/pip/pip.conf')] },
  });
  expect((await engine.state()).activity[0]).toMatchObject({ kind: 'applied', by: 'cli' });
  expect(await request('binding.setEnabled', { bindingId: 'nobody', enabled: true })).toMatchObject({
    ok: false,
    error: { code: 'bindingNotFound' },
  });
  expect(await request('plan.apply', { planId: 7 })).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
});

test.each(['token.refresh', 'state.get', 'app.quit', 'binding.add', 'signIn.start', 'nonsense', 7])(
  '%s is the command’s own',
  async (name) => {
    const { asked } = await aMachine();
    expect(await asked().request(name, {})).toBeNull();
  },
);

test('nothing is written for whom nobody waits', async () => {
  const { home, engine, asked, bindingId } = await aMachine();
  const { request } = asked({ mayBegin: () => false });
  const before = home.read('state/journal.json');
  expect(await request('plan.apply', {})).toBeNull();
  expect(await request('binding.setEnabled', { bindingId, enabled: false })).toBeNull();
  expect(await request('binding.remove', { bindingId })).toBeNull();
  expect(await request('plan.undo', {})).toBeNull();
  expect([written(home), home.read('state/journal.json')]).toEqual([false, before]);
  expect((await engine.state()).bindings.every(({ enabled }) => enabled)).toBe(true);
  expect(await request('plan.get', {})).toMatchObject({ ok: true });
});

test('nothing is written where a variable that was looked at is another one', async () => {
  const { home, asked } = await aMachine();
  expect(await asked({ differing: new Set(['PIP_CONFIG_FILE']) }).request('plan.apply', {})).toBeNull();
  expect(written(home)).toBe(false);
  expect(await asked({ differing: new Set(['NOBODY_READS_IT']) }).request('plan.apply', {})).toMatchObject({
    ok: true,
  });
  expect(written(home)).toBe(true);
});

test('no token is asked for, and nothing is written until the command has it', async () => {
  const { home, engine, service, asked } = await aMachine();
  await engine.ask('binding.add', { ...WEB, client: 'cargo', domain: 'other', enabled: true });
  const before = service.issued.length;
  expect(await asked().request('plan.apply', {})).toBeNull();
  expect([service.issued.length, written(home)]).toEqual([before, false]);
});
