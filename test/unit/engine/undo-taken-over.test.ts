import { expect, test } from 'vitest';
import { keepApplied } from '../../../shared/engine/operations/tokens.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { project: 'user', profile: 'work', domain: 'platform', repository: 'web', enabled: true } as const;
const FILES = { npm: '.npmrc', pip: '.config/pip/pip.conf', twine: '.pypirc' } as const;
type Client = keyof typeof FILES;

/** A client that was applied, and that "aws codeartifact login" has pointed to another repository since. */
async function takenOver(client: Client, login: (text: string) => string) {
  const home = aCliHome(null);
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const { bindingId } = await engine.ask('binding.add', { ...WEB, client });
  await engine.ask('plan.apply', {});
  clock.advance(1000);
  const name = FILES[client];
  const ours = home.read(name);
  home.write(name, login(ours), 0o600);
  const theirs = home.read(name);
  expect(theirs).not.toBe(ours);
  const binding = async () => (await engine.state()).bindings.find(({ id }) => id === bindingId)!;
  return { home, engine, clock, name, ours, theirs, binding };
}

const toTools = (text: string) => text.replaceAll(/\/web\//g, '/tools/');
const logins: readonly (readonly [Client, (text: string) => string])[] = [
  ['npm', (text) => `${text.replace(/^(registry=.*)\/web\//m, '$1/tools/')}//d.example/npm/tools/:always-auth=true\n`],
  ['pip', toTools],
  ['twine', toTools],
];

test.each(logins)(
  '%s: undo of an apply that took a line back brings back what stood there, and switches nothing',
  async (client, login) => {
    const { home, engine, clock, name, ours, theirs, binding } = await takenOver(client, login);
    expect(await binding()).toMatchObject({ enabled: true, problem: { code: 'changedByUser' } });
    await engine.ask('plan.apply', {});
    expect(home.read(name)).toContain(ours.trim().split('\n').at(0));
    expect(await binding()).toMatchObject({ state: 'inSync', problem: null });
    clock.advance(1000);

    const { activity } = await engine.state();
    const { undo } = activity.find(({ kind }) => kind === 'applied')!;
    const { putBack } = await engine.ask('activity.previewUndo', { id: undo!.id });
    expect(putBack.map(({ displayPath }) => displayPath)).toEqual([`~/${name}`]);
    await engine.ask('plan.undo', {});
    expect(home.read(name)).toBe(theirs);
    expect(home.mode(name).toString(8)).toBe('600');
    expect(await binding()).toMatchObject({ enabled: true, problem: { code: 'changedByUser' } });
    expect(home.read('state/journal.json') + home.read('state/activity.jsonl')).not.toMatch(/eyJ/);

    // It is as it was before the apply: nobody heals it, and it can be applied, or switched off, again.
    await keepApplied(engine.core);
    expect(home.read(name)).toBe(theirs);
    await engine.ask('plan.apply', {});
    expect(await binding()).toMatchObject({ state: 'inSync' });
  },
);

test('what a person had changed twice is theirs again after an undo', async () => {
  const own = (text: string) => text.replace(/^registry=.*/m, 'registry=https://own.example/');
  const { home, engine, clock, name, theirs } = await takenOver('npm', own);
  await keepApplied(engine.core);
  expect(home.read(name)).not.toBe(theirs);
  home.write(name, theirs, 0o600);
  clock.advance(1000);
  await engine.ask('plan.apply', {});
  clock.advance(48 * 3_600_000);
  await engine.ask('plan.undo', {});
  await engine.ask('token.refreshAll', {});
  await keepApplied(engine.core);
  expect(home.read(name)).toContain('registry=https://own.example/');
});

test('what can not be brought back whole is refused, and nothing is switched or written', async () => {
  const { home, engine, clock, name, binding } = await takenOver('pip', (text) =>
    toTools(text).replace('d.example', 'e.d.codeartifact.eu-west-1.amazonaws.com'),
  );
  await engine.ask('plan.apply', {});
  clock.advance(1000);
  const applied = home.read(name);
  expect(await engine.api.request('plan.undo', {})).toMatchObject({ ok: false, error: { code: 'notRestorable' } });
  home.write(name, applied.replace('/web/', '/other/'));
  expect(await engine.api.request('plan.undo', {})).toMatchObject({ ok: false, error: { code: 'notRestorable' } });
  expect(home.read(name)).toBe(applied.replace('/web/', '/other/'));
  expect((await binding()).enabled).toBe(true);
});
