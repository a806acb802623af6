import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, KEY, REGION } from '../../support/emulator-service.ts';

const CONTROL = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;
const NAME = 'odd\u001b]52;c;ZXZpbA==\u0007\u202e\nfake  row';

test('names of folders and descriptions from AWS can not drive a terminal or fake a row; documents have them as they are', async () => {
  const description = 'good\nevil-row  \u001b[2Jx\u202e';
  const domain = { name: 'platform', owner: ACCOUNT, region: REGION, repositories: [{ name: 'web', description }] };
  const emulator = await anEmulator({ domains: [domain], principals: [{ accessKeyId: KEY, account: ACCOUNT }] });
  const home = aCliHome(emulator);
  mkdirSync(home.path(NAME));
  home.write(`${NAME}/.npmrc`, '; note \u001b]0;title\u0007\u202e\nfund=false\n');
  const web = ['--domain', 'platform', '--repository', 'web'];
  const added = await home.run(['add', '--tool', 'npm', ...web, '--project', home.path(NAME)]);
  await home.run(['enable', added.out.trim()]);

  for (const args of [
    ['status'],
    ['list'],
    ['plan'],
    ['doctor'],
    ['repositories', '--domain', 'platform'],
    ['apply'],
  ]) {
    const { out, err } = await home.run(args);
    expect([args, out]).toEqual([args, expect.not.stringMatching(CONTROL)]);
    expect([args, err]).toEqual([args, expect.not.stringMatching(CONTROL)]);
  }
  const listed = await home.run(['repositories', '--domain', 'platform']);
  expect(listed.out.trim().split('\n')).toHaveLength(2);
  expect((await home.run(['list'])).out.trim().split('\n')).toHaveLength(2);
  const json = await home.json<{ repositories: { description: string }[] }>([
    'repositories',
    '--domain',
    'platform',
    '--json',
  ]);
  expect(json.repositories[0]?.description).toBe(description);
  const odd = await home.run(['login', '--tool', NAME, ...web]);
  expect(odd.code).toBe(2);
  expect(odd.err).not.toMatch(CONTROL);
});

test('a line end in the name of a folder begins no line of what commands say', async () => {
  const home = aCliHome(await anEmulator());
  home.write(`${NAME}/.npmrc`, 'strict-ssl=false\n');
  const login = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web', '--project', home.path(NAME)];
  for (const args of [login, ['doctor'], ['status'], ['scan'], ['undo']]) {
    const { out, err } = await home.run(args);
    expect([args, `${out}\n${err}`]).toEqual([args, expect.stringContaining('fake  row')]);
    expect([args, `${out}\n${err}`]).toEqual([args, expect.not.stringMatching(/^fake {2}row/m)]);
  }
});

test('a command line that can not be understood gives a document where one is asked for, and 2', async () => {
  const home = aCliHome(null);
  for (const args of [
    ['login', '--json'],
    ['status', '--json', '--odd'],
    ['login', '--tool', 'odd', '--json'],
    ['token', '--format', 'json'],
    ['token', '--format=json'],
    ['odd', '--json'],
    ['--json'],
    ['domains', '--json', 'extra', 'words'],
  ]) {
    const run = await home.run(args);
    expect([args, run.code]).toEqual([args, 2]);
    expect([args, JSON.parse(run.out)]).toMatchObject([args, { error: { code: 'invalidInput', retryable: false } }]);
    expect(run.err).not.toBe('');
  }
  for (const args of [['login'], ['token'], ['exec', '--', 'true', '--json'], ['odd']]) {
    expect([args, (await home.run(args)).out]).toEqual([args, '']);
  }
  expect((await home.run(['login', '--help', '--json'])).code).toBe(0);
});

test.skipIf(process.platform === 'win32')(
  'where the size of files is limited, the file that is too large is named',
  async () => {
    const home = aCliHome(await anEmulator());
    const before = '; a long line of my own\n'.repeat(4000);
    home.write('.npmrc', before);
    const cli = path.resolve(import.meta.dirname, '../../../out/node/cli.js');
    const login = `ulimit -f 40; exec "$0" "$1" login --tool npm --domain platform --repository web --json`;
    const child = spawn('bash', ['-c', login, process.execPath, cli], { cwd: home.folder, env: home.env });
    const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(child.exitCode).toBe(7);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'fileNotWritable',
        message: expect.stringContaining('.npmrc'),
        advice: expect.stringContaining('ulimit'),
      },
    });
    expect(home.read('.npmrc')).toBe(before);
  },
);
