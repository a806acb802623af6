import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, EXTERNAL_ID, REGION, ROLE_ARN } from '../../support/emulator-service.ts';
import { pressOnPage } from '../../support/sign-in-page.ts';
import { atTerminal } from '../../support/sign-in-terminal.ts';
import { signIn } from '../../support/sso-home.ts';

/** No variable says where the services are. */
const NOWHERE = {
  AWS_ENDPOINT_URL_CODEARTIFACT: '',
  AWS_ENDPOINT_URL_STS: '',
  AWS_ENDPOINT_URL_SSO: '',
  AWS_ENDPOINT_URL_SSO_OIDC: '',
};

function services(name: string, url: string): string {
  const of = ['sso', 'sso_oidc', 'sts', 'codeartifact'].map((service) => `${service} =\n  endpoint_url = ${url}\n`);
  return `[services ${name}]\n${of.join('')}`;
}

/** Profiles of one session at `corp`: `source` names another place for the services than `role`, which takes a role with its keys. */
async function aMachine() {
  const corp = await anEmulator();
  const elsewhere = await anEmulator();
  const home = aCliHome(null);
  home.write(
    '.aws/config',
    `${services('corp', corp.url)}${services('elsewhere', elsewhere.url)}
[sso-session corp]
sso_start_url = ${corp.url}/start
sso_region = ${REGION}
sso_registration_scopes = sso:account:access
[profile source]
sso_session = corp
sso_account_id = ${ACCOUNT}
sso_role_name = Developer
region = ${REGION}
services = elsewhere
[profile role]
role_arn = ${ROLE_ARN}
external_id = ${EXTERNAL_ID}
source_profile = source
region = ${REGION}
services = corp
[profile whole]
sso_session = corp
sso_account_id = ${ACCOUNT}
sso_role_name = Developer
region = ${REGION}
endpoint_url = ${corp.url}
`,
    0o600,
  );
  return { corp, elsewhere, home };
}

test('the profile that is asked for says where each service is, for those that it builds on as well', async () => {
  const { corp, elsewhere, home } = await aMachine();
  signIn(corp, home);
  const token = ['token', '--domain', 'platform', '--profile'];
  expect(await home.run([...token, 'role'], { env: NOWHERE })).toMatchObject({ code: 0, err: '' });
  expect(corp.requests.map(({ operation }) => operation)).toEqual([
    'GetRoleCredentials',
    'AssumeRole',
    'GetAuthorizationToken',
  ]);
  expect(elsewhere.requests).toEqual([]);
  expect(await home.run([...token, 'whole'], { env: NOWHERE })).toMatchObject({ code: 0, err: '' });
  // There, nobody signed in.
  expect(await home.run([...token, 'source'], { env: NOWHERE })).toMatchObject({ code: 3 });
  expect(elsewhere.requests.map(({ operation }) => operation)).toEqual(['GetRoleCredentials']);
});

test('a session is begun and ended there, too', async () => {
  const { corp, elsewhere, home } = await aMachine();
  const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'role'], NOWHERE);
  await pressOnPage(await url);
  expect((await ended).code).toBe(0);
  expect((await home.run(['sign-out', '--profile', 'role'], { env: NOWHERE })).code).toBe(0);
  expect(corp.count('Logout')).toBe(1);
  expect(elsewhere.requests).toEqual([]);
});

const isInstalled = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0;

test.skipIf(!isInstalled)('the AWS CLI itself asks at the same places', async () => {
  const { corp, elsewhere, home } = await aMachine();
  signIn(corp, home);
  const args = ['sts', 'get-caller-identity', '--profile', 'role'];
  await promisify(execFile)('aws', args, { env: { ...home.env, ...NOWHERE }, timeout: 30_000 });
  expect(corp.requests.map(({ operation }) => operation)).toEqual([
    'GetRoleCredentials',
    'AssumeRole',
    'GetCallerIdentity',
  ]);
  expect(elsewhere.requests).toEqual([]);
});
