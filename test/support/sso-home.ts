import { createHash } from 'node:crypto';
import type { Emulator } from '../../shared/emulator/index.ts';
import type { CliHome } from './cli-home.ts';
import { aCliHome } from './cli-home.ts';
import { ACCOUNT, EXTERNAL_ID, OTHER_ACCOUNT, REGION, ROLE_ARN } from './emulator-service.ts';
import { pressOnPage } from './sign-in-page.ts';

/** Name of the SSO session in `aSsoHome`. */
export const SSO_SESSION = 'corp';

/** What the AWS CLI keeps of a sign-in, in `~/.aws/sso/cache`. Times are `2026-01-01T00:00:00Z`. */
export type SsoCache = {
  readonly startUrl: string;
  readonly region: string;
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationExpiresAt: string;
  readonly refreshToken?: string;
};

/**
 * A machine whose profiles sign in by SSO: `sso-dev` and `sso-audit` (a role without tokens) of one account and
 * `sso-payments` of another share the session corp; `sso-legacy` has the start URL itself; `role-dev` takes a role with
 * the keys of sso-dev, `role-keys` with those of `work`. Nobody has signed in yet.
 */
export function aSsoHome(emulator: Emulator): CliHome {
  const home = aCliHome(emulator);
  home.write('.aws/config', `${home.read('.aws/config')}\n${ssoConfig(emulator.url)}`, 0o600);
  return home;
}

export function ssoConfig(emulatorUrl: string): string {
  const startUrl = `${emulatorUrl}/start`;
  return `[sso-session ${SSO_SESSION}]
sso_start_url = ${startUrl}
sso_region = ${REGION}
sso_registration_scopes = sso:account:access

[profile sso-dev]
sso_session = ${SSO_SESSION}
sso_account_id = ${ACCOUNT}
sso_role_name = Developer
region = ${REGION}

[profile sso-audit]
sso_session = ${SSO_SESSION}
sso_account_id = ${ACCOUNT}
sso_role_name = Auditor
region = ${REGION}

[profile sso-payments]
sso_session = ${SSO_SESSION}
sso_account_id = ${OTHER_ACCOUNT}
sso_role_name = Developer
region = ${REGION}

[profile sso-legacy]
sso_start_url = ${startUrl}
sso_region = ${REGION}
sso_account_id = ${ACCOUNT}
sso_role_name = Developer
region = ${REGION}

[profile role-dev]
role_arn = ${ROLE_ARN}
external_id = ${EXTERNAL_ID}
source_profile = sso-dev
region = ${REGION}

[profile role-keys]
role_arn = ${ROLE_ARN}
external_id = ${EXTERNAL_ID}
source_profile = work
region = ${REGION}
`;
}

/** Where the AWS CLI keeps a session (by its name), or the sign-in of a profile without one (by its start URL). */
export function ssoCacheFile(session: string = SSO_SESSION): string {
  return `.aws/sso/cache/${createHash('sha1').update(session).digest('hex')}.json`;
}

/** Signs in by a code to compare and writes the cache that the AWS CLI would write. */
export async function signIn(emulator: Emulator, home: CliHome, session = SSO_SESSION): Promise<SsoCache> {
  const cache = await signedIn(emulator, session.startsWith('http') ? [] : ['sso:account:access']);
  writeSsoCache(home, cache, session);
  return cache;
}

export function writeSsoCache(home: Pick<CliHome, 'write'>, cache: SsoCache, session = SSO_SESSION): void {
  home.write(ssoCacheFile(session), JSON.stringify(cache), 0o600);
}

async function signedIn(emulator: Emulator, scopes: readonly string[]): Promise<SsoCache> {
  const startUrl = `${emulator.url}/start`;
  const client = await post<{ clientId: string; clientSecret: string; clientSecretExpiresAt: number }>(
    emulator,
    '/client/register',
    { clientName: `botocore-client-${SSO_SESSION}`, clientType: 'public', scopes },
  );
  const { clientId, clientSecret } = client;
  const device = await post<{ deviceCode: string; verificationUriComplete: string }>(
    emulator,
    '/device_authorization',
    { clientId, clientSecret, startUrl },
  );
  await pressOnPage(device.verificationUriComplete);
  const token = await post<{ accessToken: string; refreshToken?: string; expiresIn: number }>(emulator, '/token', {
    clientId,
    clientSecret,
    grantType: 'urn:ietf:params:oauth:grant-type:device_code',
    deviceCode: device.deviceCode,
  });
  return {
    startUrl,
    region: REGION,
    accessToken: token.accessToken,
    expiresAt: awsTime(Date.now() + token.expiresIn * 1000),
    clientId,
    clientSecret,
    registrationExpiresAt: awsTime(client.clientSecretExpiresAt * 1000),
    ...(token.refreshToken === undefined ? {} : { refreshToken: token.refreshToken }),
  };
}

/** As the AWS CLI writes times. */
export function awsTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

async function post<Answer>(emulator: Emulator, path: string, body: unknown): Promise<Answer> {
  const response = await fetch(emulator.url + path, { method: 'POST', body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer as Answer;
}
