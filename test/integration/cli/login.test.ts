import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const LOGIN = ['login', '--domain', 'platform', '--repository', 'web'];

test('login for npm writes registry and token as `aws codeartifact login` does, and says until when', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);

  const run = await home.run([...LOGIN, '--tool', 'npm']);

  expect(run).toMatchObject({ code: 0, err: '' });
  const [token] = emulator.issuedTokens;
  const endpoint = `${emulator.url.replace('http:', '')}/npm/d/platform-111122223333/web/`;
  expect(home.read('.npmrc')).toBe(`registry=http:${endpoint}\n${endpoint}:_authToken=${token}\n`);
  expect(home.mode('.npmrc')).toBe(0o600);
  expect(run.out).toMatch(/lasts until \d{4}-\d\d-\d\dT/);
  expect(run.out).not.toContain(token);
});

test('login for pip writes an index-url with the token', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);

  expect(await home.run([...LOGIN, '--tool', 'pip'])).toMatchObject({ code: 0 });

  const [token] = emulator.issuedTokens;
  const index = `${emulator.url.replace('://', `://aws:${token}@`)}/pypi/d/platform-111122223333/web/simple/`;
  expect(home.read('.config/pip/pip.conf')).toBe(`[global]\nindex-url = ${index}\n`);
});

test('eight logins at once keep eight scopes and ask for one token', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('.npmrc', '; mine\nsave-exact=true\n');

  const scopes = Array.from({ length: 8 }, (_, index) => `@s${index}`);
  const runs = await Promise.all(scopes.map((scope) => home.run([...LOGIN, '--tool', 'npm', '--namespace', scope])));

  expect(runs.map((run) => [run.code, run.err])).toEqual(scopes.map(() => [0, '']));
  const text = home.read('.npmrc');
  for (const scope of scopes) expect(text).toContain(`${scope}:registry=`);
  expect(text).toContain('; mine\nsave-exact=true\n');
  expect(text.match(/_authToken=/g)).toHaveLength(1);
  expect(emulator.count('GetAuthorizationToken')).toBe(1);
});

test('login twice changes nothing the second time', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  await home.run([...LOGIN, '--tool', 'npm']);
  const before = home.bytes('.npmrc');

  const again = await home.run([...LOGIN, '--tool', 'npm']);

  expect(again).toMatchObject({ code: 0 });
  expect(again.out).toContain('Nothing had to be written');
  expect(home.bytes('.npmrc')).toEqual(before);
  expect(emulator.count('GetAuthorizationToken')).toBe(1);
});

test('login to another repository replaces the default registry, and disabling it brings the original back', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('.npmrc', 'registry = "https://registry.example/npm/"\n');
  const original = home.bytes('.npmrc');
  await home.run([...LOGIN, '--tool', 'npm']);

  const second = await home.run(['login', '--domain', 'platform', '--repository', 'tools', '--tool', 'npm']);

  expect(second.code).toBe(0);
  expect(second.err).toMatch(/Switched b-\w+ off/);
  expect(home.read('.npmrc')).toMatch(/registry = "http:\/\/127.*\/tools\/"/);
  expect(home.read('.npmrc')).not.toContain('/web/');
  const { bindings } = await home.json<{ bindings: { id: string; enabled: boolean }[] }>(['list', '--json']);
  const on = bindings.filter((binding) => binding.enabled);
  expect(on).toHaveLength(1);
  await home.run(['disable', on[0]!.id]);
  expect((await home.run(['apply'])).code).toBe(0);
  expect(home.bytes('.npmrc')).toEqual(original);
});

test('a dry run writes nothing, fetches no token and shows none', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('.npmrc', '//other.example/:_authToken=foreign-secret\nsave-exact=true\n');
  const files = home.files();

  const run = await home.run([...LOGIN, '--tool', 'npm', '--dry-run']);

  expect(run.code).toBe(0);
  expect(run.out).toContain('+registry=http://127.0.0.1');
  expect(run.out).toContain(':_authToken=••••••••');
  expect(run.out).not.toContain('foreign-secret');
  expect(emulator.count('GetAuthorizationToken')).toBe(0);
  expect(home.files()).toEqual(files);
});

test.each([
  ['an unknown domain', ['--domain', 'nowhere', '--repository', 'web'], 5],
  ['an unknown repository', ['--domain', 'platform', '--repository', 'nowhere'], 5],
  ['a domain of a bad form', ['--domain', 'No_Domain', '--repository', 'web'], 2],
  [
    'an unknown profile',
    ['--domain', 'platform', '--repository', 'web', '--profile', 'nobody', '--region', 'eu-west-1'],
    5,
  ],
])("login with %s says so, ends with the contract's exit code and writes nothing", async (_, args, code) => {
  const home = aCliHome(await anEmulator());

  const run = await home.run(['login', '--tool', 'npm', ...args]);

  expect(run.err).toMatch(/^codeartifact-tray: .+/);
  expect(run.code).toBe(code);
  expect(home.has('.npmrc')).toBe(false);
});

test('login that is denied a token ends with 4, names the permission and leaves every file alone', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  await home.run([...LOGIN, '--tool', 'npm']);
  const before = home.bytes('.npmrc');
  rmSync(home.path('state/ledger.json'));
  emulator.failNext('GetAuthorizationToken', {
    status: 403,
    type: 'AccessDeniedException',
    message:
      'User: arn:aws:iam::111122223333:user/ann is not authorized to perform: codeartifact:GetAuthorizationToken on resource: arn:aws:codeartifact:eu-west-1:111122223333:domain/platform because no identity-based policy allows the codeartifact:GetAuthorizationToken action',
  });

  const run = await home.run(['login', '--domain', 'platform', '--repository', 'tools', '--tool', 'npm']);

  expect(run.code).toBe(4);
  expect(run.err).toContain('codeartifact:GetAuthorizationToken');
  expect(home.bytes('.npmrc')).toEqual(before);
  expect((await home.run(['list'])).out).not.toContain('platform/tools');
});
