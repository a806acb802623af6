import { CodeartifactClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-codeartifact';
import { fromIni } from '@aws-sdk/credential-providers';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, REGION, ssoAccounts } from '../../support/emulator-service.ts';
import { aSsoHome, awsTime, signIn, ssoCacheFile, writeSsoCache } from '../../support/sso-home.ts';

/** The unmodified SDK as a program in that home would have it. */
async function askToken(emulator: Emulator, home: CliHome, profile: string): Promise<string | undefined> {
  for (const [name, value] of Object.entries(home.env)) if (/^AWS_|^HOME$/.test(name)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const credentials = fromIni({ profile, ignoreCache: true });
  const sdk = new CodeartifactClient({ endpoint: emulator.url, region: REGION, maxAttempts: 1, credentials });
  onTestFinished(() => sdk.destroy());
  const { authorizationToken } = await sdk.send(
    new GetAuthorizationTokenCommand({ domain: 'platform', domainOwner: ACCOUNT }),
  );
  return authorizationToken;
}

test.each(['sso-dev', 'role-dev', 'role-keys'])('the SDK gets a token by the profile %s', async (profile) => {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  if (profile !== 'role-keys') signIn(emulator, home);
  expect(await askToken(emulator, home, profile)).toBe(emulator.issuedTokens[0]);
  expect(emulator.count('GetRoleCredentials')).toBe(profile === 'role-keys' ? 0 : 1);
  expect(emulator.count('AssumeRole')).toBe(profile === 'sso-dev' ? 0 : 1);
});

test('the SDK gets a token by a profile with a start URL of its own', async () => {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  const cache = signIn(emulator, home, `${emulator.url}/start`);
  expect(cache.refreshToken).toBeUndefined();
  expect(await askToken(emulator, home, 'sso-legacy')).toBe(emulator.issuedTokens[0]);
});

test('the SDK refreshes an access token that is over, and says when the session is', async () => {
  const emulator = await anEmulator({ sso: { accounts: ssoAccounts, accessTokenSeconds: 3600 } });
  const home = aSsoHome(emulator);
  const cache = signIn(emulator, home);
  writeSsoCache(home, { ...cache, expiresAt: awsTime(Date.now() - 1000) });
  expect(await askToken(emulator, home, 'sso-dev')).toBeDefined();
  const refreshed = JSON.parse(home.read(ssoCacheFile())) as typeof cache;
  expect(refreshed.refreshToken).not.toBe(cache.refreshToken);
  expect(Date.parse(refreshed.expiresAt)).toBeGreaterThan(Date.now());
  emulator.endSessions();
  await expect(askToken(emulator, home, 'sso-dev')).rejects.toThrow('UnauthorizedException: Session token not found');
});

test('a role without the right to tokens gets none', async () => {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  signIn(emulator, home);
  await expect(askToken(emulator, home, 'sso-audit')).rejects.toThrow(
    /assumed-role\/AWSReservedSSO_Auditor_\w+\/developer is not authorized to perform: codeartifact:GetAuthorizationToken/,
  );
});
