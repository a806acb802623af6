import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Problem } from '../../../shared/contract/problem.ts';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import type { FaultAnswer, FaultServer } from '../../support/aws-fault-server.ts';
import { tokenAnswer } from '../../support/aws-fault-server.ts';
import type { AwsHome } from '../../support/aws-home.ts';
import { aFaultyAws } from '../../support/aws-faulty.ts';
import { problemIn, SECRET_WORD, STATIC_KEYS } from '../../support/aws-problems.ts';

const ADDRESS = { profile: 'work', region: 'eu-west-1', domain: 'payments', domainOwner: '444455556666' };

let home: AwsHome;
let server: FaultServer;
beforeEach(async () => {
  ({ home, server } = await aFaultyAws('AWS_ENDPOINT_URL'));
  server.answerWith(tokenAnswer());
});

async function problemOf(config: string, profile = 'work'): Promise<Problem> {
  await home.writeConfig(config);
  return problemIn(await createAwsAccess(home.environment).token({ ...ADDRESS, profile }, undefined));
}

const ROLE = 'role_arn = arn:aws:iam::444455556666:role/Dev';

describe('what is wrong in the files', () => {
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
      ...systemClock,
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

describe('credential_source where nothing answers like a machine of AWS', () => {
  /** The metadata of an instance, as far as it gets: the token of its second version, then the name of its role. */
  function anInstance(role: FaultAnswer): void {
    server.answerWith((asked) => (asked.path.endsWith('/api/token') ? { body: 'token' } : role));
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', `${server.url}/`);
  }
  const ec2 = `[profile work]\n${ROLE}\ncredential_source = Ec2InstanceMetadata\n`;
  const ecs = `[profile work]\n${ROLE}\ncredential_source = EcsContainer\n`;
  const advice =
    'Use the profile on a machine of AWS that has a role; here, name a source_profile in place of credential_source.';

  test.each([
    ['has no role', { body: '' }],
    ['is refused', { status: 403, body: 'no' }],
    ['is not found', { status: 404, body: 'no' }],
    ['is a page', { body: '<html>' }],
  ])('the role of the instance %s', async (_, answer) => {
    anInstance(answer);
    const problem = await problemOf(ec2);
    expect(problem).toMatchObject({ code: 'credentialSourceEmpty', advice, retryable: false });
    expect(problem.message).toContain('the role of this EC2 instance (credential_source = Ec2InstanceMetadata)');
  });

  test('nothing listens where the instance or the container would', async () => {
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://127.0.0.1:1/');
    expect(await problemOf(ec2)).toMatchObject({ code: 'credentialSourceEmpty', advice });
    expect(await problemOf(ecs)).toMatchObject({ code: 'credentialSourceEmpty', advice });
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', 'http://127.0.0.1:1/credentials');
    expect(await problemOf(ecs)).toMatchObject({ code: 'credentialSourceEmpty', advice });
  });
});

describe('credentials with a character that no key has', () => {
  const key = `aws_access_key_id = AKIDEXAMPLE\u200B\naws_secret_access_key = ${SECRET_WORD}\n`;
  const session = `aws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = x\naws_session_token = a\u200Bb\n`;

  test.each([
    ['the key', `[profile work]\n${key}`, 'work', 'work'],
    ['the session token', `[profile work]\n${session}`, 'work', 'work'],
    [
      'the key of a source profile',
      `[profile work]\n${ROLE}\nsource_profile = base\n[profile base]\n${key}`,
      'work',
      'base',
    ],
  ])('%s', async (_, config, profile, holder) => {
    const problem = await problemOf(config, profile);
    expect(problem).toMatchObject({ code: 'credentialsInvalid', command: `aws configure --profile ${holder}` });
    expect(problem.message).toContain(`The keys of profile ${holder} hold a character that no key has`);
    expect(server.asked).toEqual([]);
  });

  test('the token of an SSO session', async () => {
    await home.writeSsoToken('odd', { accessToken: 'a\nb', expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    const config = `[profile work]\nsso_session = odd\nsso_account_id = 444455556666\nsso_role_name = Dev\n[sso-session odd]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n`;
    expect(await problemOf(config)).toMatchObject({
      code: 'signInNeeded',
      command: 'codeartifact-tray sign-in --profile work',
    });
  });

  const keys = { Version: 1, AccessKeyId: 'AKIDEXAMPLE', SecretAccessKey: 'x' };
  test.each([
    ['null', null],
    ['a number for a key', { ...keys, AccessKeyId: 123 }],
    ['a list', [keys]],
    ['the end of a line in a key', { ...keys, AccessKeyId: 'AKID\nEXAMPLE' }],
    ['the end of a line in a token', { ...keys, SessionToken: 'a\nb' }],
  ])('%s, printed by a credential_process', async (_, printed) => {
    await writeFile(path.join(home.folder, 'printed.json'), JSON.stringify(printed));
    const problem = await problemOf(`[profile work]\ncredential_process = cat "${home.folder}/printed.json"\n`);
    expect(problem).toMatchObject({ code: 'credentialProcessInvalid', retryable: false });
  });
});
