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
  expect(run.err).toContain(': --repository: a repository has');
  expect(JSON.parse(run.out)).toMatchObject({ error: { code: 'invalidInput' } });
});

test('an empty name, as an empty variable of a script leaves it, is told by its option', async () => {
  const home = aCliHome(null);
  for (const command of ['token', 'repositories', 'policy']) {
    const run = await home.run([command, '--domain', 'shop', '--profile', 'work', '--region', '']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(': --region: a region looks like eu-west-1.');
  }
});
