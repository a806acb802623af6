import { expect, test } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { ACCOUNT, anEmulator, KEY, REGION } from '../../support/emulator-service.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { inThisProcess, signIn, ssoCacheFile } from '../../support/sso-home.ts';

const PLATFORM = { domain: 'platform', domainOwner: ACCOUNT };

/** Beside a profile whose keys a program prints, one with an SSO session of this name, which somebody signed in to. */
async function aMachine(session: string) {
  const named = session.replaceAll('"', '');
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const keys = JSON.stringify({ Version: 1, AccessKeyId: KEY, SecretAccessKey: 'printed-by-a-program' });
  home.write('keys.json', keys, 0o600);
  home.write(
    '.aws/config',
    `[sso-session ${session}]
sso_start_url = ${emulator.url}/start
sso_region = ${REGION}
[profile named]
sso_session = ${named}
sso_account_id = ${ACCOUNT}
sso_role_name = Developer
region = ${REGION}
[profile program]
credential_process = cat '${home.path('keys.json')}'
region = ${REGION}
`,
    0o600,
  );
  signIn(emulator, home, named);
  const access = createAwsAccess(inThisProcess(home));
  return { home, tokenOf: async (profile: string) => access.token({ ...PLATFORM, profile }, undefined) };
}

// The SDK keeps sessions' tokens, by name, in the plain object in which it looks for what runs a program.
test.each(['exec', '__proto__', 'constructor', 'toString', 'a.b', 'EXEC', '"two words"'])(
  'a session named %s is one like any other',
  async (session) => {
    const { home, tokenOf } = await aMachine(session);
    for (const outcome of await Promise.all(['named', 'program', 'named', 'program'].map(tokenOf))) {
      expect(outcome).toMatchObject({ ok: true });
    }
    home.write(ssoCacheFile(session.replaceAll('"', '')), '{}');
    expect(await tokenOf('named')).toMatchObject({ ok: false, error: { code: 'signInNeeded' } });
    expect(await tokenOf('program')).toMatchObject({ ok: true });
  },
);

test.each(['constructor', 'toString', 'exec'])('a profile named %s is one like any other', async (name) => {
  const { home, tokenOf } = await aMachine('corp');
  home.write('.aws/config', home.read('.aws/config').replace('profile named', `profile ${name}`), 0o600);
  for (const outcome of await Promise.all([name, 'program'].map(tokenOf))) expect(outcome).toMatchObject({ ok: true });
});
