import { readFileSync, statSync, symlinkSync, lstatSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const MESSY = [
  '\uFEFF; my settings, kept for years',
  '# registry=https://commented.example/',
  '',
  'save-exact = true   ; always',
  'fund=false',
  'fund=false',
  'registry=https://first.example/',
  '\tregistry = https://second.example/   # the one that counts',
  '//npm.example/:_authToken=${EXAMPLE_TOKEN}',
  '@acme:registry=https://npm.example/',
  'key[]=one',
  'key[]=two',
  'lonely',
  ...Array.from({ length: 60 }, (_, index) => `; line ${index} of a long file that nobody wants rewritten`),
  '[section]',
  'hidden=yes',
].join('\r\n');

async function added(home: CliHome, ...more: string[]): Promise<string> {
  const run = await home.run(['add', '--tool', 'npm', '--domain', 'platform', '--repository', 'web', ...more]);
  expect(run).toMatchObject({ code: 0, err: '' });
  return run.out.trim();
}

test('plan works without a network and shows no secret; apply then writes exactly that', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write(
    '.npmrc',
    'registry=https://user:foreign-secret@corp.example/\n//corp.example/:_authToken=foreign-token\n',
  );
  await home.run(['enable', await added(home)]);
  const offline = { AWS_ENDPOINT_URL_CODEARTIFACT: 'http://127.0.0.1:1' };

  const plan = await home.run(['plan', '--json'], { env: offline });

  expect(plan.code).toBe(0);
  expect(plan.out).not.toMatch(/foreign-secret|foreign-token/);
  const { changes, warnings } = JSON.parse(plan.out) as {
    changes: { path: string; client: string; bindings: string[]; exists: boolean; gitTracked: boolean; diff: string }[];
    warnings: unknown[];
  };
  expect(warnings).toEqual([]);
  expect(changes).toMatchObject([{ path: home.path('.npmrc'), client: 'npm', exists: true, gitTracked: false }]);
  const shown = changes[0]!.diff.split('\n').filter((line) => line.startsWith('+') && !line.startsWith('+++'));
  expect(emulator.issuedTokens).toEqual([]);
  expect((await home.run(['apply'])).code).toBe(0);
  const written = home.read('.npmrc').replaceAll(emulator.issuedTokens[0]!, '••••••••').split('\n');
  for (const line of shown) expect(written).toContain(line.slice(1));
  expect(home.read('.npmrc')).toContain('//corp.example/:_authToken=foreign-token\n');
});

test('a 2 KB file of comments, CRLF, BOM, duplicates and ${VAR}s keeps every other byte, its mode and its symlink', async () => {
  const home = aCliHome(await anEmulator());
  expect(MESSY.length).toBeGreaterThan(2000);
  home.write('dotfiles/npmrc', MESSY, 0o640);
  symlinkSync(home.path('dotfiles/npmrc'), home.path('.npmrc'));
  const original = home.bytes('.npmrc');
  const id = await added(home, '--namespace', '@team');
  await home.run(['enable', id]);

  expect((await home.run(['apply'])).code).toBe(0);

  const lines = home.read('.npmrc').split('\r\n');
  const ours = lines.filter((line) => line.startsWith('@team:registry=') || line.includes('/web/:_authToken='));
  expect(ours).toHaveLength(2);
  expect(lines.filter((line) => !ours.includes(line)).join('\r\n')).toBe(MESSY);
  expect(lstatSync(home.path('.npmrc')).isSymbolicLink()).toBe(true);
  expect(home.mode('dotfiles/npmrc')).toBe(0o600);
  await home.run(['disable', id]);
  expect((await home.run(['apply'])).code).toBe(0);
  expect(home.bytes('.npmrc')).toEqual(original);
  expect(home.mode('dotfiles/npmrc')).toBe(0o640);
});

test('switching off deletes a file and folders that were only there for us', async () => {
  const home = aCliHome(await anEmulator());
  const files = home.files();
  const login = await home.run(['login', '--tool', 'pip', '--domain', 'platform', '--repository', 'web']);
  expect(login.code).toBe(0);
  expect(home.has('.config/pip/pip.conf')).toBe(true);

  expect((await home.run(['undo'])).code).toBe(0);

  expect(home.files().filter((file) => !file.startsWith('state'))).toEqual(files);
  expect(home.has('.config')).toBe(false);
});

test('what the user changed since stays theirs, and we say so', async () => {
  const home = aCliHome(await anEmulator());
  await home.run(['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web']);
  const { bindings } = await home.json<{ bindings: { id: string }[] }>(['list', '--json']);
  home.write('.npmrc', home.read('.npmrc').replace(/^registry=.*$/m, 'registry=https://mine.example/'));
  await home.run(['disable', bindings[0]!.id]);

  const plan = await home.run(['plan', '--json']);

  expect(plan.out).toContain('changedByUser');
  expect((await home.run(['apply'])).code).toBe(0);
  expect(home.read('.npmrc')).toBe('registry=https://mine.example/\n');
});

test("a project's own file gets the registry, the user's file the token", async () => {
  const home = aCliHome(await anEmulator());
  home.write('src/shop/package.json', '{}');
  await home.run(['enable', await added(home, '--project', home.path('src/shop'))]);

  expect((await home.run(['apply'])).code).toBe(0);

  expect(home.read('src/shop/.npmrc')).toMatch(
    /^registry=http:\/\/127\.0\.0\.1:\d+\/npm\/d\/platform-111122223333\/web\/\n$/,
  );
  expect(home.read('.npmrc')).toMatch(/^\/\/127.*:_authToken=eyJ[\w.-]+\n$/);
});

test('no token is written to a file that git tracks or would pick up', async () => {
  const home = aCliHome(await anEmulator());
  const { execFileSync } = await import('node:child_process');
  home.write('src/lab/.venv/pyvenv.cfg', 'home = /usr/bin\n');
  execFileSync('git', ['init', '-q', home.path('src/lab')]);
  const add = [
    'add',
    '--tool',
    'pip',
    '--domain',
    'platform',
    '--repository',
    'web',
    '--project',
    home.path('src/lab'),
  ];
  const id = (await home.run(add)).out.trim();
  await home.run(['enable', id]);

  const refused = await home.run(['apply']);

  expect(refused.code).toBe(7);
  expect(refused.err).toContain('.gitignore');
  expect(home.has('src/lab/.venv/pip.conf')).toBe(false);
  home.write('src/lab/.gitignore', '.venv/\n');
  expect((await home.run(['apply'])).code).toBe(0);
  expect(home.read('src/lab/.venv/pip.conf')).toContain('index-url');
});

test('a file that pip itself would reject is left alone, with the line that is wrong', async () => {
  const home = aCliHome(await anEmulator());
  home.write('.config/pip/pip.conf', '[global]\ntimeout = 3\ntimeout = 4\n');

  const run = await home.run(['login', '--tool', 'pip', '--domain', 'platform', '--repository', 'web']);

  expect(run.code).toBe(7);
  expect(run.err).toMatch(/line 3/);
  expect(home.read('.config/pip/pip.conf')).toBe('[global]\ntimeout = 3\ntimeout = 4\n');
});

test('a value that comes from an environment variable is not overwritten', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const key = `${emulator.url.replace('http:', '')}/npm/d/platform-111122223333/web/:_authToken`;
  home.write('.npmrc', `${key}=\${CODEARTIFACT_AUTH_TOKEN}\n`);

  const run = await home.run(['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web']);

  expect(run.code).toBe(7);
  expect(run.err).toContain('CODEARTIFACT_AUTH_TOKEN');
  expect(home.read('.npmrc')).toBe(`${key}=\${CODEARTIFACT_AUTH_TOKEN}\n`);
});

test('undo takes the last apply back and switches the binding off', async () => {
  const home = aCliHome(await anEmulator());
  home.write('.npmrc', 'save-exact=true');
  await home.run(['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web']);
  expect(home.read('.npmrc')).not.toBe('save-exact=true');

  const undo = await home.run(['undo']);

  expect(undo).toMatchObject({ code: 0, err: '' });
  expect(home.read('.npmrc')).toBe('save-exact=true');
  expect((await home.run(['undo'])).code).toBe(7);
  expect((await home.run(['list'])).out).toMatch(/ off /);
});

test('an issued token is nowhere but in its targets', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('src/shop/package.json', '{}');
  const outputs: string[] = [];
  for (const args of [
    ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'],
    ['login', '--tool', 'pip', '--domain', 'platform', '--repository', 'web'],
    ['refresh'],
    ['status', '--json'],
    ['plan', '--json'],
    ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'tools'],
    ['undo'],
    ['list'],
  ]) {
    const run = await home.run(args);
    outputs.push(run.out, run.err);
  }

  expect(emulator.issuedTokens.length).toBeGreaterThan(1);
  const holders = home.files().filter((file) => emulator.issuedTokens.some((token) => home.read(file).includes(token)));
  expect(holders.sort()).toEqual(['.config/pip/pip.conf', '.npmrc']);
  for (const token of emulator.issuedTokens) expect(outputs.join('\n')).not.toContain(token.slice(0, 200));
  expect(outputs.join('\n')).not.toContain('planted-secret-key');
  for (const file of home.files('state')) expect(statSync(home.path(file)).mode & 0o077, file).toBe(0);
  expect(readFileSync(home.path('state/ledger.json'), 'utf8')).toContain('fingerprint');
});

test('a secret that begins above the lines a diff shows is masked all the same', async () => {
  const home = aCliHome(await anEmulator());
  home.write(
    '.config/pip/pip.conf',
    '[proxy]\npassword =\n  one-secret\n  two-secret\n  three-secret\n  four-secret\n[global]\nindex-url = https://mirror.example/simple\n',
  );

  const run = await home.run(['login', '--tool', 'pip', '--domain', 'platform', '--repository', 'web', '--dry-run']);

  expect(run.code).toBe(0);
  expect(run.out).toContain('-index-url = https://mirror.example/simple');
  expect(run.out).not.toContain('-secret');
});

test('a token that stood where we write none is not kept: the line stays, and we say so', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  await home.run(['login', '--tool', 'pip', '--domain', 'platform', '--repository', 'web']);
  const [token] = emulator.issuedTokens;
  home.write('.npmrc', `registry=https://aws:${token}@old.example/\n`);
  await home.run(['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web']);
  const { bindings } = await home.json<{ bindings: { id: string; client: string }[] }>(['list', '--json']);
  await home.run(['disable', bindings.find((binding) => binding.client === 'npm')!.id]);

  const plan = await home.run(['plan', '--json']);
  const applied = await home.run(['apply']);

  expect(plan.out).toContain('notRestorable');
  expect(applied.code).toBe(0);
  expect(home.read('.npmrc')).toMatch(/^registry=http:\/\/127\.0\.0\.1:\d+\/npm\/d\/platform-111122223333\/web\/\n$/);
  expect(home.read('state/journal.json')).not.toContain(token);
});
