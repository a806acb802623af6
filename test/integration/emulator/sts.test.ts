import { GetAuthorizationTokenCommand } from '@aws-sdk/client-codeartifact';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import type { EmulatedRole, Emulator } from '../../../shared/emulator/index.ts';
import {
  ACCOUNT,
  anEmulator,
  EXPIRED_KEY,
  EXTERNAL_ID,
  failureOf,
  KEY,
  OTHER_KEY,
  REGION,
  ROLE_ARN,
  sdkFor,
} from '../../support/emulator-service.ts';

type Keys = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

function stsFor(emulator: Emulator, keys: Partial<Keys> = {}): STSClient {
  const credentials = { accessKeyId: KEY, secretAccessKey: 'not-checked', ...keys };
  const sts = new STSClient({ endpoint: emulator.url, region: REGION, maxAttempts: 1, credentials });
  onTestFinished(() => sts.destroy());
  return sts;
}

function assume(input: Partial<AssumeRoleCommandInput> = {}): AssumeRoleCommand {
  return new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: 'test', ExternalId: EXTERNAL_ID, ...input });
}

async function keysOf(sts: STSClient, input: Partial<AssumeRoleCommandInput> = {}): Promise<Keys> {
  const { Credentials } = await sts.send(assume(input));
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}

test('a key learns whose it is', async () => {
  const emulator = await anEmulator();
  expect(await stsFor(emulator).send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: ACCOUNT,
    Arn: `arn:aws:iam::${ACCOUNT}:user/developer`,
  });
  expect(emulator.requests).toMatchObject([{ operation: 'GetCallerIdentity', accessKeyId: KEY, status: 200 }]);
});

test('a role gives keys that act as it, live as long as was asked for, and are refused afterwards', async () => {
  let now = Date.now();
  const emulator = await anEmulator({ now: () => now });
  const { Credentials, AssumedRoleUser } = await stsFor(emulator).send(assume({ DurationSeconds: 900 }));
  expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/CodeArtifactReader/test`);
  expect(Credentials?.Expiration?.getTime()).toBe((Math.floor(now / 1000) + 900) * 1000);
  const keys = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(emulator.issuedSecrets).toEqual([keys.secretAccessKey, keys.sessionToken]);

  const codeartifact = sdkFor(emulator, keys);
  const shortToken = new GetAuthorizationTokenCommand({ domain: 'platform', durationSeconds: 0 });
  expect((await codeartifact.send(shortToken)).expiration).toEqual(Credentials?.Expiration);
  expect(await stsFor(emulator, keys).send(new GetCallerIdentityCommand({}))).toMatchObject({
    Arn: AssumedRoleUser?.Arn,
  });

  const withoutSession = sdkFor(emulator, { ...keys, sessionToken: undefined });
  expect(await failureOf(withoutSession.send(shortToken))).toMatchObject({ name: 'UnrecognizedClientException' });
  now += 900_000;
  expect(await failureOf(codeartifact.send(shortToken))).toMatchObject({ name: 'ExpiredTokenException', status: 403 });
});

const mfaRole: EmulatedRole = {
  arn: ROLE_ARN,
  mfa: { serial: `arn:aws:iam::${ACCOUNT}:mfa/ann`, codes: ['123456', '234567'] },
};

test('a code of the MFA device works once', async () => {
  const emulator = await anEmulator({ roles: [mfaRole] });
  const sts = stsFor(emulator);
  const withCode = (TokenCode: string) => assume({ SerialNumber: mfaRole.mfa?.serial, TokenCode });
  const wrong = {
    name: 'AccessDenied',
    status: 403,
    message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
  };
  expect(await failureOf(sts.send(withCode('000000')))).toMatchObject(wrong);
  await sts.send(withCode('123456'));
  expect(await failureOf(sts.send(withCode('123456')))).toMatchObject(wrong);
  await sts.send(withCode('234567'));
});

const notAuthorized = `User: arn:aws:iam::${ACCOUNT}:user/developer is not authorized to perform: sts:AssumeRole on resource: ${ROLE_ARN}`;

test.each<{ name: string; role?: EmulatedRole; input?: Partial<AssumeRoleCommandInput> }>([
  { name: 'a missing External ID', input: { ExternalId: undefined } },
  { name: 'a wrong External ID', input: { ExternalId: 'another' } },
  { name: 'a missing MFA code', role: mfaRole },
  { name: 'a caller whom the role does not trust', role: { arn: ROLE_ARN, trusted: ['444455556666'] } },
  { name: 'a role that is not there', role: { arn: `${ROLE_ARN}Else` } },
])('$name is refused, in the same words as each other', async ({ role, input }) => {
  const sts = stsFor(await anEmulator(role === undefined ? {} : { roles: [role] }));
  expect(await failureOf(sts.send(assume(input)))).toMatchObject({
    name: 'AccessDenied',
    status: 403,
    message: notAuthorized,
  });
});

test('a caller that may assume no role is refused', async () => {
  const emulator = await anEmulator({ principals: [{ accessKeyId: KEY, account: ACCOUNT, deny: ['AssumeRole'] }] });
  expect(await failureOf(stsFor(emulator).send(assume()))).toMatchObject({ name: 'AccessDenied' });
});

test.each<[name: string, input: Partial<AssumeRoleCommandInput>, message: RegExp]>([
  ['longer than the role', { DurationSeconds: 7200 }, /exceeds the MaxSessionDuration set for this role/],
  ['longer than any', { DurationSeconds: 43_201 }, /less than or equal to 43200/],
  ['shorter than any', { DurationSeconds: 60 }, /greater than or equal to 900/],
  [
    'of an ARN that is none',
    { RoleArn: 'role/CodeArtifactReader-of-mine' },
    /role\/CodeArtifactReader-of-mine is invalid/,
  ],
  ['with a name of blanks', { RoleSessionName: 'a b' }, /roleSessionName/],
])('a session %s is invalid', async (_name, input, message) => {
  const failure = await failureOf(stsFor(await anEmulator()).send(assume(input)));
  expect(failure).toMatchObject({ name: 'ValidationError', status: 400, message: expect.stringMatching(message) });
});

test('a role that a role assumed lasts an hour at most', async () => {
  const emulator = await anEmulator({ roles: [{ arn: ROLE_ARN, maxSessionSeconds: 43_200 }] });
  const chained = stsFor(emulator, await keysOf(stsFor(emulator), { DurationSeconds: 7200 }));
  expect(await failureOf(chained.send(assume({ DurationSeconds: 7200 })))).toMatchObject({
    name: 'ValidationError',
    message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  });
  await chained.send(assume({ DurationSeconds: 3600 }));
});

test.each([
  ['AKIANOBODY', 'InvalidClientTokenId', 'The security token included in the request is invalid.'],
  [EXPIRED_KEY, 'ExpiredToken', 'The security token included in the request is expired'],
])('the key %s is refused as %s', async (accessKeyId, name, message) => {
  const sts = stsFor(await anEmulator(), { accessKeyId });
  for (const call of [sts.send(assume()), sts.send(new GetCallerIdentityCommand({}))]) {
    expect(await failureOf(call)).toMatchObject({ name, message, status: 403 });
  }
});

test('an error that was ordered comes in the form of STS, once', async () => {
  const emulator = await anEmulator();
  emulator.failNext('AssumeRole', { status: 403, type: 'SignatureDoesNotMatch', message: 'Not <ours> & wrong' });
  const sts = stsFor(emulator);
  expect(await failureOf(sts.send(assume()))).toMatchObject({
    name: 'SignatureDoesNotMatch',
    message: 'Not <ours> & wrong',
  });
  await sts.send(assume());
  expect(emulator.count('AssumeRole')).toBe(2);
});

test('what a role may not do is refused in its name; a permission for bearer tokens may end at a length', async () => {
  const emulator = await anEmulator({
    roles: [{ arn: ROLE_ARN, deny: ['GetAuthorizationToken'] }],
    principals: [
      { accessKeyId: KEY, account: ACCOUNT, longestTokenSeconds: 3600 },
      { accessKeyId: OTHER_KEY, account: ACCOUNT, deny: ['GetServiceBearerToken'] },
    ],
  });
  const askFor = (durationSeconds?: number) =>
    new GetAuthorizationTokenCommand({ domain: 'platform', durationSeconds });
  const role = await failureOf(sdkFor(emulator, await keysOf(stsFor(emulator))).send(askFor()));
  expect(role['message']).toContain(`User: arn:aws:sts::${ACCOUNT}:assumed-role/CodeArtifactReader/test is not`);
  const bearer = { name: 'AccessDeniedException', message: expect.stringContaining('sts:GetServiceBearerToken') };
  expect(await failureOf(sdkFor(emulator).send(askFor()))).toMatchObject(bearer);
  expect(await failureOf(sdkFor(emulator, { accessKeyId: OTHER_KEY }).send(askFor(900)))).toMatchObject(bearer);
  await sdkFor(emulator).send(askFor(3600));
});
