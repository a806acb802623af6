import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { ok, problemOf } from '../../../shared/contract/problem.ts';
import type { Result } from '../../../shared/contract/problem.ts';
import type { AwsAccess } from '../../../shared/ports/aws-access.ts';
import { obtainTokens } from '../../../shared/engine/operations/tokens.ts';
import { realFileSystem } from '../../../shared/engine/files/file-system.ts';
import { fingerprintOf, readLedger } from '../../../shared/engine/state/ledger.ts';
import type { LedgerEntry } from '../../../shared/engine/state/ledger.ts';
import type { TokenSettings } from '../../../shared/engine/state/settings.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEmulator } from '../../support/emulator-service.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';
import type { TokenService } from '../../support/token-service.ts';

const HOUR = 3_600_000;
const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;
const KEY = '//d.example/npm/web/:_authToken=';

type Machine = {
  readonly home: CliHome;
  readonly clock: ReturnType<typeof manualClock>;
  readonly service: TokenService;
  readonly engine: TestEngine;
  readonly tokenId: string;
  /** One more host on the same home. */
  another(): TestEngine;
};

/** A machine whose .npmrc the engine keeps signed in; the service's clock is the machine's. */
async function aMachine(apply = true): Promise<Machine> {
  const home = aCliHome(null);
  // Between two whole seconds, where clocks that count seconds and ones that count milliseconds differ.
  const clock = manualClock(Date.parse('2026-11-20T10:00:00.900Z'));
  const service = aTokenService(clock);
  const another = () => anEngine({ home, clock, aws: service });
  const engine = another();
  await engine.ask('binding.add', { ...WEB, enabled: true });
  if (apply) await engine.ask('plan.apply', {});
  const tokenId = (await engine.state()).tokens[0]!.id;
  return { home, clock, service, engine, tokenId, another };
}

async function settingsOf({ engine }: Machine) {
  const state = await engine.core.state.read();
  if (!state.ok) throw new Error(state.error.message);
  return {
    token: state.value.settings.tokens[0]!,
    entry: state.value.ledger.tokens[state.value.settings.tokens[0]!.id],
  };
}

async function obtain({ core }: TestEngine, token: TokenSettings): Promise<Result<string | undefined>> {
  const tokens = await obtainTokens(core, [token]);
  return tokens.ok ? ok(tokens.value.get(token.id)) : tokens;
}

async function refresh({ core }: TestEngine, token: TokenSettings, seen: LedgerEntry | undefined) {
  const [outcome] = await core.refresher.refresh([{ token, seen }]);
  return outcome!;
}

function tokenInFile(home: CliHome): string {
  return home.read('.npmrc').split(KEY)[1]!.split('\n')[0]!;
}

test('a token that can not be kept because the ledger can not be written says so, until it can', async () => {
  const { home, engine, tokenId } = await aMachine();
  rmSync(home.path('state/ledger.json'));
  // Nothing replaces a folder.
  mkdirSync(home.path('state/ledger.json'));
  const refused = await engine.api.request('token.refresh', { tokenId });
  expect(refused).toMatchObject({ ok: false });
  expect((await engine.state()).tokens).toMatchObject([
    { state: 'failed', error: { code: refused.ok ? '' : refused.error.code, advice: expect.any(String) as string } },
  ]);
  rmSync(home.path('state/ledger.json'), { recursive: true });
  await engine.ask('token.refresh', { tokenId });
  expect((await engine.state()).tokens).toMatchObject([{ state: 'fresh', error: null }]);
});

test('a file that a refresh can not write is refused with the reason, until it can', async () => {
  const { home, engine, tokenId } = await aMachine();
  const { rename } = realFileSystem;
  const spy = vi.spyOn(realFileSystem, 'rename').mockImplementation(async (from, to) => {
    if (String(to).endsWith('.npmrc')) throw Object.assign(new Error('denied'), { code: 'EACCES' });
    return rename(from, to);
  });
  await engine.ask('token.refresh', { tokenId });
  const [refused] = (await engine.state()).bindings;
  expect(refused).toMatchObject({
    state: 'refused',
    problem: { code: 'fileNotWritable' },
    targets: [{ path: home.path('.npmrc'), state: 'refused' }],
  });
  spy.mockRestore();
  await engine.ask('token.refresh', { tokenId });
  expect((await engine.state()).bindings).toMatchObject([{ state: 'inSync', problem: null }]);
});

describe('one token is one request', () => {
  test('when twenty ask for it at once', async () => {
    const machine = await aMachine(false);
    const { token } = await settingsOf(machine);

    const answers = await Promise.all(Array.from({ length: 20 }, () => obtain(machine.engine, token)));

    expect(machine.service.issued).toHaveLength(1);
    expect(answers).toEqual(answers.map(() => ({ ok: true, value: machine.service.issued[0] })));
    expect(machine.service.requests()).toBe(1);
  });

  test('when five hosts refresh it at the same due time', async () => {
    const machine = await aMachine();
    const { token, entry } = await settingsOf(machine);
    machine.clock.advance(9 * HOUR);
    const hosts = Array.from({ length: 5 }, () => machine.another());

    const refreshed = await Promise.all(hosts.map((host) => refresh(host, token, entry)));

    expect(refreshed.every((outcome) => outcome.ok)).toBe(true);
    expect(machine.service.requests()).toBe(2);
    expect(tokenInFile(machine.home)).toBe(machine.service.issued[1]);
  });

  test('when five hosts refresh it at the same due time and AWS says no', async () => {
    const machine = await aMachine();
    const { token, entry } = await settingsOf(machine);
    machine.clock.advance(9 * HOUR);
    machine.service.answerWith(problemOf('throttled', 'Slow down.', { retryable: true }));

    const hosts = Array.from({ length: 5 }, () => machine.another());
    const refreshed = await Promise.all(hosts.map((host) => refresh(host, token, entry)));

    expect(machine.service.requests()).toBe(2);
    for (const outcome of refreshed) expect(outcome).toMatchObject({ ok: false, error: { code: 'throttled' } });
  });

  test('when a person clicks refresh ten times, and one more when they click again later', async () => {
    const { engine, service, tokenId, clock } = await aMachine();

    await Promise.all(Array.from({ length: 10 }, () => engine.ask('token.refresh', { tokenId })));
    expect(service.requests()).toBe(2);
    clock.advance(1);
    await engine.ask('token.refresh', { tokenId });
    expect(service.requests()).toBe(3);
  });
});

describe('a token', () => {
  test('that another process got is found again in the files it wrote', async () => {
    const machine = await aMachine();
    const { token } = await settingsOf(machine);

    expect(await obtain(machine.another(), token)).toEqual({ ok: true, value: machine.service.issued[0] });
    expect(machine.service.requests()).toBe(1);
  });

  test('is not taken from a file when it is not the newest that we know of', async () => {
    const machine = await aMachine();
    const { token } = await settingsOf(machine);
    machine.home.write(
      '.npmrc',
      machine.home.read('.npmrc').replace(/(:_authToken=).*/, `$1${machine.service.issued[0]}x`),
    );

    const answer = await obtain(machine.another(), token);

    expect(machine.service.requests()).toBe(2);
    expect(answer).toEqual({ ok: true, value: machine.service.issued[1] });
  });

  test('is never handed out after its end, and the new one also takes the place of the old one in files', async () => {
    const machine = await aMachine();
    const { token } = await settingsOf(machine);
    machine.clock.advance(12 * HOUR - 1000);
    expect(await obtain(machine.engine, token)).toEqual({ ok: true, value: machine.service.issued[0] });
    machine.clock.advance(100);

    expect(await obtain(machine.engine, token)).toEqual({ ok: true, value: machine.service.issued[1] });
    expect(tokenInFile(machine.home)).toBe(machine.service.issued[1]);
    expect((await machine.engine.state()).plan.changes).toEqual([]);
  });

  test('is not asked for while the ledger is damaged, which stays as it is; without the file it is asked for again', async () => {
    const machine = await aMachine();
    const { token } = await settingsOf(machine);
    const ledgerFile = machine.home.path('state/ledger.json');
    writeFileSync(ledgerFile, '{"version":1,"tok');

    expect(await obtain(machine.engine, token)).toMatchObject({ ok: false, error: { code: 'settingsInvalid' } });
    expect(machine.home.read('state/ledger.json')).toBe('{"version":1,"tok');
    expect(machine.service.requests()).toBe(1);

    rmSync(ledgerFile);
    expect((await obtain(machine.engine, token)).ok).toBe(true);
    expect(machine.service.requests()).toBe(2);
    const ledger = await readLedger(machine.home.path('state'), machine.clock);
    expect(ledger.ok && ledger.value.tokens[token.id]?.token?.fingerprint).toBe(
      fingerprintOf(machine.service.issued[1]!),
    );
  });
});

test.each(['', 'abc%20def', 'abc"def', 'abc\ndef', 'abc def', 'abc$HOME', 'abc=', 'ünï'])(
  '[long-or-odd-token] an answer of %j is no token: it is refused before any file is touched, and not asked for again at once',
  async (answer) => {
    const home = aCliHome(null);
    home.write('.npmrc', 'fund=false\n');
    const clock = manualClock();
    const service = aTokenService(clock);
    let asked = 0;
    const aws: AwsAccess = {
      ...service,
      async token() {
        asked += 1;
        return { ok: true, value: { token: answer, expiresAt: clock.now() + 12 * HOUR } };
      },
    };
    const engine = anEngine({ home, clock, aws });
    await engine.ask('binding.add', { ...WEB, enabled: true });

    const report = await engine.ask('plan.apply', {});

    expect(report.written).toEqual([]);
    expect(report.skipped).toMatchObject([{ problem: { code: 'unexpected' } }]);
    expect(home.read('.npmrc')).toBe('fund=false\n');
    const [token] = (await engine.state()).tokens;
    expect(token).toMatchObject({ state: 'failed', error: { code: 'unexpected' } });
    const kept = home.files('state').map((file) => home.read(file));
    if (answer !== '') expect(kept.join('\n') + engine.logged.join('\n')).not.toContain(answer);
    await engine.start();
    clock.advance(60_000);
    await engine.state();
    expect(asked).toBeLessThanOrEqual(2);
  },
);

describe('refreshing', () => {
  test('writes only the lines that are ours, in every file, and needs no apply', async () => {
    const { engine, home, service: aws, tokenId, clock } = await aMachine();
    await engine.ask('binding.add', { ...WEB, client: 'pip', enabled: true });
    await engine.ask('plan.apply', {});
    home.write('.npmrc', `//corp.example/:_authToken=theirs\n${home.read('.npmrc')}; end`);
    const npmrc = home.read('.npmrc');
    const pipConf = home.read('.config/pip/pip.conf');
    await engine.ask('binding.add', { ...WEB, repository: 'tools', options: { scope: '@new' }, enabled: true });
    clock.advance(9 * HOUR);

    await engine.ask('token.refresh', { tokenId });

    const [old, refreshed] = [aws.issued[0]!, aws.issued[1]!];
    expect(home.read('.npmrc')).toBe(npmrc.replace(old, refreshed));
    expect(home.read('.config/pip/pip.conf')).toBe(pipConf.replace(old, refreshed));
    const { plan } = await engine.state();
    expect(plan.changes.map(({ summary }) => summary)).toEqual(['@new:registry, _authToken']);
  });

  test.each([
    ['another secret', `${KEY}their-own-secret`],
    ['a variable', `${KEY}\${CODEARTIFACT_AUTH_TOKEN}`],
    ['nothing at all', '; removed'],
  ])('leaves a line alone that its user replaced by %s', async (_, line) => {
    const { engine, home, tokenId, clock } = await aMachine();
    home.write('.npmrc', home.read('.npmrc').replace(/^.*:_authToken=.*$/m, line));
    const before = home.bytes('.npmrc');
    clock.advance(9 * HOUR);

    await engine.ask('token.refresh', { tokenId });

    expect(home.bytes('.npmrc')).toEqual(before);
  });

  test('goes on for a binding whose other file can no longer be read', async () => {
    const { engine, home, service: aws, tokenId, clock } = await aMachine();
    home.write('shop/.npmrc', '');
    await engine.ask('binding.add', { ...WEB, repository: 'tools', project: home.path('shop'), enabled: true });
    await engine.ask('plan.apply', {});
    home.write('shop/.npmrc', "'null' = 1\n");
    clock.advance(9 * HOUR);

    await engine.ask('token.refresh', { tokenId });

    expect(home.read('.npmrc').match(/_authToken=(.*)/g)).toEqual([1, 1].map((i) => `_authToken=${aws.issued[i]}`));
  });

  test('keeps a newer token that another tool wrote in our place, until ours outlives it', async () => {
    const { engine, home, service: aws, tokenId, clock } = await aMachine();
    clock.advance(HOUR);
    const theirs = await aws.token({ profile: 'work', region: 'eu-west-1', domain: 'platform' }, undefined);
    const newer = theirs.ok ? theirs.value.token : '';
    home.write('.npmrc', home.read('.npmrc').replace(aws.issued[0]!, newer));
    expect((await engine.state()).plan.changes).toEqual([]);

    clock.advance(8 * HOUR);
    await engine.ask('token.refresh', { tokenId });

    expect(tokenInFile(home)).toBe(aws.issued[2]);
  });
});

test('logging in refreshes a token that is due, and makes do with it while AWS is away', async () => {
  const { engine, home, service: aws, clock } = await aMachine();
  const params = { ...WEB, options: { scope: '@acme' } };
  clock.advance(9 * HOUR);
  aws.answerWith(problemOf('offline', 'No network.', { retryable: true }));
  expect((await engine.terminal.login(params)).ok).toBe(true);
  expect(tokenInFile(home)).toBe(aws.issued[0]);

  aws.answerWith(null);
  clock.advance(1000);
  expect((await engine.terminal.login(params)).ok).toBe(true);
  expect(tokenInFile(home)).toBe(aws.issued[1]);
  expect(aws.requests()).toBe(3);
});

test('a service whose clock is five hours ahead or behind changes nothing about what is refreshed, when and where', async () => {
  for (const ahead of [5 * HOUR, -5 * HOUR]) {
    const emulator = await anEmulator({ now: () => Date.now() + ahead, tokenLifetimeSeconds: 3600 });
    const home = aCliHome(emulator);
    const engine = anEngine({ home });
    await engine.ask('binding.add', { ...WEB, enabled: true });
    await engine.ask('plan.apply', {});
    const [token] = (await engine.state()).tokens;
    const lifeLeft = Date.parse(token!.expiresAt!) - Date.now();
    expect(lifeLeft).toBeGreaterThan(3500_000);
    expect(lifeLeft).toBeLessThanOrEqual(3605_000);
    expect(Date.parse(token!.refreshAt!) - Date.now()).toBeGreaterThan(1500_000);
    expect(Date.parse(token!.refreshAt!) - Date.now()).toBeLessThan(2000_000);
    expect((await engine.state()).plan.changes).toEqual([]);

    await engine.ask('token.refresh', { tokenId: token!.id });

    expect(home.read('.npmrc')).toContain(`_authToken=${emulator.issuedTokens[1]}`);
  }
});

test('while the ledger can not be written, the keeper asks once a minute and says why', async () => {
  const { home, engine, service: aws, clock } = await aMachine();
  const host = anEngine({ home, clock, aws });
  rmSync(home.path('state/ledger.json'));
  mkdirSync(home.path('state/ledger.json'));
  await host.start();
  await vi.waitFor(() => expect(host.logged.join()).toContain('ledger.json'));
  const asked = aws.requests();

  for (let second = 0; second < 50; second += 1) {
    clock.advance(1000);
    await host.state();
  }

  expect(aws.requests() - asked).toBeLessThanOrEqual(1);
  expect((await engine.state()).tokens[0]!.state).toBe('none');
});

test('a file that could not be written when its token was refreshed gets it as soon as it can, without an apply', async () => {
  const { home, service: aws, clock, another } = await aMachine();
  const host = another();
  await host.start();
  chmodSync(home.path('.npmrc'), 0o400);
  clock.advance(9 * HOUR);
  await vi.waitFor(() => expect(host.logged.join()).toContain('read-only'));
  expect(tokenInFile(home)).toBe(aws.issued[0]);

  chmodSync(home.path('.npmrc'), 0o600);
  await vi.waitFor(() => {
    clock.advance(30_000);
    expect(tokenInFile(home)).toBe(aws.issued[1]);
  });
  expect(aws.requests()).toBe(2);
});

test('a token store that fails ends no refresh', async () => {
  const { home, service: aws, clock, tokenId } = await aMachine();
  let broken = true;
  const kept = new Map<string, string>();
  const tokens = {
    get: async (id: string) => kept.get(id) ?? null,
    set(id: string, token: string) {
      if (broken) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      kept.set(id, token);
    },
    delete: () => {},
  };
  const host = anEngine({ home, clock, aws, tokens });
  clock.advance(9 * HOUR);
  await host.start();
  await vi.waitFor(() => expect(host.logged.join()).toContain('no space left'));

  broken = false;
  await vi.waitFor(() => {
    clock.advance(30_000);
    expect(kept.has(tokenId)).toBe(true);
  });
  await vi.waitFor(() => expect(tokenInFile(home)).toBe(kept.get(tokenId)));
});
