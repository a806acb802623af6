import { expect, test } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { failed, ok, problemOf } from '../../../shared/contract/problem.ts';
import type { AwsAccess } from '../../../shared/ports/aws-access.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const BINDING = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' };
const offline = failed(problemOf('offline', 'The network could not be reached.'));

/** An endpoint of one's own, whose address does not say whose the domain is. */
function anEngineWith(aws: Partial<AwsAccess>) {
  const endpoint = {
    url: 'https://packages.example/npm/web/',
    region: 'eu-west-1',
    domainOwner: null,
    customHost: true,
  };
  return anEngine({
    home: aCliHome(null),
    aws: { ...aTokenService(systemClock), endpoint: async () => ok(endpoint), ...aws },
  });
}

test('the owner of a domain that nothing names is the caller, as STS has it', async () => {
  const engine = anEngineWith({
    identity: async () => ok({ account: '777788889999', arn: 'arn:aws:iam::777788889999:user/x' }),
  });
  await engine.ask('binding.add', BINDING);
  expect((await engine.state()).tokens).toMatchObject([{ domainOwner: '777788889999' }]);
});

test('where STS does not answer, it is whom the caller sees as its owner', async () => {
  const engine = anEngineWith({
    identity: async () => offline,
    domains: async () => ok({ items: [{ name: 'platform', owner: '444455556666' }], more: false }),
  });
  await engine.ask('binding.add', BINDING);
  expect((await engine.state()).tokens).toMatchObject([{ domainOwner: '444455556666' }]);
});

test('where nobody answers, the reason is told; where nobody knows, it is asked for', async () => {
  const silent = anEngineWith({ identity: async () => offline, domains: async () => offline });
  expect(await silent.api.request('binding.add', BINDING)).toMatchObject({ ok: false, error: { code: 'offline' } });
  const unknown = anEngineWith({ identity: async () => offline });
  const reply = await unknown.api.request('binding.add', BINDING);
  expect(reply).toMatchObject({ ok: false, error: { code: 'invalidInput', advice: 'Name it with --domain-owner.' } });
});
