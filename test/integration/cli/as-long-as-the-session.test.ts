import { expect, test } from 'vitest';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator, EXTERNAL_ID, REGION, ROLE_ARN, ssoAccounts } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';
import { aSsoHome, inThisProcess, signIn } from '../../support/sso-home.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SERIAL = 'arn:aws:iam::111122223333:mfa/ann';
/** Calls and whole seconds. Milliseconds. */
const TOLERANCE = 20 * SECOND;

const LOGIN = ['login', '--tool', 'npm', '--domain', 'platform', '--domain-owner', '111122223333'];

type Status = {
  readonly tokens: readonly { readonly profile: string; readonly expiresAt: string; readonly refreshAt: string }[];
};

/** How long from now a profile's token lives, and when it is refreshed. */
async function plannedFor(home: CliHome, profile: string, duration: string) {
  const began = Date.now();
  const login = await home.run([...LOGIN, '--repository', 'web', '--profile', profile, '--duration-seconds', duration]);
  expect(login).toMatchObject({ code: 0 });
  expect(await home.run(['refresh', '--all'])).toMatchObject({ code: 0 });
  const { tokens } = await home.json<Status>(['status', '--json']);
  const token = tokens.find((one) => one.profile === profile)!;
  return { life: Date.parse(token.expiresAt) - began, refresh: Date.parse(token.refreshAt) - began };
}

function expectAbout(found: number, wanted: number): void {
  expect(Math.abs(found - wanted), `${found / MINUTE} is not ${wanted / MINUTE} minutes`).toBeLessThan(TOLERANCE);
}

test('a token for as long as the session ends with the keys of SSO, or of the role that was taken', async () => {
  const role = { arn: ROLE_ARN, externalId: EXTERNAL_ID, sessionSeconds: 1200 };
  const emulator = await anEmulator({ sso: { accounts: ssoAccounts, roleSeconds: 2400 }, roles: [role] });
  const home = aSsoHome(emulator);
  signIn(emulator, home);
  for (const [profile, life] of [
    ['sso-dev', 40 * MINUTE],
    ['role-dev', 20 * MINUTE],
  ] as const) {
    const planned = await plannedFor(home, profile, '0');
    expectAbout(planned.life, life);
    // Another one lives longer, since others keys come with it.
    expect(planned.refresh).toBeGreaterThan(life * 0.4);
    expect(planned.refresh).toBeLessThan(life * 0.51);
  }
  const token = ['token', '--domain', 'platform', '--profile', 'sso-payments', '--domain-owner', '111122223333'];
  const { expiration } = await home.json<{ expiration: string }>([
    ...token,
    '--duration-seconds',
    '0',
    '--format',
    'json',
  ]);
  expectAbout(Date.parse(expiration) - Date.now(), 40 * MINUTE);
});

test('of a session that a code began, one token is had at once and no other before its last minute; a longer one is banked', async () => {
  const mfa = { serial: SERIAL, codes: ['123456'] };
  const emulator = await anEmulator({ roles: [{ arn: ROLE_ARN, mfa, maxSessionSeconds: 28_800 }] });
  const home = aSsoHome(emulator);
  const role = `role_arn = ${ROLE_ARN}\nsource_profile = work\nmfa_serial = ${SERIAL}\nduration_seconds = 28800\n`;
  home.write('.aws/config', `${home.read('.aws/config')}\n[profile guarded]\n${role}region = ${REGION}\n`, 0o600);
  inThisProcess(home);
  const engine = anEngine({ home });
  const { signInId } = await engine.ask('signIn.start', { profile: 'guarded' });
  await engine.ask('signIn.enterCode', { signInId, code: '123456' });

  const bound = await plannedFor(home, 'guarded', '0');
  expectAbout(bound.life, 8 * HOUR);
  expectAbout(bound.refresh, 8 * HOUR - MINUTE);
  const banked = await plannedFor(home, 'guarded', '43200');
  expectAbout(banked.life, 12 * HOUR);
  expectAbout(banked.refresh, 7.75 * HOUR);
});

test('keys that a program gives again are asked for again once, and then at their end', async () => {
  const emulator = await anEmulator({ sso: { accounts: ssoAccounts, roleSeconds: 3600 } });
  const home = aSsoHome(emulator);
  const { roleCredentials: keys } = (await (
    await fetch(`${emulator.url}/federation/credentials?account_id=111122223333&role_name=Developer`, {
      headers: { 'x-amz-sso_bearer_token': signIn(emulator, home).accessToken },
    })
  ).json()) as { roleCredentials: Record<string, string | number> };
  const credentials = { Version: 1, AccessKeyId: keys['accessKeyId'], SecretAccessKey: keys['secretAccessKey'] };
  home.write('keys.json', JSON.stringify({ ...credentials, SessionToken: keys['sessionToken'] }), 0o600);
  const program = `credential_process = cat '${home.path('keys.json')}'\nregion = ${REGION}\n`;
  home.write('.aws/config', `${home.read('.aws/config')}\n[profile program]\n${program}`, 0o600);
  const first = await plannedFor(home, 'program', '0');
  expectAbout(first.life, HOUR);
  expect(first.refresh).toBeLessThan(31 * MINUTE);

  // Some minutes later.
  const ledger = JSON.parse(home.read('state/ledger.json')) as {
    tokens: Record<string, { token: { issuedAt: number } }>;
  };
  for (const { token } of Object.values(ledger.tokens)) token.issuedAt -= 5 * MINUTE;
  home.write('state/ledger.json', JSON.stringify(ledger), 0o600);
  expect(await home.run(['refresh', '--all'])).toMatchObject({ code: 0 });
  const { tokens } = await home.json<Status>(['status', '--json']);
  expectAbout(Date.parse(tokens[0]!.refreshAt) - Date.now(), 59 * MINUTE);
});
