import { createHash } from 'node:crypto';
import type { EmulatedDomain, EmulatedPrincipal, EmulatedSso, SsoSignIn } from '../../emulator/index.ts';

const PLATFORM_ACCOUNT = '111122223333';
const SCIENCE_ACCOUNT = '444455556666';

export const demoDomains: readonly EmulatedDomain[] = [
  {
    name: 'platform',
    owner: PLATFORM_ACCOUNT,
    region: 'us-east-1',
    repositories: [
      { name: 'web-releases', description: 'What the web teams publish' },
      { name: 'shared', description: 'Everything, with npmjs behind it' },
    ],
  },
  {
    name: 'data-science',
    owner: SCIENCE_ACCOUNT,
    region: 'us-west-2',
    repositories: [
      { name: 'pypi-all', description: 'Models and tools, with PyPI behind it' },
      { name: 'releases', description: 'Approved releases only' },
    ],
  },
];

// A made-up key: the emulator knows it, AWS does not.
export const demoPrincipals: readonly EmulatedPrincipal[] = [
  { accessKeyId: 'AKIADEMOWORK00000001', account: PLATFORM_ACCOUNT },
];

/** The shortest session, in seconds: long enough to look around, short enough to see it end. */
const SHORTEST_SESSION = 300;

/** The session of `ds-admin`, which ends so that one signs in again, on the emulator's own page. */
export function demoSso(tokenLifetimeSeconds: number): EmulatedSso {
  return {
    accounts: [{ id: SCIENCE_ACCOUNT, name: 'Data science', roles: [{ name: 'DataScienceAdmin' }] }],
    sessionSeconds: Math.max(SHORTEST_SESSION, tokenLifetimeSeconds),
    pollSeconds: 1,
  };
}

const SSO_SESSION = 'company';
const SSO_REGION = 'us-west-2';

/** The demo's `~/.aws`, with somebody signed in already. */
export function demoAwsFiles(emulatorUrl: string, signIn: SsoSignIn): Readonly<Record<string, string>> {
  const cache = createHash('sha1').update(SSO_SESSION).digest('hex');
  return {
    '.aws/config': `[profile work]
region = us-east-1

[profile ds-admin]
sso_session = ${SSO_SESSION}
sso_account_id = ${SCIENCE_ACCOUNT}
sso_role_name = DataScienceAdmin
region = us-west-2

[sso-session ${SSO_SESSION}]
sso_start_url = ${emulatorUrl}/start
sso_region = ${SSO_REGION}
sso_registration_scopes = sso:account:access
`,
    '.aws/credentials': `[work]
aws_access_key_id = AKIADEMOWORK00000001
aws_secret_access_key = made-up-for-the-demo
`,
    [`.aws/sso/cache/${cache}.json`]: JSON.stringify({ ...signIn, region: SSO_REGION }),
  };
}
