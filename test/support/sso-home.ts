import { createHash } from 'node:crypto';
import { onTestFinished, vi } from 'vitest';
import type { Environment } from '../../shared/ports/host.ts';
import type { Emulator, SsoSignIn } from '../../shared/emulator/index.ts';
import type { CliHome } from './cli-home.ts';
import { aCliHome } from './cli-home.ts';
import { environmentOf } from './engine.ts';
import { ACCOUNT, EXTERNAL_ID, OTHER_ACCOUNT, REGION, ROLE_ARN } from './emulator-service.ts';

/** Name of the SSO session in `aSsoHome`. */
export const SSO_SESSION = 'corp';

/** What the AWS CLI keeps of a sign-in, in `~/.aws/sso/cache`. */
export type SsoCache = SsoSignIn & { readonly region: string };

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

/** The environment of a home for an engine inside the test: the SDK asks this process where SSO, STS and the home are. */
export function inThisProcess(home: CliHome): Environment {
  for (const [name, value] of Object.entries(home.env)) if (/^(?:AWS_|HOME$)/.test(name)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  return environmentOf(home);
}

/** Where the AWS CLI keeps a session (by its name), or the sign-in of a profile without one (by its start URL). */
export function ssoCacheFile(session: string = SSO_SESSION): string {
  return `.aws/sso/cache/${createHash('sha1').update(session).digest('hex')}.json`;
}

/** Signs in and writes the cache that the AWS CLI would write; for a session, or for a start URL of a profile's own. */
export function signIn(emulator: Emulator, home: CliHome, session = SSO_SESSION): SsoCache {
  const cache = { ...emulator.signInBySso(!session.startsWith('http')), region: REGION };
  writeSsoCache(home, cache, session);
  return cache;
}

export function writeSsoCache(home: Pick<CliHome, 'write'>, cache: SsoCache, session = SSO_SESSION): void {
  home.write(ssoCacheFile(session), JSON.stringify(cache), 0o600);
}

/** As the AWS CLI writes times. */
export function awsTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
