import { mkdirSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { foldersBelow, LOOK_BELOW } from '../../../shared/engine/files/folders-below.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const EVIL = 'http://127.0.0.1:8199/x/';

/** Where the doctor finds something that leads a client elsewhere, for a binding of the project `shop` or at user level beside it. */
async function found(home: CliHome, client: string, isProjects: boolean, options: Record<string, string> = {}) {
  const engine = anEngine({ home, aws: aTokenService(systemClock) });
  await engine.ask('project.add', { path: home.path('shop') });
  const project = isProjects ? home.path('shop') : 'user';
  const facts = { profile: 'work', domain: 'platform', repository: 'web', enabled: true };
  await engine.ask('binding.add', { ...facts, client, project, options });
  const [explanation] = await engine.ask('doctor.explain', {});
  return explanation!.findings
    .filter(({ problem }) => problem.code === 'credentialRedirected')
    .map(({ severity, origin, problem }) => ({
      at: `${severity} ${origin?.name}:${origin?.line}`,
      message: problem.message,
    }));
}

const index = (url: string) => `[registries.codeartifact]\nindex = "sparse+${url}"\n`;

test.each<[client: string, file: string, text: string, line: number]>([
  ['cargo', 'a/.cargo/config.toml', index(EVIL), 2],
  ['cargo', 'a/b/c/.cargo/config', '[http]\nproxy = "127.0.0.1:8199"\n', 2],
  ['npm', 'web/.npmrc', 'strict-ssl=false\n', 1],
  ['pnpm', 'web/pnpm-workspace.yaml', 'strictSsl: false\n', 1],
  ['yarn', 'web/.yarnrc', 'strict-ssl false\n', 1],
  ['yarn-berry', 'packages/ui/.yarnrc.yml', 'enableStrictSsl: false\n', 1],
  ['bun', 'web/bunfig.toml', '[install]\ncafile = "evil.pem"\n', 2],
  ['pip', 'docs/requirements.txt', '--trusted-host d.example\n', 1],
  ['uv', 'libs/a/pyproject.toml', '[project]\nname = "a"\n[tool.uv]\nallow-insecure-host = ["d.example"]\n', 4],
  ['uv', 'libs/a/uv.toml', `[[index]]\nname = "codeartifact"\nurl = "${EVIL}"\n`, 3],
  [
    'poetry',
    'libs/a/pyproject.toml',
    `[tool.poetry]\nname = "x"\n[[tool.poetry.source]]\nname = "codeartifact"\nurl = "${EVIL}"\n`,
    5,
  ],
  ['poetry', 'libs/a/poetry.toml', '[certificates.codeartifact]\ncert = false\n', 2],
  [
    'pdm',
    'libs/a/pyproject.toml',
    '[project]\nname = "x"\n[[tool.pdm.source]]\nname = "o"\nurl = "https://d.example/"\nverify_ssl = false\n',
    6,
  ],
  ['pipenv', 'svc/Pipfile', '[[source]]\nname = "o"\nurl = "https://d.example/"\nverify_ssl = false\n', 4],
  ['maven', 'tools/.mvn/jvm.config', '-Dhttps.proxyHost=127.0.0.1\n', 1],
  [
    'nuget',
    'src/App/NuGet.Config',
    `<configuration>\n<packageSources><add key="platform/web" value="${EVIL}" /></packageSources></configuration>`,
    2,
  ],
  ['ruby', 'engines/a/.bundle/config', '---\nBUNDLE_SSL_VERIFY_MODE: "0"\n', 2],
])('%s is told of %s, for a person may start it there', async (client, file, text, line) => {
  for (const isProjects of client === 'pip' ? [false] : [true, false]) {
    const home = aCliHome(null);
    home.write('shop/pyproject.toml', '[tool.poetry]\n');
    home.write('shop/Pipfile', '');
    home.write(`shop/${file}`, text);
    expect((await found(home, client, isProjects)).map(({ at }) => at)).toEqual([`wrong ~/shop/${file}:${line}`]);
  }
});

test.each<[client: string, file: string, text: string]>([
  ['cargo', 'work/.cargo/config.toml', index(EVIL)],
  ['nuget', 'work/nuget.config', '<configuration><config><add key="http_proxy" value="x" /></config></configuration>'],
  ['yarn-berry', 'work/.yarnrc.yml', 'enableStrictSsl: false\n'],
])('%s is told of %s above a project, which it reads on its way up', async (client, file, text) => {
  const home = aCliHome(null);
  home.write(file, text);
  home.write('work/shop/README', '');
  home.write('shop/README', '');
  const engine = anEngine({ home, aws: aTokenService(systemClock) });
  const facts = { profile: 'work', domain: 'platform', repository: 'web', enabled: true };
  await engine.ask('binding.add', { ...facts, client, project: home.path('work/shop') });
  const [explanation] = await engine.ask('doctor.explain', {});
  expect(explanation!.findings).toContainEqual(
    expect.objectContaining({ severity: 'wrong', origin: expect.objectContaining({ name: `~/${file}` }) }),
  );
});

test.each<[what: string, include: string, file: string]>([
  ['a file beside it', 'include = ["evil.toml"]\n', 'shop/.cargo/evil.toml'],
  ['one elsewhere, in a table', 'include = [{ path = "../conf/evil.toml", optional = true }]\n', 'shop/conf/evil.toml'],
  ['the last of two', "include = ['good.toml', 'evil.toml']\n", 'shop/.cargo/evil.toml'],
  ['a table of its own', '[[include]]\npath = "evil.toml"\n', 'shop/.cargo/evil.toml'],
])("a config of Cargo that includes %s leads the registry's name there", async (_, include, file) => {
  for (const isProjects of [true, false]) {
    const home = aCliHome(null);
    home.write('shop/.cargo/config.toml', include);
    home.write('shop/.cargo/good.toml', '[term]\nquiet = true\n');
    home.write(file, index(EVIL));
    expect(await found(home, 'cargo', isProjects)).toEqual([
      { at: `wrong ~/${file}:2`, message: expect.stringContaining('sends the token to 127.0.0.1:8199') },
    ]);
  }
});

test('what is included includes others, in a circle as well, and what includes counts more', async () => {
  const home = aCliHome(null);
  home.write('shop/.cargo/config.toml', 'include = ["a.toml"]\n');
  home.write('shop/.cargo/a.toml', 'include = ["../b.toml", "config.toml"]\n');
  home.write('shop/b.toml', '[http]\ncainfo = "x.pem"\n');
  expect(await found(home, 'cargo', false)).toMatchObject([{ at: 'wrong ~/shop/b.toml:2' }]);
  home.write('.cargo/config.toml', 'include = ["mine.toml"]\n');
  home.write('.cargo/mine.toml', index('https://d.example/cargo/web/'));
  const engine = anEngine({ home, aws: aTokenService(systemClock) });
  const [explanation] = await engine.ask('doctor.explain', {});
  expect(explanation!.registry).toMatchObject({ ours: true, origin: { name: '~/.cargo/mine.toml', line: 2 } });
});

test.each<[text: string, message: string, options?: Record<string, string>]>([
  ['[source.codeartifact]\nreplace-with = "x"\n', 'source.codeartifact.replace-with'],
  ['[source.x]\nregistry = "sparse+https://d.example/cargo/web/"\nreplace-with = "y"\n', 'source.x.replace-with'],
  [`[source.codeartifact]\nregistry = "sparse+${EVIL}"\n`, '127.0.0.1:8199'],
  ['[source.codeartifact]\ndirectory = "../stolen"\n', 'source.codeartifact.directory'],
  ['[source.crates-io]\nreplace-with = "x"\n', 'source.crates-io.replace-with', { cratesIo: 'replace' }],
  ['[registries.codeartifact]\ncredential-provider = ["./take"]\n', 'another program'],
  ['[registry]\nglobal-credential-providers = ["cargo:token", "./take"]\n', 'another program'],
])('Cargo is told of %j in a folder of a project', async (text, message, options) => {
  const home = aCliHome(null);
  home.write('shop/a/.cargo/config.toml', text);
  const findings = await found(home, 'cargo', false, options);
  expect(findings).toEqual([
    {
      at: expect.stringMatching(/^w(?:rong|arning) ~\/shop\/a\/.cargo\/config.toml:/),
      message: expect.stringContaining(message),
    },
  ]);
});

test.each([
  '[source.crates-io]\nreplace-with = "x"\n[source.x]\nregistry = "sparse+https://else.example/"\n',
  '[registries.codeartifact]\ncredential-provider = "cargo:token"\n',
  '[registry]\nglobal-credential-providers = ["cargo:token", "cargo:libsecret"]\n',
])('Cargo: nothing is said of %j, which leads nothing of ours away', async (text) => {
  const home = aCliHome(null);
  home.write('shop/a/.cargo/config.toml', text);
  expect(await found(home, 'cargo', false)).toEqual([]);
});

test('what programs fill, what a dot hides and what links lead to is not looked into', async () => {
  const home = aCliHome(null);
  for (const folder of ['node_modules/x', 'target/x', 'vendor/x', '.git/x', '.hidden'])
    home.write(`shop/${folder}/.cargo/config.toml`, index(EVIL));
  home.write('else/.cargo/config.toml', index(EVIL));
  symlinkSync(home.path('else'), home.path('shop/linked'));
  symlinkSync(home.path('shop'), home.path('shop/again'));
  expect(await found(home, 'cargo', false)).toEqual([]);
});

test('however large a project is, so many folders are looked into and no more, the nearest first', async () => {
  const home = aCliHome(null);
  for (let a = 0; a < 30; a += 1) {
    for (let b = 0; b < 30; b += 1) mkdirSync(home.path(`shop/a${a}/b${b}`), { recursive: true });
  }
  const folders = await foldersBelow(home.path('shop'));
  expect(folders).toHaveLength(LOOK_BELOW.folders);
  expect(folders.slice(1, 31).every(({ path }) => /\/a\d+$/.test(path))).toBe(true);
});

test('what a file says over and over is told twenty times, and hides nothing of another kind', async () => {
  const home = aCliHome(null);
  home.write('shop/.npmrc', `${'noproxy=x\nproxy=x\n'.repeat(5000)}strict-ssl=false\n`);
  const findings = await found(home, 'npm', true);
  expect(findings.map(({ at }) => at).filter((at) => at.startsWith('wrong'))).toHaveLength(21);
  expect(findings.at(-1)?.at).toBe('wrong ~/shop/.npmrc:10001');
});

test('a deep project is looked into so far and no farther', async () => {
  const home = aCliHome(null);
  mkdirSync(home.path(`shop/${'d/'.repeat(50)}`), { recursive: true });
  expect(await foldersBelow(home.path('shop'))).toHaveLength(LOOK_BELOW.depth + 1);
});

test('a folder with more names than are looked at ends the search', async () => {
  const home = aCliHome(null);
  mkdirSync(home.path('shop/z'), { recursive: true });
  for (let count = 0; count < LOOK_BELOW.names + 10; count += 1) home.write(`shop/f${count}`, '');
  const folders = await foldersBelow(home.path('shop'));
  expect(folders.reduce((sum, { names }) => sum + names.length, 0)).toBe(LOOK_BELOW.names);
});
