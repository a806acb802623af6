import { GetAuthorizationTokenCommand } from '@aws-sdk/client-codeartifact';
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  LogoutCommand,
  paginateListAccounts,
} from '@aws-sdk/client-sso';
import type { CreateTokenCommandOutput } from '@aws-sdk/client-sso-oidc';
import { CreateTokenCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { expect, test } from 'vitest';
import type { EmulatorOptions } from '../../../shared/emulator/index.ts';
import { anEmulator, failureOf, sdkFor, ssoAccounts } from '../../support/emulator-service.ts';
import { pressOnPage } from '../../support/sign-in-page.ts';
import { aRegistration, aSignIn, portalFor, startDevice } from '../../support/sso-clients.ts';

/** An emulator whose clock the test moves. */
async function anEmulatorInTime(sso: Partial<EmulatorOptions['sso']> = {}) {
  const clock = { now: Date.parse('2026-03-01T08:00:00Z') };
  const emulator = await anEmulator({
    now: () => clock.now,
    sso: { accounts: ssoAccounts, pollSeconds: 5, sessionSeconds: 5000, accessTokenSeconds: 1000, ...sso },
  });
  return { emulator, pass: (seconds: number) => (clock.now += seconds * 1000) };
}

function getKeys(accessToken: string | undefined, roleName = 'Developer'): GetRoleCredentialsCommand {
  return new GetRoleCredentialsCommand({ accessToken, accountId: ssoAccounts[0]!.id, roleName });
}

const signedOut = { name: 'UnauthorizedException', status: 401, message: 'Session token not found or invalid' };

test('a device waits until its code was compared; its token gets keys of a role, and the keys a token', async () => {
  const { emulator, pass } = await anEmulatorInTime();
  const registered = await aRegistration(emulator);
  const { url, userCode, device, poll } = await startDevice(emulator, registered);
  const { oidc } = registered;
  expect(device).toMatchObject({ expiresIn: 600, interval: 5, verificationUri: `${emulator.url}/device` });
  expect(userCode).toMatch(/^[B-Z]{4}-[B-Z]{4}$/);
  expect(await failureOf(oidc.send(poll))).toMatchObject({
    name: 'AuthorizationPendingException',
    status: 400,
    error: 'authorization_pending',
    error_description: 'Authorization is pending',
  });
  expect(await failureOf(oidc.send(poll))).toMatchObject({ name: 'SlowDownException', error: 'slow_down' });
  pass(5);
  expect(await failureOf(oidc.send(poll))).toMatchObject({ error: 'authorization_pending' });

  expect(await pressOnPage(url)).toMatchObject({ status: 200, text: expect.stringContaining('close this window') });
  const tokens = await oidc.send(poll);
  expect(tokens).toMatchObject({ tokenType: 'Bearer', expiresIn: 1000 });
  expect(await failureOf(oidc.send(poll))).toMatchObject({ name: 'InvalidGrantException', error: 'invalid_grant' });

  const { roleCredentials } = await portalFor(emulator).send(getKeys(tokens.accessToken));
  expect(roleCredentials?.expiration).toBe(Date.parse('2026-03-01T09:00:05Z'));
  const codeartifact = sdkFor(emulator, { ...roleCredentials, accessKeyId: roleCredentials!.accessKeyId! });
  await codeartifact.send(new GetAuthorizationTokenCommand({ domain: 'platform' }));
  expect(emulator.count('GetAuthorizationToken')).toBe(1);
  expect(emulator.issuedSecrets).toEqual(
    expect.arrayContaining([
      registered.client.clientSecret,
      device.deviceCode,
      tokens.accessToken,
      tokens.refreshToken,
      roleCredentials?.secretAccessKey,
      roleCredentials?.sessionToken,
    ]),
  );
});

test('a device that is denied, or waits too long, gets no token', async () => {
  const { emulator, pass } = await anEmulatorInTime({ codeSeconds: 300 });
  const registered = await aRegistration(emulator);
  const denied = await startDevice(emulator, registered);
  expect((await pressOnPage(denied.url, 'deny')).text).toContain('Nothing was allowed');
  expect(await failureOf(registered.oidc.send(denied.poll))).toMatchObject({
    name: 'AccessDeniedException',
    error: 'access_denied',
  });
  const late = await startDevice(emulator, registered);
  pass(300);
  expect(await failureOf(registered.oidc.send(late.poll))).toMatchObject({
    name: 'ExpiredTokenException',
    error: 'expired_token',
  });
  expect((await fetch(late.url)).status).toBe(404);
});

test('tokens are refreshed, each refresh token once, until the session ends', async () => {
  const { emulator, pass } = await anEmulatorInTime();
  const registered = await aRegistration(emulator);
  const { oidc, client } = registered;
  const first = await aSignIn(emulator, registered);
  const refresh = ({ refreshToken }: CreateTokenCommandOutput) =>
    oidc.send(new CreateTokenCommand({ ...client, grantType: 'refresh_token', refreshToken }));
  const portal = portalFor(emulator);
  pass(1000);
  expect(await failureOf(portal.send(getKeys(first.accessToken)))).toMatchObject(signedOut);
  const second = await refresh(first);
  await portal.send(getKeys(second.accessToken));
  expect(await failureOf(refresh(first))).toMatchObject({ name: 'InvalidGrantException', error: 'invalid_grant' });
  pass(3500);
  const third = await refresh(second);
  expect(third.expiresIn).toBe(500);
  pass(500);
  expect(await failureOf(portal.send(getKeys(third.accessToken)))).toMatchObject(signedOut);
  expect(await failureOf(refresh(third))).toMatchObject({ error: 'invalid_grant' });
});

test('an application without the scope of the portal signs in for the whole session and refreshes nothing', async () => {
  const { emulator } = await anEmulatorInTime();
  const tokens = await aSignIn(emulator, await aRegistration(emulator, []));
  expect(tokens.expiresIn).toBe(5000);
  expect(tokens.refreshToken).toBeUndefined();
});

test('signing out ends one session, endSessions every one, and a role that is not assigned is refused', async () => {
  const emulator = await anEmulator();
  const registered = await aRegistration(emulator);
  const portal = portalFor(emulator);
  const [{ accessToken: one }, { accessToken: other }] = [
    await aSignIn(emulator, registered),
    await aSignIn(emulator, registered),
  ];
  await portal.send(new LogoutCommand({ accessToken: one }));
  expect(await failureOf(portal.send(getKeys(one)))).toMatchObject(signedOut);
  await portal.send(getKeys(other));
  const noAccess = { name: 'ForbiddenException', status: 403, message: 'No access' };
  expect(await failureOf(portal.send(getKeys(other, 'Administrator')))).toMatchObject(noAccess);
  emulator.endSessions();
  expect(await failureOf(portal.send(getKeys(other)))).toMatchObject(signedOut);
});

test('accounts and roles are listed, in pages', async () => {
  const emulator = await anEmulator();
  const { accessToken } = await aSignIn(emulator, await aRegistration(emulator));
  const portal = portalFor(emulator);
  const pages = [];
  for await (const page of paginateListAccounts({ client: portal, pageSize: 1 }, { accessToken })) {
    pages.push(page.accountList?.map(({ accountName }) => accountName));
  }
  expect(pages).toEqual([['Development'], ['Payments']]);
  const roles = await portal.send(new ListAccountRolesCommand({ accessToken, accountId: ssoAccounts[0]!.id }));
  expect(roles.roleList?.map(({ roleName }) => roleName)).toEqual(['Developer', 'Auditor']);
});

test('errors that were ordered come in the form of their service', async () => {
  const emulator = await anEmulator();
  const registered = await aRegistration(emulator);
  const { poll } = await startDevice(emulator, registered);
  emulator.failNext('CreateToken', { status: 400, type: 'SlowDownException', message: 'Wait' });
  expect(await failureOf(registered.oidc.send(poll))).toMatchObject({ name: 'SlowDownException', error: 'slow_down' });
  emulator.failNext('CreateToken', { status: 500, type: 'InternalServerException', message: 'Broken' });
  expect(await failureOf(registered.oidc.send(poll))).toMatchObject({ name: 'InternalServerException', status: 500 });
  emulator.failNext('GetRoleCredentials', { status: 429, type: 'TooManyRequestsException', message: 'Later' });
  const keys = portalFor(emulator).send(getKeys('any'));
  expect(await failureOf(keys)).toMatchObject({ name: 'TooManyRequestsException', status: 429, message: 'Later' });
});

test('another start URL is not this portal', async () => {
  const emulator = await anEmulator();
  const { oidc, client } = await aRegistration(emulator);
  const start = new StartDeviceAuthorizationCommand({ ...client, startUrl: 'https://corp.awsapps.com/start' });
  expect(await failureOf(oidc.send(start))).toMatchObject({
    name: 'InvalidRequestException',
    error: 'invalid_request',
  });
});
