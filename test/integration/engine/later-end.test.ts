import { expect, test } from 'vitest';
import { failed, ok, problemOf } from '../../../shared/contract/problem.ts';
import type { AwsAccess } from '../../../shared/ports/aws-access.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;

async function aMachine(wrap: (aws: AwsAccess) => AwsAccess = (aws) => aws) {
  const home = aCliHome(null);
  const clock = manualClock();
  const service = aTokenService(clock);
  const engine = anEngine({ home, clock, aws: wrap(service) });
  await engine.ask('binding.add', { ...WEB, enabled: true });
  await engine.ask('plan.apply', {});
  const token = async () => (await engine.state()).tokens[0]!;
  const refresh = async () => engine.api.request('token.refresh', { tokenId: (await token()).id });
  return { home, clock, service, engine, token, refresh };
}

test('a token that would end before the one there is takes its place nowhere, until that is at its last minute', async () => {
  const { home, clock, service, token, refresh } = await aMachine();
  const { expiresAt } = await token();
  clock.advance(10 * HOUR);
  service.live(3600);

  expect(await refresh()).toMatchObject({ ok: true });

  expect(home.read('.npmrc')).toContain(service.issued[0]);
  expect(await token()).toMatchObject({ expiresAt, state: 'fresh', error: null });
  expect(Date.parse((await token()).refreshAt ?? '')).toBe(Date.parse(expiresAt ?? '') - MINUTE);

  clock.advance(2 * HOUR - MINUTE);
  expect(await refresh()).toMatchObject({ ok: true });
  expect(home.read('.npmrc')).toContain(service.issued[2]);
});

test('one that ends later is taken though the clock was set back since the other came, and one that ends earlier is not', async () => {
  const { home, clock, service, refresh } = await aMachine();
  clock.advance(HOUR);
  clock.set(-6 * HOUR);
  // The service of these tests goes by the same clock: what it gives now ends five hours before the first one.
  await refresh();
  expect(home.read('.npmrc')).toContain(service.issued[0]);
  clock.advance(6 * HOUR);
  await refresh();
  expect(home.read('.npmrc')).toContain(service.issued[2]);
});

test('a service that asks to be left alone for a while is', async () => {
  let isBusy = false;
  const { clock, engine, token, refresh } = await aMachine((aws) => ({
    ...aws,
    async token(...address) {
      const busy = problemOf('throttled', 'AWS is limiting the requests.', { retryable: true });
      return isBusy ? { ...failed(busy), retryAfter: 4 * MINUTE } : aws.token(...address);
    },
  }));
  clock.advance(9 * HOUR);
  isBusy = true;
  expect(await refresh()).toMatchObject({ ok: false });
  expect(Date.parse((await token()).refreshAt ?? '') - clock.now()).toBe(4 * MINUTE);
  // However often it says so, it is one event.
  await refresh();
  await refresh();
  const { activity } = await engine.state();
  expect(activity.filter(({ kind }) => kind === 'problem')).toHaveLength(1);
});

test('a clock that is hours ahead makes no client look signed out', async () => {
  const home = aCliHome(null);
  const clock = manualClock();
  const service = aTokenService({ ...clock, now: () => clock.now() - 14 * HOUR });
  const aws: AwsAccess = {
    ...service,
    async token(...address) {
      const answer = await service.token(...address);
      return answer.ok ? ok({ ...answer.value, expiresAt: answer.value.expiresAt + 14 * HOUR }) : answer;
    },
  };
  const engine = anEngine({ home, clock, aws });
  await engine.ask('binding.add', { ...WEB, enabled: true });
  const { findings } = await engine.ask('plan.apply', {});
  expect(findings).toEqual([]);
  expect(await engine.state()).toMatchObject({ tokens: [{ state: 'fresh' }], bindings: [{ findings: [] }] });
});
