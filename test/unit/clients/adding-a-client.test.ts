import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../../shared/engine/clients/client.ts';
import { clients } from '../../../shared/engine/clients/index.ts';
import { bindingCommand } from '../../../shared/hosts/cli/binding-options.ts';
import { isClientVariable } from '../../../shared/hosts/node/client-variables.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';
import { crane } from './example-client.ts';

/** The row of the example. */
beforeEach(() => {
  const table = clients as Client[];
  table.push(crane);
  onTestFinished(() => void table.pop());
});

test('a client is found everywhere from its one row', async () => {
  const home = aCliHome(null);
  const clock = manualClock();
  const service = aTokenService(clock);
  const engine = anEngine({ home, clock, aws: service });
  expect((await engine.state()).clients).toContainEqual({ name: 'crane', title: 'Crane', options: [] });
  expect(isClientVariable('CRANE_HOME')).toBe(true);
  expect(
    bindingCommand(new Command(), 'login', clients).options.find(({ long }) => long === '--tool')?.argChoices,
  ).toContain('crane');

  const binding = { project: 'user', client: 'crane', profile: 'work', domain: 'platform', repository: 'web' };
  await engine.ask('binding.add', { ...binding, options: {}, enabled: true });
  await engine.ask('plan.apply', {});
  expect(home.read('.crane/crane.properties')).toBe(
    `registry.url=https://d.example/generic/web/\nregistry.token=${service.issued[0]}\n`,
  );
  expect(home.mode('.crane/crane.properties').toString(8)).toBe('600');

  const [explanation] = await engine.ask('doctor.explain', {});
  expect(explanation).toMatchObject({
    title: 'Crane',
    registry: { ours: true },
    signsInBy: { kind: 'fresh' },
    findings: [],
  });
});

test('the example of CONTRIBUTING.md is that client', () => {
  const contributing = readFileSync(path.resolve(import.meta.dirname, '../../../CONTRIBUTING.md'), 'utf8');
  const source = readFileSync(path.join(import.meta.dirname, 'example-client.ts'), 'utf8');
  const [, shown] = /```ts\n(\/\*\* Crane[\s\S]*?)```/.exec(contributing) ?? [];
  expect(shown).toBe(source.slice(source.indexOf('/** Crane')));
});
