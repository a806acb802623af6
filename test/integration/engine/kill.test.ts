import { once } from 'node:events';
import { chmodSync, existsSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { NewBinding } from '../../../shared/contract/requests.ts';
import { npmrcEditor } from '../../../shared/engine/editors/npmrc.ts';
import { pythonIniEditor } from '../../../shared/engine/editors/python-ini/python-ini.ts';
import { readJournal } from '../../../shared/engine/state/journal.ts';
import { templateOf } from '../../../shared/engine/secrets/slot.ts';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine } from '../../support/engine.ts';
import { startScript } from '../../support/files/script.ts';
import { aTokenService } from '../../support/token-service.ts';
import { problemIn } from '../../unit/editors/editing.ts';

const applyLoop = new URL('../../support/files/apply-loop.ts', import.meta.url);
const ROUNDS = 20;
/** Milliseconds: some turns of the loop. */
const LONGEST_ROUND = 400;

const NPMRC =
  '; mine\r\nregistry = "https://first.example/" ; why\r\n@acme:registry=https://acme.example/\r\n\r\nfund=false';
const SHOP_NPMRC = '# shop\nregistry=https://shop.example/\n';
const LAB_PIP = '# lab\n[global]\ntimeout = 60\nindex-url =\n    https://lab.example/simple/\n; end\n';

function bindingsOf(home: CliHome): NewBinding[] {
  const user = { project: 'user', client: 'npm', profile: 'work', domain: 'platform' } as const;
  return [
    { ...user, repository: 'web' },
    { ...user, repository: 'tools' },
    { ...user, repository: 'web', options: { scope: '@acme' } },
    { ...user, repository: 'web', project: home.path('shop') },
    { ...user, client: 'pip', repository: 'web' },
    { ...user, client: 'pip', repository: 'tools' },
    { ...user, client: 'pip', repository: 'tools', project: home.path('lab') },
    { ...user, client: 'pip', repository: 'web', project: home.path('lab') },
  ];
}

test('a host killed at any moment leaves whole files and a journal by which everything can still be put back', async () => {
  const home = aCliHome(null);
  home.write('.npmrc', NPMRC);
  chmodSync(home.path('.npmrc'), 0o644);
  home.write('shop/.npmrc', SHOP_NPMRC);
  home.write('lab/.venv/pyvenv.cfg', 'home = /usr/bin\n');
  home.write('lab/.venv/pip.conf', LAB_PIP, 0o640);
  const bindings = bindingsOf(home);
  let interrupted = 0;

  for (let round = 0; round < ROUNDS; round += 1) {
    const args = [home.folder, home.path('state'), JSON.stringify(bindings)];
    const { child, exited, lines } = startScript(applyLoop, ...args);
    await once(lines, 'line');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_ROUND));
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    interrupted += Number(releaseLock(home));

    const journal = await readJournal(home.path('state'));
    expect(journal.ok).toBe(true);
    expect(problemIn(npmrcEditor, home.read('.npmrc'))).toBeNull();
    for (const line of ['; mine\r\n', '\r\n\r\nfund=false']) expect(home.read('.npmrc')).toContain(line);
    expect(home.read('shop/.npmrc')).toMatch(/^# shop\nregistry=https:\S+\n$/);
    expect(problemIn(pythonIniEditor, home.read('lab/.venv/pip.conf'))).toBeNull();
    expect(home.read('lab/.venv/pip.conf')).toMatch(/^# lab\n\[global\]\ntimeout = 60\n[^]*; end\n$/);
  }

  // Otherwise no kill came while something was being written.
  expect(interrupted).toBeGreaterThan(0);
  const engine = anEngine({ home, aws: aTokenService(systemClock) });
  for (const { id } of (await engine.state()).bindings) {
    await engine.ask('binding.setEnabled', { bindingId: id, enabled: false });
  }
  await engine.ask('plan.apply', {});
  expect(home.read('.npmrc')).toBe(NPMRC);
  expect(home.mode('.npmrc')).toBe(0o644);
  expect(home.read('shop/.npmrc')).toBe(SHOP_NPMRC);
  expect(templateOf(home.read('lab/.venv/pip.conf'))).toBe(LAB_PIP);
  expect(home.mode('lab/.venv/pip.conf')).toBe(0o640);
  expect(home.has('.config')).toBe(false);
  expect((await engine.state()).plan).toMatchObject({ changes: [], warnings: [] });
}, 180_000);

/** The lock of a killed host is taken over once it is old: here that is at once. True when there was one. */
function releaseLock(home: CliHome): boolean {
  const lock = home.path('state/writer.lock');
  if (!existsSync(lock)) return false;
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(lock, longAgo, longAgo);
  return true;
}
