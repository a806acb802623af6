import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test, vi } from 'vitest';
import { aLoopback, call, halfRequest, send, sendRaw, signIn } from './loopback.ts';

/** True when something accepts a connection there. */
async function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false));
  });
}

test('the host listens on 127.0.0.1 and on no other address of this machine', async () => {
  const { port } = await aLoopback();
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address, scopeid }) => (scopeid === undefined || scopeid === 0 ? address : `${address}%${scopeid}`));
  const others = new Set(['127.0.0.2', '::1', ...own]);
  others.delete('127.0.0.1');
  expect(await accepts('127.0.0.1', port)).toBe(true);
  for (const address of others) expect(await accepts(address, port), address).toBe(false);
});

test('connections that never finish their request keep nobody waiting', async () => {
  const loopback = await aLoopback();
  const cookie = await signIn(loopback);
  const host = 'Host: localhost\r\n';
  const halves = [
    '',
    'G',
    `GET / HTTP/1.1\r\n${host}`,
    `POST /api/request HTTP/1.1\r\n${host}Cookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"name`,
  ];
  const waiting = await Promise.all(
    Array.from({ length: 60 }, (_, index) => halfRequest(loopback, halves[index % 4]!)),
  );
  for (const socket of waiting) socket.on('error', () => {});

  expect((await send(loopback, call(cookie))).status).toBe(200);
  expect((await send(loopback)).status).toBe(200);

  await loopback.close();
  for (const socket of waiting) socket.resume();
  await vi.waitFor(() => expect(waiting.filter((socket) => !socket.closed)).toEqual([]));
});

test('a sender that goes away in the middle of its body disturbs nobody', async () => {
  const loopback = await aLoopback();
  const cookie = await signIn(loopback);
  const socket = await halfRequest(
    loopback,
    `POST /api/request HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"name`,
  );
  socket.resetAndDestroy();
  expect((await send(loopback, call(cookie))).status).toBe(200);
  expect(loopback.asked).toEqual([['state.get', {}]]);
});

test.each([
  'nonsense\r\n\r\n',
  'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n',
  'GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(64 * 1024)}\r\n\r\n`,
  'POST /api/request HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
])('what is not a proper request (%.20j) is turned away', async (bytes) => {
  const loopback = await aLoopback();
  expect(await sendRaw(loopback, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect((await send(loopback)).status).toBe(200);
});

test('a second request in the same connection is checked like the first', async () => {
  const loopback = await aLoopback();
  const cookie = await signIn(loopback);
  const body = '{"name":"state.get","params":{}}';
  const first = `POST /api/request HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const second = first.replace(`Cookie: ${cookie}\r\n`, '');
  const answers = await sendRaw(loopback, first + second);
  expect(answers.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401']);
  expect(loopback.asked).toHaveLength(1);
});

test('closing ends at once, with requests and streams under way, and frees the port', async () => {
  const loopback = await aLoopback();
  await loopback.close();
  expect(await accepts('127.0.0.1', loopback.port)).toBe(false);
});

test('of a crowd that never asks anything some are turned away at once, and nobody holds the host for long', async () => {
  const loopback = await aLoopback();
  const cookie = await signIn(loopback);
  const sockets = Array.from({ length: 400 }, () => connect({ host: '127.0.0.1', port: loopback.port }));
  for (const socket of sockets) socket.on('error', () => {}).resume();
  const open = () => sockets.filter(({ closed }) => !closed).length;
  await vi.waitFor(() => expect(open()).toBeLessThanOrEqual(256), { timeout: 10_000 });
  // Dropped when their headers are overdue, so that there is room again.
  await vi.waitFor(async () => expect((await send(loopback, call(cookie))).status).toBe(200), { timeout: 20_000 });
  await vi.waitFor(() => expect(open()).toBe(0), { timeout: 20_000 });
});
