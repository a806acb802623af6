import { gunzipSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readTar, tar } from '../../../shared/emulator/archives/tar.ts';
import { helloGem } from '../../../shared/emulator/formats/ruby/gem.ts';
import { marshal } from '../../../shared/emulator/formats/ruby/marshal.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

type Server = { get(page: string): Promise<Response>; push(gem: Buffer): Promise<Response> };

async function aServer(): Promise<Server> {
  const emulator = await anEmulator();
  const endpoint = await anEndpoint(emulator, 'ruby');
  // What `gem push` takes from the credentials file and sends as it is.
  const headers = { authorization: `Bearer ${await aTokenOf(emulator)}`, 'content-type': 'application/octet-stream' };
  return {
    get: (page) => fetch(endpoint + page, { headers }),
    push: (gem) => fetch(`${endpoint}api/v1/gems`, { method: 'POST', headers, body: new Uint8Array(gem) }),
  };
}

async function bytesOf(response: Response): Promise<Buffer> {
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** An entry of a list of gems. */
function listed(name: string, version: string): Parameters<typeof marshal>[0] {
  return [name, { marshalled: 'Gem::Version', value: [version] }, 'ruby'];
}

describe('the gem server', () => {
  test('lists releases, their latest ones and prereleases apart', async () => {
    const server = await aServer();
    for (const version of ['1.1.0', '2.0.0.pre1']) await server.push(helloGem('hello-codeartifact', version));
    const list = async (name: string): Promise<string> =>
      gunzipSync(await bytesOf(await server.get(`${name}.4.8.gz`))).toString('hex');
    const expected = (...versions: string[]): string =>
      marshal(versions.map((version) => listed('hello-codeartifact', version))).toString('hex');
    expect(await list('specs')).toBe(expected('1.0.0', '1.1.0'));
    expect(await list('latest_specs')).toBe(expected('1.1.0'));
    expect(await list('prerelease_specs')).toBe(expected('2.0.0.pre1'));
  });

  test('has a gem with its checksums, and its specification without its files', async () => {
    const server = await aServer();
    const gem = readTar(await bytesOf(await server.get('gems/hello-codeartifact-1.0.0.gem')))!;
    expect([...gem.keys()]).toEqual(['metadata.gz', 'data.tar.gz', 'checksums.yaml.gz']);
    expect(gunzipSync(gem.get('metadata.gz')!).toString()).toContain('name: hello-codeartifact\n');
    const quick = inflateSync(await bytesOf(await server.get('quick/Marshal.4.8/hello-codeartifact-1.0.0.gemspec.rz')));
    expect(quick.subarray(0, 3).toString('latin1')).toBe('\u0004\u0008u');
    expect(quick.includes('hello-codeartifact')).toBe(true);
  });

  test('answers for the dependencies of the gems that are asked for', async () => {
    const server = await aServer();
    const entry = (name: string, version: string): Parameters<typeof marshal>[0] => ({
      hash: Object.entries({ name, number: version, platform: 'ruby', dependencies: [] }).map(
        ([key, value]) => [{ symbol: key }, value] as const,
      ),
    });
    await server.push(helloGem('greeting', '2.0.0'));
    const asked = async (query: string): Promise<string> =>
      (await bytesOf(await server.get(`api/v1/dependencies${query}`))).toString('hex');
    const hello = entry('hello-codeartifact', '1.0.0');
    expect(await asked('?gems=greeting,absent,hello-codeartifact')).toBe(
      marshal([entry('greeting', '2.0.0'), hello]).toString('hex'),
    );
    expect(await asked('')).toBe(marshal([]).toString('hex'));
  });

  test.each(['versions', 'info/hello-codeartifact', 'names', 'gems/hello-codeartifact-2.0.0.gem', 'gems/', ''])(
    'has no %j',
    async (page) => {
      expect((await (await aServer()).get(page)).status).toBe(404);
    },
  );
});

describe('a pushed gem', () => {
  test('is there for readers', async () => {
    const server = await aServer();
    const gem = helloGem('greeting', '2.0.0');
    expect(await (await server.push(gem)).text()).toBe('Successfully registered gem: greeting (2.0.0)');
    expect((await bytesOf(await server.get('gems/greeting-2.0.0.gem'))).equals(gem)).toBe(true);
  });

  test('that exists with other bytes is a conflict, with the same bytes none', async () => {
    const server = await aServer();
    const gem = helloGem('greeting', '2.0.0');
    const other = Buffer.concat([gem, Buffer.alloc(512)]);
    const statuses = [await server.push(gem), await server.push(gem), await server.push(other)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 409]);
  });

  test.each([
    ['no archive', Buffer.from('x'.repeat(600))],
    ['nothing', Buffer.alloc(0)],
    ['without metadata', tar([{ path: 'data.tar.gz', content: 'x' }])],
    ['with metadata that is not packed', tar([{ path: 'metadata.gz', content: 'x' }])],
    ['with markup for a name', helloGem('<b>', '1.0.0')],
    ['without a version', helloGem('greeting', 'one')],
  ])('is refused when it is %s', async (_, gem) => {
    expect((await (await aServer()).push(gem)).status).toBe(400);
  });
});

test.each([
  // What Ruby 3.1 gives for Marshal.dump of the same.
  [null, '0'],
  [true, 'T'],
  [0, 'i\u0000'],
  [122, 'i\u007f'],
  [123, 'i\u0001\u007b'],
  [70_000, 'i\u0003\u0070\u0011\u0001'],
  ['hé', 'I"\u0008h\u00c3\u00a9\u0006:\u0006ET'],
  [[false], '[\u0006F'],
  [{ symbol: 'a' }, ':\u0006a'],
  [{ hash: [['', 1]] }, '{\u0006I"\u0000\u0006:\u0006ETi\u0006'],
])('Marshal writes %j as Ruby does', (value, written) => {
  expect(marshal(value as Parameters<typeof marshal>[0]).toString('latin1')).toBe(`\u0004\u0008${written}`);
});
