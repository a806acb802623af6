import { describe, expect, test } from 'vitest';
import { zip } from '../../../shared/emulator/archives/zip.ts';
import { readZip } from '../../../shared/emulator/archives/read-zip.ts';
import { helloNupkg, normalisedVersion } from '../../../shared/emulator/formats/nuget/package.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

type Resource = { readonly '@id': string; readonly '@type': string };
type Source = {
  readonly endpoint: string;
  /** Address of a resource by its type. */
  resource(type: string): Promise<string>;
  get(url: string): Promise<Response>;
  push(url: string, nupkg: Buffer): Promise<number>;
};

async function aSource(): Promise<Source> {
  const emulator = await anEmulator();
  const endpoint = await anEndpoint(emulator, 'nuget');
  const headers = { authorization: `Basic ${Buffer.from(`aws:${await aTokenOf(emulator)}`).toString('base64')}` };
  const get = (url: string): Promise<Response> => fetch(url, { headers });
  return {
    endpoint,
    get,
    async resource(type) {
      const index = (await (await get(`${endpoint}v3/index.json`)).json()) as { resources: readonly Resource[] };
      return index.resources.find((resource) => resource['@type'] === type)!['@id'];
    },
    async push(url, nupkg) {
      const body = new FormData();
      body.append('package', new Blob([new Uint8Array(nupkg)]), 'package.nupkg');
      return (await fetch(url, { method: 'PUT', headers: { ...headers, 'x-nuget-apikey': 'any' }, body })).status;
    },
  };
}

function aNuspec(metadata: string): Buffer {
  const content = `<package><metadata>${metadata}</metadata></package>`;
  return zip([{ path: 'Greeting.nuspec', content }]);
}

describe('the flat container', () => {
  test('has the versions of a package, the package and its nuspec, whatever the case of its name', async () => {
    const source = await aSource();
    const base = await source.resource('PackageBaseAddress/3.0.0');
    expect(base.startsWith(source.endpoint)).toBe(true);
    for (const id of ['hello-codeartifact', 'Hello-CodeArtifact']) {
      expect(await (await source.get(`${base}${id}/index.json`)).json()).toEqual({ versions: ['1.0.0'] });
    }
    const folder = `${base}hello-codeartifact/1.0.0/`;
    const nupkg = await (await source.get(`${folder}hello-codeartifact.1.0.0.nupkg`)).arrayBuffer();
    const nuspec = await (await source.get(`${folder}hello-codeartifact.nuspec`)).text();
    const files = readZip(Buffer.from(nupkg))!;
    expect([...files.keys()].sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'content/hello.txt',
      'hello-codeartifact.nuspec',
    ]);
    expect(String(files.get('hello-codeartifact.nuspec'))).toBe(nuspec);
  });

  test.each(['absent/index.json', 'hello-codeartifact/2.0.0/hello-codeartifact.2.0.0.nupkg', 'hello-codeartifact/x'])(
    'has no %s',
    async (file) => {
      const source = await aSource();
      const base = await source.resource('PackageBaseAddress/3.0.0');
      expect((await source.get(base + file)).status).toBe(404);
    },
  );
});

test('the registration of a package leads to its content, and the search to the registration', async () => {
  const source = await aSource();
  const query = await source.resource('SearchQueryService');
  const search = (await (await source.get(`${query}?q=CodeArtifact&prerelease=false`)).json()) as {
    totalHits: number;
    data: { registration: string; id: string }[];
  };
  expect(search).toMatchObject({ totalHits: 1, data: [{ id: 'hello-codeartifact', version: '1.0.0' }] });
  expect(await (await source.get(`${query}?q=absent`)).json()).toEqual({ totalHits: 0, data: [] });
  const base = await source.resource('RegistrationsBaseUrl/3.6.0');
  expect(search.data[0]!.registration).toBe(`${base}hello-codeartifact/index.json`);

  const registration = (await (await source.get(search.data[0]!.registration)).json()) as {
    items: { items: { '@id': string; packageContent: string; catalogEntry: unknown }[] }[];
  };
  const [leaf] = registration.items[0]!.items;
  expect(leaf!.catalogEntry).toMatchObject({ id: 'hello-codeartifact', version: '1.0.0', listed: true });
  expect((await source.get(leaf!.packageContent)).status).toBe(200);
  expect(await (await source.get(leaf!['@id'])).json()).toEqual(leaf);
  expect((await source.get(`${base}hello-codeartifact/9.0.0.json`)).status).toBe(404);
});

describe('a pushed package', () => {
  test('is there for readers of every protocol', async () => {
    const source = await aSource();
    const dependencies =
      '<dependencies><dependency id="First" version="1.0" /><group targetFramework="net8.0"><dependency id="Second" version="[2.0,3.0)" /></group></dependencies>';
    const nupkg = aNuspec(`<id>Greeting</id><version>2.0</version><authors>A &amp; B</authors>${dependencies}`);
    expect(await source.push(await source.resource('PackagePublish/2.0.0'), nupkg)).toBe(201);

    const base = await source.resource('PackageBaseAddress/3.0.0');
    const content = await (await source.get(`${base}greeting/2.0.0/greeting.2.0.0.nupkg`)).arrayBuffer();
    expect(Buffer.from(content).equals(nupkg)).toBe(true);
    const registration = await source.get(`${await source.resource('RegistrationsBaseUrl/3.6.0')}greeting/2.0.0.json`);
    expect(await registration.json()).toMatchObject({
      catalogEntry: {
        dependencyGroups: [
          { dependencies: [{ id: 'First', range: '1.0' }] },
          { targetFramework: 'net8.0', dependencies: [{ id: 'Second', range: '[2.0,3.0)' }] },
        ],
      },
    });
    const feed = await (await source.get(`${source.endpoint}FindPackagesById()?id='greeting'`)).text();
    expect(feed).toContain('<d:Dependencies>First:1.0:|Second:[2.0,3.0):net8.0</d:Dependencies>');
  });

  test('that exists with other bytes is a conflict, with the same bytes none', async () => {
    const source = await aSource();
    const url = `${source.endpoint}v3/package`;
    const statuses = [
      await source.push(url, helloNupkg('Greeting', '2.0.0')),
      await source.push(`${url}/`, helloNupkg('Greeting', '2.0.0')),
      await source.push(url, helloNupkg('greeting', '2.0')),
      await source.push(url, helloNupkg('greeting', '2.1')),
    ];
    expect(statuses).toEqual([201, 201, 409, 201]);
    const versions = await source.get(`${source.endpoint}v3/flatcontainer/greeting/index.json`);
    expect(await versions.json()).toEqual({ versions: ['2.0.0', '2.1.0'] });
  });

  test.each([
    ['no archive', Buffer.from('x')],
    ['without a nuspec', zip([{ path: 'x.txt', content: 'x' }])],
    ['without an id', aNuspec('<version>1.0.0</version>')],
    ['with markup for an id', aNuspec('<id>&lt;b&gt;</id><version>1.0.0</version>')],
    ['without a version', aNuspec('<id>Greeting</id><version>one</version>')],
  ])('is refused when it is %s', async (_, nupkg) => {
    const source = await aSource();
    expect(await source.push(`${source.endpoint}v3/package`, nupkg)).toBe(400);
  });
});

describe('the feed for mono’s client', () => {
  test.each(['', 'v3/index.json/'])('is at %j, and asked for the latest names that alone', async (root) => {
    const source = await aSource();
    await source.push(`${source.endpoint}v3/package`, helloNupkg('hello-codeartifact', '1.1.0'));
    const base = `${source.endpoint}${root}`;
    const all = await (await source.get(`${base}FindPackagesById()?id='hello-codeartifact'`)).text();
    expect(all.match(/<d:Version>[^<]+/g)).toEqual(['<d:Version>1.0.0', '<d:Version>1.1.0']);
    const latest = `${base}FindPackagesById()?$filter=IsLatestVersion&$top=1&id='hello-codeartifact'`;
    expect((await (await source.get(latest)).text()).match(/<d:Version>[^<]+/g)).toEqual(['<d:Version>1.1.0']);
    const one = await source.get(`${base}Packages(Id='hello-codeartifact',Version='1.0.0')`);
    expect(await one.text()).toContain('hello-codeartifact.1.0.0.nupkg');
    expect((await source.get(`${base}Packages(Id='hello-codeartifact',Version='9.0.0')`)).status).toBe(404);
    expect(await (await source.get(`${base}$metadata`)).text()).toContain('FindPackagesById');
  });
});

test.each([
  ['1', '1.0.0'],
  ['1.0.0.0', '1.0.0'],
  ['01.002.0.4', '1.2.0.4'],
  ['1.0.0-Beta.1+build', '1.0.0-Beta.1'],
  ['1.2.3.4.5', null],
  ['latest', null],
])('the version %s is written as %s', (text, normal) => {
  expect(normalisedVersion(text)).toBe(normal);
});
