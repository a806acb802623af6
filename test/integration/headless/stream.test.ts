import { afterEach, describe, expect, test, vi } from 'vitest';
import { aBusySnapshot } from '../../support/snapshots.ts';
import { aLoopback, halfRequest, openEvents, send, sendRaw, signIn } from './loopback.ts';

afterEach(() => vi.useRealTimers());

async function aStream() {
  const loopback = await aLoopback();
  const cookie = await signIn(loopback);
  const stream = await openEvents(loopback, { cookie });
  await vi.waitFor(() => expect(stream.revisions()).toEqual([7]));
  return { loopback, cookie, stream };
}

describe('the event stream', () => {
  test('begins with the present snapshot and goes on with each newer one', async () => {
    const { loopback, stream } = await aStream();
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    loopback.publish(aBusySnapshot({ revision: 8 }));
    await vi.waitFor(() => expect(stream.revisions()).toEqual([7, 8]));
    const [, data] = /data: (.*)\n\n$/.exec(stream.text())!;
    expect(JSON.parse(data!)).toEqual(aBusySnapshot({ revision: 8 }));
  });

  test('never goes back to an older snapshot and sends none twice', async () => {
    const { loopback, stream } = await aStream();
    for (const revision of [8, 8, 7, 10, 9, 11]) loopback.publish(aBusySnapshot({ revision }));
    await vi.waitFor(() => expect(stream.revisions()).toEqual([7, 8, 10, 11]));
  });

  test('gives a browser that fell behind the newest snapshot instead of a growing heap of old ones', async () => {
    const { loopback, stream } = await aStream();
    stream.response.pause();
    const newest = 2000;
    for (let revision = 8; revision <= newest; revision += 1) loopback.publish(aBusySnapshot({ revision }));
    stream.response.resume();
    await vi.waitFor(() => expect(stream.revisions().at(-1)).toBe(newest));
    const seen = stream.revisions();
    expect(seen.length).toBeLessThan(newest / 2);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('shows both ends every 15 seconds that the other is still there', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { loopback, stream } = await aStream();
    vi.advanceTimersByTime(45_000);
    await vi.waitFor(() => expect(stream.text().match(/^: .+\n\n/gm)).toHaveLength(3));
    stream.leave();
    await vi.waitFor(() => expect(loopback.subscribers()).toBe(0));
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends for the engine when the tab is closed', async () => {
    const { loopback, stream } = await aStream();
    expect(loopback.subscribers()).toBe(1);
    stream.leave();
    await vi.waitFor(() => expect(loopback.subscribers()).toBe(0));
    loopback.publish(aBusySnapshot({ revision: 8 }));
    expect((await send(loopback)).status).toBe(200);
  });

  test('ends for the engine when a tab with an unread body goes, or one that went before the first snapshot', async () => {
    const { loopback, cookie } = await aStream();
    const head = `GET /api/events HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\n`;
    const sockets = [
      await halfRequest(loopback, `${head}Content-Length: 100\r\n\r\nhalf of it`),
      await halfRequest(loopback, `${head}\r\n`),
    ];
    for (const socket of sockets) socket.on('error', () => {});
    await vi.waitFor(() => expect(loopback.subscribers()).toBe(3));
    for (const socket of sockets) socket.destroy();
    const gone = await halfRequest(loopback, `${head}\r\n`);
    gone.destroy();
    await vi.waitFor(() => expect(loopback.subscribers()).toBe(1));
  });

  test('serves many tabs, each on its own', async () => {
    const { loopback, cookie, stream } = await aStream();
    const others = await Promise.all(Array.from({ length: 12 }, () => openEvents(loopback, { cookie })));
    await vi.waitFor(() => expect(loopback.subscribers()).toBe(13));
    others[0]!.leave();
    await vi.waitFor(() => expect(loopback.subscribers()).toBe(12));
    loopback.publish(aBusySnapshot({ revision: 8 }));
    for (const open of [stream, ...others.slice(1)]) {
      await vi.waitFor(() => expect(open.revisions()).toEqual([7, 8]));
    }
  });

  test('ends when the host closes', async () => {
    const { loopback, stream } = await aStream();
    await loopback.close();
    await stream.ended;
    expect(loopback.subscribers()).toBe(0);
  });

  test.each(['POST', 'PUT', 'HEAD', 'OPTIONS'])('answers %s with 405 and subscribes nobody', async (method) => {
    const loopback = await aLoopback();
    const cookie = await signIn(loopback);
    const answer = await send(loopback, { method, path: '/api/events', headers: { cookie } });
    expect({ status: answer.status, allow: answer.headers.allow }).toEqual({ status: 405, allow: 'GET' });
    expect(loopback.subscribers()).toBe(0);
  });

  test('is no way to switch to another protocol', async () => {
    const loopback = await aLoopback();
    const head = 'GET /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect(await sendRaw(loopback, head)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await sendRaw(loopback, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n')).not.toContain(
      '200',
    );
  });
});
