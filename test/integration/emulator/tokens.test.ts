import { DescribeDomainCommand, GetAuthorizationTokenCommand } from '@aws-sdk/client-codeartifact';
import { expect, test } from 'vitest';
import {
  sdkFor,
  anEmulator,
  anEndpoint,
  aTokenOf,
  platform,
  platformInVirginia,
} from '../../support/emulator-service.ts';

const NOW = Date.parse('2026-11-20T10:44:00.900Z');
const SECONDS = NOW / 1000 - 0.9;

test('a token has the form of a real one: a readable header and four parts of ciphertext', async () => {
  const token = await aTokenOf(await anEmulator({ now: () => NOW }));
  expect(token).toMatch(/^eyJ2ZXIiOjEsImlzdSI6[\w-]+(\.[\w-]+){4}$/);
  expect(token.length).toBeGreaterThan(1100);
  expect(token.length).toBeLessThan(1300);
  const header = Buffer.from(token.split('.')[0]!, 'base64url').toString();
  expect(header.replaceAll(/"(tag|iv)":"[\w-]+"/g, '"$1":"…"')).toBe(
    `{"ver":1,"isu":${SECONDS},"enc":"A128GCM","tag":"…","exp":${SECONDS + 900},"alg":"A128GCMKW","iv":"…"}`,
  );
});

test('the token tells the same expiry as the answer that brought it', async () => {
  const emulator = await anEmulator({ now: () => NOW });
  const answer = await sdkFor(emulator).send(new GetAuthorizationTokenCommand({ domain: 'platform' }));
  const header = JSON.parse(Buffer.from(answer.authorizationToken!.split('.')[0]!, 'base64url').toString()) as unknown;
  expect(header).toMatchObject({ exp: answer.expiration!.getTime() / 1000 });
});

test('no two tokens are equal, and the emulator knows all it issued', async () => {
  const emulator = await anEmulator({ now: () => NOW });
  const tokens = [await aTokenOf(emulator), await aTokenOf(emulator), await aTokenOf(emulator, platformInVirginia)];
  expect(new Set(tokens).size).toBe(3);
  expect(emulator.issuedTokens).toEqual(tokens);
});

test('a token serves until the very second it expires', async () => {
  let now = NOW;
  const emulator = await anEmulator({ now: () => now });
  const token = await aTokenOf(emulator);
  const ping = `${await anEndpoint(emulator, 'npm')}-/ping`;
  const status = async (): Promise<number> =>
    (await fetch(ping, { headers: { authorization: `Bearer ${token}` } })).status;
  now = (SECONDS + 900) * 1000 - 1;
  expect(await status()).toBe(200);
  now += 1;
  expect(await status()).toBe(401);
});

test('revoking ends the tokens of before, not those of after', async () => {
  const emulator = await anEmulator();
  const before = await aTokenOf(emulator);
  emulator.revokeIssuedTokens();
  const after = await aTokenOf(emulator);
  const ping = `${await anEndpoint(emulator, 'npm')}-/ping`;
  expect((await fetch(ping, { headers: { authorization: `Bearer ${before}` } })).status).toBe(401);
  expect((await fetch(ping, { headers: { authorization: `Bearer ${after}` } })).status).toBe(200);
  expect(emulator.issuedTokens).toEqual([before, after]);
});

test('no token shows in the log of requests, nor in what a refusal says', async () => {
  const emulator = await anEmulator();
  const token = await aTokenOf(emulator);
  emulator.revokeIssuedTokens();
  const refusal = await fetch(await anEndpoint(emulator, 'npm'), { headers: { authorization: `Bearer ${token}` } });
  await sdkFor(emulator).send(new DescribeDomainCommand({ domain: platform.name }));
  expect(refusal.status).toBe(401);
  const said = JSON.stringify([...refusal.headers]) + (await refusal.text()) + JSON.stringify(emulator.requests);
  expect(said).not.toContain(token);
  expect(said).not.toContain('eyJ2ZXIi');
});
