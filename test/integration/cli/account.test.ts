import { expect, test } from 'vitest';
import type { CliHome } from '../../support/cli-home.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, OTHER_ACCOUNT, platform, REGION } from '../../support/emulator-service.ts';
import { commandIn, runShell } from '../../support/follow-advice.ts';

// Whose a profile is, and whose the domain, is told before the profile is first used for it.

const LOGIN = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'];
const FOREIGN = { name: 'shared', owner: OTHER_ACCOUNT, region: REGION, repositories: [{ name: 'web' }] };
const LOGIN_SHARED = [
  'login',
  '--tool',
  'npm',
  '--domain',
  'shared',
  '--domain-owner',
  OTHER_ACCOUNT,
  '--repository',
  'web',
];

/** Whoever is told of a domain may read it here, as where its owner shares it. */
async function aSharedDomain() {
  return anEmulator({ domains: [platform, FOREIGN] });
}

/** Has the profile say its account, as one that signs in by SSO or takes a role would. */
function withAccount(home: CliHome, account: string): void {
  home.write('.aws/config', `[profile work]\nregion = ${REGION}\naws_account_id = ${account}\n`, 0o600);
}

test('the first login with a profile says whose it is, and where that comes from; later ones ask nobody', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const first = await home.run([...LOGIN, '--domain-owner', ACCOUNT]);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(new RegExp(`^Profile work is of account ${ACCOUNT}, STS says\\.\nnpm is signed in`));
  const again = await home.run([...LOGIN, '--domain-owner', ACCOUNT, '--json']);
  expect(again.err).toBe('');
  expect(JSON.parse(again.out)).toMatchObject({ account: { isNew: false, account: null, warning: null } });
  expect(emulator.count('GetCallerIdentity')).toBe(1);
});

test('an owner that nobody named is said to be found, and by whom', async () => {
  const home = aCliHome(await anEmulator());
  const dry = await home.run([...LOGIN, '--dry-run', '--json']);
  const account = { profile: 'work', account: ACCOUNT, domainOwner: ACCOUNT, ownerSaidBy: 'CodeArtifact', isNew: true };
  expect(JSON.parse(dry.out)).toMatchObject({ account, warnings: [] });
  expect(dry.err).toBe('');
  const said = `Profile work is of account ${ACCOUNT}, CodeArtifact says.\nThe domain's owner was not named; it is taken to be ${ACCOUNT}.\n`;
  expect((await home.run([...LOGIN, '--dry-run'])).err).toBe(said);
  const { code, out, err } = await home.run(LOGIN);
  expect([code, err, out.startsWith(said)]).toEqual([0, '', true]);
});

test('an account that the AWS files tell is asked of nobody', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  withAccount(home, ACCOUNT);
  expect((await home.run([...LOGIN, '--dry-run'])).err).toBe(
    `Profile work is of account ${ACCOUNT}, the AWS files say.\n`,
  );
  const { code, out, err } = await home.run([...LOGIN, '--json']);
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({ account: { saidBy: 'config', ownerSaidBy: 'config', warning: null } });
  expect(emulator.count('GetCallerIdentity')).toBe(0);
});

test.each([
  ['STS says', () => {}],
  ['the AWS files say', (home: CliHome) => withAccount(home, ACCOUNT)],
])(
  'a domain of another account is a warning, where %s so, before and whatever becomes of it',
  async (says, arrange) => {
    const home = aCliHome(await aSharedDomain());
    arrange(home);
    const [preview, login] = [await home.run([...LOGIN_SHARED, '--dry-run', '--json']), await home.run(LOGIN_SHARED)];
    const sentence = `The domain shared is said to be of account ${OTHER_ACCOUNT}, and profile work is of account ${ACCOUNT}.`;
    expect(JSON.parse(preview.out)).toMatchObject({
      account: { warning: { code: 'accountDiffers', message: sentence } },
      warnings: [{ code: 'accountDiffers', message: sentence, path: null }],
    });
    expect(login.code).toBe(0);
    expect(login.err).toContain(`warning: ${sentence}\n  That is normal for`);
    expect(login.out).toContain(`Profile work is of account ${ACCOUNT}, ${says}.\nnpm is signed in`);
    expect((await home.run(LOGIN_SHARED)).err).toBe('');
  },
);

test('who follows the command finds the right owner', async () => {
  const home = aCliHome(await anEmulator({ domains: [platform, { ...platform, owner: OTHER_ACCOUNT }] }));
  const mistyped = await home.run([...LOGIN, '--domain-owner', OTHER_ACCOUNT]);
  const { out } = await runShell(home, commandIn(mistyped.err));
  expect(out).toMatch(new RegExp(`^platform +${ACCOUNT}$`, 'm'));
  expect(await home.run([...LOGIN, '--domain-owner', ACCOUNT])).toMatchObject({ code: 0 });
});

test('add says it as well, and keeps its id alone on stdout', async () => {
  const home = aCliHome(await aSharedDomain());
  const added = await home.run(LOGIN_SHARED.with(0, 'add'));
  expect(added.out).toMatch(/^b-[0-9a-f]+\n$/);
  expect(added.err).toContain('is said to be of account');
  const { account } = JSON.parse((await home.run([...LOGIN.with(0, 'add'), '--json'])).out) as { account: unknown };
  expect(account).toMatchObject({ account: ACCOUNT, warning: null });
});

test('who may not ask, or can not, logs in all the same', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  emulator.failNext('GetCallerIdentity', { status: 403, type: 'AccessDenied', message: 'not for you' });
  const owned = [...LOGIN, '--domain-owner', ACCOUNT];
  expect(await home.run(owned)).toMatchObject({ code: 0, err: '' });
  const other = aCliHome(emulator);
  const unreachable = await other.run([...owned, '--json'], { env: { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' } });
  expect(unreachable).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(unreachable.out)).toMatchObject({ account: { account: null, saidBy: null, isNew: true } });
});
