import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { aTokenService } from '../../support/token-service.ts';

const HOUR = 3_600_000;
const WEB = { project: 'user', profile: 'work', domain: 'platform', repository: 'web', enabled: true } as const;

/** A disk of 256 KB in a folder of the home; false where none can be mounted. */
function mountSmallDisk(home: CliHome, folder: string): boolean {
  mkdirSync(home.path(folder));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', home.path(folder)]).status === 0;
  if (mounted) onTestFinished(() => void spawnSync('umount', ['-l', home.path(folder)]));
  return mounted;
}

function fill(file: string): void {
  for (let size = 256 * 1024; size > 0; size = Math.floor(size / 2)) {
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // As much as there is room for.
    }
  }
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0;
if (!canMount) console.warn('SKIPPED: only root on Linux can mount a disk that is full');

test.skipIf(!canMount)(
  'a full disk costs no line and no request: the agent writes what waited once there is room',
  async ({ skip }) => {
    const home = aCliHome(null);
    if (!mountSmallDisk(home, '.config')) skip('no disk can be mounted here');
    const clock = manualClock();
    const service = aTokenService(clock);
    const engine = anEngine({ home, clock, aws: service });
    for (const client of ['npm', 'pip']) await engine.ask('binding.add', { ...WEB, client });
    await engine.ask('plan.apply', {});
    const [, old] = /aws:([^@]+)@/.exec(home.read('.config/pip/pip.conf')) ?? [];
    expect(old).toBe(service.issued.at(-1));
    fill(home.path('.config/filler'));

    await engine.start();
    clock.advance(HOUR);
    await engine.ask('token.refreshAll', {});
    const fresh = service.issued.at(-1)!;
    expect(home.read('.npmrc')).toContain(fresh);
    expect(home.read('.config/pip/pip.conf')).toContain(old);
    expect(readdirSync(home.path('.config/pip'))).toEqual(['pip.conf']);

    const attempts = new Set<string | null>();
    const watcher = watch(home.path('.config/pip'), (_, name) => attempts.add(name));
    onTestFinished(() => watcher.close());
    for (let minute = 0; minute < 10; minute += 1) {
      clock.advance(60_000);
      await engine.state();
    }
    expect(service.issued.at(-1)).toBe(fresh);
    // Each has a temp file of its own: it is tried with each look at the clock, and not in a circle.
    expect(attempts.size).toBeLessThanOrEqual(25);
    const { bindings } = await engine.state();
    expect(bindings.find(({ client }) => client === 'pip')?.problem?.code).toBe('diskFull');

    rmSync(home.path('.config/filler'));
    clock.advance(60_000);
    await vi.waitFor(() => expect(home.read('.config/pip/pip.conf')).toContain(fresh), { timeout: 10_000 });
  },
);
