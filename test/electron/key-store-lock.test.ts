import '../support/electron/native.ts';
import { existsSync, readFileSync } from 'node:fs';
import { safeStorage } from 'electron';
import { beforeEach, expect, test } from 'vitest';
import { createTokenStore } from '../../electron/adapters/token-store.ts';
import { fileLog } from '../../shared/hosts/node/log.ts';
import { aCliHome } from '../support/cli-home.ts';
import { becomeReady } from '../support/electron/app.ts';
import { lockKeyStore } from '../support/electron/safe-storage.ts';
import { resetWorld, world } from '../support/electron/world.ts';
import { anEngine } from '../support/engine.ts';
import { aTokenService } from '../support/token-service.ts';
import { manualClock } from '../support/manual-clock.ts';
import { obtainTokens } from '../../shared/engine/operations/tokens.ts';

const WEB = { project: 'user', client: 'npm', profile: 'work', domain: 'platform', repository: 'web' } as const;
/** Far less than the lock's own patience, far more than an apply takes. Milliseconds. */
const SOON = 10_000;

beforeEach(async () => {
  resetWorld();
  await becomeReady();
});

/** A signed-in machine with a tray that kept its token over a restart, and another host. */
async function aMachine() {
  const home = aCliHome(null);
  const clock = manualClock();
  const service = aTokenService(clock);
  const log = fileLog(home.path('state'));
  const aTray = () => {
    const stateFolder = home.path('state');
    const tokens = createTokenStore({ safeStorage, platform: world.platform, stateFolder, clock, log });
    return anEngine({ home, clock, aws: service, tokens });
  };
  const other = anEngine({ home, clock, aws: service });
  const earlier = aTray();
  await earlier.ask('binding.add', { ...WEB, enabled: true });
  await earlier.ask('plan.apply', {});
  expect(existsSync(home.path('state/tokens.bin.json'))).toBe(true);
  const tokenId = (await other.state()).tokens[0]!.id;
  return { home, clock, service, other, tokenId, tray: aTray() };
}

test('another host writes while the key store of the one that refreshes is unanswered', { timeout: SOON }, async () => {
  const { home, service, tray, other, tokenId } = await aMachine();
  lockKeyStore();

  await tray.ask('token.refresh', { tokenId });
  await other.ask('binding.add', { ...WEB, client: 'pip', enabled: true });
  await other.ask('plan.apply', {});

  expect(service.issued).toHaveLength(2);
  const files = home.files('state').map((name) => readFileSync(home.path(name), 'latin1'));
  for (const token of service.issued) expect(files.join('\n')).not.toContain(token);
});

test('another host waits two seconds at most while a kept token is read', { timeout: SOON }, async () => {
  const { clock, service, tray, other } = await aMachine();
  lockKeyStore();
  const state = await tray.core.state.read();
  const token = state.ok ? state.value.settings.tokens[0]! : null;

  const obtained = obtainTokens(tray.core, [token!]);
  await expect.poll(() => world.calls.at(-1)).toBe('safeStorage.isAsyncEncryptionAvailable');
  const written = other.ask('binding.add', { ...WEB, client: 'pip', enabled: true });
  clock.advance(2_000);

  // Without the key store it stands where it was written.
  expect(await obtained).toEqual({ ok: true, value: new Map([[token!.id, service.issued[0]]]) });
  await written;
  expect(service.requests()).toBe(1);
});
