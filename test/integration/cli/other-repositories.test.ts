import { expect, test } from 'vitest';
import type { Explanation } from '../../../shared/contract/doctor.ts';
import type { Emulator } from '../../../shared/emulator/index.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

function urlOf(emulator: Emulator, repository: string): string {
  return `${emulator.url}/npm/d/platform-111122223333/${repository}/`;
}

/** npm signed in to `web` in the project `shop`, with what its files say of the repository `tools`. */
async function aShop(files: (url: string) => Readonly<Record<string, string>>) {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const url = urlOf(emulator, 'tools');
  home.write('shop/package.json', '{}\n');
  for (const [name, text] of Object.entries(files(url))) home.write(name, text);
  const project = ['--project', home.path('shop')];
  await home.run(['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web', ...project]);
  return { emulator, home, url };
}

async function findingsOf(home: CliHome) {
  const { bindings } = await home.json<{ bindings: readonly Explanation[] }>(['doctor', '--json']);
  return bindings.flatMap(({ findings }) => findings);
}

test.each<[string, (url: string) => Record<string, string>, string]>([
  [
    'what package.json publishes to',
    (url) => ({ 'shop/package.json': `{\n  "publishConfig": { "registry": "${url}" }\n}\n` }),
    'npm publishes to',
  ],
  [
    'that of a scope, without its last slash',
    (url) => ({ 'shop/package.json': `{\n"publishConfig": {"@a:registry": "${url.slice(0, -1)}"}}` }),
    'npm publishes to',
  ],
  [
    "a scope of the project's .npmrc",
    (url) => ({ 'shop/.npmrc': `; mine\n@team:registry=${url}\n` }),
    'npm takes packages from',
  ],
  [
    "a scope of the user's .npmrc",
    (url) => ({ '.npmrc': `; mine\n@team:registry=${url}\n` }),
    'npm takes packages from',
  ],
  [
    'a lockfile',
    (url) => ({ 'shop/package-lock.json': `{"packages":\n{"node_modules/a":{"resolved":"${url}a/-/a-1.0.0.tgz"}}}` }),
    'npm takes packages from',
  ],
  [
    "Yarn's lockfile",
    (url) => ({ 'shop/yarn.lock': `# yarn lockfile v1\n  resolved "${url}a/-/a-1.0.0.tgz#abc"\n` }),
    'npm takes packages from',
  ],
])(
  '[other-repository] %s has no token: the doctor offers its line, and the command writes it',
  async (_name, files, does) => {
    const { emulator, home, url } = await aShop(files);
    const [finding, ...others] = await findingsOf(home);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      origin: { line: 2 },
      problem: { code: 'credentialMissing', message: expect.stringContaining(`${does} ${url} by `) },
    });
    const key = `${url.replace('http:', '')}:_authToken`;
    expect(finding?.problem.advice).toContain(key);

    const before = home.read('shop/.npmrc');
    const run = await home.run(finding!.problem.command!.split(' ').slice(1));
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('npm is signed in to platform/tools') });
    expect(home.read('.npmrc')).toContain(`${key}=${emulator.issuedTokens[0]}\n`);
    expect(home.read('shop/.npmrc')).toBe(before);
    expect(await findingsOf(home)).toEqual([]);
    expect(emulator.count('GetAuthorizationToken')).toBe(1);
  },
);

test.each<[string, (url: string) => Record<string, string>]>([
  ['another host', () => ({ 'shop/package.json': '{"publishConfig":{"registry":"https://registry.npmjs.org/"}}' })],
  [
    'the repository of the binding',
    (url) => ({ 'shop/package.json': `{"publishConfig":{"registry":"${url.replace('/tools/', '/web/')}"}}` }),
  ],
  [
    'one that a token of the host serves',
    (url) => ({
      'shop/package.json': `{"publishConfig":{"registry":"${url}"}}`,
      '.npmrc': `//${new URL(url).host}/:_authToken=npm_of_mine\n`,
    }),
  ],
  ['no JSON', (url) => ({ 'shop/package.json': `{"publishConfig":{"registry":"${url}"` })],
])('nothing is said of %s', async (_name, files) => {
  const { home } = await aShop(files);
  expect(await findingsOf(home)).toEqual([]);
});
