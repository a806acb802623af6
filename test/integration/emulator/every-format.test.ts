import { describe, expect, test } from 'vitest';
import type { Format } from '../../../shared/contract/names.ts';
import type { Emulator } from '../../../shared/emulator/index.ts';
import {
  ACCOUNT,
  anEmulator,
  anEndpoint,
  aTokenOf,
  DENIED_KEY,
  OTHER_ACCOUNT,
  platform,
} from '../../support/emulator-service.ts';

/** A page that every repository has, and how each format publishes. */
const formats: readonly (readonly [Format, string, string])[] = [
  ['npm', 'hello-codeartifact', 'PUT greeting'],
  ['pypi', 'simple/hello-codeartifact/', 'POST '],
  ['maven', 'com/example/hello-codeartifact/maven-metadata.xml', 'PUT com/example/greeting/1/greeting-1.pom'],
  ['nuget', 'v3/index.json', 'PUT v3/package'],
  ['cargo', 'config.json', 'PUT api/v1/crates/new'],
  ['swift', 'example/hello-codeartifact', 'PUT example/greeting/1.0.0'],
  ['ruby', 'specs.4.8.gz', 'POST api/v1/gems'],
];

function basic(token: string): string {
  return `Basic ${Buffer.from(`aws:${token}`).toString('base64')}`;
}

async function statusOf(url: string, authorization?: string): Promise<number> {
  return (await fetch(url, { headers: authorization === undefined ? {} : { authorization } })).status;
}

async function pageOf(emulator: Emulator, format: Format, page: string): Promise<string> {
  return (await anEndpoint(emulator, format)) + page;
}

describe.each(formats)('%s', (format, page, publishing) => {
  const [method = '', target = ''] = publishing.split(' ');

  test('takes a token as Bearer and as a password', async () => {
    const emulator = await anEmulator();
    const token = await aTokenOf(emulator);
    const url = await pageOf(emulator, format, page);
    expect([await statusOf(url, `Bearer ${token}`), await statusOf(url, basic(token))]).toEqual([200, 200]);
  });

  test('takes a token without a scheme for cargo alone', async () => {
    const emulator = await anEmulator();
    const url = await pageOf(emulator, format, page);
    expect(await statusOf(url, await aTokenOf(emulator))).toBe(format === 'cargo' ? 200 : 401);
    expect(await statusOf(url, 'nonsense')).toBe(401);
  });

  test('refuses a token that is missing, foreign or revoked, whatever is asked', async () => {
    const foreign = { ...platform, owner: OTHER_ACCOUNT };
    const emulator = await anEmulator({ domains: [platform, foreign] });
    const token = await aTokenOf(emulator);
    const url = await pageOf(emulator, format, page);
    expect(await statusOf(url)).toBe(401);
    expect(await statusOf(url, `Bearer ${await aTokenOf(emulator, foreign)}`)).toBe(401);
    emulator.revokeIssuedTokens();
    expect(await statusOf(url, `Bearer ${token}`)).toBe(401);
    const publication = { method, headers: { authorization: basic(token) }, body: 'x' };
    expect((await fetch(await pageOf(emulator, format, target), publication)).status).toBe(401);
  });

  test('refuses a token that has expired', async () => {
    let now = Date.now();
    const emulator = await anEmulator({ now: () => now });
    const token = await aTokenOf(emulator);
    const url = await pageOf(emulator, format, page);
    now += 899_000;
    expect(await statusOf(url, basic(token))).toBe(200);
    now += 2_000;
    expect(await statusOf(url, basic(token))).toBe(401);
  });

  test('keeps out who may not read', async () => {
    const { status, text } = await asDenied('ReadFromRepository', 'GET', page);
    expect(status).toBe(403);
    expect(text).toContain('is not authorized to perform: codeartifact:ReadFromRepository');
  });

  test('lets those read who may not publish, and nothing more', async () => {
    expect((await asDenied('PublishPackageVersion', 'GET', page)).status).toBe(200);
    const { status, text } = await asDenied('PublishPackageVersion', method, target);
    expect(status).toBe(403);
    expect(text).toContain('is not authorized to perform: codeartifact:PublishPackageVersion');
  });

  /** What someone gets who is denied an action. */
  async function asDenied(action: string, asked: string, file: string): Promise<{ status: number; text: string }> {
    const principals = [{ accessKeyId: DENIED_KEY, account: ACCOUNT, deny: [action] }];
    const emulator = await anEmulator({ principals });
    const authorization = basic(await aTokenOf(emulator, platform, DENIED_KEY));
    const url = `${emulator.url}/${format}/d/platform-${ACCOUNT}/web/${file}`;
    const response = await fetch(url, { method: asked, headers: { authorization } });
    return { status: response.status, text: await response.text() };
  }

  test('answers HEAD like GET, without the body', async () => {
    const emulator = await anEmulator();
    const headers = { authorization: basic(await aTokenOf(emulator)) };
    const url = await pageOf(emulator, format, page);
    const whole = await (await fetch(url, { headers })).arrayBuffer();
    const head = await fetch(url, { headers, method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(whole.byteLength)]);
    expect(await head.text()).toBe('');
  });

  test('supports no deletion', async () => {
    const emulator = await anEmulator();
    const headers = { authorization: basic(await aTokenOf(emulator)) };
    const response = await fetch(await pageOf(emulator, format, page), { method: 'DELETE', headers });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toContain('GET, HEAD');
  });
});
