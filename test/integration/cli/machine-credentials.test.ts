import { expect, onTestFinished, test } from 'vitest';
import { startFaultServer } from '../../support/aws-fault-server.ts';
import type { FaultServer } from '../../support/aws-fault-server.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator, KEY, REGION } from '../../support/emulator-service.ts';

// What gives credentials on a machine of AWS, where nobody writes a profile: a container's agent, and the instance itself.

const TOKEN = ['token', '--domain', 'platform', '--domain-owner', '111122223333'];
const SECRET = 'planted-secret-key-of-work';
const GIVEN = JSON.stringify({
  AccessKeyId: KEY,
  SecretAccessKey: SECRET,
  Token: 'planted-session-token',
  Expiration: '2099-01-01T00:00:00Z',
});

async function aMachine(config: string): Promise<{ readonly home: CliHome; readonly server: FaultServer }> {
  const home = aCliHome(await anEmulator());
  home.write('.aws/config', config, 0o600);
  home.write('.aws/credentials', '', 0o600);
  const server = await startFaultServer();
  onTestFinished(() => server.close());
  // The paths of the metadata service; a container's agent answers at whichever it is asked.
  server.answerWith(({ method, path }) =>
    method === 'PUT' || path.endsWith('/security-credentials/')
      ? { body: method === 'PUT' ? 'imds-token' : 'the-role' }
      : { body: GIVEN },
  );
  return { home, server };
}

const container = (server: FaultServer) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/role` });
const instance = (server: FaultServer) => ({
  AWS_EC2_METADATA_DISABLED: 'false',
  AWS_EC2_METADATA_SERVICE_ENDPOINT: server.url,
});

test.each([
  ['a container without any profile', '', [], container],
  ['a container with a profile that has a region alone', `[default]\nregion = ${REGION}\n`, [], container],
  ['a container with such a profile by name', `[profile ci]\nregion = ${REGION}\n`, ['--profile', 'ci'], container],
  ['an instance without any profile', '', [], instance],
  ['an instance with a profile that has a region alone', `[default]\nregion = ${REGION}\n`, [], instance],
  ['an instance with such a profile by name', `[profile ci]\nregion = ${REGION}\n`, ['--profile', 'ci'], instance],
] as const)('%s gets tokens', async (_, config, options, variables) => {
  const { home, server } = await aMachine(config);
  const env = { AWS_PROFILE: '', AWS_REGION: REGION, ...variables(server) };
  const run = await home.run([...TOKEN, ...options], { env });
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).toMatch(/^\S{100,}\n$/);
});

test('a profile with credentials of its own goes before the machine', async () => {
  const { home, server } = await aMachine(`[default]\nregion = ${REGION}\ncredential_process = false\n`);
  const run = await home.run(TOKEN, { env: { AWS_PROFILE: '', ...instance(server) } });
  expect(run.code).toBe(3);
  expect(server.asked).toEqual([]);
});

test('where the machine gives none, what is missing is the profile', async () => {
  const { home, server } = await aMachine('');
  server.answerWith({ status: 404, body: '' });
  const env = { AWS_PROFILE: '', AWS_REGION: REGION, ...instance(server) };
  const run = await home.run(TOKEN, { env });
  expect(run).toMatchObject({ code: 3, out: '' });
  expect(run.err).toContain('There is no default profile, and there are no keys in the environment.');
  const bare = await home.run(TOKEN, { env: { ...env, AWS_REGION: '' } });
  expect(bare.err).toContain('There is no default profile, and there are no keys in the environment.');
});

test('keys in the environment go before a profile of AWS_PROFILE, and not before one that is typed', async () => {
  const { home } = await aMachine(`[profile other]\nregion = ${REGION}\ncredential_process = false\n`);
  const env = {
    AWS_PROFILE: 'other',
    AWS_ACCESS_KEY_ID: KEY,
    AWS_SECRET_ACCESS_KEY: SECRET,
  };
  expect((await home.run(TOKEN, { env })).code).toBe(0);
  expect((await home.run([...TOKEN, '--profile', 'other'], { env })).code).toBe(3);
});
