import type { CreateTokenCommandInput } from '@aws-sdk/client-sso-oidc';
import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { anEmulator, failureOf } from '../../support/emulator-service.ts';
import type { Registered } from '../../support/sso-clients.ts';
import { aRegistration, authorizeUrl, LISTENER, sentBack, startDevice, verifier } from '../../support/sso-clients.ts';

type CodeFlow = { readonly registered: Registered; readonly exchange: (input?: object) => CreateTokenCommand };

async function aCode(emulator: Emulator): Promise<CodeFlow> {
  const registered = await aRegistration(emulator);
  const back = await sentBack(authorizeUrl(emulator, registered), 'allow');
  expect(back.origin + back.pathname).toBe(LISTENER);
  expect(back.searchParams.get('state')).toBe('state of the application');
  const input: CreateTokenCommandInput = {
    ...registered.client,
    grantType: 'authorization_code',
    code: back.searchParams.get('code')!,
    codeVerifier: verifier,
    redirectUri: LISTENER,
  };
  return { registered, exchange: (changes = {}) => new CreateTokenCommand({ ...input, ...changes }) };
}

test('a browser brings the application a code that gets tokens once', async () => {
  const emulator = await anEmulator();
  const { registered, exchange } = await aCode(emulator);
  const { accessToken, refreshToken } = await registered.oidc.send(exchange());
  expect(refreshToken).toBeDefined();
  expect(accessToken).toBeDefined();
  expect(await failureOf(registered.oidc.send(exchange()))).toMatchObject({ error: 'invalid_grant' });
});

test.each([
  ['a wrong verifier', { codeVerifier: 'another-verifier-of-forty-three-characters-or' }, 'invalid_grant'],
  ['another listener', { redirectUri: 'http://127.0.0.1:10/oauth/callback' }, 'invalid_grant'],
  ['a wrong secret', { clientSecret: 'wrong' }, 'invalid_client'],
  ['a grant that is none', { grantType: 'password' }, 'unsupported_grant_type'],
  ['no code', { code: undefined }, 'invalid_request'],
])('a code with %s gets none', async (_name, changes, error) => {
  const { registered, exchange } = await aCode(await anEmulator());
  expect(await failureOf(registered.oidc.send(exchange(changes)))).toMatchObject({ error });
});

test('who denies is sent back with that', async () => {
  const emulator = await anEmulator();
  const back = await sentBack(authorizeUrl(emulator, await aRegistration(emulator)), 'deny');
  expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'state of the application' });
});

test.each([
  ['to another machine', { redirect_uri: 'http://example.com/oauth/callback' }],
  ['to another path', { redirect_uri: 'http://127.0.0.1:9/elsewhere' }],
  ['for nobody', { client_id: 'unknown' }],
  ['without PKCE', { code_challenge_method: 'plain' }],
])('nobody is asked %s', async (_name, changes) => {
  const emulator = await anEmulator();
  const response = await fetch(authorizeUrl(emulator, await aRegistration(emulator), changes), { redirect: 'manual' });
  expect(response.status).toBe(400);
  expect(await response.text()).not.toContain('<form');
});

test('the pages load nothing, run nothing, can not be framed, and take an answer once, from their own form', async () => {
  const emulator = await anEmulator();
  const registered = await aRegistration(emulator);
  const { url, userCode } = await startDevice(emulator, registered);
  for (const [address, expected] of [
    [url, userCode],
    [authorizeUrl(emulator, registered), 'tray &lt;test&gt;'],
    [`${emulator.url}/start`, 'Code that your application shows'],
  ] as const) {
    const response = await fetch(address);
    const html = await response.text();
    expect(html).toContain(expected);
    expect(html).not.toMatch(/<script|src=|https?:\/\/(?!127\.0\.0\.1)/);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:\*/,
    );
    expect(policy).toContain("frame-ancestors 'none'");
  }
  const forged = await fetch(`${emulator.url}/sign-in`, { method: 'POST', body: 'answer=allow&csrf=guess' });
  expect(forged.status).toBe(403);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
  const answers = [];
  for (let time = 0; time < 2; time += 1) {
    const body = new URLSearchParams({ csrf, answer: 'allow' });
    answers.push((await fetch(`${emulator.url}/sign-in`, { method: 'POST', body })).status);
  }
  expect(answers).toEqual([200, 403]);
});
