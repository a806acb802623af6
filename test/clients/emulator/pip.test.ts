import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aFolder, findPythonWithPip, run } from '../../support/emulator-clients.ts';
import type { ClientRun } from '../../support/emulator-clients.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

const python = findPythonWithPip();
if (python === null) console.warn('SKIPPED: python3 with pip is not on PATH, so no real pip meets the emulator');

type PipHome = { readonly folder: string; pip(...args: readonly string[]): Promise<ClientRun> };

/** A home whose pip is signed in to the repository `web`. */
async function aPipHome(emulator: Emulator, token: string): Promise<PipHome> {
  const folder = aFolder();
  const config = path.join(folder, 'pip.conf');
  const index = `${await anEndpoint(emulator, 'pypi')}simple/`.replace('http://', `http://aws:${token}@`);
  writeFileSync(config, `[global]\nindex-url = ${index}\n`);
  const env = { PIP_CONFIG_FILE: config, PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1', PIP_RETRIES: '0' };
  return { folder, pip: (...args) => run(python!, ['-m', 'pip', ...args, '--no-cache-dir'], folder, env) };
}

describe.skipIf(python === null)('pip', () => {
  test('installs the sample project', async () => {
    const emulator = await anEmulator();
    const home = await aPipHome(emulator, await aTokenOf(emulator));
    const { code, output } = await home.pip('install', '--target', 'site', 'hello-codeartifact');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(home.folder, 'site/hello_codeartifact/__init__.py'), 'utf8')).toBe(
      'GREETING = "Hello from hello-codeartifact"\n',
    );
  });

  test('downloads it by another spelling of its name', async () => {
    const emulator = await anEmulator();
    const home = await aPipHome(emulator, await aTokenOf(emulator));
    expect(await home.pip('download', '--dest', 'wheels', 'Hello_CodeArtifact')).toMatchObject({ code: 0 });
    expect(readdirSync(path.join(home.folder, 'wheels'))).toEqual(['hello_codeartifact-1.0.0-py3-none-any.whl']);
  });

  test('finds nothing once the token has expired, and finds it again with a new one', async () => {
    let now = Date.now();
    const emulator = await anEmulator({ now: () => now });
    const stale = await aPipHome(emulator, await aTokenOf(emulator));
    now += 901_000;
    const refused = await stale.pip('download', '--dest', 'wheels', 'hello-codeartifact');
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('No matching distribution found for hello-codeartifact');
    expect(emulator.requests.at(-1)).toMatchObject({ operation: 'pypi', status: 401 });
    const refreshed = await aPipHome(emulator, await aTokenOf(emulator));
    expect(await refreshed.pip('download', '--dest', 'wheels', 'hello-codeartifact')).toMatchObject({ code: 0 });
  });

  test('is told that a project does not exist', async () => {
    const emulator = await anEmulator();
    const home = await aPipHome(emulator, await aTokenOf(emulator));
    expect((await home.pip('download', 'absent')).output).toContain('No matching distribution found for absent');
    expect(emulator.requests.at(-1)).toMatchObject({ operation: 'pypi', status: 404 });
  });
});

describe('the Python index', () => {
  test.each([
    ['simple/', 200],
    ['simple/Hello.codeartifact/', 200],
    ['simple/hello-codeartifact/1.0.0/hello_codeartifact-1.0.0-py3-none-any.whl', 200],
    ['simple/hello-codeartifact/2.0.0/hello_codeartifact-1.0.0-py3-none-any.whl', 404],
    ['simple/hello-codeartifact/1.0.0/other.whl', 404],
    ['simple/hello-codeartifact/1.0.0/', 404],
    ['simple/absent/', 404],
    ['hello-codeartifact/', 404],
    ['', 404],
  ])('answers %j with %i', async (page, status) => {
    const emulator = await anEmulator();
    const headers = { authorization: `Bearer ${await aTokenOf(emulator)}` };
    expect((await fetch((await anEndpoint(emulator, 'pypi')) + page, { headers })).status).toBe(status);
  });

  test.each(['simple', 'simple/hello-codeartifact'])('leads from %s to the page with a slash', async (page) => {
    const emulator = await anEmulator();
    const headers = { authorization: `Bearer ${await aTokenOf(emulator)}` };
    const url = (await anEndpoint(emulator, 'pypi')) + page;
    const response = await fetch(url, { headers });
    expect(response.status).toBe(200);
    expect(response.url).toBe(`${url}/`);
  });
});
