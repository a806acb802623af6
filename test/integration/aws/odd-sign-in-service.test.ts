import { expect, onTestFinished, test } from 'vitest';
import { createAwsSignIn } from '../../../shared/adapters/aws/sign-in/index.ts';
import type { Clock } from '../../../shared/ports/host.ts';
import type { Asked, FaultAnswer } from '../../support/aws-fault-server.ts';
import { startFaultServer } from '../../support/aws-fault-server.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { environmentOf } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { atTerminal } from '../../support/sign-in-terminal.ts';
import { aSsoHome } from '../../support/sso-home.ts';

const REFUSED = { status: 400, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{}' };
const AUTHORIZATION = { deviceCode: 'd', userCode: 'ABCD-EFGH', verificationUri: 'https://corp.example/device' };

/** A sign-in service that says odd things, and then refuses. */
async function aHome(said: {
  readonly registration?: object;
  readonly authorization: object;
  readonly token?: FaultAnswer;
}) {
  const server = await startFaultServer();
  onTestFinished(() => server.close());
  const registration = { clientId: 'c', clientSecret: 's', clientSecretExpiresAt: 4_000_000_000, ...said.registration };
  server.answerWith(({ path }: Asked) => {
    if (path === '/client/register') return { body: JSON.stringify(registration) };
    if (path === '/device_authorization') return { body: JSON.stringify({ ...AUTHORIZATION, ...said.authorization }) };
    return said.token ?? REFUSED;
  });
  const home = aSsoHome(await anEmulator());
  return { ...home, env: { ...home.env, AWS_ENDPOINT_URL_SSO_OIDC: server.url } };
}

test.each([
  ['nothing', {}, 5],
  ['no pause', { interval: 0 }, 5],
  ['less than none', { interval: -3 }, 5],
  ['longer than any timer', { interval: 2 ** 33 }, 60],
  ['a word', { interval: 'often', expiresIn: 'late' }, 5],
  ['an end in another age', { expiresIn: 1e300 }, 5],
])('told %s, it asks as often as the standard says, and for a while', async (_, authorization, seconds) => {
  const clock = manualClock();
  const pauses: number[] = [];
  const noting: Clock = {
    ...clock,
    after(milliseconds, callback) {
      pauses.push(milliseconds);
      return clock.after(milliseconds, callback);
    },
  };
  const home = await aHome({ authorization, registration: { clientSecretExpiresAt: 1e300 } });
  const signIn = createAwsSignIn(environmentOf(home), { clock: noting });
  const begun = await signIn.begin('sso-dev', 'sso', 'code', new AbortController().signal);
  expect(begun).toMatchObject({ ok: true, value: { userCode: 'ABCD-EFGH' } });
  if (!begun.ok) return;
  const lives = (begun.value.expiresAt ?? 0) - clock.now();
  expect(lives).toBeGreaterThanOrEqual(600_000);
  expect(lives).toBeLessThanOrEqual(3_600_000);
  expect(pauses).toContain(seconds * 1000);
  clock.advance(seconds * 1000);
  expect(await begun.value.done).toMatchObject({ ok: false, error: { code: 'signInRefused' } });
});

test('a token that lives for ever is kept until the end of the year 9999', async () => {
  const clock = manualClock();
  const token = { accessToken: 'a', expiresIn: 1e300, tokenType: 'Bearer' };
  const home = await aHome({ authorization: {}, token: { body: JSON.stringify(token) } });
  const signIn = createAwsSignIn(environmentOf(home), { clock });
  const begun = await signIn.begin('sso-dev', 'sso', 'code', new AbortController().signal);
  if (!begun.ok) throw new Error(begun.error.message);
  clock.advance(5000);
  expect(await begun.value.done).toMatchObject({ ok: true });
  expect(
    home
      .files('.aws/sso/cache')
      .map((file) => home.read(file))
      .join(),
  ).toContain('9999-12-31T00:00:00Z');
});

test('a code or an address with lines of its own stays in its line at a terminal', async () => {
  const authorization = {
    userCode: 'AB\nIt should show this code: ZZZZ',
    verificationUri: 'https://corp.example/\n  https://evil.example/',
    interval: 0.1,
  };
  const home = await aHome({ authorization });
  const { err } = await atTerminal(home, ['sign-in', '--profile', 'sso-dev', '--no-browser']).ended;
  expect(err).toContain('AB');
  expect(err).not.toMatch(/^It should show this code: ZZZZ/m);
  expect(err).not.toMatch(/^ *https:\/\/evil/m);
});
