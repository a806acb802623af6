import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { startCli } from '../../support/start-cli.ts';
import { ACCOUNT, anEmulator, DENIED_KEY, EXPIRED_KEY, KEY, REGION } from '../../support/emulator-service.ts';

const cli = path.resolve(import.meta.dirname, '../../../out/node/cli.js');
const ADDRESS = ['--domain', 'platform', '--repository', 'web'];
const LOGIN = ['login', '--tool', 'npm', ...ADDRESS];
const TOKEN_ID = `work/${REGION}/platform/${ACCOUNT}`;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function credentials(key: string): string {
  return `[work]\naws_access_key_id = ${key}\naws_secret_access_key = planted-secret-key\n`;
}

describe('the one JSON document on stdout', () => {
  test('of status, plan, list, add, apply, undo, refresh, login, profiles, domains and repositories is as promised', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    home.write('shop/.npmrc', '; shop\n');
    const binding = {
      id: expect.stringMatching(/^b-\w+$/) as string,
      client: 'npm',
      domain: 'platform',
      repository: 'web',
    };
    const token = { id: TOKEN_ID, profile: 'work', region: REGION, domain: 'platform', domainOwner: ACCOUNT };

    expect(await home.json(['status', '--json'])).toEqual({ tokens: [], bindings: [] });
    const add = ['add', '--tool', 'npm', ...ADDRESS, '--project', home.path('shop'), '--json'];
    const added = await home.json<{ id: string }>(add);
    const account = { profile: 'work', domainOwner: ACCOUNT, ownerSaidBy: 'CodeArtifact', warning: null };
    expect(added).toEqual({ id: binding.id, account: expect.objectContaining(account) as unknown });
    const off = { ...binding, project: home.path('shop'), enabled: false, execOnly: false, state: 'off', findings: [] };
    const targets = ['shop/.npmrc', '.npmrc'].map((name) => ({ path: home.path(name), state: 'off' }));
    expect(await home.json(['list', '--json'])).toEqual({ bindings: [{ ...off, targets }] });
    expect(await home.json(['status', '--json'])).toEqual({
      tokens: [{ ...token, state: 'none', expiresAt: null, refreshAt: null, error: null }],
      bindings: [{ ...off, targets }],
    });

    await home.run(['enable', added.id]);
    const plan = await home.json<{ changes: unknown[]; warnings: unknown[] }>(['plan', '--json']);
    const change = { client: 'npm', bindings: [added.id], gitTracked: false, diff: expect.any(String) as string };
    expect(plan).toEqual({
      changes: [
        { ...change, path: home.path('shop/.npmrc'), exists: true },
        { ...change, path: home.path('.npmrc'), exists: false },
      ],
      warnings: [],
    });

    const report = await home.json<{ written: string[] }>(['apply', '--json']);
    expect(report).toEqual({ written: expect.any(Array) as string[], skipped: [], warnings: [], findings: [] });
    expect(report.written.sort()).toEqual([home.path('.npmrc'), home.path('shop/.npmrc')]);
    const status = await home.json<{ tokens: unknown[]; bindings: { state: string }[] }>(['status', '--json']);
    const moment = expect.stringMatching(INSTANT) as string;
    expect(status.tokens).toEqual([{ ...token, state: 'fresh', expiresAt: moment, refreshAt: moment, error: null }]);
    expect(status.bindings.map(({ state }) => state)).toEqual(['inSync']);

    expect(await home.json(['refresh', '--json'])).toMatchObject({ tokens: [{ id: TOKEN_ID, state: 'fresh' }] });
    expect(await home.json(['undo', '--json'])).toMatchObject({ skipped: [] });
    expect(await home.json([...LOGIN, '--json'])).toEqual({
      id: binding.id,
      written: [home.path('.npmrc')],
      replaced: [],
      expiresAt: moment,
      account: expect.objectContaining({ ...account, isNew: false }) as unknown,
      findings: [],
      snippets: [],
    });
    expect(await home.json([...LOGIN, '--dry-run', '--json'])).toMatchObject({ changes: [], warnings: [], account });
    const { profiles } = await home.json<{ profiles: unknown[] }>(['profiles', '--json']);
    expect(profiles).toContainEqual({ name: 'work', kind: 'keys', region: REGION, account: null });
    expect(await home.json(['domains', '--json'])).toMatchObject({ domains: [{ name: 'platform', owner: ACCOUNT }] });
    const ask = ['repositories', '--domain', 'platform', '--json'];
    const { repositories } = await home.json<{ repositories: unknown[] }>(ask);
    expect(repositories).toContainEqual({ name: 'web', description: 'Packages of the web team' });
  });

  test('tells of warnings with code, message and path', async () => {
    const home = aCliHome(await anEmulator());
    home.write('lab/x.py', '');
    const add = await home.run(['add', '--tool', 'pip', ...ADDRESS, '--project', home.path('lab')]);
    await home.run(['enable', add.out.trim()]);

    const { changes, warnings } = await home.json<{ changes: unknown[]; warnings: unknown[] }>(['plan', '--json']);

    expect(changes).toEqual([]);
    const message = expect.stringContaining('virtual environment') as string;
    expect(warnings).toEqual([{ code: 'noVirtualEnvironment', message, path: null }]);
  });

  test('tells of the failure of a token, and of the failure of a command itself', async () => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    await home.run(LOGIN);
    home.write('.aws/credentials', credentials(EXPIRED_KEY), 0o600);

    expect((await home.run(['refresh'])).code).toBe(3);
    const { tokens } = await home.json<{ tokens: unknown[] }>(['status', '--json']);
    const error = {
      code: expect.stringMatching(/^(signInNeeded|credentialsExpired)$/) as string,
      message: expect.any(String) as string,
      advice: expect.any(String) as string,
      command: expect.toSatisfy((command) => command === null || typeof command === 'string') as string,
      retryable: false,
    };
    expect(tokens).toMatchObject([{ state: 'signInNeeded', error }]);
    const failing = await home.run(['domains', '--json']);
    expect(failing.code).toBe(3);
    expect(JSON.parse(failing.out)).toEqual({ error });
  });
});

test('login that can not write says why in its one JSON document', async () => {
  const home = aCliHome(await anEmulator());
  home.write('.npmrc', '; mine\n', 0o444);
  const run = await home.run([...LOGIN, '--json']);
  expect(run.code).toBe(7);
  expect(JSON.parse(run.out)).toMatchObject({
    error: { code: 'fileNotWritable', advice: expect.any(String) as string },
  });
});

test('the help of demo does not show what only the tray uses', async () => {
  const { out } = await aCliHome(null).run(['demo', '--help']);
  expect(out).toContain('--minutes');
  expect(out).not.toContain('--shell-only');
});

describe('the exit code', () => {
  test.each([
    ['no command', []],
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['status', '--frobnicate']],
    ['a missing option', ['login', '--tool', 'npm']],
    ['an unknown tool', ['login', '--tool', 'npn', ...ADDRESS]],
    ['a missing argument', ['enable']],
    ['a lifetime of a minute', [...LOGIN, '--duration-seconds', '60']],
    ['an unknown shell', ['env', '--shell', 'tcsh']],
    ['a lifetime in words', ['demo', '--minutes', 'ten']],
    ['a lifetime of nothing', ['demo', '--minutes', '0']],
    ['a lifetime of more than 12 hours', ['demo', '--minutes', '721']],
    ['a port that can not be', ['serve', '--port', '65536']],
    ['an empty port', ['serve', '--port', '']],
    ['a lifetime in hexadecimal digits', ['demo', '--minutes', '0x10']],
    ['a lifetime with a blank', ['demo', '--minutes', ' 5']],
    ['a port with an exponent', ['serve', '--port', '8e3']],
    ['seconds in hexadecimal digits', [...LOGIN, '--duration-seconds', '0x1000']],
    ['a scope for pip', ['add', '--tool', 'pip', ...ADDRESS, '--namespace', '@team']],
  ])('is 2 for %s, with a hint on stderr and nothing on stdout', async (_, args) => {
    const run = await aCliHome(await anEmulator()).run(args);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).not.toBe('');
  });

  test('is 2 for a malformed name, and the answer says what is wrong with it and what to do', async () => {
    const run = await aCliHome(null).run([
      'login',
      '--tool',
      'npm',
      '--domain',
      'Bad_',
      '--repository',
      'web',
      '--json',
    ]);
    expect(run.code).toBe(2);
    expect(JSON.parse(run.out)).toMatchObject({
      error: {
        code: 'invalidInput',
        message: expect.stringContaining('--domain'),
        advice: 'Correct it, and ask again.',
      },
    });
  });

  test.each([
    ['--help', []],
    ['--version', []],
    ['help', ['login']],
    ['login', ['--help']],
  ])('is 0 for %s %j', async (command, more) => {
    const run = await aCliHome(null).run([command, ...more]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).not.toBe('');
  });

  test('is 3 when signing in is needed, 4 when access is denied', async () => {
    const emulator = await anEmulator({
      principals: [
        { accessKeyId: KEY, account: ACCOUNT },
        { accessKeyId: EXPIRED_KEY, account: ACCOUNT, expired: true },
        { accessKeyId: DENIED_KEY, account: ACCOUNT, deny: ['GetAuthorizationToken'] },
      ],
    });
    for (const [key, code] of [
      [EXPIRED_KEY, 3],
      [DENIED_KEY, 4],
    ] as const) {
      const home = aCliHome(emulator);
      home.write('.aws/credentials', credentials(key), 0o600);
      for (const args of [['token', '--domain', 'platform', '--domain-owner', ACCOUNT], LOGIN]) {
        const run = await home.run(args);
        expect({ args, ...run }).toMatchObject({ code, out: '' });
        expect(run.err).toMatch(/^codeartifact-tray: .+\n {2}.+/);
      }
      expect(home.has('.npmrc')).toBe(false);
    }
  });

  test.each([
    ['a domain', ['token', '--domain', 'nowhere', '--domain-owner', ACCOUNT]],
    ['a repository', ['add', '--tool', 'npm', '--domain', 'platform', '--repository', 'nowhere']],
    ['a binding', ['enable', 'b-0000000000']],
    ['a binding', ['remove', 'b-0000000000']],
    ['a profile', ['domains', '--profile', 'nobody']],
    ['a folder', ['add', '--tool', 'npm', ...ADDRESS, '--project', '/nowhere/at/all']],
    ['anything switched on', ['exec', '--', 'true']],
  ])('is 5 for %s that does not exist: %j', async (_, args) => {
    expect(await aCliHome(await anEmulator()).run(args)).toMatchObject({ code: 5, out: '' });
  });

  test('is 6 while the network is away or AWS throttles', async () => {
    const token = ['token', '--domain', 'platform', '--domain-owner', ACCOUNT];
    expect(await aCliHome(null).run(token)).toMatchObject({ code: 6, out: '' });
    const emulator = await anEmulator();
    const error = { status: 429, type: 'ThrottlingException', message: 'Rate exceeded' };
    emulator.failNext('GetAuthorizationToken', error, 9);
    expect(await aCliHome(emulator).run(token)).toMatchObject({ code: 6, out: '' });
  });

  test('is 7 for a conflict, for nothing to undo and for files that can not be written, which stay as they are', async () => {
    const home = aCliHome(await anEmulator());
    expect((await home.run(['undo'])).code).toBe(7);
    home.write('.npmrc', '; mine\n', 0o444);

    const login = await home.run(LOGIN);

    expect(login.code).toBe(7);
    expect(login.out).toMatch(/^Profile work is of account [^\n]+\n[^\n]+\n$/);
    expect(login.err).toContain('read-only');
    expect(home.read('.npmrc')).toBe('; mine\n');
    expect((await home.run(['list'])).out).toMatch(/^No bindings yet\./);
    const web = (await home.run(['add', '--tool', 'npm', ...ADDRESS])).out.trim();
    await home.run(['enable', web]);
    const applied = await home.run(['apply']);
    expect(applied.code).toBe(7);
    expect(applied.err).toContain('read-only');
    const other = ['add', '--tool', 'npm', '--domain', 'platform', '--repository', 'tools'];
    expect((await home.run(['enable', (await home.run(other)).out.trim()])).code).toBe(7);
  });

  test('is 7, and nothing is overwritten, when the settings can not be understood', async () => {
    const home = aCliHome(await anEmulator());
    home.write('state/settings.json', '{"version":99}', 0o600);
    for (const args of [['status'], ['list'], ['plan'], ['apply'], ['refresh'], LOGIN]) {
      const run = await home.run(args);
      expect({ args, ...run }).toMatchObject({ code: 7, out: '' });
    }
    expect(home.read('state/settings.json')).toBe('{"version":99}');
  });
});

test('remove brings the file back byte for byte and forgets the binding', async () => {
  const home = aCliHome(await anEmulator());
  home.write('.npmrc', 'registry = "https://first.example/" ; mine', 0o644);
  const { id } = await home.json<{ id: string }>([...LOGIN, '--json']);

  expect(await home.run(['remove', id])).toMatchObject({ code: 0, err: '' });

  expect(home.read('.npmrc')).toBe('registry = "https://first.example/" ; mine');
  expect(home.mode('.npmrc')).toBe(0o644);
  expect(await home.json(['status', '--json'])).toEqual({ tokens: [], bindings: [] });
});

test('token prints the token alone, or with its expiration as JSON, and asks once for one that is kept', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const token = ['token', '--domain', 'platform'];
  const first = await home.run(token);
  expect(first).toEqual({ code: 0, out: `${emulator.issuedTokens[0]}\n`, err: '' });

  await home.run(LOGIN);
  const kept = emulator.issuedTokens.at(-1)!;
  expect(await home.run(token)).toEqual({ code: 0, out: `${kept}\n`, err: '' });
  const json = await home.json<{ expiration: string }>([...token, '--format', 'json']);
  expect(json).toEqual({ token: kept, expiration: expect.stringMatching(INSTANT) as string });
  expect(Date.parse(json.expiration) - Date.now()).toBeGreaterThan(11.9 * 3_600_000);
  expect(emulator.count('GetAuthorizationToken')).toBe(2);
});

test('run keeps a short-lived token alive in the files until it is stopped', async () => {
  const emulator = await anEmulator({ tokenLifetimeSeconds: 4 });
  const home = aCliHome(emulator);
  await home.run(LOGIN);
  const { child, exited, output } = startCli(home, ['run']);

  await vi.waitFor(() => expect(emulator.issuedTokens.length).toBeGreaterThan(3), { timeout: 20_000, interval: 100 });
  child.kill('SIGTERM');

  expect(await exited).toEqual([0, null]);
  expect(emulator.issuedTokens.slice(-2).some((token) => home.read('.npmrc').includes(token))).toBe(true);
  for (const token of emulator.issuedTokens) expect(output.text + home.read('state/log.txt')).not.toContain(token);
});

test('serve prints the address of its page and stops on a signal', async (context) => {
  if (!existsSync(path.resolve(cli, '../../renderer/index.html'))) {
    console.warn('SKIPPED: the page is not built, so serve has nothing to serve');
    context.skip();
  }
  const home = aCliHome(await anEmulator());
  const { child, exited, firstLine } = startCli(home, ['serve', '--port', '0']);
  const address = await firstLine;
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
  expect((await fetch(address)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('help loads nothing of the AWS SDK and none of the emulator', async () => {
  const entry = path.resolve(import.meta.dirname, '../../../shared/hosts/cli/index.ts');
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (/@aws-sdk|@smithy|shared.emulator/.test(found.url)) loaded.push(found.url);
      return found;
    } });
    process.argv.push('--help');
    await import(${JSON.stringify(entry)});
    console.error(JSON.stringify(loaded));
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, 'cli']);
  expect(stdout).toContain('Usage: codeartifact-tray');
  expect(JSON.parse(stderr)).toEqual([]);
});
