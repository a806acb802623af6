import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator, REGION, ROLE_ARN } from '../../support/emulator-service.ts';
import { hasTerminals, onDesktop } from '../../support/on-desktop.ts';
import { pressOnPage } from '../../support/sign-in-page.ts';
import { atTerminal } from '../../support/sign-in-terminal.ts';
import { aSsoHome, signIn, SSO_SESSION, ssoCacheFile } from '../../support/sso-home.ts';

const PLATFORM = ['--domain', 'platform'];
const CACHE = '.aws/sso/cache';

async function machine(): Promise<{ emulator: Emulator; home: CliHome }> {
  const emulator = await anEmulator();
  return { emulator, home: aSsoHome(emulator) };
}

/** Waits for the page and presses its button, as a person does. */
async function answers(url: Promise<string>, answer: 'allow' | 'deny' = 'allow'): Promise<void> {
  await pressOnPage(await url, answer);
}

/** No file of ours and nothing that was said holds a secret; the caches of AWS are where they belong. */
function expectNoSecrets(emulator: Emulator, home: CliHome, said: string): void {
  expect(emulator.issuedSecrets.length).toBeGreaterThan(0);
  const files = home.files().filter((file) => !file.startsWith('.aws/'));
  const texts = [said, ...files.map((file) => home.read(file))];
  for (const secret of emulator.issuedSecrets) {
    for (const text of texts) expect(text.includes(secret), secret.slice(0, 4)).toBe(false);
  }
}

test('a code that is compared in any browser signs in, and the tokens can be had', async () => {
  const { emulator, home } = await machine();
  const before = await home.run(['token', ...PLATFORM, '--profile', 'sso-dev']);
  expect(before).toMatchObject({ code: 3, out: '' });
  expect(before.err).toContain('  $ codeartifact-tray sign-in --profile sso-dev\n');

  const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'sso-dev']);
  await answers(url);
  const run = await ended;
  expect(run).toMatchObject({ code: 0, out: 'Signed in to corp.\n' });
  expect(run.err).toMatch(/It should show this code: [A-Z]{4}-[A-Z]{4}\n/);
  expect(home.mode(ssoCacheFile())).toBe(0o600);
  expect((await home.run(['token', ...PLATFORM, '--profile', 'sso-dev'])).code).toBe(0);
  expect((await home.run(['token', ...PLATFORM, '--profile', 'role-dev'])).code).toBe(0);
  expectNoSecrets(emulator, home, run.out + run.err);
});

test('the application is registered once, and again when it is not known any more', async () => {
  const { emulator, home } = await machine();
  for (const times of [1, 1]) {
    const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'sso-dev']);
    await answers(url);
    expect((await ended).code).toBe(0);
    expect(emulator.count('RegisterClient')).toBe(times);
  }
  const registration = home.files(CACHE).find((file) => file !== ssoCacheFile())!;
  expect(home.mode(registration)).toBe(0o600);
  const known = JSON.parse(home.read(registration)) as object;
  home.write(registration, JSON.stringify({ ...known, clientId: 'forgotten' }));
  const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'sso-dev']);
  await answers(url);
  expect((await ended).code).toBe(0);
  expect(emulator.count('RegisterClient')).toBe(2);
  home.write(registration, JSON.stringify({ ...known, expiresAt: '2026-01-01T00:00:00Z' }));
  const last = atTerminal(home, ['sign-in', '--profile', 'sso-dev']);
  await answers(last.url);
  expect((await last.ended).code).toBe(0);
  expect(emulator.count('RegisterClient')).toBe(3);
});

test('a start URL in the profile itself signs in, without a refresh token', async () => {
  const { emulator, home } = await machine();
  const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'sso-legacy', '--json']);
  await answers(url);
  const { code, out } = await ended;
  expect({ code, json: JSON.parse(out) as unknown }).toEqual({
    code: 0,
    json: { profile: 'sso-legacy', name: new URL(emulator.url).host, way: 'sso' },
  });
  const file = ssoCacheFile(`${emulator.url}/start`);
  expect(JSON.parse(home.read(file))).not.toHaveProperty('refreshToken');
  expect((await home.run(['token', ...PLATFORM, '--profile', 'sso-legacy'])).code).toBe(0);
});

test('who denies it is told so, and nothing is kept', async () => {
  const { home } = await machine();
  const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'sso-dev', '--json']);
  await answers(url, 'deny');
  const { code, out, err } = await ended;
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    error: { code: 'signInRefused', command: 'codeartifact-tray sign-in --profile sso-dev' },
  });
  expect(err).toContain('The sign-in was refused');
  expect(home.has(ssoCacheFile())).toBe(false);
});

test('Ctrl+C cancels it at once', async () => {
  const { home } = await machine();
  const { url, ended, interrupt } = atTerminal(home, ['sign-in', '--profile', 'sso-dev']);
  await url;
  interrupt();
  expect(await ended).toMatchObject({ code: 3, err: expect.stringContaining('The sign-in was cancelled.') as string });
  expect(home.has(ssoCacheFile())).toBe(false);
});

test('a code that nobody compares in time ends it', async () => {
  const emulator = await anEmulator({ sso: { accounts: [], pollSeconds: 0.1, codeSeconds: 1 } });
  const home = aSsoHome(emulator);
  const run = await home.run(['sign-in', '--profile', 'sso-dev']);
  expect(run.code).toBe(3);
  expect(run.err).toContain('Nobody finished the sign-in in time.');
});

test('what passes while somebody is in the browser does not end it', async () => {
  const { emulator, home } = await machine();
  const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'sso-dev']);
  const address = await url;
  emulator.failNext('CreateToken', { status: 503, type: 'InternalServerException', message: '' }, 4);
  await pressOnPage(address);
  expect((await ended).code).toBe(0);
});

test('without a network it says so', async () => {
  const { emulator, home } = await machine();
  await emulator.stop();
  const run = await home.run(['sign-in', '--profile', 'sso-dev']);
  expect(run).toMatchObject({ code: 6, out: '' });
});

test.each([
  ['work', 'There is nothing to sign in to with profile work.', 3],
  ['nobody', 'There is no profile nobody', 5],
  ['half', 'The SSO settings of profile half are incomplete.', 3],
])('profile %s has no session', async (profile, words, code) => {
  const { home } = await machine();
  const half =
    '[profile half]\nsso_session = missing\nsso_account_id = 111122223333\nsso_role_name = x\nregion = eu-west-1\n';
  home.write('.aws/config', `${home.read('.aws/config')}\n${half}`);
  for (const command of ['sign-in', 'sign-out']) {
    const run = await home.run([command, '--profile', profile]);
    expect(run).toMatchObject({ code, out: '' });
    expect(run.err).toContain(words);
  }
});

test.each([
  ['https://my.company.example/start', 'put the address of AWS that it leads to in its place'],
  ['https://nobody.awsapps.com/start', 'Correct sso_start_url and sso_region.'],
])('a start URL that AWS does not know, %s, is said with what to do', async (startUrl, words) => {
  const { emulator, home } = await machine();
  home.write('.aws/config', home.read('.aws/config').replaceAll(`${emulator.url}/start`, startUrl), 0o600);
  const run = await home.run(['sign-in', '--profile', 'sso-dev']);
  expect(run).toMatchObject({ code: 3, out: '' });
  expect(run.err).toContain(`There is no sign-in at ${startUrl} in ${REGION}.`);
  expect(run.err).toContain(words);
});

test('login and token sign in first where that is needed, and only then', async () => {
  const { emulator, home } = await machine();
  const login = ['login', '--tool', 'npm', ...PLATFORM, '--repository', 'web', '--profile', 'sso-dev', '--sign-in'];
  const { url, ended } = atTerminal(home, login);
  await answers(url);
  const run = await ended;
  expect(run).toMatchObject({ code: 0, out: expect.stringContaining('npm is signed in to platform/web') as string });
  expect(home.read('.npmrc')).toContain('_authToken=');
  const token = await home.run(['token', ...PLATFORM, '--profile', 'sso-dev', '--sign-in']);
  expect(token).toMatchObject({ code: 0, err: '' });
  expectNoSecrets(emulator, home, run.out + run.err);
});

test('every token that waited for the session is refreshed with it', async () => {
  const { emulator, home } = await machine();
  const cache = signIn(emulator, home);
  const common = ['--repository', 'web'];
  await home.run(['login', '--tool', 'npm', ...PLATFORM, ...common, '--profile', 'sso-dev']);
  await home.run(['login', '--tool', 'pip', '--domain', 'payments', ...common, '--profile', 'sso-payments']);
  emulator.endSessions();
  expect((await home.run(['refresh'])).code).toBe(3);
  const count = emulator.count('GetAuthorizationToken');
  const { url, ended } = atTerminal(home, ['sign-in', '--profile', 'sso-dev']);
  await answers(url);
  expect((await ended).code).toBe(0);
  expect(emulator.count('GetAuthorizationToken')).toBe(count + 2);
  const npmrc = home.read('.npmrc');
  expect(emulator.issuedTokens.slice(-2).filter((token) => npmrc.includes(token))).toHaveLength(1);
  expect(JSON.stringify(await home.json(['status', '--json']))).not.toContain('signInNeeded');
  expect(cache.accessToken).not.toBe('');
});

test('sign-out ends the session here and at AWS, and says whose it was', async () => {
  const { emulator, home } = await machine();
  const cache = signIn(emulator, home);
  // The names under which the AWS CLI keeps the keys of a role: those of another session stay.
  const roles = [
    `{"accountId":"111122223333","roleName":"Developer","sessionName":"${SSO_SESSION}"}`,
    '{"accountId":"111122223333","roleName":"Developer","sessionName":"other"}',
  ].map((key) => `.aws/cli/cache/${createHash('sha1').update(key).digest('hex')}.json`);
  for (const file of [...roles, ssoCacheFile('other')]) home.write(file, '{}');
  const run = await home.run(['sign-out', '--profile', 'role-dev', '--json']);
  expect({ code: run.code, json: JSON.parse(run.out) as unknown }).toEqual({
    code: 0,
    json: { name: SSO_SESSION, profiles: ['role-dev', 'sso-audit', 'sso-dev', 'sso-payments'], problem: null },
  });
  expect(emulator.count('Logout')).toBe(1);
  expect([ssoCacheFile(), ...roles, ssoCacheFile('other')].map((file) => home.has(file))).toEqual([
    false,
    false,
    true,
    true,
  ]);
  home.write(ssoCacheFile(), JSON.stringify(cache));
  expect((await home.run(['token', ...PLATFORM, '--profile', 'sso-dev'])).code).toBe(3);
});

test('without a network, sign-out forgets the session and says that AWS was not told', async () => {
  const { emulator, home } = await machine();
  signIn(emulator, home);
  await emulator.stop();
  const run = await home.run(['sign-out', '--profile', 'sso-dev']);
  expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Signed out of corp.') as string });
  expect(run.err).toMatch(/^warning: /);
  expect(home.has(ssoCacheFile())).toBe(false);
});

describe.skipIf(!hasTerminals)('on a terminal of a desktop', () => {
  test('the browser opens and comes back, so that no code is compared', async () => {
    const { home } = await machine();
    const { code, said, opened } = await onDesktop(home, ['sign-in', '--profile', 'sso-dev']);
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('Signed in to corp.') as string });
    expect(opened).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/authorize\?response_type=code&\S+\n$/);
    expect((await home.run(['token', ...PLATFORM, '--profile', 'sso-dev'])).code).toBe(0);
  });

  test('no browser opens for what needs no sign-in, and none for what fails before', async () => {
    const { emulator, home } = await machine();
    signIn(emulator, home);
    const token = await onDesktop(home, ['token', ...PLATFORM, '--profile', 'sso-dev', '--sign-in']);
    expect([token.code, token.opened]).toEqual([0, '']);
    const unknown = await onDesktop(home, ['sign-in', '--profile', 'nobody']);
    expect([unknown.code, unknown.opened]).toEqual([5, '']);
  });

  test('the code of an MFA device is asked for until it is the right one', async () => {
    const mfa = { serial: 'arn:aws:iam::111122223333:mfa/ann', codes: ['123456'] };
    const home = aSsoHome(await anEmulator({ roles: [{ arn: ROLE_ARN, mfa }] }));
    const role = `role_arn = ${ROLE_ARN}\nsource_profile = work\nmfa_serial = ${mfa.serial}\nregion = ${REGION}\n`;
    home.write('.aws/config', `${home.read('.aws/config')}\n[profile guarded]\n${role}`);
    const { code, said } = await onDesktop(
      home,
      ['sign-in', '--profile', 'guarded'],
      [
        [/MFA code for guarded: /, '000000'],
        [/does not take this MFA code[^]*MFA code for guarded: /, '123456'],
      ],
    );
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('Signed in to guarded.') as string });
    expect(said).toContain('AWS does not take this MFA code');
    expect((await home.run(['token', ...PLATFORM, '--profile', 'guarded'])).code).toBe(0);
  });
});

test('a region of the session that is none names sso_region', async () => {
  const { home } = await machine();
  const session = '[sso-session odd]\nsso_start_url = https://odd.awsapps.com/start\nsso_region = eu west 1\n';
  const profile = 'sso_session = odd\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = eu-west-1\n';
  home.write('.aws/config', `${session}[profile odd]\n${profile}`);
  const run = await home.run(['sign-in', '--profile', 'odd', '--no-browser']);
  expect(run.code).toBe(3);
  expect(run.err).toContain('The sso_region of profile odd is not a region: "eu west 1".');
});

describe('a session of "aws login"', () => {
  const CONSOLE = 'login_session = arn:aws:iam::111122223333:user/ann\nregion = eu-west-1\n';

  async function aConsoleHome(): Promise<CliHome> {
    const { home } = await machine();
    home.write('.aws/config', `${home.read('.aws/config')}\n[profile console]\n${CONSOLE}`);
    return home;
  }

  test.skipIf(!hasTerminals).each([
    ['2.32.0', 'exit 0', 0, 'Signed in to console.'],
    ['2.32.0', 'exit 1', 3, 'The sign-in was refused'],
    ['1.45.11', 'exit 0', 3, '$ aws login --profile console'],
    ['2.31.9', 'exit 0', 3, '$ aws login --profile console'],
  ])('is begun by the AWS CLI %s, which ends with "%s"', async (version, login, code, words) => {
    const home = await aConsoleHome();
    const print = `[ "$1" = --version ] && echo 'aws-cli/${version} Python/3' && exit`;
    home.write('bin/aws', `#!/bin/sh\necho "$@" >> '${home.path('asked')}'\n${print}\n${login}\n`, 0o755);
    const run = await onDesktop(home, ['sign-in', '--profile', 'console']);
    expect(run).toMatchObject({ code, said: expect.stringContaining(words) as string });
    expect(home.read('asked')).toBe(`--version\n${version === '2.32.0' ? 'login --profile console\n' : ''}`);
  });

  test.skipIf(!hasTerminals)('without a browser is begun by what the AWS CLI asks at the terminal', async () => {
    const home = await aConsoleHome();
    const ask = `printf 'Enter the code: '\nread code\n[ "$code" = ABCD ]`;
    const print = `[ "$1" = --version ] && echo 'aws-cli/2.32.0 Python/3' && exit`;
    home.write('bin/aws', `#!/bin/sh\necho "$@" >> '${home.path('asked')}'\n${print}\n${ask}\n`, 0o755);
    const typed = [[/Enter the code: /, 'ABCD']] as const;
    const run = await onDesktop(home, ['sign-in', '--profile', 'console', '--no-browser'], typed);
    expect(run).toMatchObject({
      code: 0,
      said: expect.stringContaining('Signed in to console.') as string,
      opened: '',
    });
    expect(home.read('asked')).toBe('--version\nlogin --remote --profile console\n');
  });

  test('without a browser or the AWS CLI the command is named', async () => {
    const home = await aConsoleHome();
    const run = await home.run(['sign-in', '--profile', 'console']);
    expect(run.code).toBe(3);
    expect(run.err).toContain('$ aws login --remote --profile console');
    const signOut = await home.run(['sign-out', '--profile', 'console']);
    expect(signOut.code).toBe(3);
    expect(signOut.err).toContain('$ aws logout --profile console');
  });
});
