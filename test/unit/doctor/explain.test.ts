import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../../shared/contract/doctor.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const STALE = aCodeArtifactToken({ isu: NOW / 1000 - 3 * 86_400, exp: NOW / 1000 - 3 * 86_400 + 43_200 });
const OURS = 'https://d.example/npm/web/';
const KEY = '//d.example/npm/web/:_authToken';

type Prepared = {
  readonly home: CliHome;
  explain(env?: Record<string, string>): Promise<Explanation>;
  readonly token: string;
};

/** npm switched on and applied at the given level; the project is `shop`. */
async function npmOn(level: 'user' | 'project' = 'user'): Promise<Prepared> {
  const home = aCliHome(null);
  home.write('shop/package.json', '{}\n');
  const clock = manualClock(NOW);
  const service = aTokenService(clock);
  const engine = anEngine({ home, clock, aws: service });
  const project = level === 'user' ? 'user' : home.path('shop');
  const binding = { project, client: 'npm', profile: 'work', domain: 'platform', repository: 'web', enabled: true };
  await engine.ask('binding.add', binding);
  await engine.ask('plan.apply', {});
  return {
    home,
    token: service.issued[0]!,
    async explain(env = {}) {
      const other = anEngine({ home: { ...home, env: { ...home.env, ...env } }, clock, aws: service });
      return (await other.ask('doctor.explain', {}))[0]!;
    },
  };
}

const codesOf = ({ findings }: Explanation) => findings.map(({ severity, problem }) => `${severity} ${problem.code}`);

test.each([
  ['bun', {}, 'BUN_CONFIG_REGISTRY'],
  ['bun', { scope: '@team' }, '~/.npmrc'],
  ['deno', {}, 'NPM_CONFIG_REGISTRY'],
  ['deno', { scope: '@team' }, '~/.npmrc'],
] as const)('of variables %s takes the default registry, but no scope’s: %j', async (client, options, name) => {
  const clock = manualClock(NOW);
  const home = aCliHome(null);
  const mirror = 'https://mirror.example/';
  const env = { ...home.env, [client === 'bun' ? 'BUN_CONFIG_REGISTRY' : 'NPM_CONFIG_REGISTRY']: mirror };
  const engine = anEngine({ home: { ...home, env }, clock, aws: aTokenService(clock) });
  const web = { client, profile: 'work', domain: 'platform', repository: 'web' } as const;
  await engine.ask('binding.add', { ...web, project: 'user', options, enabled: true });
  await engine.ask('plan.apply', {});
  expect((await engine.ask('doctor.explain', {}))[0]?.registry?.origin.name).toBe(name);
});

test('what we wrote is what npm uses, from which lines, and nothing is wrong', async () => {
  const { explain } = await npmOn();
  const explanation = await explain();
  expect(explanation).toMatchObject({
    client: 'npm',
    registry: { value: OURS, ours: true, origin: { name: '~/.npmrc', line: 1 } },
    signsInBy: { kind: 'fresh', expiresAt: '2026-11-20T22:00:00.000Z', origin: { name: '~/.npmrc', line: 2 } },
    findings: [],
  });
});

describe('what shadows ours', () => {
  test('a line of ours that somebody changed is named, and an apply is the fix', async () => {
    const { home, explain } = await npmOn();
    home.write('.npmrc', `; mine\nregistry=https://mirror.example/\n${home.read('.npmrc').split('\n')[1]}\n`);
    const explanation = await explain();
    expect(explanation.registry).toMatchObject({ value: 'https://mirror.example/', ours: false });
    expect(explanation.findings).toMatchObject([
      {
        severity: 'wrong',
        problem: { code: 'registryShadowed', advice: 'Apply the pending changes, which put ours in its place.' },
        origin: { line: 2 },
      },
    ]);
  });

  test('a variable of the environment, in any case that npm reads it', async () => {
    const { explain } = await npmOn();
    const explanation = await explain({ NPM_CONFIG_REGISTRY: 'https://mirror.example/' });
    expect(explanation.findings).toMatchObject([
      { problem: { code: 'registryShadowed', advice: 'Unset NPM_CONFIG_REGISTRY.' }, origin: { path: null } },
    ]);
  });

  test('[literal-project-token] a stale token in a project file, with its age, although the user level has a fresh one', async () => {
    const { home, explain } = await npmOn('project');
    home.write('shop/.npmrc', `${home.read('shop/.npmrc')}${KEY}=${STALE}\n`);
    const explanation = await explain();
    expect(explanation.signsInBy).toMatchObject({ kind: 'stale', origin: { line: 2 } });
    const [finding] = explanation.findings;
    expect(finding).toMatchObject({ severity: 'wrong', problem: { code: 'tokenStale' } });
    expect(finding?.problem.message).toMatch(/expired 2 days ago, although ~\/\.npmrc line 1 holds a fresh one/);
  });

  test('[host-token-and-stale-one] a stale token under a broader key is only a note while the exact key has a fresh one', async () => {
    const { home, explain } = await npmOn();
    home.write('.npmrc', `${home.read('.npmrc')}//d.example/:_authToken=${STALE}\n`);
    const explanation = await explain();
    expect(explanation.signsInBy?.kind).toBe('fresh');
    expect(codesOf(explanation)).toEqual(['note tokenStale']);
  });

  test('a credential that is no CodeArtifact token', async () => {
    const { home, explain } = await npmOn('project');
    home.write('shop/.npmrc', `${home.read('shop/.npmrc')}${KEY}=of-another-registry\n`);
    const explanation = await explain();
    expect(codesOf(explanation)).toEqual(['wrong credentialShadowed']);
    expect(explanation.findings[0]?.problem.advice).toBe('Remove line 2 of ~/shop/.npmrc.');
    expect(JSON.stringify(explanation)).not.toContain('of-another-registry');
  });
});

test('[unset-variable] a variable that is not set is named wherever the files refer to it', async () => {
  const { home, explain } = await npmOn();
  home.write('.npmrc', `${home.read('.npmrc')}//mirror.example/:_authToken=\${NOPE}\n`);
  expect(codesOf(await explain())).toEqual(['warning variableUnset']);
  expect(codesOf(await explain({ NOPE: 'set' }))).toEqual([]);
});

test('[placeholder] a placeholder in our place is named, and wrong only while its variable is not set', async () => {
  const { home, explain } = await npmOn();
  home.write('.npmrc', `registry=${OURS}\n${KEY}=\${CODEARTIFACT_AUTH_TOKEN}\n`);
  const unset = await explain();
  expect(unset.signsInBy?.kind).toBe('reference');
  expect(codesOf(unset)).toContain('wrong variableUnset');
  expect(codesOf(await explain({ CODEARTIFACT_AUTH_TOKEN: 'x' }))).toEqual([]);
});

test.each(['https://D.example/npm/web/', 'https://d.example:443/npm/web/', 'http://d.example/npm/web/'])(
  '[last-slash, host-spelling] %s names our repository, but not as its credential is looked up',
  async (spelled) => {
    const { home, explain } = await npmOn();
    home.write('.npmrc', home.read('.npmrc').replace(OURS, spelled));
    const { findings } = await explain();
    expect(findings).toMatchObject([{ problem: { code: 'registryShadowed', advice: `Write it as ${OURS}.` } }]);
  },
);

test('[last-slash] a registry without its last slash is ours', async () => {
  const { home, explain } = await npmOn();
  home.write('.npmrc', home.read('.npmrc').replace(OURS, OURS.slice(0, -1)));
  expect((await explain()).registry?.ours).toBe(true);
});

test('nothing found is said once, with what to do', async () => {
  const { home, explain } = await npmOn();
  home.write('.npmrc', '\n');
  expect(codesOf(await explain())).toEqual(['wrong registryMissing']);
  home.write('.npmrc', `registry=${OURS}\n`);
  expect(codesOf(await explain())).toEqual(['wrong credentialMissing']);
});

test('a file that the client can not read is named, once, with its line', async () => {
  const home = aCliHome(null);
  const engine = anEngine({ home, clock: manualClock(NOW), aws: aTokenService(manualClock(NOW)) });
  const binding = {
    project: 'user',
    client: 'pip',
    profile: 'work',
    domain: 'platform',
    repository: 'web',
    enabled: true,
  };
  await engine.ask('binding.add', binding);
  home.write('.config/pip/pip.conf', '[global]\n[global]\n');
  const [explanation] = await engine.ask('doctor.explain', {});
  expect(explanation?.findings[0]).toMatchObject({ problem: { code: 'fileInvalid' }, origin: { line: 2 } });
});

test('no token crosses to whoever asks', async () => {
  const { home, explain, token } = await npmOn('project');
  home.write('shop/.npmrc', `registry=https://aws:${STALE}@d.example/npm/web/\n${KEY}=${STALE}\n`);
  const text = JSON.stringify(await explain());
  expect(text).not.toContain(token);
  expect(text).not.toContain(STALE);
});
