import { expect, test } from 'vitest';
import type { Explanation } from '../../../shared/contract/doctor.ts';
import type { ClientName } from '../../../shared/contract/names.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import { manualClock } from '../../support/manual-clock.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');

/** What the doctor and the plan say of a binding at user level, with these files in the home. */
async function said(
  client: ClientName,
  files: Record<string, string>,
  more: { env?: Record<string, string>; options?: Record<string, string>; project?: boolean } = {},
): Promise<{ explanation: Explanation; problems: readonly string[]; text: string }> {
  const home = aCliHome(null);
  for (const [name, text] of Object.entries(files)) home.write(name, text);
  const clock = manualClock(NOW);
  const env = { ...home.env, ...more.env };
  const engine = anEngine({ home: { ...home, env }, clock, aws: aTokenService(clock) });
  const project = more.project === true ? home.folder : 'user';
  const options = more.options ?? {};
  await engine.ask('binding.add', {
    project,
    client,
    profile: 'work',
    domain: 'platform',
    repository: 'web',
    enabled: true,
    options,
  });
  const plan = await engine.ask('state.get', {});
  const explanation = (await engine.ask('doctor.explain', {}))[0]!;
  const problems = explanation.findings.map(({ problem }) => `${problem.code}: ${problem.message}`);
  return { explanation, problems, text: JSON.stringify([plan, explanation]) };
}

test.each<[string, ClientName, Record<string, string>]>([
  [
    'percent signs in an .npmrc',
    'npm',
    {
      '.npmrc':
        '//nexus.example/:_password=abc%SECRETPART%def\n//other.example/:_authToken=tok$SECRETPART\nregistry=https://x.example/\n',
    },
  ],
  [
    'percent signs in a pip.conf',
    'pip',
    { '.config/pip/pip.conf': '[global]\nindex-url = https://u:abc%SECRETPART%def@other.example/simple\n' },
  ],
  [
    'percent signs and braces in a netrc',
    'netrc',
    { '.netrc': 'machine nexus.example\nlogin me\npassword abc%SECRETPART%${SECRETPART}def\n' },
  ],
  ['braces in gradle.properties', 'gradle', { '.gradle/gradle.properties': 'nexusPassword=abc${SECRETPART}def\n' }],
  ['braces in an .npmrc, within a password', 'npm', { '.npmrc': '//nexus.example/:_password=abc${SECRETPART}def\n' }],
  [
    'braces in auth.toml',
    'poetry',
    { '.config/pypoetry/auth.toml': '[http-basic.x]\nusername = "me"\npassword = "a${SECRETPART}b"\n' },
  ],
  ['braces in .bundle/config', 'ruby', { '.bundle/config': '---\nBUNDLE_X__EXAMPLE: "me:a${SECRETPART}b"\n' }],
  ['braces in credentials.toml', 'cargo', { '.cargo/credentials.toml': '[registries.x]\ntoken = "a${SECRETPART}b"\n' }],
])('%s are text, and no piece of the secret is shown', async (_, client, files) => {
  const { text, problems } = await said(client, files);
  expect(text).not.toContain('SECRETPART');
  expect(problems.join()).not.toContain('is not set');
});

test('a default stands in for a variable, and a variable of settings.xml is looked for by its name', async () => {
  const yarn = await said('yarn-berry', {
    '.yarnrc.yml': 'npmScopes:\n  acme:\n    npmAuthToken: "${CODEARTIFACT_AUTH_TOKEN-}"\n',
  });
  expect(yarn.problems.join()).not.toMatch(/CODEARTIFACT_AUTH_TOKEN/);
  const maven = (env: Record<string, string>) =>
    said(
      'maven',
      {
        '.m2/settings.xml':
          '<settings><servers><server><id>x</id><password>${env.MAVEN_TOKEN}</password></server></servers></settings>',
      },
      { env },
    );
  expect((await maven({ MAVEN_TOKEN: 'x' })).problems.join()).not.toContain('MAVEN_TOKEN');
  expect((await maven({})).problems.join()).toContain('refers to MAVEN_TOKEN, which is not set');
});

test('a variable that the same .env sets above is set', async () => {
  const { problems } = await said(
    'env',
    {
      '.env':
        'A_TOKEN=$(cat token)\nPIP_EXTRA_INDEX_URL=https://aws:${A_TOKEN}@d.example/simple/\nB=${LATER}\nLATER=1\n',
    },
    { project: true },
  );
  expect(problems.join()).not.toContain('A_TOKEN');
  expect(problems.join()).toContain('refers to LATER, which is not set');
});

test.each([
  ['npm', '${NPM_TOKEN:-}', 'other'],
  ['npm', '${NPM_TOKEN-x}', 'other'],
  ['npm', '${NPM_TOKEN?}', 'reference'],
  ['npm', '${NPM_TOKEN}', 'reference'],
  ['pnpm', '${NPM_TOKEN:-}', 'reference'],
] as const)('%s signs in with %s as it reads that, and nobody replaces it', async (client, written, kind) => {
  const line = `//d.example/npm/web/:_authToken=${written}`;
  const { explanation, text } = await said(client, { '.npmrc': `${line}\n` }, { env: { NPM_TOKEN: 'set' } });
  expect(explanation.signsInBy?.kind).toBe(kind);
  expect(text).not.toContain(`-${line}`);
});
