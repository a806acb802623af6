import type { Problem } from '../../../shared/contract/problem.ts';
import { describe, expect, test } from 'vitest';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import { aCodeArtifactToken } from '../secrets/sample-token.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const STALE = aCodeArtifactToken({ isu: NOW / 1000 - 3 * 86_400, exp: NOW / 1000 - 3 * 86_400 + 43_200 });
const npm = { client: 'npm', profile: 'work', domain: 'platform', repository: 'web', enabled: true } as const;

/** A machine with a project `shop` whose .npmrc holds the given lines, and an engine on it. */
function aShop(lines: string) {
  const home = aCliHome(null);
  home.write('shop/package.json', '{}\n');
  home.write('shop/.npmrc', lines);
  const clock = manualClock(NOW);
  const aws = aTokenService(clock);
  const engine = anEngine({ home, clock, aws });
  return { home, clock, engine, again: () => anEngine({ home, clock, aws }) };
}

const shadowed = {
  severity: 'wrong',
  problem: { code: 'tokenStale', advice: 'Remove line 1 of ~/shop/.npmrc.' },
  origin: { name: '~/shop/.npmrc', line: 1 },
};

/** The host of these tests is none of CodeArtifact's. */
const isNoHost = ({ code }: Pick<Problem, 'code'>): boolean => code !== 'endpointCustom';

describe('what stands in the way is part of every answer', () => {
  test('of the plan before anything is written, of the apply, and of each snapshot', async () => {
    const { home, engine } = aShop(`//d.example/npm/web/:_authToken=${STALE}\n`);
    await engine.ask('binding.add', { ...npm, project: home.path('shop') });
    const before = await engine.state();
    expect(before.plan.warnings.filter(isNoHost)).toMatchObject([
      { code: 'tokenStale', path: home.path('shop/.npmrc'), bindings: [before.bindings[0]!.id] },
    ]);
    expect(before.bindings).toMatchObject([{ state: 'pending', findings: [shadowed] }]);

    const report = await engine.ask('plan.apply', {});
    expect(report.findings).toMatchObject([{ bindingId: before.bindings[0]!.id, ...shadowed }]);
    expect((await engine.state()).bindings).toMatchObject([{ state: 'inSync', findings: [shadowed] }]);
  });

  test('of a login and its preview, by the terminal', async () => {
    const { home, engine } = aShop('//d.example/npm/web/:_authToken=${NPM_TOKEN}\n');
    const binding = { ...npm, project: home.path('shop') };
    const preview = await engine.terminal.previewLogin(binding);
    expect(preview.ok && preview.value.plan.warnings.filter(isNoHost)).toMatchObject([
      { code: 'variableUnset' },
      { code: 'variableUnset' },
    ]);
    const login = await engine.terminal.login(binding);
    expect(login.ok && login.value.findings.filter(({ problem }) => isNoHost(problem))).toMatchObject([
      { severity: 'wrong', problem: { code: 'variableUnset' } },
      { severity: 'warning' },
    ]);
  });

  test('of an undo that brings a binding back', async () => {
    const { home, engine } = aShop('');
    await engine.ask('binding.add', { ...npm, project: home.path('shop') });
    await engine.ask('plan.apply', {});
    const [binding] = (await engine.state()).bindings;
    await engine.ask('binding.setEnabled', { bindingId: binding!.id, enabled: false });
    await engine.ask('plan.apply', {});
    home.write('shop/.npmrc', `//d.example/npm/web/:_authToken=${STALE}\n`);
    expect((await engine.ask('plan.undo', {})).findings).toMatchObject([shadowed]);
  });

  test('nothing is found where nothing is, pending or written', async () => {
    const { home, engine } = aShop('# nothing yet\n');
    await engine.ask('binding.add', { ...npm, project: home.path('shop') });
    const { bindings, plan } = await engine.state();
    expect([bindings[0]!.findings, plan.warnings.filter(isNoHost)]).toEqual([[], []]);
    expect(await engine.ask('plan.apply', {})).toMatchObject({ findings: [] });
    expect((await engine.state()).bindings).toMatchObject([{ findings: [] }]);
  });

  test('a line that the plan puts right is no finding, though the doctor names it until then', async () => {
    const { home, engine } = aShop('registry=https://mirror.example/\n');
    await engine.ask('binding.add', { ...npm, project: home.path('shop') });
    expect((await engine.state()).bindings).toMatchObject([{ state: 'pending', findings: [] }]);
    const [explanation] = await engine.ask('doctor.explain', {});
    expect(explanation?.findings[0]).toMatchObject({ severity: 'wrong', problem: { code: 'registryShadowed' } });
  });
});

describe('a judgement is kept no longer than it holds', () => {
  test('a nearer file that appears, changes and goes is noticed', async () => {
    const { home, engine } = aShop('');
    await engine.ask('binding.add', { ...npm, project: home.path('shop') });
    await engine.ask('plan.apply', {});
    const ours = home.read('shop/.npmrc');
    const findings = async () => (await engine.state()).bindings[0]!.findings.map(({ problem }) => problem.code);
    expect(await findings()).toEqual([]);
    home.write('shop/.npmrc', `//d.example/npm/web/:_authToken=${STALE}\n${ours}`);
    expect(await findings()).toEqual(['tokenStale']);
    home.write('shop/.npmrc', `//d.example/npm/web/:_authToken=npm_other\n${ours}`);
    expect(await findings()).toEqual(['credentialShadowed']);
    home.write('shop/.npmrc', ours);
    expect(await findings()).toEqual([]);
  });

  test('a token that ends while nothing else changes is noticed', async () => {
    const { home, clock, engine } = aShop('');
    const soon = aCodeArtifactToken({ isu: NOW / 1000, exp: NOW / 1000 + 600 });
    home.write('shop/.npmrc', `//d.example/npm/web/:_authToken=${soon}\n`);
    await engine.ask('binding.add', { ...npm, project: home.path('shop') });
    await engine.ask('plan.apply', {});
    const findings = async () => (await engine.state()).bindings[0]!.findings.map(({ problem }) => problem.message);
    expect(await findings()).toEqual([]);
    clock.advance(660_000);
    expect(await findings()).toMatchObject([expect.stringContaining('expired 1 minute ago')]);
    clock.advance(660_000);
    expect(await findings()).toMatchObject([expect.stringContaining('expired 12 minutes ago')]);
  });

  test("a token of ours that ended is the token's to say, not every binding's", async () => {
    const { home, clock, engine } = aShop('');
    await engine.ask('binding.add', { ...npm, project: home.path('shop') });
    await engine.ask('plan.apply', {});
    clock.advance(13 * 3_600_000);
    expect(await engine.state()).toMatchObject({ tokens: [{ state: 'expired' }], bindings: [{ findings: [] }] });
  });
});

describe('a client that takes no token from a variable', () => {
  test.each(['yarn', 'deno', 'maven', 'swift', 'netrc', 'go'] as const)(
    '%s is not signed in by variables alone, and the command takes the binding back',
    async (client) => {
      const { engine } = aShop('');
      const login = await engine.terminal.login({
        client,
        project: 'user',
        profile: 'work',
        domain: 'platform',
        repository: 'web',
        execOnly: true,
      });
      if (!login.ok) throw new Error(login.error.message);
      const { bindingId, findings } = login.value;
      const missing = { code: 'credentialMissing', command: `codeartifact-tray remove ${bindingId}` };
      expect(findings).toContainEqual(
        expect.objectContaining({ severity: 'wrong', problem: expect.objectContaining(missing) }),
      );
      await engine.ask('binding.remove', { bindingId });
      expect((await engine.state()).bindings).toEqual([]);
    },
  );

  test('is, where a file of its own refers to one', async () => {
    const { home, engine } = aShop(
      'registry=https://d.example/npm/web/\n//d.example/npm/web/:_authToken=${NPM_TOKEN}\n',
    );
    const binding = { client: 'yarn', project: home.path('shop'), profile: 'work', domain: 'platform' } as const;
    const login = await engine.terminal.login({ ...binding, repository: 'web', execOnly: true });
    expect(login).toMatchObject({ ok: true });
    expect((await engine.state()).bindings[0]?.findings.filter(({ severity }) => severity === 'wrong')).toEqual([]);
  });
});
