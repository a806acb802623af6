import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, KEY } from '../../support/emulator-service.ts';

const LOGIN = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'];

test('a lifetime that the policy does not allow is named, and the shorter one that it says is kept to', async () => {
  const emulator = await anEmulator({
    principals: [{ accessKeyId: KEY, account: ACCOUNT, longestTokenSeconds: 3600 }],
  });
  const home = aCliHome(emulator);
  const lifetimes = () =>
    emulator.requests
      .filter(({ operation }) => operation === 'GetAuthorizationToken')
      .map((request) => new URL(request.path, emulator.url).searchParams.get('duration'));

  const refused = await home.run(LOGIN);
  expect(refused.code).toBe(4);
  expect(refused.err).toContain('not allowed for 43200 seconds');
  const option = /--duration-seconds \d+/.exec(refused.err)?.[0] ?? '';
  expect(await home.run([...LOGIN, ...option.split(' ')])).toMatchObject({ code: 0 });
  expect(await home.run(['refresh', '--all'])).toMatchObject({ code: 0 });
  emulator.revokeIssuedTokens();
  home.write('.npmrc', '');
  expect(await home.run(LOGIN)).toMatchObject({ code: 0 });
  // Nothing was tried that nobody asked for.
  expect(lifetimes()).toEqual([null, '3600', '3600', '3600']);
});
