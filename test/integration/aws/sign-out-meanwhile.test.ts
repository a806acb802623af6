import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { createAwsSignIn } from '../../../shared/adapters/aws/sign-in/index.ts';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { awsTime, aSsoHome, inThisProcess, signIn, ssoCacheFile, writeSsoCache } from '../../support/sso-home.ts';

const ADDRESS = { profile: 'sso-dev', domain: 'platform', domainOwner: '111122223333' };

/** A sign-in service whose answer is on its way until it is let go. */
async function aSlowService(emulator: Emulator) {
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${emulator.url}${request.url}`, { method: 'POST', body, headers });
      asked.resolve();
      await released.promise;
      response.writeHead(answer.status, headers).end(await answer.text());
    })();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked: asked.promise, release: () => released.resolve() };
}

test('who signs out while the session is refreshed is signed out afterwards', async () => {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  const service = await aSlowService(emulator);
  const own = inThisProcess(home);
  const environment = { ...own, env: { ...own.env, AWS_ENDPOINT_URL_SSO_OIDC: service.url } };
  writeSsoCache(home, { ...signIn(emulator, home), expiresAt: awsTime(Date.now() - 1000) });

  const token = createAwsAccess(environment).token(ADDRESS, undefined);
  await service.asked;
  const ended = createAwsSignIn(environment).end('sso-dev');
  // It waits for the refresh; if it did not, the file would be gone by now.
  await vi.waitFor(() => expect(home.has(ssoCacheFile())).toBe(false), 300).catch(() => undefined);
  service.release();
  expect(await ended).toMatchObject({ ok: true, value: { problem: null } });
  await token;
  expect(home.has(ssoCacheFile())).toBe(false);
  expect(emulator.count('Logout')).toBe(1);
  expect(await createAwsAccess(environment).token(ADDRESS, undefined)).toMatchObject({
    ok: false,
    error: { code: 'signInNeeded' },
  });
});
