import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { helloWheel } from '../../../shared/emulator/formats/python-wheel.ts';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aFolder, findPythonWithPip, hasClient, run, write } from '../../support/emulator-clients.ts';
import type { ClientRun } from '../../support/emulator-clients.ts';
import { anEmulator, anEndpoint, aTokenOf } from '../../support/emulator-service.ts';

const hasTwine = hasClient('twine');
const python = findPythonWithPip();

/** The fields that a client sends with a file. */
function aForm(file: string, content: string, more: Record<string, string> = {}): FormData {
  const form = new FormData();
  const fields = { ':action': 'file_upload', protocol_version: '1', name: 'greeting', version: '2.0.0', ...more };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('content', new Blob([content]), file);
  return form;
}

const SOURCE = 'greeting-2.0.0.tar.gz';

type Index = { post(form: FormData): Promise<number>; get(page: string): Promise<Response> };

async function anIndex(repository = 'web', emulator?: Emulator): Promise<Index> {
  const service = emulator ?? (await anEmulator());
  const headers = { authorization: `Bearer ${await aTokenOf(service)}` };
  const endpoint = await anEndpoint(service, 'pypi', repository);
  return {
    post: async (body) => (await fetch(endpoint, { method: 'POST', headers, body })).status,
    get: (page) => fetch(endpoint + page, { headers }),
  };
}

describe('an upload', () => {
  test('is there for readers at once, in that repository alone', async () => {
    const emulator = await anEmulator();
    const index = await anIndex('web', emulator);
    expect(await index.post(aForm(SOURCE, 'bytes \r\n--of\0 it\r\n'))).toBe(200);
    expect(await (await index.get('simple/')).text()).toContain('<a href="greeting/">greeting</a>');
    expect(await (await index.get(`simple/greeting/2.0.0/${SOURCE}`)).text()).toBe('bytes \r\n--of\0 it\r\n');
    expect((await (await anIndex('tools', emulator)).get('simple/greeting/')).status).toBe(404);
  });

  test('joins the files of its version, with what it needs of Python', async () => {
    const index = await anIndex();
    await index.post(aForm(SOURCE, 'source'));
    await index.post(aForm('greeting-2.0.0-py3-none-any.whl', 'wheel', { requires_python: '>=3.9,<4' }));
    const digest = createHash('sha256').update('wheel').digest('hex');
    const page = await (await index.get('simple/greeting/')).text();
    expect(page).toContain(`<a href="2.0.0/${SOURCE}#sha256=`);
    expect(page).toContain(
      `<a href="2.0.0/greeting-2.0.0-py3-none-any.whl#sha256=${digest}" data-requires-python="&gt;=3.9,&lt;4">`,
    );
  });

  test('of other bytes under the same name is a conflict, of the same bytes none', async () => {
    const index = await anIndex();
    const statuses = [
      await index.post(aForm(SOURCE, 'one')),
      await index.post(aForm(SOURCE, 'one')),
      await index.post(aForm(SOURCE, 'two')),
    ];
    expect(statuses).toEqual([200, 200, 409]);
    expect(await (await index.get(`simple/greeting/2.0.0/${SOURCE}`)).text()).toBe('one');
  });

  test('to a project by another spelling of its name is to the same project', async () => {
    const index = await anIndex();
    await index.post(aForm('hello_codeartifact-1.1.0.tar.gz', 'x', { name: 'Hello_CodeArtifact', version: '1.1.0' }));
    const page = await (await index.get('simple/hello-codeartifact/')).text();
    expect(page.match(/<a /g)).toHaveLength(2);
  });

  test.each([
    ['without a name', aForm(SOURCE, 'x', { name: '' })],
    ['with markup for a name', aForm(SOURCE, 'x', { name: '<b>' })],
    ['without a version', aForm(SOURCE, 'x', { version: '' })],
    ['of another action', aForm(SOURCE, 'x', { ':action': 'submit' })],
    ['with a digest that does not match', aForm(SOURCE, 'x', { sha256_digest: 'f'.repeat(64) })],
    ['of a file that is no distribution', aForm('greeting.exe', 'x')],
    ['of no file', new FormData()],
  ])('%s is refused', async (_, form) => {
    const index = await anIndex();
    expect(await index.post(form)).toBe(400);
    expect((await index.get('simple/greeting/')).status).toBe(404);
  });
});

describe.skipIf(!hasTwine)('twine', () => {
  const wheel = helloWheel('greeting', '2.0.0');

  /** A home whose twine is signed in to the repository `web`, with a wheel to upload. */
  async function aTwineHome(emulator: Emulator): Promise<{ folder: string; upload(): Promise<ClientRun> }> {
    const folder = aFolder();
    const repository = await anEndpoint(emulator, 'pypi');
    const section = ['[codeartifact]', `repository = ${repository}`, 'username = aws'];
    const lines = ['[distutils]', 'index-servers =', '    codeartifact', '', ...section];
    write(folder, '.pypirc', [...lines, `password = ${await aTokenOf(emulator)}`, ''].join('\n'), 0o600);
    write(folder, wheel.file, wheel.content);
    const args = ['upload', '--repository', 'codeartifact', '--disable-progress-bar', '--non-interactive', wheel.file];
    return { folder, upload: () => run('twine', args, folder) };
  }

  test.skipIf(python === null)('uploads a wheel that pip then installs', async () => {
    const emulator = await anEmulator();
    const { folder, upload } = await aTwineHome(emulator);
    expect(await upload()).toMatchObject({ code: 0 });
    const index = `${await anEndpoint(emulator, 'pypi')}simple/`.replace('//', `//aws:${await aTokenOf(emulator)}@`);
    const install = ['-m', 'pip', 'install', '--no-cache-dir', '--target', 'site', '--index-url', index, 'greeting'];
    expect(await run(python!, install, folder, { PIP_CONFIG_FILE: devNull })).toMatchObject({ code: 0 });
    const module = readFileSync(path.join(folder, 'site/greeting/__init__.py'), 'utf8');
    expect(module).toBe('GREETING = "Hello from greeting"\n');
  });

  test('is refused with 401 once the token is revoked, and with 409 where a file exists with other bytes', async () => {
    const emulator = await anEmulator();
    const stale = await aTwineHome(emulator);
    emulator.revokeIssuedTokens();
    const refused = await stale.upload();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('401');

    const refreshed = await aTwineHome(emulator);
    expect(await refreshed.upload()).toMatchObject({ code: 0 });
    write(refreshed.folder, wheel.file, Buffer.concat([wheel.content, Buffer.from('\n')]));
    const conflict = await refreshed.upload();
    expect(conflict.code).not.toBe(0);
    expect(conflict.output).toContain('409');
  });
});
