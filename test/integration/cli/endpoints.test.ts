import { expect, onTestFinished, test } from 'vitest';
import { startFaultServer, tokenAnswer } from '../../support/aws-fault-server.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';

const LOGIN = ['login', '--tool', 'npm', '--domain', 'platform', '--repository', 'web'];

type Warned = { readonly warnings: readonly { readonly code: string; readonly message: string }[] };

test('a host that the configured endpoint names is named once, by login, its preview and the plan', async () => {
  const aws = await startFaultServer();
  onTestFinished(() => aws.close());
  const repositoryEndpoint = 'https://packages.example/npm/web/';
  aws.answerWith(({ path }) =>
    path === '/v1/repository/endpoint' ? { body: JSON.stringify({ repositoryEndpoint }) } : tokenAnswer(),
  );
  const home = aCliHome(null);
  const env = { AWS_ENDPOINT_URL_CODEARTIFACT: aws.url };
  const login = [...LOGIN, '--domain-owner', '111122223333'];
  const run = (args: readonly string[]) => home.run(args, { env });

  const sentence = 'Packages will come from packages.example: ';
  expect((await run([...login, '--dry-run'])).err.split(sentence)).toHaveLength(2);
  const { out } = await run([...login.with(0, 'add'), '--json']);
  await run(['enable', (JSON.parse(out) as { id: string }).id]);
  const { warnings } = JSON.parse((await run(['plan', '--json'])).out) as Warned;
  expect(warnings.map(({ code }) => code)).toEqual(['endpointCustom']);

  const { code, err } = await run(login);
  expect([code, err.split(sentence).length]).toEqual([0, 2]);
  const { findings } = JSON.parse((await run([...login, '--json'])).out) as { findings: unknown };
  const problem = { code: 'endpointCustom', message: expect.stringContaining('packages.example') };
  expect(findings).toMatchObject([{ severity: 'warning', problem }]);
});

test('an emulator on this machine needs no warning', async () => {
  const home = aCliHome(await anEmulator());
  expect(await home.run(LOGIN)).toMatchObject({ code: 0, err: '' });
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
