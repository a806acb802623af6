import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { client: 'npm', project: 'user', profile: 'work', domain: 'platform', repository: 'web' } as const;
const LAB = { ...WEB, client: 'pip', repository: 'lab' } as const;

/** A home, and hosts in it: each a process of its own as far as it can tell. */
function aMachine(home: CliHome = aCliHome(null)) {
  const clock = manualClock();
  const service = aTokenService(clock);
  const host = () => anEngine({ home, clock, aws: service });
  const engine = host();
  async function applied(): Promise<void> {
    clock.advance(1000);
    await engine.ask('plan.apply', {});
  }
  return {
    home,
    engine,
    host,
    service,
    async apply(binding: typeof WEB | typeof LAB) {
      const { bindingId } = await engine.ask('binding.add', { ...binding, enabled: true });
      await applied();
      return bindingId;
    },
    applied,
    later: () => clock.advance(1000),
    async newest(kind: string) {
      const found = (await engine.state()).activity.find((event) => event.kind === kind);
      if (found === undefined) throw new Error(`nothing was ${kind}`);
      return found;
    },
  };
}

test('what one host did is known to all, also after a restart: when, what, by whom, which files and bindings', async () => {
  const { engine, host, home, apply, later } = aMachine();
  const bindingId = await apply(WEB);
  later();
  const login = await host().terminal.login(LAB);
  if (!login.ok) throw new Error(login.error.message);
  later();
  const state = await engine.core.state.read();
  if (!state.ok) throw new Error(state.error.message);
  const { settings, ledger } = state.value;
  await engine.core.refresher.refresh(settings.tokens.map((token) => ({ token, seen: ledger.tokens[token.id] })));

  const { activity } = await host().state();
  expect(activity.map(({ kind, by, message }) => [kind, by, message])).toEqual([
    ['refreshed', 'agent', 'Refreshed the token of platform (profile work)'],
    ['applied', 'cli', 'Signed pip in to platform/lab'],
    ['applied', 'page', 'Wrote 1 file'],
    ['refreshed', 'page', 'Refreshed the token of platform (profile work)'],
    ['added', 'page', 'Added npm for platform/web'],
  ]);
  const [refreshed, signedIn, applied] = activity;
  expect(refreshed).toMatchObject({ undo: null, paths: [{ path: home.path('.npmrc') }, {}] });
  expect(signedIn).toMatchObject({ bindings: [login.value.bindingId] });
  expect(applied).toMatchObject({
    bindings: [bindingId],
    paths: [{ path: home.path('.npmrc'), displayPath: '~/.npmrc' }],
  });
});

test('no token is in it', async () => {
  const { engine, home, apply, service } = aMachine();
  await apply(WEB);
  engine.core.activity.note('problem', `//d.example/:_authToken=${service.issued[0]}`);
  const text = home.read('state/activity.jsonl') + JSON.stringify((await engine.state()).activity);
  for (const token of service.issued) expect(text).not.toContain(token);
});

test('an earlier apply is taken back by itself, byte for byte, after a look at what that would do', async () => {
  const { engine, home, apply, newest } = aMachine();
  home.write('.npmrc', '# mine\nregistry=https://r.example/\n');
  await apply(WEB);
  const { undo } = await newest('applied');
  await apply(LAB);
  const lab = Object.fromEntries(
    home
      .files()
      .filter((name) => name.includes('pip'))
      .map((name) => [name, home.read(name)]),
  );

  const { changes, putBack } = await engine.ask('activity.previewUndo', undo!);
  expect(putBack).toEqual([]);
  expect(changes.map(({ displayPath }) => displayPath)).toEqual(['~/.npmrc']);
  expect(changes[0]?.diff).toContain('+registry=https://r.example/');
  expect((await engine.ask('activity.undo', undo!)).written).toEqual([home.path('.npmrc')]);

  expect(home.read('.npmrc')).toBe('# mine\nregistry=https://r.example/\n');
  for (const [name, text] of Object.entries(lab)) expect(home.read(name)).toBe(text);
  const state = await engine.state();
  expect(state.activity[0]).toMatchObject({ kind: 'undone', message: 'Took an earlier apply back: 1 file' });
  expect(await engine.api.request('activity.undo', undo!)).toMatchObject({ error: { code: 'nothingToUndo' } });

  // The last apply is still the last one.
  expect(state.canUndo).toBe(true);
  await engine.ask('plan.undo', {});
  expect(home.files().filter((name) => name.includes('pip'))).toEqual([]);
});

test('what was taken back can be taken back', async () => {
  const { engine, home, apply, newest, later } = aMachine();
  await apply(WEB);
  const written = home.read('.npmrc');
  later();
  await engine.ask('activity.undo', (await newest('applied')).undo!);
  expect(home.has('.npmrc')).toBe(false);
  later();
  await engine.ask('activity.undo', (await newest('undone')).undo!);
  expect(home.read('.npmrc')).toBe(written);
});

test('what was switched since, or removed, is not taken back, and says so', async () => {
  const { engine, apply, newest } = aMachine();
  const bindingId = await apply(WEB);
  const { undo } = await newest('applied');
  await apply(LAB);
  await engine.ask('binding.setEnabled', { bindingId, enabled: false });
  expect((await newest('applied')).undo, 'the last one').not.toBeNull();
  const nothing = { ok: false, error: { code: 'nothingToUndo' } };
  for (const name of ['activity.undo', 'activity.previewUndo'] as const) {
    expect(await engine.api.request(name, undo!)).toMatchObject(nothing);
    expect(await engine.api.request(name, { id: 'unknown' })).toMatchObject(nothing);
  }
  await engine.ask('binding.setEnabled', { bindingId, enabled: true });
  await engine.ask('binding.remove', { bindingId });
  expect(await engine.api.request('activity.undo', undo!)).toMatchObject(nothing);
  expect((await engine.state()).activity.filter((event) => event.undo !== null)).toHaveLength(1);
});

test('what another repository has taken the place of is refused by name, and nothing is changed', async () => {
  const { engine, home, apply, applied, newest } = aMachine();
  const bindingId = await apply(WEB);
  await engine.ask('binding.setEnabled', { bindingId, enabled: false });
  await applied();
  const { undo } = await newest('applied');
  const tools = await engine.ask('binding.add', { ...WEB, repository: 'tools', enabled: true });
  await applied();
  const before = home.read('.npmrc');
  const conflict = { error: { code: 'entryConflict', command: `codeartifact-tray disable ${tools.bindingId}` } };
  expect(await engine.api.request('activity.previewUndo', undo!)).toMatchObject(conflict);
  expect(await engine.api.request('activity.undo', undo!)).toMatchObject(conflict);
  expect(home.read('.npmrc')).toBe(before);
  expect((await engine.state()).plan.changes).toEqual([]);
});

test('where the disk takes no log, the host remembers for as long as it runs', async () => {
  const { engine, home, apply } = aMachine();
  mkdirSync(home.path('state/activity.jsonl'), { recursive: true, mode: 0o700 });
  await apply(WEB);
  const { activity } = await engine.state();
  expect(activity.map(({ kind }) => kind)).toEqual(['applied', 'refreshed', 'added']);
  await engine.ask('activity.undo', activity[0]!.undo!);
  expect(home.has('.npmrc')).toBe(false);
});
