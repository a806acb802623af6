import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const ADDRESS = ['--domain', 'platform', '--repository', 'web'];
const LOGIN = ['login', '--tool', 'npm', ...ADDRESS];

test('enable, disable and remove say what became of which binding, and of the files', async () => {
  const home = aCliHome(await anEmulator());
  home.write('shop/.npmrc', '; shop\n');
  const add = ['add', '--tool', 'npm', ...ADDRESS, '--namespace', 'team', '--project', home.path('shop')];
  const id = (await home.run(add)).out.trim();
  const what = 'npm for platform/web (@team) in ~/shop';

  const enabled = await home.run(['enable', id]);
  expect(enabled).toMatchObject({ code: 0, err: '' });
  expect(enabled.out).toMatch(new RegExp(`^Switched on: ${literally(what)}\\.\\n.*codeartifact-tray apply\\n$`));
  expect((await home.run(['enable', id])).out).toContain(`${what} is on already.`);
  await home.run(['apply']);
  expect((await home.run(['disable', id])).out).toContain(`Switched off: ${what}.`);

  const removed = await home.run(['remove', id]);
  expect(removed).toMatchObject({ code: 0, err: '' });
  expect(removed.out).toContain(`Removed: ${what}.`);
  expect(removed.out).toContain(`Wrote ${home.path('shop/.npmrc')}\n`);
  expect(removed.out).toContain(`Removed ${home.path('.npmrc')}\n`);
});

test('enable, disable and remove have a JSON document of their own', async () => {
  const home = aCliHome(await anEmulator());
  const id = (await home.run(['add', '--tool', 'npm', ...ADDRESS])).out.trim();
  expect(await home.json(['enable', id, '--json'])).toMatchObject({ id, enabled: true, state: 'pending' });
  expect(await home.json(['disable', id, '--json'])).toMatchObject({ id, enabled: false, state: 'off' });
  expect(await home.json(['remove', id, '--json'])).toEqual({ id, written: [], warnings: [] });
});

test('undo says of a file that we made that it is gone, and which binding is off now', async () => {
  const home = aCliHome(await anEmulator());
  await home.run(LOGIN);

  const undone = await home.run(['undo']);

  expect(home.has('.npmrc')).toBe(false);
  expect(undone.out).toContain(`Removed ${home.path('.npmrc')}\n`);
  expect(undone.out).toContain('Switched off: npm for platform/web (default registry) at user level.');
  expect(undone.out).not.toContain('Wrote');
});

test('apply after disable says of a file that we made that it is gone, and of another one that it was written', async () => {
  const home = aCliHome(await anEmulator());
  home.write('.config/pip/pip.conf', '[global]\ntimeout = 60\n');
  const npm = await home.json<{ id: string }>([...LOGIN, '--json']);
  const pip = await home.json<{ id: string }>(['login', '--tool', 'pip', ...ADDRESS, '--json']);
  for (const { id } of [npm, pip]) await home.run(['disable', id]);

  const { out } = await home.run(['apply']);

  expect(out).toContain(`Removed ${home.path('.npmrc')}\n`);
  expect(out).toContain(`Wrote ${home.path('.config/pip/pip.conf')}\n`);
});

test('a warning of the plan comes with the command that carries its advice out', async () => {
  const home = aCliHome(await anEmulator());
  home.write('lab/x.py', '');
  const id = (await home.run(['add', '--tool', 'pip', ...ADDRESS, '--project', home.path('lab')])).out.trim();
  await home.run(['enable', id]);
  const { err } = await home.run(['plan']);
  expect(err).toMatch(/^warning: .*virtual environment.*\n {2}\S.*\n {2}\$ python3 -m venv /m);
});

test('refresh says of which tokens it asked for nothing', async () => {
  const home = aCliHome(await anEmulator());
  await home.run(['add', '--tool', 'npm', ...ADDRESS]);
  expect((await home.run(['refresh'])).err).toContain('1 of 1 tokens not refreshed');
  expect((await home.run(['refresh', '--all'])).err).toBe('');
});

test.each([
  ['--domain-owner', ['--domain-owner', '12']],
  ['--region', ['--region', 'nowhere']],
  ['--namespace', ['--namespace', 'a b']],
])('what is wrong with %s is said by that name', async (flag, args) => {
  const run = await aCliHome(await anEmulator()).run([...LOGIN, ...args]);
  expect(run.code).toBe(2);
  expect(run.err).toContain(flag);
});

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

test.each([
  ['apply after disable', async (home, id) => void (await home.run(['disable', id])), ['apply']],
  ['undo', async () => {}, ['undo']],
  ['remove', async () => {}, ['remove', 'ID']],
] satisfies readonly (readonly [string, (home: CliHome, id: string) => Promise<void>, readonly string[]])[])(
  '%s says that what a person has put in the place of ours stays',
  async (_, before, words) => {
    const home = aCliHome(await anEmulator());
    const { id } = await home.json<{ id: string }>([...LOGIN, '--json']);
    home.write('.npmrc', home.read('.npmrc').replace(/^registry=.*/m, 'registry=https://own.example/'));
    await before(home, id);

    const { code, err } = await home.run(words.map((word) => (word === 'ID' ? id : word)));

    expect(code).toBe(0);
    expect(home.read('.npmrc')).toBe('registry=https://own.example/\n');
    expect(err).toContain(
      `warning: You changed registry in ${home.path('.npmrc')} since it was switched on: yours stays.`,
    );
  },
);
