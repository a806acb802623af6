import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, OTHER_ACCOUNT, platform, REGION } from '../../support/emulator-service.ts';

const many = Array.from({ length: 2500 }, (_, index) => ({ name: `team-${index}` }));

test('repositories are found among thousands by a part of their name', async () => {
  const emulator = await anEmulator({ domains: [{ ...platform, repositories: [...many, { name: 'zz-Payments' }] }] });
  const home = aCliHome(emulator);
  const ask = ['repositories', '--domain', 'platform', '--json'];
  expect((await home.json<{ repositories: unknown[] }>(ask)).repositories).toHaveLength(2501);
  expect(await home.json([...ask, '--search', 'payments'])).toEqual({
    repositories: [{ name: 'zz-Payments', description: null }],
    more: false,
  });
  const none = await home.run(['repositories', '--domain', 'platform', '--search', 'nothing']);
  expect(none).toMatchObject({ code: 0, out: 'None has "nothing" in its name.\n' });
  expect(await home.json(['domains', '--search', 'PLAT', '--json'])).toEqual({
    domains: [{ name: 'platform', owner: ACCOUNT }],
    more: false,
  });
});

test('a list that is not the whole says so, and how to find the rest, which a search does', async () => {
  const thousands = Array.from({ length: 10_001 }, (_, index) => ({ name: `team-${index}` }));
  const repositories = [...thousands, { name: 'zz-last' }];
  const home = aCliHome(await anEmulator({ domains: [{ ...platform, repositories }] }));
  const ask = ['repositories', '--domain', 'platform'];
  const cut = await home.run(ask);
  expect(cut.err).toBe(
    'These are 10,000, and there are more. Find the others by a part of their name: --search TEXT.\n',
  );
  expect(cut.out.trimEnd().split('\n')).toHaveLength(10_001);
  expect(await home.json([...ask, '--json'])).toMatchObject({ more: true });
  const found = await home.run([...ask, '--search', 'ZZ-']);
  expect(found).toMatchObject({ code: 0, err: '', out: expect.stringContaining('zz-last') as string });
});

test('profiles --check asks AWS who each one is', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('.aws/config', `${home.read('.aws/config')}\n[profile nobody]\nregion = ${REGION}\n`);
  const { profiles } = await home.json<{ profiles: { name: string; identity: unknown; problem: unknown }[] }>([
    'profiles',
    '--check',
    '--json',
  ]);
  expect(profiles).toMatchObject([
    { name: 'nobody', identity: null, problem: { code: expect.any(String) as string } },
    { name: 'other', identity: { account: OTHER_ACCOUNT }, problem: null },
    { name: 'work', identity: { account: ACCOUNT, arn: expect.stringMatching(/^arn:aws:iam::/) as string } },
  ]);
  expect(emulator.count('GetCallerIdentity')).toBe(2);
});

test('whose a domain is, where nothing says it, is asked of STS', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const policy = await home.run(['policy', '--domain', 'platform', '--profile', 'other']);
  expect(policy.out).toContain(`:${OTHER_ACCOUNT}:domain/platform`);
  expect(emulator.requests.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
});
