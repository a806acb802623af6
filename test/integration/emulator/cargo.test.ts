import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readTar } from '../../../shared/emulator/archives/tar.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

type Registry = {
  readonly endpoint: string;
  get(page: string): Promise<Response>;
  publish(metadata: unknown, crate?: string): Promise<Response>;
  put(body: Buffer): Promise<Response>;
};

/** A registry whose client shows its token as cargo does: bare. */
async function aRegistry(): Promise<Registry> {
  const emulator = await anEmulator();
  const endpoint = await anEndpoint(emulator, 'cargo');
  const headers = { authorization: await aTokenOf(emulator) };
  const put = (body: Buffer): Promise<Response> =>
    fetch(`${endpoint}api/v1/crates/new`, { method: 'PUT', headers, body: new Uint8Array(body) });
  return {
    endpoint,
    put,
    get: (page) => fetch(endpoint + page, { headers }),
    publish: (metadata, crate = 'crate') => put(Buffer.concat([block(JSON.stringify(metadata)), block(crate)])),
  };
}

/** A text after its length. */
function block(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
}

const greeting = { name: 'Greeting_lib', vers: '2.0.0', deps: [], features: { loud: ['dep:shout'] }, license: 'MIT' };

describe('the sparse index', () => {
  test('says where crates are, and that it wants a token for all of it', async () => {
    const registry = await aRegistry();
    expect(await (await registry.get('config.json')).json()).toEqual({
      dl: `${registry.endpoint}api/v1/crates`,
      api: registry.endpoint.replace(/\/$/, ''),
      'auth-required': true,
    });
  });

  test('has the sample crate with the checksum of what is downloaded', async () => {
    const registry = await aRegistry();
    const entry = JSON.parse(await (await registry.get('he/ll/hello-codeartifact')).text()) as { cksum: string };
    const crate = await registry.get('api/v1/crates/hello-codeartifact/1.0.0/download');
    const bytes = Buffer.from(await crate.arrayBuffer());
    expect(entry).toMatchObject({ name: 'hello-codeartifact', vers: '1.0.0', yanked: false, deps: [] });
    expect(entry.cksum).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect([...readTar(gunzipSync(bytes))!.keys()]).toEqual([
      'hello-codeartifact-1.0.0/Cargo.toml',
      'hello-codeartifact-1.0.0/src/lib.rs',
    ]);
  });

  test.each([
    'he/ll/hello-absent',
    'hello-codeartifact',
    'xx/yy/hello-codeartifact',
    'he/ll/hello_codeartifact',
    'api/v1/crates/hello-codeartifact/2.0.0/download',
    '',
  ])('has nothing at %j', async (page) => {
    expect((await (await aRegistry()).get(page)).status).toBe(404);
  });

  test.each([
    ['a', '1/a'],
    ['ab', '2/ab'],
    ['abc', '3/a/abc'],
    ['Abcd', 'ab/cd/abcd'],
  ])('has the crate %s at %s', async (name, page) => {
    const registry = await aRegistry();
    expect((await registry.publish({ ...greeting, name })).status).toBe(200);
    expect(JSON.parse(await (await registry.get(page)).text())).toMatchObject({ name });
  });
});

describe('a published crate', () => {
  test('has a line in the index for each version, and its dependencies in the index’s words', async () => {
    const registry = await aRegistry();
    const base = { version_req: '^1', features: [], optional: true, default_features: true, kind: 'normal' };
    const deps = [
      { ...base, name: 'shouting', explicit_name_in_toml: 'shout' },
      { ...base, name: 'plain', registry: 'https://github.com/rust-lang/crates.io-index' },
    ];
    expect((await registry.publish({ ...greeting, deps }, 'one')).status).toBe(200);
    expect((await registry.publish({ ...greeting, vers: '2.1.0' }, 'two')).status).toBe(200);
    const [first, second] = (await (await registry.get('gr/ee/greeting_lib')).text()).trim().split('\n');
    expect(JSON.parse(first!)).toMatchObject({
      vers: '2.0.0',
      deps: [
        { name: 'shout', package: 'shouting', req: '^1', optional: true },
        { name: 'plain', req: '^1', registry: 'https://github.com/rust-lang/crates.io-index' },
      ],
      features2: { loud: ['dep:shout'] },
    });
    expect(JSON.parse(second!)).toMatchObject({ vers: '2.1.0' });
    const crate = await registry.get('api/v1/crates/Greeting_lib/2.1.0/download');
    expect(await crate.text()).toBe('two');
  });

  test.each([
    ['the same version', greeting],
    ['another spelling of its name', { ...greeting, name: 'greeting-lib' }],
    ['other build metadata', { ...greeting, vers: '2.0.0+build' }],
  ])('leaves no room for %s', async (_, metadata) => {
    const registry = await aRegistry();
    await registry.publish(greeting);
    const refused = await registry.publish(metadata);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({
      errors: [{ detail: expect.stringContaining('exists already') as unknown }],
    });
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', Buffer.concat([block('{'), block('x')])],
    ['no crate', block(JSON.stringify(greeting))],
    ['more than its lengths say', Buffer.concat([block(JSON.stringify(greeting)), block('x'), Buffer.from('y')])],
    ['a name with a slash', Buffer.concat([block(JSON.stringify({ ...greeting, name: 'a/b' })), block('x')])],
    ['no version', Buffer.concat([block(JSON.stringify({ ...greeting, vers: 'one' })), block('x')])],
  ])('is not made of %s', async (_, body) => {
    expect((await (await aRegistry()).put(body)).status).toBe(400);
  });
});
