import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator } from '../../support/emulator-service.ts';
import { commandIn, runShell } from '../../support/follow-advice.ts';

// What is pasted is taken as it says, or refused with what does not fit.

const LOGIN = 'codeartifact login --tool npm --domain platform --repository web';

test.each([
  ['an option', (url: string) => `aws --endpoint-url ${url} ${LOGIN}`],
  ['an option behind it', (url: string) => `aws ${LOGIN} --endpoint-url=${url}/`],
  ['a variable', (url: string) => `AWS_ENDPOINT_URL_CODEARTIFACT=${url} aws ${LOGIN}`],
])(
  'a command that asks another server than AWS, by %s, is refused until this machine does so too',
  async (_, words) => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    home.write('login.txt', words(emulator.url));
    const adopt = ['adopt', '--from', 'login.txt'];

    const refused = await home.run(adopt, { env: { AWS_ENDPOINT_URL_CODEARTIFACT: '' } });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain(`The command asks ${emulator.url} in place of AWS`);
    expect((await home.run(['list'])).out).toContain('No bindings yet');

    expect(await home.run(adopt)).toMatchObject({ code: 0 });
    expect((await home.run(['list'])).out).toMatch(/npm +platform\/web/);
  },
);

test('AWS’s own server may be named, and an address that is none is not repeated', async () => {
  const home = aCliHome(await anEmulator());
  home.write('own.txt', `aws ${LOGIN} --endpoint-url https://codeartifact.eu-west-1.amazonaws.com`);
  expect(await home.run(['adopt', '--from', 'own.txt'])).toMatchObject({ code: 0 });
  home.write('odd.txt', `aws ${LOGIN} --endpoint-url user:secret-word`);
  const refused = await home.run(['adopt', '--from', 'odd.txt']);
  expect(refused.code).toBe(2);
  expect(refused.err).not.toContain('secret-word');
});

test.each([
  ['an address', (base: string) => `${base}/maven/d/platform-${ACCOUNT}/web/`],
  ['a line of an .npmrc', (base: string) => `registry=${base}/maven/d/platform-${ACCOUNT}/web/\n`],
])('%s: an address of another format than that of --tool is refused, and the others are named', async (_, text) => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('address.txt', text(emulator.url));
  const refused = await home.run(['adopt', '--from', 'address.txt', '--tool', 'npm']);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toContain('The text is about packages of the format maven, and npm asks for npm.');
  expect(refused.err).toContain('Name another one with --tool: maven, gradle, sbt.');
  expect((await home.run(['list'])).out).toContain('No bindings yet');

  expect(await home.run(['adopt', '--from', 'address.txt', '--tool', 'gradle'])).toMatchObject({ code: 0 });
  expect((await home.run(['list'])).out).toMatch(/gradle +platform\/web/);
});

test('--tool names another client of the same format, or one that reads netrc, and no unknown one', async () => {
  const home = aCliHome(await anEmulator());
  home.write('login.txt', `aws ${LOGIN} --namespace team`);
  expect(await home.run(['adopt', '--from', 'login.txt', '--tool', 'pnpm'])).toMatchObject({ code: 0 });
  expect((await home.run(['list'])).out).toMatch(/pnpm +platform\/web +@team/);
  expect((await home.run(['adopt', '--from', 'login.txt', '--tool', 'pip'])).err).toContain('pip asks for pypi');
  expect((await home.run(['adopt', '--from', 'login.txt', '--tool', 'gulp'])).err).toContain('no package manager gulp');
});

const HOST = (owner: string, region = 'eu-west-1') => `platform-${owner}.d.codeartifact.${region}.amazonaws.com`;

test('an address that can only mean one thing is taken so, and said to be', async () => {
  const home = aCliHome(await anEmulator());
  home.write('address.txt', `https://${HOST(ACCOUNT)}/pypi/web`);
  const adopt = ['adopt', '--from', 'address.txt', '--tool', 'pip'];
  const said = `The address is taken as https://${HOST(ACCOUNT)}/pypi/web/simple/.\n`;
  expect((await home.run([...adopt, '--dry-run'])).err).toContain(said);
  expect(await home.run(adopt)).toMatchObject({ code: 0, err: said });
  expect((await home.run(['list'])).out).toMatch(/pip +platform\/web/);
});

test.each([
  ['another account', '444455556666', 'eu-west-1'],
  ['another region', ACCOUNT, 'us-west-2'],
])('a domain that is not there, but is in the profile’s under %s, is offered there', async (_, owner, region) => {
  const home = aCliHome(await anEmulator());
  home.write('address.txt', `https://${HOST(owner, region)}/npm/web/`);
  const refused = await home.run(['adopt', '--from', 'address.txt', '--tool', 'npm', '--profile', 'work']);
  expect(refused).toMatchObject({ code: 5, out: '' });
  expect(refused.err).toContain(`Profile work has a domain platform in account ${ACCOUNT} and region eu-west-1.`);
  const where = `--domain platform --domain-owner ${ACCOUNT} --repository web --profile work --region eu-west-1`;
  expect(commandIn(refused.err)).toBe(`codeartifact-tray login --tool npm ${where}`);
  expect(await runShell(home, commandIn(refused.err))).toMatchObject({ code: 0 });
});
