import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { helloSourceArchive } from '../../../shared/emulator/formats/swift.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

// No Swift client comes with Debian: these follow the registry service specification of SwiftPM.

type Registry = {
  readonly endpoint: string;
  get(page: string): Promise<Response>;
  send(method: string, page: string, body?: FormData): Promise<Response>;
};

async function aRegistry(): Promise<Registry> {
  const emulator = await anEmulator();
  const endpoint = await anEndpoint(emulator, 'swift');
  const authorization = `Bearer ${await aTokenOf(emulator)}`;
  const headers = { authorization, accept: 'application/vnd.swift.registry.v1+json' };
  return {
    endpoint,
    get: (page) => fetch(endpoint + page, { headers }),
    send: (method, page, body) => fetch(endpoint + page, { method, headers, ...(body === undefined ? {} : { body }) }),
  };
}

function aRelease(archive: Buffer, metadata?: string): FormData {
  const form = new FormData();
  form.append('source-archive', new Blob([new Uint8Array(archive)], { type: 'application/zip' }), 'source-archive.zip');
  if (metadata !== undefined) form.append('metadata', new Blob([metadata], { type: 'application/json' }));
  return form;
}

const sample = 'example/hello-codeartifact';

describe('the sample package', () => {
  test.each([sample, 'Example/Hello-CodeArtifact', `${sample}.json`])('lists its releases as %s', async (page) => {
    const registry = await aRegistry();
    const response = await registry.get(page);
    const url = `${registry.endpoint}${sample}/1.0.0`;
    expect(await response.json()).toEqual({ releases: { '1.0.0': { url } } });
    expect(response.headers.get('content-version')).toBe('1');
    expect(response.headers.get('link')).toBe(`<${url}>; rel="latest-version"`);
  });

  test('has a source archive with the checksum that its release names, and the manifest from it', async () => {
    const registry = await aRegistry();
    const release = await registry.get(`${sample}/1.0.0`);
    const archive = await registry.get(`${sample}/1.0.0.zip`);
    const bytes = Buffer.from(await archive.arrayBuffer());
    const checksum = createHash('sha256').update(bytes).digest('hex');
    expect(await release.json()).toMatchObject({
      id: 'example.hello-codeartifact',
      version: '1.0.0',
      resources: [{ name: 'source-archive', type: 'application/zip', checksum }],
    });
    expect(archive.headers.get('content-type')).toBe('application/zip');
    expect(archive.headers.get('digest')).toBe(`sha-256=${Buffer.from(checksum, 'hex').toString('base64')}`);
    const manifest = await registry.get(`${sample}/1.0.0/Package.swift`);
    expect(manifest.headers.get('content-type')).toBe('text/x-swift');
    const text = await manifest.text();
    expect(text).toMatch(/^\/\/ swift-tools-version:/);
    expect(bytes.includes(text)).toBe(true);
  });

  test.each(['example/absent', `${sample}/2.0.0`, `${sample}/2.0.0.zip`, `${sample}/1.0.0/Other.swift`, 'example', ''])(
    'is not at %j, which is told as problem details',
    async (page) => {
      const response = await (await aRegistry()).get(page);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(response.headers.get('content-version')).toBe('1');
      expect(await response.json()).toMatchObject({ detail: expect.any(String) as unknown });
    },
  );
});

test('a login succeeds with a good token', async () => {
  const registry = await aRegistry();
  expect((await registry.send('POST', 'login')).status).toBe(200);
  expect((await fetch(`${registry.endpoint}login`, { method: 'POST' })).status).toBe(401);
});

describe('a published release', () => {
  test('is there for readers, and known by the repository that it came from', async () => {
    const registry = await aRegistry();
    const archive = helloSourceArchive('Greeting');
    const source = 'https://git.example/team/greeting';
    const form = aRelease(archive, JSON.stringify({ repositoryURLs: [source], licenseURL: null }));
    const published = await registry.send('PUT', 'team/Greeting/2.0.0', form);
    expect(published.status).toBe(201);
    expect(published.headers.get('location')).toBe(`${registry.endpoint}team/Greeting/2.0.0`);
    const bytes = Buffer.from(await (await registry.get('team/greeting/2.0.0.zip')).arrayBuffer());
    expect(bytes.equals(archive)).toBe(true);
    expect(await (await registry.get('team/greeting/2.0.0')).json()).toMatchObject({
      metadata: { repositoryURLs: [source] },
    });
    const identifiers = await registry.get(`identifiers?url=${encodeURIComponent(source)}`);
    expect(await identifiers.json()).toEqual({ identifiers: ['team.Greeting'] });
    expect((await registry.get('identifiers?url=https://git.example/other')).status).toBe(404);
    expect((await registry.get('identifiers')).status).toBe(400);
  });

  test('joins the earlier ones, and is the latest from then on', async () => {
    const registry = await aRegistry();
    expect((await registry.send('PUT', `${sample}/1.1.0`, aRelease(helloSourceArchive('Newer')))).status).toBe(201);
    const list = await registry.get(sample);
    expect(Object.keys(((await list.json()) as { releases: object }).releases)).toEqual(['1.0.0', '1.1.0']);
    const first = await registry.get(`${sample}/1.0.0`);
    expect(first.headers.get('link')).toContain('/1.1.0>; rel="latest-version"');
  });

  test('that exists already is a conflict', async () => {
    const registry = await aRegistry();
    expect((await registry.send('PUT', `${sample}/1.0.0`, aRelease(helloSourceArchive('Newer')))).status).toBe(409);
  });

  test.each([
    ['without an archive', new FormData()],
    ['whose archive is none', aRelease(Buffer.from('x'))],
    ['whose metadata is no JSON', aRelease(helloSourceArchive('Greeting'), '{')],
  ])('%s is refused', async (_, form) => {
    const registry = await aRegistry();
    expect((await registry.send('PUT', 'team/greeting/1.0.0', form)).status).toBe(422);
    expect((await registry.get('team/greeting')).status).toBe(404);
  });
});
