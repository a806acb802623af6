import { expect, onTestFinished, test } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { createAwsSignIn } from '../../../shared/adapters/aws/sign-in/index.ts';
import type { RequestName } from '../../../shared/contract/request-names.ts';
import type { Params } from '../../../shared/contract/requests.ts';
import type { Clock } from '../../../shared/ports/host.ts';
import { startFaultServer } from '../../support/aws-fault-server.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, ROLE_ARN } from '../../support/emulator-service.ts';
import { anEngine, environmentOf } from '../../support/engine.ts';
import { quickClock } from '../../support/quick-clock.ts';
import { aSsoHome, awsTime, inThisProcess, signIn, writeSsoCache } from '../../support/sso-home.ts';

const LIMIT = 9000;
const PLATFORM = { domain: 'platform' };
const WEB = { ...PLATFORM, project: 'user', client: 'npm', repository: 'web', enabled: true } as const;

/** A server that takes every question and answers none. */
async function aSilentServer() {
  const server = await startFaultServer();
  onTestFinished(() => server.close());
  return server;
}

/** A clock whose timers go off soon, and how long all that went off were set for, one after the other. */
function aClockThatCounts(): { readonly clock: Clock; waited(): number } {
  let waited = 0;
  const clock: Clock = {
    ...quickClock,
    after: (milliseconds, callback) =>
      quickClock.after(milliseconds, () => {
        waited += milliseconds;
        callback();
      }),
  };
  return { clock, waited: () => waited };
}

function aRoleHome(url: string): CliHome {
  const home = aCliHome(null);
  const role = `[profile role]\nregion = eu-west-1\nrole_arn = ${ROLE_ARN}\nsource_profile = work\n`;
  home.write('.aws/config', `${home.read('.aws/config')}\n${role}`, 0o600);
  const services = ['CODEARTIFACT', 'STS', 'SSO', 'SSO_OIDC'].map((name) => [`AWS_ENDPOINT_URL_${name}`, url]);
  return { ...home, env: { ...home.env, ...Object.fromEntries(services) } };
}

test.each<[RequestName, Params<RequestName>]>([
  ['policy.get', { ...PLATFORM, profile: 'work', publish: false }],
  ['binding.add', { ...WEB, profile: 'role' }],
  ['binding.add', { ...WEB, profile: 'work', domainOwner: ACCOUNT }],
  ['connection.test', { ...PLATFORM, profile: 'role', repository: 'web' }],
])('where nothing answers, all questions of %s share the limit of one', async (name, params) => {
  const server = await aSilentServer();
  const home = aRoleHome(server.url);
  const { clock, waited } = aClockThatCounts();
  const engine = anEngine({ home, aws: createAwsAccess(environmentOf(home), { clock }) });
  await engine.api.request(name, params);
  expect(waited()).toBeGreaterThan(0);
  expect(waited()).toBeLessThanOrEqual(LIMIT);
});

test.each(['login', 'previewLogin', 'tokenOf'] as const)(
  'where nothing answers, all questions of %s share it as well',
  async (command) => {
    const server = await aSilentServer();
    const home = aRoleHome(server.url);
    const { clock, waited } = aClockThatCounts();
    const engine = anEngine({ home, aws: createAwsAccess(environmentOf(home), { clock }) });
    const binding = { ...WEB, profile: 'role' };
    const outcome =
      command === 'tokenOf'
        ? await engine.terminal.tokenOf({ ...PLATFORM, profile: 'role' }, undefined)
        : await engine.terminal[command](binding);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(waited()).toBeGreaterThan(0);
    expect(waited()).toBeLessThanOrEqual(LIMIT);
  },
);

test('a limit that was used up is not that of what is asked later', async () => {
  const server = await aSilentServer();
  const home = aRoleHome(server.url);
  const { clock, waited } = aClockThatCounts();
  const aws = createAwsAccess(environmentOf(home), { clock });
  let later: Promise<unknown> = Promise.resolve();
  const over = Promise.withResolvers<void>();
  await aws.together(async () => {
    await aws.identity('work', 'eu-west-1');
    later = over.promise.then(async () => aws.identity('work', 'eu-west-1'));
  });
  over.resolve();
  await later;
  expect(waited()).toBe(2 * LIMIT);
});

test('a question for credentials that nobody waits for any more is dropped', async () => {
  const server = await aSilentServer();
  const home = aRoleHome(server.url);
  const aws = createAwsAccess(environmentOf(home), { clock: quickClock });
  await Promise.all([aws.identity('role', 'eu-west-1', 100), aws.identity('role', 'eu-west-1')]);
  const [asked, ...more] = server.asked;
  expect(more).toEqual([]);
  await asked?.closed;
});

test.each([
  ['STS', 'role-keys', 'STS took too long to answer profile role-keys.'],
  ['SSO', 'sso-dev', 'The SSO portal took too long to answer profile sso-dev.'],
  ['SSO_OIDC', 'sso-dev', 'The sign-in service took too long to answer profile sso-dev.'],
  ['CODEARTIFACT', 'work', 'AWS took too long to answer profile work about domain platform in eu-west-1.'],
])('who does not answer is named: %s', async (service, profile, message) => {
  const server = await aSilentServer();
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  const cache = signIn(emulator, home);
  if (service === 'SSO_OIDC') writeSsoCache(home, { ...cache, expiresAt: awsTime(Date.now() - 60_000) });
  const env = { ...home.env, [`AWS_ENDPOINT_URL_${service}`]: server.url };
  const aws = createAwsAccess(inThisProcess({ ...home, env }), { clock: quickClock });
  const token = await aws.token({ ...PLATFORM, profile, region: 'eu-west-1' }, undefined);
  expect(token).toMatchObject({ ok: false, error: { code: 'timeout', message } });
});

const PAGE = { headers: { 'content-type': 'text/html' }, body: '<html>Welcome to the hotel</html>' };

async function aSignedInHome(url: string) {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  signIn(emulator, home);
  const env = { ...home.env, AWS_ENDPOINT_URL_SSO: url, AWS_ENDPOINT_URL_SSO_OIDC: url };
  return createAwsSignIn(inThisProcess({ ...home, env }), { clock: quickClock });
}

test('a sign-out that nobody answers says who', async () => {
  const { end } = await aSignedInHome((await aSilentServer()).url);
  const message = 'The SSO portal took too long to answer profile sso-dev.';
  expect(await end('sso-dev')).toMatchObject({ ok: true, value: { problem: { code: 'timeout', message } } });
});

test('a sign-in that a page answers says in whose place', async () => {
  const server = await aSilentServer();
  server.answerWith(PAGE);
  const { begin } = await aSignedInHome(server.url);
  const begun = await begin('sso-dev', 'sso', 'code', new AbortController().signal);
  const message = 'Something between this machine and AWS answered profile sso-dev in place of the sign-in service.';
  expect(begun).toMatchObject({ ok: false, error: { code: 'intercepted', message } });
});
