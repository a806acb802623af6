import { createHash, generateKeyPairSync } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { startFaultServer } from '../../support/aws-fault-server.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator, KEY, REGION } from '../../support/emulator-service.ts';

const SESSION = 'arn:aws:iam::111122223333:user/ann';
const CACHE = `.aws/login/cache/${createHash('sha256').update(SESSION).digest('hex')}.json`;
const TOKEN = ['token', '--domain', 'platform', '--domain-owner', '111122223333', '--profile', 'console'];

test('a session of "aws login" whose keys have ended is refreshed without anybody being asked, once', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('.aws/config', `[profile console]\nlogin_session = ${SESSION}\nregion = ${REGION}\n`, 0o600);
  // As the AWS CLI 2.36 leaves it.
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = {
    accessKeyId: 'OLD',
    secretAccessKey: 'planted-old',
    sessionToken: 'planted-old',
    accountId: '111122223333',
  };
  const kept = {
    accessToken: { ...keys, expiresAt: '2026-01-01T00:00:00Z' },
    clientId: 'arn:aws:signin:::devtools/same-device',
    refreshToken: 'planted-first-refresh',
    dpopKey: privateKey.export({ format: 'pem', type: 'sec1' }),
  };
  home.write(CACHE, JSON.stringify(kept), 0o600);
  const service = await startFaultServer();
  onTestFinished(() => service.close());
  const given = { accessKeyId: KEY, secretAccessKey: 'planted-secret-key-of-work', sessionToken: 'planted-session' };
  const answer = { accessToken: given, tokenType: 'aws_sigv4', expiresIn: 900, refreshToken: 'planted-second-refresh' };
  service.answerWith({ body: JSON.stringify(answer) });
  const env = { AWS_PROFILE: '', AWS_ENDPOINT_URL_SIGNIN: service.url };

  const first = await home.run(TOKEN, { env });
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(service.asked.map(({ method, path, body }) => [method, path, body.includes('planted-first-refresh')])).toEqual(
    [['POST', '/v1/token', true]],
  );
  expect((await home.run(TOKEN, { env })).code).toBe(0);
  expect(service.asked).toHaveLength(1);
  expect(JSON.parse(home.read(CACHE))).toMatchObject({ refreshToken: 'planted-second-refresh', dpopKey: kept.dpopKey });
  expect(home.mode(CACHE)).toBe(0o600);
  const status = await home.run(['profiles', '--check', '--json'], { env });
  const others = home.files().filter((file) => file !== CACHE);
  expect([first.out, first.err, status.out, ...others.map(home.read)].join()).not.toMatch(
    /planted-(?:first|second|session|old)/,
  );
});
