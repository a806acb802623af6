import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aFolder, run } from '../../support/emulator-clients.ts';
import type { ClientRun } from '../../support/emulator-clients.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

type NpmHome = { readonly folder: string; npm(...args: readonly string[]): Promise<ClientRun> };

/** A home whose npm is signed in to one repository. */
async function anNpmHome(emulator: Emulator, token: string, repository = 'web'): Promise<NpmHome> {
  const folder = aFolder();
  const endpoint = await anEndpoint(emulator, 'npm', repository);
  const npmrc = path.join(folder, '.npmrc');
  writeFileSync(npmrc, `registry=${endpoint}\n${endpoint.replace('http:', '')}:_authToken=${token}\n`);
  const env = {
    NPM_CONFIG_USERCONFIG: npmrc,
    NPM_CONFIG_GLOBALCONFIG: path.join(folder, 'global-npmrc'),
    NPM_CONFIG_CACHE: path.join(folder, 'cache'),
    NPM_CONFIG_AUDIT: 'false',
    NPM_CONFIG_FUND: 'false',
    NPM_CONFIG_UPDATE_NOTIFIER: 'false',
    NPM_CONFIG_FETCH_RETRIES: '0',
  };
  writeFileSync(path.join(folder, 'package.json'), '{"name":"consumer","version":"1.0.0","private":true}\n');
  return { folder, npm: (...args) => run('npm', args, folder, env) };
}

function aPackage(home: NpmHome, manifest: { name: string; version: string }): string {
  const folder = path.join(home.folder, `source-${manifest.version}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'index.js'), `module.exports = '${manifest.version}';\n`);
  return folder;
}

function installed(home: NpmHome, name: string, file = 'index.js'): string {
  return readFileSync(path.join(home.folder, 'node_modules', name, file), 'utf8');
}

describe('npm', () => {
  test('installs the sample package and one of any scope', async () => {
    const emulator = await anEmulator();
    const home = await anNpmHome(emulator, await aTokenOf(emulator));
    const { code, output } = await home.npm('install', 'hello-codeartifact', '@team/hello');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(installed(home, 'hello-codeartifact')).toContain('Hello from hello-codeartifact');
    expect(installed(home, '@team/hello')).toContain('Hello from @team/hello');
    expect(emulator.count('npm')).toBe(4);
  });

  test('is refused with E401 once the token has expired, and served again with a new one', async () => {
    let now = Date.now();
    const emulator = await anEmulator({ now: () => now });
    const token = await aTokenOf(emulator);
    now += 901_000;
    const stale = await anNpmHome(emulator, token);
    const refused = await stale.npm('install', 'hello-codeartifact');
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('E401');
    expect(refused.output).not.toContain(token);
    const refreshed = await anNpmHome(emulator, await aTokenOf(emulator));
    expect(await refreshed.npm('install', 'hello-codeartifact')).toMatchObject({ code: 0 });
  });

  test('gets an answer to its ping', async () => {
    const emulator = await anEmulator();
    const home = await anNpmHome(emulator, await aTokenOf(emulator));
    expect(await home.npm('ping')).toMatchObject({ code: 0 });
    expect(emulator.requests.at(-1)).toMatchObject({ operation: 'npm', status: 200 });
  });

  test('is told that a package does not exist', async () => {
    const emulator = await anEmulator();
    const home = await anNpmHome(emulator, await aTokenOf(emulator));
    const { code, output } = await home.npm('view', 'absent');
    expect(code).not.toBe(0);
    expect(output).toContain('E404');
  });

  test.each(['greeting', '@team/greeting'])(
    'publishes %s, which then installs from that repository alone',
    async (name) => {
      const emulator = await anEmulator();
      const token = await aTokenOf(emulator);
      const home = await anNpmHome(emulator, token);
      const source = aPackage(home, { name, version: '2.0.0' });
      expect(await home.npm('publish', source)).toMatchObject({ code: 0 });
      expect(await home.npm('install', name)).toMatchObject({ code: 0 });
      expect(installed(home, name)).toBe("module.exports = '2.0.0';\n");

      const elsewhere = await anNpmHome(emulator, token, 'tools');
      expect((await elsewhere.npm('install', name)).output).toContain('E404');
    },
  );

  test('publishes a further version, but none twice', async () => {
    const emulator = await anEmulator();
    const home = await anNpmHome(emulator, await aTokenOf(emulator));
    const source = aPackage(home, { name: 'hello-codeartifact', version: '1.1.0' });
    expect(await home.npm('publish', source)).toMatchObject({ code: 0 });
    const again = await home.npm('publish', source);
    expect(again.code).not.toBe(0);
    expect(again.output).toContain('previously published versions: 1.1.0');
    expect((await home.npm('view', 'hello-codeartifact', 'versions', 'dist-tags', '--json')).output).toContain(
      JSON.stringify({ versions: ['1.0.0', '1.1.0'], 'dist-tags': { latest: '1.1.0' } }, null, 2),
    );
  });
});

describe('the npm registry', () => {
  const version = { name: 'greeting', version: '1.0.0' };
  const whole = {
    name: 'greeting',
    versions: { '1.0.0': version },
    _attachments: { 'greeting-1.0.0.tgz': { data: 'AAAA' } },
  };

  test.each([
    ['no JSON', '{'],
    ['another name', JSON.stringify({ ...whole, name: 'other' })],
    ['no tarball', JSON.stringify({ ...whole, _attachments: {} })],
    ['no version', JSON.stringify({ ...whole, versions: {} })],
    ['two versions', JSON.stringify({ ...whole, versions: { '1.0.0': version, '2.0.0': version } })],
  ])('takes no publication with %s', async (_, body) => {
    const emulator = await anEmulator();
    const headers = { authorization: `Bearer ${await aTokenOf(emulator)}` };
    const url = `${await anEndpoint(emulator, 'npm')}greeting`;
    expect((await fetch(url, { method: 'PUT', headers, body })).status).toBe(400);
    expect((await fetch(url, { headers })).status).toBe(404);
  });

  test('refuses a version that exists with a conflict', async () => {
    const emulator = await anEmulator();
    const headers = { authorization: `Bearer ${await aTokenOf(emulator)}` };
    const url = `${await anEndpoint(emulator, 'npm')}greeting`;
    const put = async (): Promise<number> =>
      (await fetch(url, { method: 'PUT', headers, body: JSON.stringify(whole) })).status;
    expect([await put(), await put()]).toEqual([200, 409]);
  });

  test.each(['@team%2fhello', '@team%2Fhello', '@team/hello'])('knows a scoped package as %s', async (name) => {
    const emulator = await anEmulator();
    const headers = { authorization: `Bearer ${await aTokenOf(emulator)}` };
    const endpoint = await anEndpoint(emulator, 'npm');
    expect(await (await fetch(endpoint + name, { headers })).json()).toMatchObject({ name: '@team/hello' });
    expect((await fetch(`${endpoint}${name}/-/hello-1.0.0.tgz`, { headers })).status).toBe(200);
    expect((await fetch(`${endpoint}${name}/-/hello-9.0.0.tgz`, { headers })).status).toBe(404);
  });

  test('supports no deletion', async () => {
    const emulator = await anEmulator();
    const headers = { authorization: `Bearer ${await aTokenOf(emulator)}` };
    const url = `${await anEndpoint(emulator, 'npm')}hello-codeartifact`;
    const response = await fetch(url, { method: 'DELETE', headers });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, PUT');
  });
});
