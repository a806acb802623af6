import { mkdirSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { client: 'npm', project: 'user', profile: 'work', domain: 'platform', repository: 'web' } as const;

function aMachine(): TestEngine {
  const clock = manualClock();
  return anEngine({ home: aCliHome(null), clock, aws: aTokenService(clock) });
}

test('two repositories in one place: the second is refused with the command that switches the first off', async () => {
  const engine = aMachine();
  const { bindingId } = await engine.ask('binding.add', { ...WEB, enabled: true });
  const second = await engine.ask('binding.add', { ...WEB, repository: 'tools' });
  const refused = await engine.api.request('binding.setEnabled', { bindingId: second.bindingId, enabled: true });
  expect(refused).toMatchObject({
    error: {
      code: 'entryConflict',
      message: 'The repository web is on in the same place.',
      command: `codeartifact-tray disable ${bindingId}`,
    },
  });
  await engine.ask('binding.setEnabled', { bindingId, enabled: false });
  await engine.ask('binding.setEnabled', { bindingId: second.bindingId, enabled: true });
});

test('a file that holds what it should is listed as untouched', async () => {
  const engine = aMachine();
  await engine.ask('binding.add', { ...WEB, enabled: true });
  expect((await engine.state()).plan).toMatchObject({ changes: [{ displayPath: '~/.npmrc' }], untouched: [] });
  await engine.ask('plan.apply', {});
  const path = engine.home.path('.npmrc');
  expect((await engine.state()).plan).toMatchObject({
    changes: [],
    untouched: [{ path, displayPath: '~/.npmrc', client: 'npm' }],
  });
});

test('what was discarded, added and removed is in the activity', async () => {
  const engine = aMachine();
  const { bindingId } = await engine.ask('binding.add', { ...WEB, enabled: true });
  await engine.ask('plan.discard', {});
  await engine.ask('binding.remove', { bindingId });
  const { activity } = await engine.state();
  expect(activity.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['added', 'switched', 'removed']));
  expect(activity.map(({ message }) => message)).toContain('Discarded the pending changes');
});

test('a binding whose folder or project is gone says which', async () => {
  const engine = aMachine();
  const folder = engine.home.path('shop');
  mkdirSync(folder);
  await engine.ask('binding.add', { ...WEB, project: folder, enabled: true });
  rmSync(folder, { recursive: true });
  expect((await engine.state()).bindings[0]?.problem).toMatchObject({
    code: 'projectNotFound',
    message: `The folder ${folder} does not exist any more.`,
    advice: 'Bring the folder back, or remove the binding.',
  });
  const text = engine.home.read('state/settings.json');
  engine.home.write('state/settings.json', JSON.stringify({ ...JSON.parse(text), projects: [] }));
  expect((await engine.state()).bindings[0]?.problem).toMatchObject({
    code: 'projectNotFound',
    message: 'The project of this binding was removed.',
  });
  const explanations = await engine.ask('doctor.explain', {});
  for (const { findings, signsInBy } of explanations) {
    expect(findings).toMatchObject([{ severity: 'wrong', problem: { code: 'projectNotFound' } }]);
    expect(signsInBy).toBeNull();
  }
});

test('theme and click of the tray answer nothing but that they were kept', async () => {
  const engine = aMachine();
  expect(await engine.api.request('settings.setTheme', { theme: 'dark' })).toEqual({ ok: true, value: {} });
  expect(await engine.api.request('settings.setTrayClick', { trayClick: 'refresh' })).toEqual({ ok: true, value: {} });
  expect(await engine.state()).toMatchObject({ theme: 'dark', trayClick: 'refresh' });
});

test.each(['shop', './shop', 'user/'])('a project is asked for by its whole path: %j is refused', async (project) => {
  const engine = aMachine();
  const refused = { error: { code: 'invalidInput', message: `${project} is not an absolute path.` } };
  expect(await engine.api.request('binding.add', { ...WEB, project })).toMatchObject(refused);
  expect(await engine.api.request('project.add', { path: project })).toMatchObject(refused);
  expect((await engine.state()).bindings).toEqual([]);
});

test('an option that no client has is refused by its name, with those that there are', async () => {
  const engine = aMachine();
  const options = { namespace: '@team' };
  expect(await engine.api.request('binding.add', { ...WEB, options })).toMatchObject({
    error: { message: 'npm has no option called "namespace".', advice: 'Leave it out. npm has scope and keep.' },
  });
});
