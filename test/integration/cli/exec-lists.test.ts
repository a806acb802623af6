import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, OTHER_ACCOUNT } from '../../support/emulator-service.ts';
import { aCodeArtifactToken } from '../../unit/secrets/sample-token.ts';

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];
const OTHER = ['--domain', 'payments', '--domain-owner', OTHER_ACCOUNT, '--repository', 'web', '--profile', 'other'];
const PRINT = 'console.log(JSON.stringify(process.env))';
const PYTORCH = 'https://download.pytorch.org/whl/cpu';
const PRIVATE = 'https://ann:planted-foreign-password@mirror.corp.example/simple/';

async function childOf(home: CliHome, env: Record<string, string> = {}, cwd = home.folder) {
  const run = await home.run(['exec', '--', process.execPath, '-e', PRINT], { cwd, env });
  if (run.code !== 0) throw new Error(run.err);
  return { env: JSON.parse(run.out) as Record<string, string>, err: run.err };
}

function index(url: string, token = '', repository = 'web'): string {
  const user = token === '' ? '' : `aws:${token}@`;
  return `${url.replace('://', `://${user}`)}/pypi/d/platform-${ACCOUNT}/${repository}/simple/`;
}

test("exec keeps pip's other extra indexes, from whichever section, and gives an old token of ours the new one", async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const stale = index(emulator.url, aCodeArtifactToken(), 'tools');
  home.write(
    '.config/pip/pip.conf',
    `[global]\nindex-url = https://mirror.corp.example/simple\nextra-index-url =\n    ${stale}\n    ${PYTORCH}\n    ${PRIVATE}\n\n[install]\nextra-index-url = ${stale}\n`,
  );
  await home.run(['login', '--tool', 'pip', ...ADDRESS, '--use', 'extra', '--exec-only']);

  const { env, err } = await childOf(home);

  const token = emulator.issuedTokens.at(-1);
  expect(err).toBe('');
  expect(env['PIP_EXTRA_INDEX_URL']?.split(' ')).toEqual([
    index(emulator.url, token),
    index(emulator.url, token, 'tools'),
    PYTORCH,
    PRIVATE,
  ]);
});

test("env prints pip's other extra indexes without those that hold a password, and says so", async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('.config/pip/pip.conf', `[global]\nextra-index-url = ${PYTORCH} ${PRIVATE}\n`);
  await home.run(['login', '--tool', 'pip', ...ADDRESS, '--use', 'extra', '--exec-only']);
  const run = await home.run(['env', '--shell', 'bash']);
  expect(run.out).toContain(`${index(emulator.url, emulator.issuedTokens.at(-1))} ${PYTORCH}'`);
  expect(run.out + run.err).not.toContain('planted-foreign-password');
  expect(run.err).toContain('PIP_EXTRA_INDEX_URL');
});

test.each([
  ['pip', 'PIP_EXTRA_INDEX_URL'],
  ['uv', 'UV_INDEX'],
])('exec keeps what %s has in the variable itself, which hides the file', async (tool, variable) => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('.config/pip/pip.conf', `[global]\nextra-index-url = https://hidden.example/simple\n`);
  await home.run(['login', '--tool', tool, ...ADDRESS, '--use', 'extra', '--exec-only']);
  const { env } = await childOf(home, { [variable]: `${PYTORCH} ${PRIVATE}` });
  const ours = index(emulator.url, emulator.issuedTokens.at(-1));
  expect(env[variable]).toBe([ours, PYTORCH, PRIVATE].join(' '));
  // What an outer exec gave is not given twice.
  const nested = await childOf(home, { [variable]: env[variable]! });
  expect(nested.env[variable]?.split(' ')).toHaveLength(3);
});

test('two extra indexes, of the user level and of a project, are in one variable, the inner one first', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('lab/x.py', '');
  const login = ['login', '--tool', 'pip', '--domain', 'platform', '--use', 'extra', '--exec-only'];
  await home.run([...login, '--repository', 'web']);
  await home.run([...login, '--repository', 'tools', '--project', 'lab']);
  const { env, err } = await childOf(home, {}, home.path('lab'));
  const token = emulator.issuedTokens.at(-1);
  expect(err).toBe('');
  expect(env['PIP_EXTRA_INDEX_URL']?.split(' ')).toEqual([
    index(emulator.url, token, 'tools'),
    index(emulator.url, token, 'web'),
  ]);
});

test("exec keeps coursier's other credentials, of which the variable would hide the file", async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write(
    '.config/coursier/credentials.properties',
    'corp.host=repo.corp.example\ncorp.realm=Corp\ncorp.username=ann\ncorp.password=planted-foreign-password\n',
    0o600,
  );
  await home.run(['login', '--tool', 'sbt', ...ADDRESS]);
  const { env } = await childOf(home);
  const token = emulator.issuedTokens.at(-1);
  expect(env['COURSIER_CREDENTIALS']).toBe(
    `127.0.0.1 aws:${token}\nrepo.corp.example(Corp) ann:planted-foreign-password`,
  );
  const printed = await home.run(['env', '--shell', 'bash']);
  expect(printed.out).toContain('127.0.0.1 aws:');
  expect(printed.out + printed.err).not.toContain('planted-foreign-password');
});

test("exec joins pnpm's registries of two scopes, and what stands in the variable", async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const login = ['login', '--tool', 'pnpm', '--domain', 'platform', '--exec-only'];
  await home.run([...login, '--repository', 'web', '--namespace', 'a']);
  await home.run([...login, '--repository', 'web', '--namespace', 'b']);
  const theirs = { 'https://npm.corp.example/': { '@': { authToken: 'planted-foreign-token' } } };
  const { env } = await childOf(home, { pnpm_config__auth: JSON.stringify(theirs) });
  const authToken = emulator.issuedTokens.at(-1);
  expect(JSON.parse(env['pnpm_config__auth'] ?? '')).toEqual({
    [`${emulator.url}/npm/d/platform-${ACCOUNT}/web/`]: { '@a': { authToken }, '@b': { authToken } },
    ...theirs,
  });
});

test('with two domains exec says whose token the one variable holds, until the other has a variable of its own', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  await home.run(['login', '--tool', 'npm', ...ADDRESS]);
  await home.run(['login', '--tool', 'pip', ...OTHER]);

  const two = await childOf(home);

  const held = two.env['PIP_INDEX_URL']?.includes(two.env['CODEARTIFACT_AUTH_TOKEN']!) ? 'payments' : 'platform';
  const other = held === 'payments' ? 'platform' : 'payments';
  expect(two.err).toMatch(
    new RegExp(`CODEARTIFACT_AUTH_TOKEN is the token of domain ${held} .*not that of domain ${other} `),
  );
  expect(two.err).toContain('--variable');

  const named = ['login', '--tool', 'env', '--variable', 'PLATFORM_TOKEN', ...ADDRESS, '--exec-only'];
  await home.run(named);
  await home.run(['login', '--tool', 'env', '--variable', 'PAYMENTS_TOKEN', ...OTHER, '--exec-only']);
  const three = await childOf(home);
  expect(three.env['PLATFORM_TOKEN']).not.toBe(three.env['PAYMENTS_TOKEN']);
  expect(three.err).not.toContain('--variable');
});

test('of two repositories that one variable is for, exec says which it is', async () => {
  const home = aCliHome(await anEmulator());
  const login = ['login', '--tool', 'twine', '--domain', 'platform'];
  await home.run([...login, '--repository', 'web', '--index-name', 'one']);
  await home.run([...login, '--repository', 'tools', '--index-name', 'two']);
  const { env, err } = await childOf(home);
  expect(env['TWINE_REPOSITORY_URL']).toContain('/tools/');
  expect(err).toContain('TWINE_REPOSITORY_URL is that of platform/tools; platform/web is on beside it');
});
