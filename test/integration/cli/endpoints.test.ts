import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const LOGIN = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'];

type Warned = { readonly warnings: readonly { readonly code: string; readonly message: string }[] };

test('a host that the configured endpoint names is named once, by login, its preview and the plan', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  const { host } = new URL(emulator.url);
  const sentence = `Packages will come from ${host}, over plain http`;
  const preview = await home.run([...LOGIN, '--dry-run']);
  expect(preview.err.split(sentence)).toHaveLength(2);

  await home.json([...LOGIN.with(0, 'add'), '--json']);
  const [binding] = (await home.json<{ bindings: { id: string }[] }>(['status', '--json'])).bindings;
  await home.run(['enable', binding!.id]);
  expect((await home.json<Warned>(['plan', '--json'])).warnings.map(({ code }) => code)).toEqual(['endpointCustom']);

  const { code, err } = await home.run(LOGIN);
  expect([code, err.split(sentence).length]).toEqual([0, 2]);
  const { findings } = await home.json<{ findings: unknown[] }>([...LOGIN, '--json']);
  const named = { code: 'endpointCustom', message: expect.stringContaining(host) };
  expect(findings).toMatchObject([{ severity: 'warning', problem: named }]);
  expect((await home.json<Warned>(['plan', '--json'])).warnings).toEqual([]);
});

/** Gives the stored endpoint of the npm binding another value, as an older version may have kept it. */
function keepEndpoint(home: CliHome, endpoint: string): void {
  const settings = JSON.parse(home.read('state/settings.json')) as {
    bindings: { client: string; endpoint: string; customHost?: true }[];
  };
  for (const binding of settings.bindings) {
    if (binding.client !== 'npm') continue;
    binding.endpoint = endpoint;
    delete binding.customHost;
  }
  home.write('state/settings.json', JSON.stringify(settings), 0o600);
}

test.each([
  'https://evil.example/npm/web/',
  'http://evil.example/npm/web/',
  'https://u:p@evil.example/',
  'nonsense',
  '',
])(
  'a kept endpoint %j is the problem of its binding alone, and its lines leave with the next apply',
  async (endpoint) => {
    const home = aCliHome(await anEmulator());
    home.write('.npmrc', 'fund=false\n');
    await home.json([...LOGIN, '--json']);
    await home.json([...LOGIN, '--json'].with(2, 'pip'));
    keepEndpoint(home, endpoint);

    const status = await home.json<{ bindings: { id: string; client: string; state: string }[] }>(['status', '--json']);
    expect(status.bindings).toMatchObject([
      { client: 'npm', state: 'refused' },
      { client: 'pip', state: 'inSync' },
    ]);
    const plan = await home.json<Warned>(['plan', '--json']);
    expect(plan.warnings).toMatchObject([{ code: 'endpointUntrusted' }]);
    expect(JSON.stringify(plan)).not.toContain('u:p@');
    const doctor = await home.json<{ bindings: { client: string; findings: unknown[] }[] }>(['doctor', '--json']);
    expect(doctor.bindings.find(({ client }) => client === 'npm')?.findings).toMatchObject([
      { severity: 'wrong', problem: { code: 'endpointUntrusted' } },
    ]);
    expect((await home.run(['exec', '--', 'env'])).code).toBe(7);
    await home.run(['refresh', '--all']);
    await home.run(['apply']);
    expect(home.read('.npmrc')).toBe('fund=false\n');
    expect(home.read('.config/pip/pip.conf')).toContain('index-url');

    // What the advice says.
    await home.run(['remove', status.bindings[0]!.id]);
    expect((await home.run(LOGIN)).code).toBe(0);
    expect((await home.run(['plan'])).out).toBe('Nothing to change.\n');
  },
);
