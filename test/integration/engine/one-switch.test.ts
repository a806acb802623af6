import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import { createSnapshots } from '../../../shared/engine/snapshot/publish.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;

function aMachine() {
  const home = aCliHome(null);
  const clock = manualClock(Date.parse('2026-11-20T10:00:00.000Z'));
  const kept = new Map<string, string>();
  const tokens = {
    get: async (id: string) => kept.get(id) ?? null,
    set: (id: string, token: string) => void kept.set(id, token),
    delete: (id: string) => void kept.delete(id),
  };
  const aws = aTokenService(clock);
  return { home, kept, engine: anEngine({ home, clock, aws, tokens }), another: () => anEngine({ home, clock, aws }) };
}

test('a switch reads the settings once and makes one snapshot, which shows it', async () => {
  const { engine } = aMachine();
  const { bindingId } = await engine.ask('binding.add', WEB);
  await engine.state();
  const read = vi.spyOn(engine.core.ports.settings, 'read');
  const seen: Snapshot[] = [];
  engine.api.subscribe((snapshot) => seen.push(snapshot));

  await engine.ask('binding.setEnabled', { bindingId, enabled: true });
  await vi.waitFor(() => expect(seen).toHaveLength(1));

  expect(read).toHaveBeenCalledTimes(2);
  expect(seen[0]!.bindings).toMatchObject([{ id: bindingId, enabled: true, state: 'pending' }]);
});

test('a file of ours that is what the newest snapshot found makes none, and one that changed does', async () => {
  const { engine } = aMachine();
  await engine.ask('binding.add', WEB);
  const plan = vi.fn(engine.core.plan);
  const snapshots = createSnapshots({ ...engine.core, plan });
  const { settings } = engine.core.ports;
  await snapshots.current();
  plan.mockClear();

  snapshots.refreshFor(settings.path);
  // One that had been asked for would have begun by now, and the next would be another.
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  await snapshots.current();
  expect(plan).toHaveBeenCalledTimes(1);

  writeFileSync(settings.path, `${readFileSync(settings.path, 'utf8')}\n`);
  snapshots.refreshFor(settings.path);
  await vi.waitFor(() => expect(plan).toHaveBeenCalledTimes(2));
});

test('a token leaves the store with the last binding that uses it', async () => {
  const { home, kept, engine } = aMachine();
  const web = await engine.ask('binding.add', { ...WEB, enabled: true });
  const pip = await engine.ask('binding.add', { ...WEB, client: 'pip', enabled: true });
  const other = await engine.ask('binding.add', { ...WEB, client: 'pip', domain: 'other', project: home.path('.') });
  await engine.ask('plan.apply', {});
  const [id] = kept.keys();

  await engine.ask('binding.remove', { bindingId: other.bindingId });
  await engine.ask('binding.remove', { bindingId: web.bindingId });
  expect([...kept.keys()]).toEqual([id]);
  await engine.ask('binding.remove', { bindingId: pip.bindingId });
  expect([...kept.keys()]).toEqual([]);
});

test('a token leaves the store of a running host when another host removes its last binding', async () => {
  const { kept, engine, another } = aMachine();
  const { bindingId } = await engine.ask('binding.add', { ...WEB, enabled: true });
  await engine.ask('plan.apply', {});
  await engine.start();
  expect(kept.size).toBe(1);

  await another().ask('binding.remove', { bindingId });
  await vi.waitFor(() => expect(kept.size).toBe(0), { timeout: 20_000 });
});
