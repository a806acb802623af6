import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AwsExplanation } from '../../../shared/contract/doctor.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { ACCOUNT, anEmulator, REGION } from '../../support/emulator-service.ts';
import { aSsoHome, signIn, ssoCacheFile, writeSsoCache } from '../../support/sso-home.ts';

// What the doctor says of AWS: by which way each profile in use gets tokens. It asks nobody.

const ADD = ['--tool', 'npm', '--domain', 'platform', '--domain-owner', ACCOUNT, '--repository', 'web'];
const login = (profile: string) => ['login', ...ADD, '--profile', profile];

test('each profile in use is named with its way to AWS, and nobody is asked', async () => {
  const emulator = await anEmulator();
  const home = aCliHome(emulator);
  await home.run(login('work'));
  const asked = emulator.requests.length;
  const { code, out, err } = await home.run(['doctor']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(
    [
      'AWS profile work (access keys)',
      '  account     not told by the AWS files',
      '  session     none to sign in to',
      `  region      ${REGION}`,
      `  endpoint    ${emulator.url} (configured)`,
      '  proxy       none',
      '  CA bundle   none',
      `  domains     platform of ${ACCOUNT}`,
    ].join('\n'),
  );
  expect(emulator.requests.length).toBe(asked);
});

test('a proxy and an endpoint are named without what signs in to them, and what is broken with its fix', async () => {
  const home = aCliHome(await anEmulator());
  await home.run(login('work'));
  const secret = 'planted-proxy-word';
  const env = {
    HTTPS_PROXY: `http://ann:${secret}@proxy.example:3128`,
    NO_PROXY: 'internal.example',
    AWS_ENDPOINT_URL_CODEARTIFACT: `https://bob:${secret}@codeartifact.example/${secret}`,
    AWS_CA_BUNDLE: '~/none.pem',
    AWS_USE_FIPS_ENDPOINT: 'true',
  };
  const run = await home.run(['doctor', '--json'], { env });
  const text = await home.run(['doctor'], { env });
  const { aws } = JSON.parse(run.out) as { aws: AwsExplanation[] };
  expect(aws).toMatchObject([
    {
      endpoint: { url: 'https://codeartifact.example', isCustom: true },
      proxy: 'http://proxy.example:3128',
      caBundle: '~/none.pem',
    },
  ]);
  expect(aws[0]?.problems.map(({ code }) => code)).toEqual(['endpointConflict', 'fileUnreadable']);
  expect(text.out).toContain("    → Correct the path in AWS_CA_BUNDLE or the profile's ca_bundle.");
  for (const { out, err } of [run, text]) expect(out + err).not.toContain(secret);

  const bypassed = await home.run(['doctor', '--json'], { env: { ...env, no_proxy: '.example' } });
  expect(JSON.parse(bypassed.out)).toMatchObject({ aws: [{ proxy: null }] });
});

test('an SSO session is named with its end, also when it has ended or is gone', async () => {
  const emulator = await anEmulator();
  const home = aSsoHome(emulator);
  const start = `${emulator.url}/start`;
  const cache = signIn(emulator, home, start);
  expect(await home.run(login('sso-legacy'))).toMatchObject({ code: 0 });
  const session = async () => (await home.json<{ aws: AwsExplanation[] }>(['doctor', '--json'])).aws[0]?.session;
  const named = { name: new URL(start).host, way: 'sso' };
  expect(await session()).toEqual({ ...named, state: 'open', endsAt: new Date(cache.expiresAt).toISOString() });
  writeSsoCache(home, { ...cache, expiresAt: '2026-01-01T00:00:00Z' }, start);
  expect(await session()).toEqual({ ...named, state: 'ended', endsAt: '2026-01-01T00:00:00.000Z' });
  rmSync(home.path(ssoCacheFile(start)));
  expect(await session()).toEqual({ ...named, state: 'none', endsAt: null });
});

test('without a profile in use, with one that is gone and with files that are broken, it goes on', async () => {
  const home = aCliHome(await anEmulator());
  expect(await home.json(['doctor', '--json'])).toMatchObject({ aws: [] });
  await home.run(login('work'));
  home.write('.aws/config', '[profile');
  home.write('.aws/credentials', '');
  const gone = await home.run(['doctor']);
  expect(gone.code).toBe(0);
  expect(gone.out).toContain(
    `AWS profile work\n  domains     platform of ${ACCOUNT}\n  wrong: There is no profile work`,
  );
  home.write('.aws/credentials', '[work]\nregion = eu-west-1\n');
  expect(await home.json(['doctor', '--json'])).toMatchObject({
    aws: [{ kind: 'none', problems: [{ code: 'credentialsMissing' }] }],
  });
});
