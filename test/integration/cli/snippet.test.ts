import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator } from '../../support/emulator-service.ts';

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];

type Snippets = { id: string; snippets: { title: string; text: string }[] };

test.each([
  ['gradle', 'maven', 'build.gradle', ['--project', 'lab']],
  ['gradle', 'maven', 'settings.gradle.kts', []],
  ['sbt', 'maven', 'build.sbt', []],
  ['mill', 'maven', 'build.mill, in a module of Mill 1', []],
  ['ruby', 'ruby', 'Gemfile', []],
  ['maven', 'maven', 'pom.xml', ['--project', 'lab']],
  ['pipenv', 'pypi', 'Pipfile', []],
  ['poetry', 'pypi', 'pyproject.toml', []],
  ['uv', 'pypi', 'pyproject.toml', ['--use', 'explicit']],
])('login for %s has the lines to copy: %s of %s, and so has "snippet"', async (tool, format, title, more) => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('lab/x', '');
  const endpoint = `${emulator.url}/${format}/d/platform-${ACCOUNT}/web/`;

  const login = await home.run(['login', '--tool', tool, ...ADDRESS, ...more]);

  expect(login).toMatchObject({ code: 0 });
  expect(login.out).toContain(`── ${title} ──\n`);
  expect(login.out).toContain(endpoint);
  const { id, snippets } = await home.json<Snippets>(['login', '--tool', tool, ...ADDRESS, ...more, '--json']);
  expect(snippets.find((snippet) => snippet.title === title)?.text).toContain(endpoint);
  const all = await home.json<Snippets>(['snippet', '--json']);
  expect(all.snippets).toEqual(snippets.map((snippet) => ({ id, client: expect.any(String) as string, ...snippet })));
  const one = await home.run(['snippet', id]);
  expect(one.out).toContain(`── ${title} ──\n${snippets.find((snippet) => snippet.title === title)!.text}`);
  for (const token of emulator.issuedTokens) expect(login.out + one.out).not.toContain(token);
});

test.each([
  ['maven', 'settings.xml', '<password>${env.CODEARTIFACT_AUTH_TOKEN}</password>'],
  ['maven', 'pom.xml', '<repositories>'],
  ['sbt', 'build.sbt, to publish', 'sys.env("CODEARTIFACT_AUTH_TOKEN")'],
  ['ruby', 'Push a gem', 'GEM_HOST_API_KEY="Bearer $CODEARTIFACT_AUTH_TOKEN" gem push --host '],
])('the lines for %s by variables alone name no file that is not written: %s', async (tool, title, line) => {
  const home = aCliHome(await anEmulator());
  const login = ['login', '--tool', tool, ...ADDRESS, '--exec-only'];
  const { snippets } = await home.json<Snippets>([...login, '--json']);
  expect(snippets.find((snippet) => snippet.title === title)?.text).toContain(line);
  const all = snippets.map(({ text }) => text).join('');
  expect(all).not.toMatch(/\.sbt"|codeartifact_api_key/);
  expect((await home.run(login)).out).toContain(line);
});

test('snippet of Swift names the scope of the binding', async () => {
  const home = aCliHome(await anEmulator());
  // Swift goes by the account's home, except in the demo.
  const env = { CODEARTIFACT_TRAY_DEMO: '1' };
  await home.run(['login', '--tool', 'swift', ...ADDRESS, '--namespace', 'acme'], { env });
  expect((await home.run(['snippet'])).out).toContain('── Package.swift ──\n.package(id: "acme.PACKAGE"');
});

test('snippet says where no lines are needed, and knows no binding that is not there', async () => {
  const home = aCliHome(await anEmulator());
  expect((await home.run(['snippet'])).out).toBe('No bindings yet.\n');
  const { id } = await home.json<{ id: string }>(['login', '--tool', 'npm', ...ADDRESS, '--json']);
  expect(await home.run(['snippet', id])).toMatchObject({ code: 0, out: 'This binding needs no lines of yours.\n' });
  expect(await home.json(['snippet', '--json'])).toEqual({ snippets: [] });
  expect(await home.run(['snippet', 'b-0000000000'])).toMatchObject({ code: 5, out: '' });
});
