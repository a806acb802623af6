import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRepositoryPath, repositoryUrl } from '../../../shared/emulator/repository-url.ts';
import {
  ACCOUNT,
  anEmulator,
  anEndpoint,
  aTokenOf,
  DENIED_KEY,
  OTHER_ACCOUNT,
  platform,
  platformInVirginia,
} from '../../support/emulator-service.ts';

function bearer(token: string): { headers: { authorization: string } } {
  return { headers: { authorization: `Bearer ${token}` } };
}

function basic(user: string, token: string): { headers: { authorization: string } } {
  return { headers: { authorization: `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}` } };
}

/** One request by node:http, which, unlike fetch, lets a test choose the host and shows repeated headers apart. */
function raw(url: string, headers: Record<string, string> = {}, body = Buffer.alloc(0)): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method: body.length === 0 ? 'GET' : 'PUT', headers, agent: false },
      (response) => {
        response.resume();
        resolve(response);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

describe('a token', () => {
  test.each(['npm', 'pypi'] as const)('is taken by %s as Bearer and as the password of any user', async (format) => {
    const emulator = await anEmulator();
    const token = await aTokenOf(emulator);
    const page = `${await anEndpoint(emulator, format)}${format === 'npm' ? 'hello-codeartifact' : 'simple/'}`;
    for (const init of [bearer(token), basic('aws', token), basic('', token), basic('someone', token)]) {
      expect((await fetch(page, init)).status).toBe(200);
    }
    expect(emulator.requests.slice(-4)).toEqual(
      Array.from({ length: 4 }, () => ({
        operation: format,
        accessKeyId: null,
        path: new URL(page).pathname,
        status: 200,
      })),
    );
  });

  test('that is missing or not ours gets a refusal with two challenges on two lines', async () => {
    const emulator = await anEmulator();
    const token = await aTokenOf(emulator);
    const endpoint = await anEndpoint(emulator, 'pypi');
    for (const authorization of [
      undefined,
      'Bearer nonsense',
      `Token ${token}`,
      `Basic ${token}`,
      `Bearer ${token}x`,
    ]) {
      const response = await raw(endpoint, authorization === undefined ? {} : { authorization });
      expect(response.statusCode).toBe(401);
      expect(response.headersDistinct['www-authenticate']).toEqual([
        'Bearer realm="platform/web"',
        'Basic realm="platform/web"',
      ]);
    }
    expect(await (await fetch(endpoint)).json()).toEqual({ message: expect.stringContaining('expired') as unknown });
  });

  test.each([
    ['another name', { ...platform, name: 'games' }],
    ['another owner', { ...platform, owner: OTHER_ACCOUNT }],
  ])('of a domain with %s opens nothing here', async (_, foreign) => {
    const emulator = await anEmulator({ domains: [platform, foreign] });
    const url = `${await anEndpoint(emulator, 'npm')}hello-codeartifact`;
    expect((await fetch(url, bearer(await aTokenOf(emulator, foreign)))).status).toBe(401);
    expect((await fetch(url, bearer(await aTokenOf(emulator, platform)))).status).toBe(200);
  });

  test('of the same domain in another region finds only that region’s repositories', async () => {
    const emulator = await anEmulator();
    const token = await aTokenOf(emulator, platformInVirginia);
    const status = async (repository: string): Promise<number> =>
      (await fetch(`${repositoryUrl(emulator.url, 'npm', platform, repository)}-/ping`, bearer(token))).status;
    expect(await status('virginia')).toBe(200);
    expect(await status('web')).toBe(404);
  });

  test('comes before the question whether the repository exists', async () => {
    const emulator = await anEmulator();
    const absent = repositoryUrl(emulator.url, 'npm', platform, 'absent');
    expect((await fetch(absent)).status).toBe(401);
    const response = await fetch(absent, bearer(await aTokenOf(emulator)));
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: "Repository 'absent' does not exist in domain 'platform'" });
  });

  test('of someone who may not read is answered with the sentence of IAM', async () => {
    const principals = [{ accessKeyId: DENIED_KEY, account: ACCOUNT, deny: ['ReadFromRepository'] }];
    const emulator = await anEmulator({ principals });
    const token = await aTokenOf(emulator, platform, DENIED_KEY);
    const response = await fetch(
      `${repositoryUrl(emulator.url, 'npm', platform, 'web')}hello-codeartifact`,
      bearer(token),
    );
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      message: expect.stringContaining(
        `codeartifact:ReadFromRepository on resource: arn:aws:codeartifact:eu-west-1:${ACCOUNT}:repository/platform/web`,
      ) as unknown,
    });
  });
});

describe('the server', () => {
  test('answers only to its own host names', async () => {
    const emulator = await anEmulator();
    const port = new URL(emulator.url).port;
    const seen = async (host: string): Promise<number | undefined> =>
      (await raw(`${emulator.url}/v1/domains`, { host })).statusCode;
    expect(await seen('rebound.example')).toBe(421);
    expect(await seen(`rebound.example:${port}`)).toBe(421);
    expect(await seen('127.0.0.1')).toBe(421);
    expect(await seen(`127.0.0.1:${port}`)).toBe(404);
    expect(await seen(`localhost:${port}`)).toBe(404);
  });

  test('serves no other site, whatever the request line asks for', async () => {
    const emulator = await anEmulator();
    const { hostname, port } = new URL(emulator.url);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { hostname, port, path: 'http://elsewhere.example/v1/domains', agent: false };
      httpRequest(options, resolve).on('error', reject).end();
    });
    response.resume();
    expect(response.statusCode).toBe(400);
  });

  test('goes on when a caller hangs up in the middle of a request', async () => {
    const emulator = await anEmulator();
    const { hostname, port, host } = new URL(emulator.url);
    const socket = connect(Number(port), hostname);
    socket.write(`POST /v1/domains HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\n{`, () => socket.destroy());
    await once(socket, 'close');
    expect((await fetch(`${emulator.url}/v1/domains`, { method: 'POST' })).status).toBe(403);
  });

  test('stops at once, though a request is still under way', async () => {
    const emulator = await anEmulator();
    const { hostname, port, host } = new URL(emulator.url);
    const socket = connect(Number(port), hostname);
    socket.write(`POST /v1/domains HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n`);
    // The server has seen the request when it asks for the body, which never comes.
    expect(String((await once(socket, 'data'))[0])).toContain('100 Continue');
    const closed = once(socket, 'close');
    await emulator.stop();
    await closed;
  });

  test('links to packages by the host name that was asked', async () => {
    const emulator = await anEmulator();
    const endpoint = (await anEndpoint(emulator, 'npm')).replace('127.0.0.1', 'localhost');
    const path = new URL(endpoint).pathname;
    const token = await aTokenOf(emulator);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { host: new URL(endpoint).host, ...bearer(token).headers };
      httpRequest(`${emulator.url}${path}hello-codeartifact`, { headers, agent: false }, resolve)
        .on('error', reject)
        .end();
    });
    const document = JSON.parse(Buffer.concat(await response.toArray()).toString()) as {
      versions: Record<string, { dist: { tarball: string } }>;
    };
    expect(document.versions['1.0.0']?.dist.tarball).toBe(
      `${endpoint}hello-codeartifact/-/hello-codeartifact-1.0.0.tgz`,
    );
  });

  test('refuses a body of more than 20 MB', async () => {
    const emulator = await anEmulator();
    const url = `${await anEndpoint(emulator, 'npm')}big`;
    const { authorization } = bearer(await aTokenOf(emulator)).headers;
    expect((await raw(url, { authorization }, Buffer.alloc(20 * 1024 * 1024))).statusCode).toBe(400);
    expect((await raw(url, { authorization }, Buffer.alloc(20 * 1024 * 1024 + 1))).statusCode).toBe(413);
  });

  test('answers HEAD like GET, without the body', async () => {
    const emulator = await anEmulator();
    const url = `${await anEndpoint(emulator, 'npm')}hello-codeartifact/-/hello-codeartifact-1.0.0.tgz`;
    const token = await aTokenOf(emulator);
    const head = await fetch(url, { ...bearer(token), method: 'HEAD' });
    const tarball = await (await fetch(url, bearer(token))).arrayBuffer();
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String(tarball.byteLength));
    expect(await head.text()).toBe('');
  });

  test('knows that generic packages have no client, and that other formats are none', async () => {
    const emulator = await anEmulator();
    const token = await aTokenOf(emulator);
    expect((await fetch(await anEndpoint(emulator, 'generic'), bearer(token))).status).toBe(501);
    expect((await fetch(repositoryUrl(emulator.url, 'rpm', platform, 'web'), bearer(token))).status).toBe(404);
    expect((await fetch(`${await anEndpoint(emulator, 'npm')}%E0%A4%A`, bearer(token))).status).toBe(404);
  });

  test('serves the same bytes every time it is started', async () => {
    const files = [
      'npm/@team/hello',
      'pypi/simple/hello-codeartifact/',
      'maven/com/example/hello-codeartifact/1.0.0/hello-codeartifact-1.0.0.jar.sha1',
      'nuget/v3/flatcontainer/hello-codeartifact/1.0.0/hello-codeartifact.1.0.0.nupkg',
      'cargo/he/ll/hello-codeartifact',
      'swift/example/hello-codeartifact/1.0.0',
      'ruby/specs.4.8.gz',
      'ruby/gems/hello-codeartifact-1.0.0.gem',
    ];
    const seen: string[][] = [];
    for (const emulator of [await anEmulator(), await anEmulator()]) {
      const token = await aTokenOf(emulator);
      const bodies = files.map(async (file) => {
        const url = `${emulator.url}/${file.replace('/', '/d/platform-111122223333/web/')}`;
        const response = await fetch(url, bearer(token));
        expect([file, response.status]).toEqual([file, 200]);
        const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
        return body.replaceAll(emulator.url, '');
      });
      seen.push(await Promise.all(bodies));
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  test('orders failures for package managers too', async () => {
    const emulator = await anEmulator();
    emulator.failNext('pypi', { status: 503, type: 'ServiceUnavailableException', message: 'Later' });
    const index = `${await anEndpoint(emulator, 'pypi')}simple/`;
    const init = bearer(await aTokenOf(emulator));
    expect((await fetch(index, init)).status).toBe(503);
    expect((await fetch(index, init)).status).toBe(200);
  });
});

test('an endpoint’s path names its repository again, whatever they are called', () => {
  const lower = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const end = fc.constantFrom(...lower, '0', '9');
  const middle = fc.string({ unit: fc.constantFrom(...lower, '-', '1'), maxLength: 48 });
  const domain = fc.tuple(fc.constantFrom(...lower), middle, end).map((parts) => parts.join(''));
  const owner = fc.stringMatching(/^\d{12}$/);
  const repository = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/);
  fc.assert(
    fc.property(domain, owner, repository, fc.webPath(), (name, account, repo, path) => {
      const url = new URL(repositoryUrl('http://127.0.0.1:1', 'npm', { name, owner: account }, repo));
      expect(parseRepositoryPath(`${url.pathname}x${path}`)).toEqual({
        format: 'npm',
        domain: name,
        owner: account,
        repository: repo,
        path: decodeURIComponent(`x${path}`),
      });
    }),
  );
});
