import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

test('doctor says what each client really uses and what stands before ours, with the fix', async () => {
  const home = aCliHome(await anEmulator());
  await home.run(['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web']);
  const good = await home.run(['doctor']);
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(good.out).toMatch(
    /^npm {2}platform\/web {2}~\n {2}uses +http:\S+ {2}\(~\/\.npmrc:1\)\n {2}signs in by a token with/,
  );

  const shadowed = await home.run(['doctor', '--json'], { env: { npm_config_registry: 'https://mirror.example/' } });
  expect(JSON.parse(shadowed.out)).toMatchObject({
    bindings: [{ client: 'npm', findings: [{ severity: 'wrong', problem: { code: 'registryShadowed' } }] }],
  });
  for (const { out } of [good, shadowed]) expect(out).not.toContain('eyJ2ZXIi');
});

test('doctor of a machine without bindings says so', async () => {
  const home = aCliHome(await anEmulator());
  expect((await home.run(['doctor'])).out).toMatch(/^No bindings yet/);
});

test('explain-error reads a message from a file and says what it means', async () => {
  const home = aCliHome(await anEmulator());
  home.write('error.txt', 'npm error code E401\n');
  const explained = await home.run(['explain-error', home.path('error.txt')]);
  expect(explained.code).toBe(0);
  expect(explained.out).toMatch(/^Not sure, but npm, pnpm: CodeArtifact refused the token/);
  expect(explained.out).toContain('codeartifact-tray refresh');
  const unknown = await home.run(['explain-error', home.path('error.txt'), '--json']);
  expect(JSON.parse(unknown.out)).toMatchObject({ diagnoses: [{ certainty: 'likely' }, { certainty: 'likely' }] });
  home.write('error.txt', 'npm error code ENEEDAUTH\n');
  const certain = await home.run(['explain-error', home.path('error.txt')]);
  expect(certain.out).toMatch(/^npm, pnpm: The client sent no credential/);
});

test('explain-error of a file that is not there ends with 7 and one sentence', async () => {
  const home = aCliHome(await anEmulator());
  const missing = await home.run(['explain-error', home.path('nothing.txt')]);
  expect(missing.code).toBe(7);
  expect(missing.err).toMatch(/nothing\.txt could not be read/);
});
