import { describe, expect, test } from 'vitest';
import { aLoopback, call, keyOf, openEvents, send, signIn } from './loopback.ts';

describe('the way in', () => {
  test('the key of the address is exchanged once for a cookie that no script can read and no other site can send', async () => {
    const loopback = await aLoopback();

    const { status, headers, body } = await send(loopback, { path: `/?key=${loopback.key}` });

    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(headers['set-cookie']).toHaveLength(1);
    const [value, ...flags] = headers['set-cookie']![0]!.split('; ');
    expect(value).toMatch(new RegExp(`^codeartifact-tray-${loopback.port}=[\\w-]{43}$`));
    expect(flags.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(JSON.stringify([headers, body])).not.toContain(loopback.key);
  });

  test('with the cookie the engine answers', async () => {
    const loopback = await aLoopback();
    const answer = await send(loopback, call(await signIn(loopback)));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: true, value: { revision: 7 } });
  });

  test('a key that was used lets nobody in, and the next one is only told to whoever started the host', async () => {
    const loopback = await aLoopback();
    const cookie = await signIn(loopback);
    expect(await signIn(loopback)).toBe('');

    expect(loopback.nextAddresses).toHaveLength(1);
    const next = keyOf(loopback.nextAddresses[0]!);
    expect(next).not.toBe(loopback.key);
    const second = await signIn(loopback, next);
    expect((await send(loopback, call(second))).status).toBe(200);
    expect((await send(loopback, call(cookie))).status).toBe(200);
  });

  test('a race for one key has one winner', async () => {
    const loopback = await aLoopback();
    const cookies = await Promise.all(Array.from({ length: 8 }, () => signIn(loopback)));
    expect(cookies.filter((cookie) => cookie !== '')).toHaveLength(1);
  });

  test.each(['', 'x', '%00', '../', 'undefined', 'A'.repeat(43), 'A'.repeat(8000)])(
    'a guessed key (%.10j) gets the page without a cookie',
    async (guess) => {
      const loopback = await aLoopback();
      const { status, headers } = await send(loopback, { path: `/?key=${guess}` });
      expect({ status, cookie: headers['set-cookie'] }).toEqual({ status: 303, cookie: undefined });
      expect(loopback.nextAddresses).toEqual([]);
    },
  );

  test.each(['HEAD', 'POST', 'PUT'])('%s does not use a key up, so that a link preview can’t', async (method) => {
    const loopback = await aLoopback();
    const { headers } = await send(loopback, { method, path: `/?key=${loopback.key}` });
    expect(headers['set-cookie']).toBeUndefined();
    expect(await signIn(loopback)).not.toBe('');
  });

  test('neither key nor session works in another place: header, query, body or another name of the cookie', async () => {
    const loopback = await aLoopback();
    const cookie = await signIn(loopback);
    const session = cookie.split('=')[1]!;
    const next = keyOf(loopback.nextAddresses[0]!);
    for (const secret of [session, next]) {
      const forged = [
        { ...call(''), headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` } },
        { ...call(''), path: `/api/request?key=${secret}` },
        call(`codeartifact-tray=${secret}`),
        call(`codeartifact-tray-1=${secret}`),
        call(`x${cookie.split('=')[0]}=${secret}`),
      ];
      for (const sent of forged) expect((await send(loopback, sent)).status, JSON.stringify(sent)).toBe(401);
    }
    expect((await send(loopback, call(cookie.replace(session, next)))).status).toBe(401);
    expect(loopback.asked).toEqual([]);
  });
});

describe('without the cookie', () => {
  const wrong = ['', 'x', 'A'.repeat(43), '__proto__', 'undefined', 'null', '""'];

  test.each([null, ...wrong])('a request with the cookie %.10j is 401 and never reaches the engine', async (value) => {
    const loopback = await aLoopback();
    await signIn(loopback);
    const cookie = value === null ? 'other=1' : `codeartifact-tray-${loopback.port}=${value}`;
    expect((await send(loopback, call(cookie))).status).toBe(401);
    expect(loopback.asked).toEqual([]);
  });

  test.each([null, ...wrong])('an event stream with the cookie %.10j is 401 and subscribes nobody', async (value) => {
    const loopback = await aLoopback();
    const cookie = value === null ? 'other=1' : `codeartifact-tray-${loopback.port}=${value}`;
    expect((await openEvents(loopback, { cookie })).status).toBe(401);
    expect(loopback.subscribers()).toBe(0);
  });

  test('the page is served, for it holds nothing: what it shows it has to ask for', async () => {
    const loopback = await aLoopback();
    expect((await send(loopback)).body).toContain('the page');
    expect(loopback.asked).toEqual([]);
  });

  test('a session of one host is none of another', async () => {
    const [one, other] = [await aLoopback(), await aLoopback()];
    const session = (await signIn(one)).split('=')[1]!;
    expect((await send(other, call(`codeartifact-tray-${other.port}=${session}`))).status).toBe(401);
  });
});

test('no answer of any kind holds a key or a session', async () => {
  const loopback = await aLoopback();
  const cookie = await signIn(loopback);
  const secrets = [loopback.key, cookie.split('=')[1]!, keyOf(loopback.nextAddresses[0]!)];
  const answers = await Promise.all([
    send(loopback),
    send(loopback, call(cookie)),
    send(loopback, call(cookie, 'nothing like this')),
    send(loopback, call('')),
    send(loopback, { path: `/?key=${loopback.key}`, headers: { cookie } }),
    send(loopback, { path: `/nothing?key=${loopback.key}`, headers: { cookie } }),
    send(loopback, { path: `/api/nothing?key=${loopback.key}`, headers: { cookie } }),
    send(loopback, { headers: { host: 'evil.example', cookie } }),
    send(loopback, { ...call(cookie), body: `{"key":"${loopback.key}"` }),
  ]);
  for (const secret of secrets) expect(JSON.stringify(answers)).not.toContain(secret);
});
