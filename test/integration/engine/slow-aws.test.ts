import { expect, test } from 'vitest';
import { ok } from '../../../shared/contract/problem.ts';
import type { AwsAccess } from '../../../shared/ports/aws-access.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const HOUR = 3_600_000;
const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;

/** Several hosts on one home, whose AWS keeps silent while it is told to. */
function aMachine() {
  const home = aCliHome(null);
  const clock = manualClock();
  const service = aTokenService(clock);
  let silence: Promise<void> = Promise.resolve();
  let onAsked = () => {};
  const aws: AwsAccess = {
    ...service,
    async token(...address) {
      onAsked();
      await silence;
      return service.token(...address);
    },
  };
  return {
    home,
    clock,
    service,
    host: () => anEngine({ home, clock, aws }),
    /** From now on, until the returned function is called. */
    fallSilent() {
      const { promise, resolve } = Promise.withResolvers<void>();
      silence = promise;
      return resolve;
    },
    asked: () => new Promise<void>((resolve) => (onAsked = resolve)),
  };
}

test('while AWS keeps silent, another host switches and writes with the tokens that there are', async () => {
  const machine = aMachine();
  const [slow, other] = [machine.host(), machine.host()];
  await slow.ask('binding.add', { ...WEB, enabled: true });
  await slow.ask('plan.apply', {});
  machine.clock.advance(9 * HOUR);
  const speak = machine.fallSilent();
  const asked = machine.asked();
  const refreshed = slow.ask('token.refreshAll', {});
  await asked;

  await other.ask('binding.add', { ...WEB, client: 'pip', enabled: true });
  const report = await other.ask('plan.apply', {});
  await other.ask('plan.undo', {});
  await other.ask('binding.add', { ...WEB, repository: 'tools', options: { scope: '@acme' }, enabled: true });

  expect(report.written).toEqual([machine.home.path('.config/pip/pip.conf')]);
  expect(machine.service.issued).toHaveLength(1);
  speak();
  await refreshed;
  expect(machine.home.read('.npmrc')).toContain(machine.service.issued[1]);
  expect(machine.service.issued).toHaveLength(2);
});

test('a binding whose token has to be asked for keeps nobody from writing, and what was written meanwhile stays', async () => {
  const machine = aMachine();
  const [slow, other] = [machine.host(), machine.host()];
  await slow.ask('binding.add', { ...WEB, enabled: true });
  const speak = machine.fallSilent();
  const asked = machine.asked();
  const applied = slow.ask('plan.apply', {});
  await asked;
  machine.home.write('shop/.npmrc', '');
  await other.ask('project.add', { path: machine.home.path('shop') });
  machine.home.write('.npmrc', 'fund=false\n');
  speak();

  expect((await applied).written).toEqual([machine.home.path('.npmrc')]);
  expect(machine.home.read('.npmrc')).toMatch(/^fund=false\n[^]*_authToken=/);
  expect((await other.state()).projects.map(({ name }) => name)).toContain('shop');
});

test('hosts that need the token which another one is asking for wait for it and ask for none', async () => {
  const machine = aMachine();
  const hosts = Array.from({ length: 4 }, () => machine.host());
  const speak = machine.fallSilent();
  const asked = machine.asked();
  const logins = hosts.map((host, index) =>
    host.terminal.login({ ...WEB, repository: `web-${index}`, options: { scope: `@s${index}` } }),
  );
  await asked;
  speak();

  for (const login of await Promise.all(logins)) expect(login.ok).toBe(true);
  expect(machine.service.requests()).toBe(1);
  expect(machine.home.read('.npmrc').match(/^@s\d:registry/gm)).toHaveLength(4);
});

test('an undo that needs a token asks for it before it takes anything back', async () => {
  const machine = aMachine();
  const engine = machine.host();
  await engine.ask('binding.add', { ...WEB, enabled: true });
  await engine.ask('plan.apply', {});
  const [binding] = (await engine.state()).bindings;
  await engine.ask('binding.setEnabled', { bindingId: binding?.id ?? '', enabled: false });
  await engine.ask('plan.apply', {});
  machine.clock.advance(13 * HOUR);
  const speak = machine.fallSilent();
  const asked = machine.asked();
  const undone = engine.ask('plan.undo', {});
  await asked;
  expect((await machine.host().state()).bindings).toMatchObject([{ enabled: false }]);
  speak();
  await undone;
  expect(machine.home.read('.npmrc')).toContain(machine.service.issued[1]);
});

test('who is writing asks nobody: two who wait for each other would wait for ever', async () => {
  const { core } = aMachine().host();
  const nested = await core.state.exclusively(async () => core.state.requesting(async () => ok('asked')));
  expect(nested).toMatchObject({ ok: false, error: { code: 'locked', retryable: true } });
  const inOrder = await core.state.requesting(async () =>
    core.state.requesting(async () => core.state.exclusively(async () => ok('written'))),
  );
  expect(inOrder).toEqual({ ok: true, value: 'written' });
});
