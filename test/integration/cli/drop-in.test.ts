import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator } from '../../support/emulator-service.ts';

const TOKEN = ['token', '--domain', 'platform', '--domain-owner', ACCOUNT];
const LOGIN = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'];
const QUIET = ['--no-cli-pager', '--color', 'off', '--debug', '--cli-read-timeout', '5', '--cli-connect-timeout=5'];

test('token prints what scripts ask get-authorization-token for', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const printed = async (...more: string[]) => {
    const run = await home.run([...TOKEN, ...QUIET, ...more]);
    expect(run).toMatchObject({ code: 0, err: '' });
    return [run.out, emulator.issuedTokens.at(-1)!] as const;
  };
  const [alone, token] = await printed('--query', 'authorizationToken', '--output', 'text');
  expect(alone).toBe(`${token}\n`);
  const [line, second] = await printed('--output', 'text');
  expect(line).toMatch(new RegExp(`^${second}\\t\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\n$`));
  const [json, third] = await printed('--output', 'json');
  expect(JSON.parse(json)).toEqual({ authorizationToken: third, expiration: expect.any(String) as string });
  const [quoted, fourth] = await printed('--query', 'authorizationToken');
  expect(quoted).toBe(`"${fourth}"\n`);
});

test('a login with the options of the AWS CLI is the same login', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const run = await home.run([...LOGIN, ...QUIET, '--output', 'table', '--query', 'x']);
  expect(run.code).toBe(0);
  expect(home.read('.npmrc')).toContain(emulator.issuedTokens[0]);
});

test('another server or authority is asked in this run, and that it ends with it is said', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(null);
  const run = await home.run([...LOGIN, '--domain-owner', ACCOUNT, '--endpoint-url', emulator.url]);
  expect(run).toMatchObject({ code: 0, err: expect.stringContaining('AWS_ENDPOINT_URL_CODEARTIFACT') as string });
  expect((await home.run([...TOKEN, '--endpoint-url', emulator.url])).code).toBe(0);
  const bundle = await home.run([...TOKEN, '--duration-seconds', '900', '--ca-bundle', home.path('nothing.pem')]);
  expect(bundle.err).toContain('CA bundle');
});

test.each([
  ['--no-verify-ssl', '--ca-bundle'],
  ['--no-sign-request', '--profile'],
])('%s is refused by name, with what to do instead', async (option, instead) => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  for (const command of [TOKEN, LOGIN, ['domains']]) {
    const run = await home.run([...command, option]);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(option);
    expect(run.err).toContain(instead);
  }
  const json = await home.run([...LOGIN, '--json', option]);
  expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'invalidInput' } });
  expect(emulator.requests).toEqual([]);
});

test.each([
  ['--query', 'authorizationToken.x'],
  ['--output', 'yaml'],
  ['--cli-read-timeout', 'soon'],
])('%s %s is refused', async (...option) => {
  expect(await aCliHome(await anEmulator()).run([...TOKEN, ...option])).toMatchObject({ code: 2, out: '' });
});
