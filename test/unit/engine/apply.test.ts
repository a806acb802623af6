import { chmodSync, mkdirSync, renameSync, rmSync, rmdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AwsAccess } from '../../../shared/ports/aws-access.ts';
import { problemOf } from '../../../shared/contract/problem.ts';
import { requests } from '../../../shared/contract/requests.ts';
import type { NewBinding } from '../../../shared/contract/requests.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import type { TokenService } from '../../support/token-service.ts';

const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;
const PIP = { ...WEB, client: 'pip' } as const;
const PIP_CONF = '.config/pip/pip.conf';

type Machine = { readonly home: CliHome; readonly engine: TestEngine; readonly service: TokenService };

/** A machine; `onToken` happens while a token is being asked for, which is after the files were read. */
function aMachine(onToken: (home: CliHome) => void = () => {}): Machine {
  const home = aCliHome(null);
  const clock = manualClock();
  const service = aTokenService(clock);
  const aws: AwsAccess = {
    ...service,
    async token(address, seconds) {
      onToken(home);
      return service.token(address, seconds);
    },
  };
  return { home, service, engine: anEngine({ home, clock, aws }) };
}

async function switchedOn({ engine }: Machine, binding: NewBinding): Promise<string> {
  return (await engine.ask('binding.add', { ...binding, enabled: true })).bindingId;
}

async function switchOff({ engine }: Machine, bindingId: string): Promise<void> {
  await engine.ask('binding.setEnabled', { bindingId, enabled: false });
}

describe('a file that somebody changes between reading and writing', () => {
  function aRacingMachine(): Machine {
    let times = 0;
    return aMachine((home) => {
      times += 1;
      if (times === 1) home.write('.npmrc', 'save-exact=true\nfund=false\n');
    });
  }

  test('is read again, and their change is kept', async () => {
    const machine = aRacingMachine();
    machine.home.write('.npmrc', 'save-exact=true\n');
    const id = await switchedOn(machine, WEB);

    const report = await machine.engine.ask('plan.apply', {});

    expect(report).toMatchObject({ written: [machine.home.path('.npmrc')], skipped: [], warnings: [] });
    expect(machine.home.read('.npmrc')).toMatch(/^save-exact=true\nfund=false\nregistry=.*\n.*:_authToken=.*\n$/);
    expect(machine.service.requests()).toBe(1);
    await switchOff(machine, id);
    await machine.engine.ask('plan.apply', {});
    expect(machine.home.read('.npmrc')).toBe('save-exact=true\nfund=false\n');
  });

  test('is not written at all when what was shown would not be what is written', async () => {
    const machine = aRacingMachine();
    machine.home.write('.npmrc', 'save-exact=true\n');
    await switchedOn(machine, WEB);
    const planId = (await machine.engine.state()).plan.id;

    const outcome = await machine.engine.api.request('plan.apply', { planId });

    expect(outcome).toMatchObject({ ok: false, error: { code: 'planChanged' } });
    expect(machine.home.read('.npmrc')).toBe('save-exact=true\nfund=false\n');
  });
});

test('an old preview can not be applied', async () => {
  const machine = aMachine();
  await switchedOn(machine, WEB);
  const planId = (await machine.engine.state()).plan.id;
  machine.home.write('.npmrc', '; somebody was here\n');

  const outcome = await machine.engine.api.request('plan.apply', { planId });

  expect(outcome).toMatchObject({ ok: false, error: { code: 'planChanged' } });
  expect(machine.home.read('.npmrc')).toBe('; somebody was here\n');
  expect(machine.service.requests()).toBe(0);
});

describe('a file that can not be written', () => {
  test('is reported and left whole, other files are written, and a later apply heals it', async () => {
    const machine = aMachine();
    const { home, engine } = machine;
    home.write('.npmrc', 'save-exact=true\n', 0o444);
    home.write('shop/.npmrc', 'fund=false\n');
    const ids = [
      await switchedOn(machine, WEB),
      await switchedOn(machine, { ...WEB, repository: 'tools', project: home.path('shop') }),
      await switchedOn(machine, PIP),
    ];

    const report = await engine.ask('plan.apply', {});

    expect(report.written).toEqual([home.path(PIP_CONF)]);
    expect(report.skipped).toMatchObject([{ path: home.path('.npmrc'), problem: { code: 'fileNotWritable' } }]);
    expect(home.read('.npmrc')).toBe('save-exact=true\n');
    // Its registry would be of no use without the token.
    expect(home.read('shop/.npmrc')).toBe('fund=false\n');
    chmodSync(home.path('.npmrc'), 0o640);
    await engine.ask('plan.apply', {});
    expect(home.read('.npmrc')).toContain('_authToken=');
    expect(home.read('shop/.npmrc')).toContain('registry=');
    expect((await engine.state()).plan.changes).toEqual([]);
    for (const id of ids) await switchOff(machine, id);
    await engine.ask('plan.apply', {});
    expect(home.read('.npmrc')).toBe('save-exact=true\n');
    expect(home.mode('.npmrc')).toBe(0o640);
    expect(home.read('shop/.npmrc')).toBe('fund=false\n');
    expect(home.has('.config')).toBe(false);
  });

  test('because a folder is in its place is reported, and other files are written', async () => {
    const machine = aMachine();
    mkdirSync(machine.home.path('.npmrc'));
    await switchedOn(machine, WEB);
    await switchedOn(machine, PIP);

    const report = await machine.engine.ask('plan.apply', {});

    expect(report.written).toEqual([machine.home.path(PIP_CONF)]);
    expect(report.skipped).toMatchObject([{ path: machine.home.path('.npmrc'), problem: { code: 'fileInvalid' } }]);
    rmdirSync(machine.home.path('.npmrc'));
    expect((await machine.engine.ask('plan.apply', {})).written).toEqual([machine.home.path('.npmrc')]);
  });

  test('keeps what stood there first, when a repository was to be replaced by another', async () => {
    for (const way of ['off', 'discard', 'undo'] as const) {
      const machine = aMachine();
      const { home, engine } = machine;
      home.write(PIP_CONF, '[global]\nindex-url = https://original.example/simple/\n');
      const original = home.bytes(PIP_CONF);
      const web = await switchedOn(machine, PIP);
      await engine.ask('plan.apply', {});
      const applied = home.read(PIP_CONF);
      await switchOff(machine, web);
      const tools = await switchedOn(machine, { ...PIP, repository: 'tools' });
      chmodSync(home.path(PIP_CONF), 0o400);
      expect((await engine.ask('plan.apply', {})).skipped).toMatchObject([{ problem: { code: 'fileNotWritable' } }]);
      chmodSync(home.path(PIP_CONF), 0o600);

      if (way === 'discard') {
        await engine.ask('plan.discard', {});
        expect((await engine.state()).bindings.map(({ id, enabled }) => [id, enabled])).toEqual([
          [web, true],
          [tools, false],
        ]);
        expect((await engine.state()).plan.changes).toEqual([]);
        expect(home.read(PIP_CONF)).toBe(applied);
        await switchOff(machine, web);
      }
      if (way === 'undo') await engine.ask('plan.undo', {});
      await switchOff(machine, tools);
      await engine.ask('plan.apply', {});

      expect(home.bytes(PIP_CONF)).toEqual(original);
    }
  });

  test('keeps its binding from being forgotten before its lines are gone', async () => {
    const machine = aMachine();
    const { home, engine } = machine;
    home.write('.npmrc', '; mine\n');
    const bindingId = await switchedOn(machine, WEB);
    await engine.ask('plan.apply', {});
    chmodSync(home.path('.npmrc'), 0o400);

    const refused = await engine.api.request('binding.remove', { bindingId });

    expect(refused).toMatchObject({ ok: false, error: { code: 'fileNotWritable' } });
    expect((await engine.state()).bindings).toMatchObject([{ id: bindingId, enabled: false, state: 'pending' }]);
    chmodSync(home.path('.npmrc'), 0o600);
    await engine.ask('binding.remove', { bindingId });
    expect(home.read('.npmrc')).toBe('; mine\n');
    expect((await engine.state()).tokens).toEqual([]);
  });
});

test('without a journal that can be written, nothing is written anywhere', async () => {
  const machine = aMachine();
  await switchedOn(machine, WEB);
  mkdirSync(machine.home.path('state/journal.json'));

  const outcome = await machine.engine.api.request('plan.apply', {});

  expect(outcome).toMatchObject({ ok: false, error: { code: 'fileInvalid' } });
  expect(machine.home.has('.npmrc')).toBe(false);
});

test('without a token neither of the files of a binding is written, and the others are', async () => {
  const machine = aMachine();
  const { home, engine, service } = machine;
  home.write('shop/.npmrc', '');
  await switchedOn(machine, WEB);
  await engine.ask('plan.apply', {});
  service.answerWith(problemOf('accessDenied', 'You may not.'));
  const pay = { profile: 'other', domain: 'payments', repository: 'pay', project: home.path('shop') };
  await switchedOn(machine, { ...WEB, ...pay });
  await switchedOn(machine, PIP);

  const report = await engine.ask('plan.apply', {});

  expect(report.written).toEqual([home.path(PIP_CONF)]);
  expect(new Set(report.skipped.map(({ problem }) => problem.code))).toEqual(new Set(['accessDenied']));
  expect(home.read('shop/.npmrc')).toBe('');
  expect(home.read('.npmrc')).not.toContain('/pay/');
});

test('a CodeArtifact token that stood in a line before us is kept nowhere: switching off leaves the newest in its place', async () => {
  const machine = aMachine();
  const { home, engine, service } = machine;
  const before = await service.token({ profile: 'work', region: 'eu-west-1', domain: 'platform' }, undefined);
  const theirs = before.ok ? before.value.token : '';
  const line = '//d.example/npm/web/:_authToken = ';
  home.write('.npmrc', `; by aws codeartifact login\n${line}"${theirs}" ; here\nsave-exact=true`);
  const id = await switchedOn(machine, WEB);
  await engine.ask('plan.apply', {});
  for (const file of home.files('state')) expect(home.read(file)).not.toContain(theirs);

  await switchOff(machine, id);
  await engine.ask('plan.apply', {});

  expect(home.read('.npmrc')).toBe(
    `; by aws codeartifact login\n${line}"${service.issued[1]}" ; here\nsave-exact=true`,
  );
});

test('a mode that was changed while a token stood in the file is not changed back', async () => {
  const machine = aMachine();
  const { home, engine } = machine;
  home.write('.npmrc', '; mine\n', 0o644);
  const id = await switchedOn(machine, WEB);
  await engine.ask('plan.apply', {});
  expect(home.mode('.npmrc')).toBe(0o600);
  await switchOff(machine, id);
  chmodSync(home.path('.npmrc'), 0o640);
  await engine.ask('plan.apply', {});
  expect(home.mode('.npmrc')).toBe(0o640);
});

test('the mode of a file comes back with the last token in it, whichever binding is removed first', async () => {
  const machine = aMachine();
  const { home, engine } = machine;
  home.write('.npmrc', '; mine\n', 0o644);
  const web = await switchedOn(machine, WEB);
  await engine.ask('plan.apply', {});
  const tools = await switchedOn(machine, { ...WEB, repository: 'tools', options: { scope: '@acme' } });
  await engine.ask('binding.remove', { bindingId: web });
  expect(home.mode('.npmrc')).toBe(0o644);
  await engine.ask('plan.apply', {});
  expect(home.mode('.npmrc')).toBe(0o600);
  await engine.ask('binding.remove', { bindingId: tools });
  expect(home.mode('.npmrc')).toBe(0o644);
  expect(home.read('.npmrc')).toBe('; mine\n');
});

test('a file stays private while a token of ours is in it, also one that is about to leave', async () => {
  const machine = aMachine();
  const { home, engine } = machine;
  home.write('.npmrc', '; mine\n', 0o644);
  const web = await switchedOn(machine, WEB);
  const tools = await switchedOn(machine, { ...WEB, repository: 'tools', options: { scope: '@acme' } });
  await engine.ask('plan.apply', {});
  await switchOff(machine, tools);

  await engine.ask('binding.remove', { bindingId: web });

  expect(home.read('.npmrc')).toContain('/tools/:_authToken=');
  expect(home.mode('.npmrc')).toBe(0o600);
  await engine.ask('plan.apply', {});
  expect(home.read('.npmrc')).toBe('; mine\n');
  expect(home.mode('.npmrc')).toBe(0o644);
});

test('a token that was refreshed while its binding was off is in the file once the switch is put back', async () => {
  const machine = aMachine();
  const { home, engine, service } = machine;
  const id = await switchedOn(machine, WEB);
  await engine.ask('plan.apply', {});
  await switchOff(machine, id);
  await engine.ask('token.refresh', { tokenId: (await engine.state()).tokens[0]!.id });
  expect(home.read('.npmrc')).toContain(service.issued[0]);

  await engine.ask('plan.discard', {});

  expect(home.read('.npmrc')).toContain(service.issued[1]);
  expect((await engine.state()).plan.changes).toEqual([]);
});

test('a line is not kept for a binding that waits to be applied, whether its own one is removed or taken back', async () => {
  for (const way of ['remove', 'undo'] as const) {
    const machine = aMachine();
    const { home, engine } = machine;
    home.write('.npmrc', '; mine\n');
    const acme = requests['binding.add'].params.parse({ ...WEB, options: { scope: '@acme' } });
    const scoped = await engine.terminal.login(acme);
    if (!scoped.ok) throw new Error(scoped.error.message);
    const waiting = await switchedOn(machine, WEB);

    if (way === 'remove') await engine.ask('binding.remove', { bindingId: scoped.value.bindingId });
    else await engine.ask('plan.undo', {});

    expect(home.read('.npmrc')).toBe('; mine\n');
    expect((await engine.state()).plan.changes).toMatchObject([{ bindings: [waiting] }]);
    await engine.ask('plan.discard', {});
    expect((await engine.state()).plan.changes).toEqual([]);
    expect(home.read('.npmrc')).toBe('; mine\n');
  }
});

test('undo after another repository took the place brings the first one back, switched on', async () => {
  const machine = aMachine();
  const { home, engine } = machine;
  const web = await switchedOn(machine, PIP);
  await engine.ask('plan.apply', {});
  const applied = home.read(PIP_CONF);
  const other = requests['binding.add'].params.parse({ ...PIP, repository: 'tools' });
  expect((await engine.terminal.login(other)).ok).toBe(true);
  expect(home.read(PIP_CONF)).toContain('/tools/');

  await engine.ask('plan.undo', {});

  expect(home.read(PIP_CONF)).toBe(applied);
  const { bindings } = await engine.state();
  expect(bindings.filter(({ enabled }) => enabled).map(({ id }) => id)).toEqual([web]);
});

test('a home that lost its file, its folder and its project is no reason to fail', async () => {
  const machine = aMachine();
  const { home, engine } = machine;
  home.write('shop/.npmrc', '; shop\n');
  const ids = [await switchedOn(machine, { ...WEB, project: home.path('shop') }), await switchedOn(machine, PIP)];
  await engine.ask('plan.apply', {});
  rmSync(home.path('shop'), { recursive: true });
  rmSync(home.path('.config'), { recursive: true });

  for (const bindingId of ids) await engine.ask('binding.remove', { bindingId });

  expect(home.has('.npmrc')).toBe(false);
  expect(home.has('.config')).toBe(false);
  expect((await engine.state()).plan).toMatchObject({ changes: [], warnings: [] });
});

test('a binding that can not be brought about for a while keeps its lines and its token fresh, until it is switched off', async () => {
  const machine = aMachine();
  const { home, engine, service } = machine;
  home.write('shop/package.json', '{}\n');
  const id = await switchedOn(machine, { ...WEB, project: home.path('shop') });
  await engine.ask('plan.apply', {});
  renameSync(home.path('shop'), home.path('elsewhere'));

  const { plan, bindings, tokens } = await engine.state();
  expect(bindings[0]).toMatchObject({ state: 'refused', problem: { code: 'projectNotFound' } });
  expect(plan.changes).toEqual([]);
  await engine.ask('token.refresh', { tokenId: tokens[0]!.id });
  expect(home.read('.npmrc')).toContain(service.issued[1]);

  await switchOff(machine, id);
  await engine.ask('plan.apply', {});
  expect(home.has('.npmrc')).toBe(false);
});
