import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { manualClock } from '../../support/manual-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import type { TestEngine } from '../../support/engine.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { client: 'npm', profile: 'work', domain: 'platform', repository: 'web', enabled: true } as const;

function aMachine(): TestEngine {
  const clock = manualClock();
  return anEngine({ home: aCliHome(null), clock, aws: aTokenService(clock) });
}

test('a change names the project whose file it is, the user level outside of folders, and nobody where several cause it', async () => {
  const engine = aMachine();
  const { home } = engine;
  for (const folder of ['one', 'two']) {
    mkdirSync(home.path(folder));
    await engine.ask('binding.add', { ...WEB, project: home.path(folder) });
  }
  await engine.ask('binding.add', { ...WEB, client: 'pip', project: 'user' });
  const { plan, projects } = await engine.state();
  const projectAt = (folder: string) => projects.find(({ path }) => path === home.path(folder))?.id;
  const found = Object.fromEntries(plan.changes.map(({ displayPath, projectId }) => [displayPath, projectId]));
  expect(found).toEqual({
    '~/one/.npmrc': projectAt('one'),
    '~/two/.npmrc': projectAt('two'),
    // Both projects' token.
    '~/.npmrc': null,
    '~/.config/pip/pip.conf': 'user',
  });
});

test('a change says which permissions a file had and gets, and nothing of those of a file that is made', async () => {
  const engine = aMachine();
  engine.home.write('.npmrc', '; permissions\n', 0o644);
  await engine.ask('binding.add', { ...WEB, project: 'user' });
  await engine.ask('binding.add', { ...WEB, client: 'pip', project: 'user' });
  expect((await engine.state()).plan.changes).toMatchObject([
    {
      displayPath: '~/.npmrc',
      mode: { from: 0o644, to: 0o600 },
      summary: expect.stringMatching(/permissions 0644 → 0600$/),
    },
    { displayPath: '~/.config/pip/pip.conf', mode: null },
  ]);
});
