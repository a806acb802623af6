import { describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../shared/hosts/page/asset-response.ts';
import { aLoopback, call, halfRequest, openEvents, send, sendRaw, signIn } from './loopback.ts';
import type { Sent } from './loopback.ts';

const LARGEST_BODY = 64 * 1024;

async function withSession(change: (sent: Sent) => Sent) {
  const loopback = await aLoopback();
  const answer = await send(loopback, change(call(await signIn(loopback), 'agent.setPaused', { paused: true })));
  return { loopback, answer };
}

describe('a request', () => {
  test('reaches the engine with its name and parameters', async () => {
    const { loopback, answer } = await withSession((sent) => sent);
    expect(JSON.parse(answer.body)).toEqual({ ok: true, value: {} });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(loopback.asked).toEqual([['agent.setPaused', { paused: true }]]);
  });

  test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])(
    'by %s is 405 and changes nothing',
    async (method) => {
      const { loopback, answer } = await withSession((sent) => ({ ...sent, method }));
      expect({ status: answer.status, allow: answer.headers.allow }).toEqual({ status: 405, allow: 'POST' });
      expect(loopback.asked).toEqual([]);
    },
  );

  test('by GET with everything in the query is 405 too', async () => {
    const { loopback, answer } = await withSession(({ headers }) => ({
      method: 'GET',
      headers: headers!,
      path: `/api/request?name=agent.setPaused&params=${encodeURIComponent('{"paused":true}')}`,
    }));
    expect(answer.status).toBe(405);
    expect(loopback.asked).toEqual([]);
  });

  // What a form or a script of another site can send without asking first.
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=application/json',
    'text/plain; application/json',
    'application/jsonp',
    '',
  ])('of content type %j is 415', async (type) => {
    const { loopback, answer } = await withSession((sent) => ({
      ...sent,
      headers: { ...sent.headers, 'content-type': type },
    }));
    expect(answer.status).toBe(415);
    expect(loopback.asked).toEqual([]);
  });

  test.each(['', ' ', '{', '{"name":"state.get"', 'null', '[]', '42', '"state.get"', '\uFEFF{}'])(
    'with the body %j is 400',
    async (body) => {
      const { loopback, answer } = await withSession((sent) => ({ ...sent, body }));
      expect(answer.status).toBe(400);
      expect(loopback.asked).toEqual([]);
    },
  );

  test.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'state.get ',
    'STATE.GET',
    '',
    0,
    null,
    ['state.get'],
  ])('named %j is answered with a problem', async (name) => {
    const loopback = await aLoopback();
    const { status, body } = await send(loopback, call(await signIn(loopback), name));
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
    expect(loopback.asked).toEqual([]);
  });

  test('cannot pollute a prototype', async () => {
    const body = '{"name":"agent.setPaused","params":{"__proto__":{"paused":true}},"__proto__":{"name":"app.quit"}}';
    const { loopback, answer } = await withSession((sent) => ({ ...sent, body }));
    // As a property of its own it is none that the request has.
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
    expect(loopback.asked).toEqual([]);
    expect('paused' in {}).toBe(false);
  });

  test('nested ten thousand levels deep is survived', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const { loopback, answer } = await withSession((sent) => ({
      ...sent,
      body: `{"name":"state.get","params":${deep}}`,
    }));
    expect(answer.status).toBe(200);
    expect((await send(loopback)).status).toBe(200);
  });
});

describe('a body over the limit', () => {
  const head = (cookie: string): string =>
    `POST /api/request HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\n`;
  const tooLarge = `{"name":"state.get","params":{"x":"${'x'.repeat(LARGEST_BODY)}"}}`;

  test('that says so is refused before it is sent', async () => {
    const loopback = await aLoopback();
    const cookie = await signIn(loopback);
    expect(await sendRaw(loopback, `${head(cookie)}Content-Length: ${tooLarge.length}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 413 /,
    );
    expect(loopback.asked).toEqual([]);
  });

  test('that comes in chunks is refused as soon as it is too large, and the sender reads why', async () => {
    const loopback = await aLoopback();
    const cookie = await signIn(loopback);
    const chunk = `${tooLarge.length.toString(16)}\r\n${tooLarge}\r\n`;
    const answer = await sendRaw(loopback, `${head(cookie)}Transfer-Encoding: chunked\r\n\r\n${chunk}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*The request is too large\./);
    expect(loopback.asked).toEqual([]);
  });

  test('that never ends is cut off', async () => {
    const loopback = await aLoopback();
    const cookie = await signIn(loopback);
    const socket = await halfRequest(loopback, `${head(cookie)}Transfer-Encoding: chunked\r\n\r\n`);
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => {});
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const pump = (): void => void (!socket.destroyed && socket.write(chunk, () => setImmediate(pump)));
    pump();
    socket.resume();
    await closed;
    expect(loopback.asked).toEqual([]);
  });

  test('just below the limit is taken', async () => {
    const body = `{"name":"state.get","params":{}}`.padEnd(LARGEST_BODY, ' ');
    const { answer } = await withSession((sent) => ({ ...sent, body }));
    expect(answer.status).toBe(200);
  });
});

describe('a path', () => {
  test.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/%252e%252e%252fsecret.js',
    '/assets/..%2f..%2fsecret.js',
    '/..\\secret.js',
    '/..%5csecret.js',
    '/%5c..%5csecret.js',
    '/....//secret.js',
    '//../secret.js',
    '/%00/../secret.js',
    '/%2fetc/passwd',
    '/file:///etc/passwd',
    '/renderer/../../secret.js',
    '/%ff',
  ])('%s leads nowhere', async (path) => {
    const loopback = await aLoopback();
    const { status, body } = await send(loopback, { path });
    expect([400, 404]).toContain(status);
    expect(body).not.toMatch(/planted secret|root:/);
  });

  test.each(['/api/', '/api/nothing', '/api/request/', '/api//request', '/api/events/x', '/api/__proto__'])(
    '%s of the API is 404 for whoever has a session',
    async (path) => {
      const { answer } = await withSession((sent) => ({ ...sent, path }));
      expect(answer.status).toBe(404);
    },
  );

  test('to the API that hides behind dots is guarded like the plain one', async () => {
    const loopback = await aLoopback();
    for (const path of ['/x/../api/request', '/%2e/api/request', '/assets/%2e%2e/api/request', '/\\api/request']) {
      expect((await send(loopback, { ...call('other=1'), path })).status, path).not.toBe(200);
    }
    expect(loopback.asked).toEqual([]);
  });
});

test('the page comes with the policy and with headers that keep it to itself', async () => {
  const loopback = await aLoopback();
  for (const path of ['/', '/index.html', '/assets/index.js', '/nothing.js']) {
    expect((await send(loopback, { path })).headers, path).toMatchObject({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  }
});

test('every refusal is short plain text that no browser takes for something else or keeps', async () => {
  const loopback = await aLoopback();
  const cookie = await signIn(loopback);
  const refusals = [
    await send(loopback, { headers: { host: 'evil.example' } }),
    await send(loopback, call('other=1')),
    await send(loopback, { ...call(cookie), headers: { cookie, origin: 'null' } }),
    await send(loopback, { ...call(cookie), method: 'PUT' }),
    await send(loopback, { ...call(cookie), path: '/api/<script>alert(1)</script>' }),
    await send(loopback, { ...call(cookie), path: '/api/events' }),
    await send(loopback, { method: 'POST' }),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([421, 401, 403, 405, 404, 405, 405]);
  for (const { headers, body } of refusals) {
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(body).toMatch(/^[\w ,.()'’/]+\n$/);
  }
  expect((await openEvents(loopback, { cookie })).status).toBe(200);
});
