import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator } from '../../support/emulator-service.ts';

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];
const NAMED = ['--index-name', 'acme-pypi', '--project', '.'];

function simple(url: string): string {
  return `${url}/pypi/d/platform-${ACCOUNT}/web/simple/`;
}

function poetryProject(source: string): string {
  return `[project]\nname = "svc"\nversion = "0.1.0"\n\n[tool.poetry]\npackages = [{ include = "svc" }]\n${source}`;
}

test.each([[[]], [['--use', 'extra']], [['--use', 'explicit']]])(
  'an explicit source of Poetry stays explicit with %j',
  async (use) => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const source = `source = [ { name = "acme-pypi", url = "${simple(emulator.url)}", priority = "explicit" } ]\n`;
    home.write('pyproject.toml', poetryProject(source));

    expect(await home.run(['login', '--tool', 'poetry', ...ADDRESS, ...NAMED, ...use])).toMatchObject({ code: 0 });

    expect(home.read('pyproject.toml')).toBe(poetryProject(source));
  },
);

test('--use explicit gives Poetry an explicit source, and undo takes it out', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('pyproject.toml', poetryProject(''));
  const login = ['login', '--tool', 'poetry', ...ADDRESS, ...NAMED, '--use', 'explicit'];

  expect(await home.run(login)).toMatchObject({ code: 0 });

  expect(home.read('pyproject.toml')).toContain(
    `[[tool.poetry.source]]\nname = "acme-pypi"\nurl = "${simple(emulator.url)}"\npriority = "explicit"\n`,
  );
  await home.run(['undo']);
  expect(home.read('pyproject.toml')).toBe(poetryProject(''));
});

test.each([[[]], [['--use', 'extra']], [['--use', 'default']], [['--use', 'explicit']]])(
  'an explicit index of uv stays so with %j, and no variable of exec makes another one of it',
  async (use) => {
    const emulator = await anEmulator();
    const home = aCliHome(emulator);
    const project = `[project]\nname = "svc"\nversion = "0.1.0"\n\n[tool.uv]\nindex = [\n  { name = "acme-pypi", url = "${simple(emulator.url)}", explicit = true },\n]\n`;
    home.write('pyproject.toml', project);

    expect(await home.run(['login', '--tool', 'uv', ...ADDRESS, ...NAMED, ...use])).toMatchObject({ code: 0 });

    expect(home.read('pyproject.toml')).toBe(project);
    const print = 'console.log(JSON.stringify(process.env))';
    const { out } = await home.run(['exec', '--', process.execPath, '-e', print]);
    const env = JSON.parse(out) as Record<string, string>;
    expect(env['UV_INDEX_ACME_PYPI_PASSWORD']).toBe(emulator.issuedTokens.at(-1));
    expect([env['UV_INDEX'], env['UV_DEFAULT_INDEX']]).toEqual([undefined, undefined]);
  },
);

test('--use explicit gives uv an explicit index, at user level and in a project, and no variable for all packages', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  home.write('pyproject.toml', '[project]\nname = "svc"\nversion = "0.1.0"\n');
  for (const place of [NAMED, []]) {
    const run = await home.run(['login', '--tool', 'uv', ...ADDRESS, ...place, '--use', 'explicit']);
    expect(run).toMatchObject({ code: 0 });
  }
  expect(home.read('pyproject.toml')).toMatch(/name = "acme-pypi"\nurl = "http.*simple\/"\nexplicit = true\n/);
  expect(home.read('.config/uv/uv.toml')).toMatch(/name = "codeartifact"\nurl = "http.*simple\/"\nexplicit = true\n/);
  const { out } = await home.run(['env', '--shell', 'bash']);
  expect(out).not.toMatch(/UV_(?:DEFAULT_)?INDEX=/);
});

test('other clients refuse --use explicit, which they know nothing like', async () => {
  const home = aCliHome(await anEmulator());
  for (const tool of ['pip', 'pdm', 'pipenv']) {
    const run = await home.run(['login', '--tool', tool, ...ADDRESS, '--use', 'explicit']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('--use');
  }
});
