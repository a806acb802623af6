import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT } from '../../support/emulator-service.ts';

const ADDRESS = ['--domain', 'shop', '--domain-owner', ACCOUNT];

test('policy prints what AWS has to allow, as JSON or as a template, and asks nobody', async () => {
  const home = aCliHome(null);
  const json = await home.run(['policy', ...ADDRESS, '--repository', 'web', '--repository', 'tools', '--publish']);
  expect(json).toMatchObject({ code: 0, err: '' });
  const { Statement } = JSON.parse(json.out) as { Statement: { Action: string; Resource: unknown }[] };
  expect(Statement[0]).toMatchObject({
    Action: 'codeartifact:GetAuthorizationToken',
    Resource: `arn:aws:codeartifact:eu-west-1:${ACCOUNT}:domain/shop`,
  });
  expect(json.out).toContain(`package/shop/tools/*`);

  const yaml = await home.run(['policy', ...ADDRESS, '--region', 'us-east-1', '--format', 'cloudformation']);
  expect(yaml.out).toMatch(/^AWSTemplateFormatVersion[^]*DomainRegion:[^]*Default: us-east-1/);
  const both = await home.json<Record<string, string>>(['policy', ...ADDRESS, '--json']);
  expect(Object.keys(both)).toEqual(['policy', 'template', 'domainOwner', 'ownerSaidBy']);
  expect(home.has('state')).toBe(false);
});

test('policy says which name is none', async () => {
  const home = aCliHome(null);
  const run = await home.run(['policy', ...ADDRESS, '--repository', 'a/b', '--json']);
  expect(run.code).toBe(2);
  expect(run.err).toMatch(/repositor/);
  expect(JSON.parse(run.out)).toMatchObject({ error: { code: 'invalidInput' } });
});
