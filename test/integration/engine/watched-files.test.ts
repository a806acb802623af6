import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  watcher.close();
});

test('a target is noticed when a folder around it is of interest no longer', async () => {
  const home = aCliHome(null);
  mkdirSync(home.path('src/shop'), { recursive: true });
  const clock = manualClock();
  const engine = anEngine({ home, clock, aws: aTokenService(clock) });
  const address = { client: 'npm', profile: 'work', domain: 'platform', repository: 'web', enabled: true } as const;
  await engine.ask('binding.add', { ...address, project: home.path('src/shop') });
  let near: readonly string[] = [home.path('src/.npmrc')];
  const seen = vi.fn();
  const judge = { ...engine.core.judge, files: () => new Set(near) };
  const watcher = watchFiles({ ...engine.core, judge }, seen);
  watcher.follow(await engine.state());
  const file = home.path('src/shop/.npmrc');
  await vi.waitFor(() => {
    writeFileSync(file, `; ${Math.random()}\n`);
    expect(seen).toHaveBeenCalledWith(file, 'target');
  });

  near = [];
  watcher.follow(await engine.state());
  await vi.waitFor(() => {
    writeFileSync(home.path('src/.npmrc'), `; ${Math.random()}\n`);
    seen.mockClear();
    writeFileSync(file, `; ${Math.random()}\n`);
    return vi.waitFor(() => expect(seen).toHaveBeenCalledWith(file, 'target'));
  });
  expect(seen).not.toHaveBeenCalledWith(home.path('src/.npmrc'), expect.anything());
  watcher.close();
});
