import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Problem } from '../../../shared/contract/problem.ts';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import type { FaultServer } from '../../support/aws-fault-server.ts';
import { startFaultServer, stsError, tokenAnswer } from '../../support/aws-fault-server.ts';
import type { AwsHome } from '../../support/aws-home.ts';
import { createAwsHome } from '../../support/aws-home.ts';
import { problemIn, SECRET_WORD, STATIC_KEYS } from '../../support/aws-problems.ts';

const ADDRESS = { profile: 'work', region: 'eu-west-1', domain: 'payments', domainOwner: '444455556666' };

let home: AwsHome;
let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
  server.answerWith(tokenAnswer());
  home = await createAwsHome({ AWS_ENDPOINT_URL: server.url });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await home.remove();
});

async function problemOf(config: string, profile = 'work'): Promise<Problem> {
  await home.writeConfig(config);
  return problemIn(await createAwsAccess(home.environment).token({ ...ADDRESS, profile }, undefined));
}

const ROLE = 'role_arn = arn:aws:iam::444455556666:role/Dev';

describe('what is wrong in the files', () => {
  test.each<[string, string, Partial<Problem>, string]>([
    [
      'a profile that is not there',
      '[profile other]\nregion = eu-west-1',
      { code: 'profileNotFound' },
      'no profile work',
    ],
    [
      'a profile without credentials',
      '[profile work]\nregion = eu-west-1',
      { code: 'credentialsMissing', command: 'aws configure sso --profile work' },
      'Profile work has no credentials',
    ],
    [
      'a source_profile that is not there',
      `[profile work]\n${ROLE}\nsource_profile = base`,
      { code: 'sourceProfileMissing', command: 'aws configure sso --profile base' },
      'Profile base, from which profile work',
    ],
    [
      'an sso_session that is not there',
      '[profile work]\nsso_session = gone\nsso_account_id = 444455556666\nsso_role_name = Dev',
      { code: 'ssoSessionMissing' },
      'Profile work names an sso_session',
    ],
    [
      'an incomplete SSO profile',
      '[profile work]\nsso_start_url = https://x',
      { code: 'ssoIncomplete' },
      'profile work',
    ],
    [
      'profiles that refer to each other',
      `[profile work]\n${ROLE}\nsource_profile = b\n[profile b]\n${ROLE}\nsource_profile = work`,
      { code: 'profileCycle', command: null },
      'source_profile of profile work',
    ],
    [
      'an unknown credential_source',
      `[profile work]\n${ROLE}\ncredential_source = Magic`,
      { code: 'credentialSourceInvalid' },
      'credential_source of profile work',
    ],
    [
      'a credential_source that has nothing',
      `[profile work]\n${ROLE}\ncredential_source = Environment`,
      { code: 'credentialSourceEmpty' },
      'AWS_ACCESS_KEY_ID',
    ],
    [
      'a web identity token that is not there',
      `[profile work]\n${ROLE}\nweb_identity_token_file = /nowhere/token`,
      { code: 'webIdentityMissing' },
      'web identity token file of profile work',
    ],
    [
      'a role that asks for MFA',
      `[profile work]\n${ROLE}\nsource_profile = base\nmfa_serial = arn:aws:iam::444455556666:mfa/ann\n[profile base]\n${STATIC_KEYS}`,
      { code: 'mfaNeeded' },
      'MFA code',
    ],
    [
      'a console sign-in that never was',
      '[profile work]\nlogin_session = arn:aws:iam::444455556666:user/ann',
      { code: 'signInNeeded', command: 'codeartifact-tray sign-in --profile work' },
      'profile work',
    ],
  ])('%s', async (_situation, config, expected, words) => {
    const problem = await problemOf(config);
    expect(problem).toMatchObject({ ...expected, retryable: false });
    expect(problem.message).toContain(words);
    expect(server.asked).toHaveLength(0);
  });

  test('a region that is no host name', async () => {
    await home.writeCredentials(`[work]\n${STATIC_KEYS}`);
    const access = createAwsAccess({ ...home.environment, env: { HOME: home.folder } });
    const problem = problemIn(await access.token({ ...ADDRESS, region: 'us east 1' }, undefined));
    expect(problem).toMatchObject({ code: 'regionInvalid', retryable: false });
  });

  test('a default chain with nothing in it', async () => {
    const problem = await problemOf('', '(default chain)');
    expect(problem).toMatchObject({ code: 'noCredentials', command: 'aws configure', retryable: false });
    expect(problem.message).toContain('the default credential chain');
  });
});

describe('SSO', () => {
  let number = 0;
  let session: string;
  let config: string;
  beforeEach(() => {
    // The SDK remembers refreshes by session name, so each test has its own.
    session = `corp-${(number += 1)}`;
    config = `[profile work]\nsso_session = ${session}\nsso_account_id = 444455556666\nsso_role_name = Dev\n[sso-session ${session}]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n`;
  });

  function ssoToken(expiresIn: number, more: object = {}): Promise<void> {
    const expiresAt = new Date(Date.now() + expiresIn).toISOString();
    return home.writeSsoToken(session, { accessToken: `${SECRET_WORD}-access`, expiresAt, ...more });
  }
  const refreshable = { clientId: 'id', clientSecret: `${SECRET_WORD}-client`, refreshToken: `${SECRET_WORD}-refresh` };

  test('never signed in: the command signs in', async () => {
    const problem = await problemOf(config);
    expect(problem).toMatchObject({
      code: 'signInNeeded',
      command: 'codeartifact-tray sign-in --profile work',
      retryable: false,
    });
    expect(problem.message).toBe('Profile work is not signed in with SSO.');
  });

  test('a role on top of an SSO profile signs in as itself', async () => {
    const problem = await problemOf(`${config}[profile deploy]\n${ROLE}\nsource_profile = work\n`, 'deploy');
    expect(problem).toMatchObject({ code: 'signInNeeded', command: 'codeartifact-tray sign-in --profile deploy' });
  });

  test('expired without a refresh token: sign in again', async () => {
    await ssoToken(-1000);
    expect(await problemOf(config)).toMatchObject({ code: 'signInNeeded', retryable: false });
  });

  test('expired and the refresh is refused: sign in again', async () => {
    await ssoToken(-1000, refreshable);
    server.answerWith({
      status: 400,
      headers: { 'x-amzn-errortype': 'InvalidGrantException' },
      body: '{"error":"invalid_grant"}',
    });
    expect(await problemOf(config)).toMatchObject({
      code: 'signInNeeded',
      command: 'codeartifact-tray sign-in --profile work',
    });
    expect(server.asked.map(({ path: asked }) => asked)).toEqual(['/token']);
  });

  test('expired and the network is down: offline, also on the next try, and nobody is sent to sign in', async () => {
    await ssoToken(-1000, refreshable);
    await home.writeConfig(config);
    await server.close();
    const access = createAwsAccess(home.environment);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const problem = problemIn(await access.token(ADDRESS, undefined));
      expect(problem).toMatchObject({ code: 'offline', retryable: true, command: null });
      expect(problem.message).toContain('profile work');
    }
  });

  test('expired and the sign-in service has a problem: that is the problem', async () => {
    await ssoToken(-1000, refreshable);
    server.answerWith({ status: 503, body: '{}' });
    expect(await problemOf(config)).toMatchObject({ code: 'serviceUnavailable', retryable: true });
  });

  test('signed out elsewhere: sign in again', async () => {
    await ssoToken(3_600_000);
    server.answerWith({
      status: 401,
      headers: { 'x-amzn-errortype': 'UnauthorizedException' },
      body: '{"message":"Session token not found or invalid"}',
    });
    expect(await problemOf(config)).toMatchObject({
      code: 'signInNeeded',
      command: 'codeartifact-tray sign-in --profile work',
    });
  });

  test('a role that is not assigned is denied', async () => {
    await ssoToken(3_600_000);
    server.answerWith({
      status: 403,
      headers: { 'x-amzn-errortype': 'ForbiddenException' },
      body: '{"message":"No access"}',
    });
    expect(await problemOf(config)).toMatchObject({ code: 'ssoRoleDenied', retryable: false });
  });

  test('a portal that can not be reached is offline', async () => {
    await ssoToken(3_600_000);
    await server.close();
    expect(await problemOf(config)).toMatchObject({ code: 'offline', retryable: true });
  });

  test('a legacy profile whose session has ended signs in again', async () => {
    const legacy =
      '[profile work]\nsso_start_url = https://old\nsso_region = eu-west-1\nsso_account_id = 444455556666\nsso_role_name = Dev';
    expect(await problemOf(legacy)).toMatchObject({
      code: 'signInNeeded',
      command: 'codeartifact-tray sign-in --profile work',
    });
    await home.writeSsoToken('https://old', { accessToken: SECRET_WORD, expiresAt: new Date(0).toISOString() });
    expect(await problemOf(legacy)).toMatchObject({
      code: 'signInNeeded',
      command: 'codeartifact-tray sign-in --profile work',
    });
  });
});

describe('credential_process', () => {
  /** A profile whose command runs a script, with a secret on the command line. */
  async function processProfile(script: string): Promise<string> {
    const file = path.join(home.folder, 'keys.cjs');
    await writeFile(file, script);
    return `[profile work]\ncredential_process = "${process.execPath}" "${file}" --password ${SECRET_WORD}\n`;
  }

  test.each<[string, string, Partial<Problem>]>([
    ['fails', `console.error('${SECRET_WORD} wrong'); process.exit(3)`, { code: 'credentialProcessFailed' }],
    [
      'fails for lack of a network',
      `console.error('dial tcp: no such host'); process.exit(1)`,
      { code: 'credentialProcessOffline', retryable: true },
    ],
    ['prints no JSON', `console.log('${SECRET_WORD}')`, { code: 'credentialProcessInvalid' }],
    [
      'prints another version',
      `console.log(JSON.stringify({ Version: 2, SecretAccessKey: '${SECRET_WORD}' }))`,
      { code: 'credentialProcessInvalid' },
    ],
    [
      'prints no keys',
      `console.log(JSON.stringify({ Version: 1, Token: '${SECRET_WORD}' }))`,
      { code: 'credentialProcessInvalid' },
    ],
    [
      'prints expired keys',
      `console.log(JSON.stringify({ Version: 1, AccessKeyId: 'a', SecretAccessKey: '${SECRET_WORD}', Expiration: '2020-01-01T00:00:00Z' }))`,
      { code: 'credentialProcessExpired' },
    ],
  ])('that %s is named without its command line or output', async (_situation, script, expected) => {
    const problem = await problemOf(await processProfile(script));
    expect(problem).toMatchObject({ retryable: false, ...expected });
    expect(problem.message).toContain('credential_process of profile work');
    expect(problem.advice).not.toBeNull();
  });

  test('that does not end is ended with all that it started, and named', async () => {
    const pids = path.join(home.folder, 'pids');
    const config = await processProfile(`
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      require('node:fs').writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid);
    `);
    await home.writeConfig(config);
    const started = vi.fn<(milliseconds: number) => void>();
    let runOut = (): void => {};
    const clock = {
      now: Date.now,
      after(milliseconds: number, callback: () => void) {
        started(milliseconds);
        if (milliseconds === 8000) runOut = callback;
        return () => {};
      },
    };
    const asked = createAwsAccess(home.environment, { clock }).token(ADDRESS, undefined);
    const running = await vi.waitFor(async () => {
      const text = await readFile(pids, 'utf8');
      expect(text).toMatch(/^\d+ \d+$/);
      return text.split(' ').map(Number);
    }, 10_000);
    runOut();
    expect(problemIn(await asked)).toMatchObject({ code: 'credentialProcessTimeout', retryable: true });
    await vi.waitFor(() => expect(running.filter(isAlive)).toEqual([]), 10_000);
    expect(server.asked).toHaveLength(0);
  });

  test('is run once for calls at the same time', async () => {
    const runs = path.join(home.folder, 'runs');
    const config = await processProfile(`
      require('node:fs').appendFileSync(${JSON.stringify(runs)}, 'x');
      console.log(JSON.stringify({ Version: 1, AccessKeyId: 'AKIA', SecretAccessKey: 's' }));
    `);
    await home.writeConfig(config);
    const access = createAwsAccess(home.environment);
    const both = await Promise.all([access.token(ADDRESS, undefined), access.token(ADDRESS, 900)]);
    expect(both).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await readFile(runs, 'utf8')).toBe('x');
  });
});

/** False for one that has ended, also where nobody has taken note of it yet. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '');
}

describe('assuming a role', () => {
  const config = `[profile work]\n${ROLE}\nsource_profile = base\nexternal_id = ${SECRET_WORD}\n[profile base]\n${STATIC_KEYS}`;

  test.each<[string, ReturnType<typeof stsError>, Partial<Problem>]>([
    ['that is denied', stsError(403, 'AccessDenied', `not authorized ${SECRET_WORD}`), { code: 'roleDenied' }],
    [
      'for too long',
      stsError(400, 'ValidationError', 'The requested DurationSeconds exceeds'),
      { code: 'roleSessionTooLong' },
    ],
    ['with a bad name', stsError(400, 'ValidationError', 'bad roleArn'), { code: 'profileInvalid' }],
    ['with unknown keys', stsError(403, 'InvalidClientTokenId', 'invalid'), { code: 'credentialsInvalid' }],
    ['with a wrong secret', stsError(403, 'SignatureDoesNotMatch', 'mismatch'), { code: 'secretKeyWrong' }],
    ['with expired keys', stsError(403, 'ExpiredToken', 'expired'), { code: 'credentialsExpired' }],
  ])('%s', async (_situation, answer, expected) => {
    server.answerWith(answer);
    const problem = await problemOf(config);
    expect(problem).toMatchObject({ ...expected, retryable: false });
    expect(problem.message).toMatch(/profile (work|base)/i);
  });
});
