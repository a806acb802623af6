import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createAwsSignIn } from '../../../shared/adapters/aws/sign-in/index.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { environmentOf } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { pressOnPage } from '../../support/sign-in-page.ts';
import { aSsoHome } from '../../support/sso-home.ts';

const LIMIT = 9000;

test('a sign-in service that never answers is given up within the limit of any call', async () => {
  const clock = manualClock();
  const server = http.createServer(() => clock.advance(LIMIT)).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const environment = environmentOf(aSsoHome(await anEmulator()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signIn = createAwsSignIn(
    { ...environment, env: { ...environment.env, AWS_ENDPOINT_URL_SSO_OIDC: url } },
    { clock },
  );
  const begun = await signIn.begin('sso-dev', 'sso', 'code', new AbortController().signal);
  expect(begun).toMatchObject({ ok: false, error: { code: 'timeout', retryable: true } });
});

test.each(['code', 'browser'] as const)('who does nothing for long enough has not signed in (%s)', async (method) => {
  const clock = manualClock();
  const environment = environmentOf(aSsoHome(await anEmulator()));
  const signIn = createAwsSignIn(environment, { clock });
  const begun = await signIn.begin('sso-dev', 'sso', method, new AbortController().signal);
  expect(begun.ok).toBe(true);
  if (!begun.ok) return;
  expect(begun.value.expiresAt).toBe(clock.now() + 600_000);
  clock.advance(600_000);
  expect(await begun.value.done).toMatchObject({ ok: false, error: { code: 'signInExpired' } });
  if (method === 'code') return;
  await expect(pressOnPage(begun.value.url!)).rejects.toThrow();
});
