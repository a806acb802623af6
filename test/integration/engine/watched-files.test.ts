import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { watchFiles } from '../../../shared/engine/watch.ts';
import { aCliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

test('a target is noticed each time it is made, replaced, taken away and made again', async () => {
  const home = aCliHome(null);
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  await engine.ask('binding.add', {
    project: 'user',
    client: 'npm',
    profile: 'work',
    domain: 'platform',
    repository: 'web',
    enabled: true,
  });
  const seen = vi.fn();
  const watcher = watchFiles(engine.core, seen);
  watcher.follow(await engine.state());
  const file = home.path('.npmrc');
  // What another program's folder event brings in is the sign that it watches.
  await vi.waitFor(() => {
    writeFileSync(file, `; ${Math.random()}\n`);
    expect(seen).toHaveBeenCalledWith(file, 'target');
  });

  const replace = () => {
    writeFileSync(`${file}.new`, `; ${Math.random()}\n`);
    renameSync(`${file}.new`, file);
  };
  for (const change of [replace, replace, replace, () => rmSync(file), replace, replace]) {
    seen.mockClear();
    change();
    await vi.waitFor(() => expect(seen).toHaveBeenCalledWith(file, 'target'), { timeout: 5000 });
  }
  await watcher.close();
});
