import { chmodSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator, REGION, ROLE_ARN } from '../../support/emulator-service.ts';

const SUBJECT = 'repo:corp/web:ref:refs/heads/main';
const TOKEN = ['token', '--domain', 'platform', '--domain-owner', '111122223333', '--format', 'json', '--profile'];

/** As a build server's identity provider writes it. */
function webToken(claims: { readonly sub?: string; readonly exp?: number } = {}): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const payload = { sub: SUBJECT, exp: Math.floor(Date.now() / 1000) + 900, ...claims };
  return [part({ alg: 'RS256' }), part(payload), 'planted-signature-of-the-token'].join('.');
}

async function aBuildServer() {
  const emulator = await anEmulator({ roles: [{ arn: ROLE_ARN, webSubjects: [SUBJECT] }] });
  const home = aCliHome(emulator);
  const file = home.path('token.jwt');
  const role = `role_arn = ${ROLE_ARN}\nweb_identity_token_file = ${file}\nregion = ${REGION}\n`;
  home.write('.aws/config', `[profile build]\n${role}`, 0o600);
  return { emulator, home, file };
}

test('a web identity gets tokens, by a profile and by the variables that a container is given', async () => {
  const { emulator, home, file } = await aBuildServer();
  home.write('token.jwt', webToken(), 0o600);
  expect(await home.run([...TOKEN, 'build'])).toMatchObject({ code: 0, err: '' });
  const env = { AWS_PROFILE: '', AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: ROLE_ARN, AWS_REGION: REGION };
  const byVariables = TOKEN.slice(0, -1);
  expect(await home.run(byVariables, { env })).toMatchObject({ code: 0, err: '' });
  expect(emulator.requests.map(({ operation }) => operation)).toEqual([
    'AssumeRoleWithWebIdentity',
    'GetAuthorizationToken',
    'AssumeRoleWithWebIdentity',
    'GetAuthorizationToken',
  ]);
});

test('each way to fail has its name, the file is read anew, and nothing shows the token', async () => {
  const { home, file } = await aBuildServer();
  async function codeOf(): Promise<readonly [string, number]> {
    const { code, out, err } = await home.run([...TOKEN, 'build']);
    expect(out + err).not.toContain('planted-signature');
    return [(JSON.parse(out) as { error: { code: string } }).error.code, code];
  }
  expect(await codeOf()).toEqual(['webIdentityMissing', 3]);
  home.write('token.jwt', webToken({ exp: 1_700_000_000 }), 0o600);
  expect(await codeOf()).toEqual(['webIdentityExpired', 3]);
  home.write('token.jwt', webToken({ sub: 'repo:other/web' }), 0o600);
  expect(await codeOf()).toEqual(['webIdentityDenied', 4]);
  home.write('token.jwt', 'planted-signature', 0o600);
  expect(await codeOf()).toEqual(['webIdentityInvalid', 3]);
  rmSync(file);
  home.write('token.jwt/a-folder', '');
  expect(await codeOf()).toEqual(['webIdentityMissing', 3]);
  rmSync(file, { recursive: true });
  home.write('token.jwt', webToken(), 0o600);
  expect(await home.run([...TOKEN, 'build'])).toMatchObject({ code: 0 });
});

test.skipIf(process.getuid?.() === 0)('a file of somebody else is told like one that is missing', async () => {
  const { home, file } = await aBuildServer();
  home.write('token.jwt', webToken(), 0o600);
  chmodSync(file, 0);
  expect((await home.run([...TOKEN, 'build'])).out).toContain('webIdentityMissing');
});
