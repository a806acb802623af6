import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aLoopback, call, openEvents, send, sendRaw, signIn } from './loopback.ts';
import type { Loopback } from './loopback.ts';

// A browser of this machine runs pages of strangers. None of them may reach the engine, not even with the person's cookie.

/** Sends each kind of request under a forged Host, with a valid session. */
async function statusesUnder(loopback: Loopback, host: string): Promise<readonly number[]> {
  const cookie = await signIn(loopback);
  const sent = call(cookie);
  const answers = [
    await send(loopback, { headers: { host } }),
    await send(loopback, { path: `/?key=${loopback.key}`, headers: { host } }),
    await send(loopback, { ...sent, headers: { ...sent.headers, host } }),
    await openEvents(loopback, { cookie, host }),
  ];
  return answers.map(({ status }) => status);
}

describe('a name that was made to resolve to this machine (DNS rebinding)', () => {
  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'LOCALHOST.EVIL.EXAMPLE',
    'evil.example:127.0.0.1',
    '127.0.0.1:80@evil.example',
    'localhost:80:80',
    'localhost:',
    'localhost:x',
    'localhost:123456',
    'localhost.',
    'localhost,evil.example',
    'localhost evil.example',
    '127.0.0.2',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0.0.0.0',
    '[::ffff:127.0.0.1]',
    '[::1].evil.example',
    '[::1',
    '::1',
    '',
  ])('Host: %j is 421, for the page, the key, a request and the event stream', async (host) => {
    const loopback = await aLoopback();
    expect(await statusesUnder(loopback, host)).toEqual([421, 421, 421, 421]);
    expect(loopback.asked).toEqual([]);
    expect(loopback.subscribers()).toBe(0);
  });

  test('no other name gets through, whatever it looks like', async () => {
    const loopback = await aLoopback();
    const cookie = await signIn(loopback);
    const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    const near = fc
      .tuple(visible, fc.constantFrom('localhost', '127.0.0.1', '[::1]'), visible)
      .map((parts) => parts.join(''));
    const ours = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(visible, near).filter((host) => !ours.test(host)),
        async (host) => {
          const sent = call(cookie);
          expect((await send(loopback, { ...sent, headers: { ...sent.headers, host } })).status).toBe(421);
        },
      ),
      { numRuns: 60 },
    );
    expect(loopback.asked).toEqual([]);
  });

  test('an absolute target is refused even when the Host header is ours, because it decides (RFC 9112, 3.2.2)', async () => {
    const loopback = await aLoopback();
    const sent = call(await signIn(loopback));
    const own = `http://127.0.0.1:${loopback.port}`;
    const targets = [
      'http://evil.example/api/request',
      'http://evil.example/',
      `${own}/api/request`,
      'http://[',
      'x://y',
    ];
    for (const path of targets) expect((await send(loopback, { ...sent, path })).status, path).toBe(421);
    expect(loopback.asked).toEqual([]);
  });

  test('a target that begins with two slashes is a path, not a host', async () => {
    const loopback = await aLoopback();
    const sent = call(await signIn(loopback));
    for (const path of ['//', '//evil.example/', '//evil.example/api/request', '//evil.example/?key=x']) {
      expect((await send(loopback, { ...sent, path })).status, path).toBe(405);
      expect((await send(loopback, { path })).body, path).not.toContain('evil');
    }
    expect(loopback.asked).toEqual([]);
  });

  test('a request without Host, of HTTP/1.1 or 1.0, is refused', async () => {
    const loopback = await aLoopback();
    expect(await sendRaw(loopback, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await sendRaw(loopback, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
  });

  test('of two Host headers none can smuggle the other in', async () => {
    const loopback = await aLoopback();
    const hosts = ['evil.example', `127.0.0.1:${loopback.port}`];
    const answer = await sendRaw(
      loopback,
      `GET / HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join('')}Connection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4/);
  });
});

describe('the ways a person may come', () => {
  test.each(['localhost', 'LOCALHOST', 'LocalHost:1', '127.0.0.1', '[::1]:9000', 'localhost:65535'])(
    'Host: %j is let in, because ssh -L gives the port another number',
    async (host) => {
      const loopback = await aLoopback();
      const sent = call(await signIn(loopback));
      const headers = { ...sent.headers, host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      expect((await send(loopback, { ...sent, headers })).status).toBe(200);
      expect((await openEvents(loopback, { cookie: sent.headers!['cookie']!, host })).status).toBe(200);
    },
  );

  test('a link to the host from any site opens the page', async () => {
    const loopback = await aLoopback();
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', referer: 'https://wiki.example/' };
    expect((await send(loopback, { path: `/?key=${loopback.key}`, headers })).status).toBe(303);
  });
});

describe('a page of another origin', () => {
  const origins = [
    'https://evil.example',
    'null',
    '',
    'file://',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'http://localhost:9000',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:PORT.evil.example',
    'http://evil.example#http://127.0.0.1:PORT',
    'chrome-extension://abcdefghijklmnop',
  ];

  test.each(origins)('Origin: %j is 403, with the cookie or without', async (origin) => {
    const loopback = await aLoopback();
    const sent = call(await signIn(loopback));
    const forged = origin.replace('PORT', String(loopback.port));
    for (const cookie of [sent.headers!['cookie']!, '']) {
      const headers = { ...sent.headers, cookie, origin: forged };
      expect((await send(loopback, { ...sent, headers })).status).toBe(403);
      expect((await openEvents(loopback, { cookie, origin: forged })).status).toBe(403);
    }
    expect(loopback.asked).toEqual([]);
    expect(loopback.subscribers()).toBe(0);
  });

  test('behind ssh -L, a page of another port of the same name stays foreign', async () => {
    const loopback = await aLoopback();
    const sent = call(await signIn(loopback));
    const headers = { ...sent.headers, host: 'localhost:9000', origin: 'http://localhost:3000' };
    expect((await send(loopback, { ...sent, headers })).status).toBe(403);
  });

  test.each(['cross-site', 'same-site', 'none', 'Same-Origin', ''])('Sec-Fetch-Site: %j is 403', async (site) => {
    const loopback = await aLoopback();
    const sent = call(await signIn(loopback));
    const headers = { ...sent.headers, 'sec-fetch-site': site };
    expect((await send(loopback, { ...sent, headers })).status).toBe(403);
    expect((await openEvents(loopback, headers)).status).toBe(403);
    expect(loopback.asked).toEqual([]);
  });

  test('is not told whether a session exists', async () => {
    const loopback = await aLoopback();
    const cookie = await signIn(loopback);
    const [known, unknown] = await Promise.all(
      [cookie, 'other=1'].map((value) =>
        send(loopback, { ...call(value), headers: { ...call(value).headers, origin: 'https://evil.example' } }),
      ),
    );
    expect({ ...known, headers: null }).toEqual({ ...unknown, headers: null });
  });

  test('gets no CORS header, not even for a preflight', async () => {
    const loopback = await aLoopback();
    const cookie = await signIn(loopback);
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST', cookie };
    const answers = [
      await send(loopback, { method: 'OPTIONS', path: '/api/request', headers }),
      await send(loopback, { method: 'OPTIONS', path: '/', headers }),
      await send(loopback, { path: '/', headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 405, 200]);
    const names = answers.flatMap((answer) => Object.keys(answer.headers));
    expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
