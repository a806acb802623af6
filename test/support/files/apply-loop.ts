// Switches bindings on and off, applies and refreshes for ever, at random; says so after the first apply.
import type { NewBinding } from '../../../shared/contract/requests.ts';
import { createEngine } from '../../../shared/engine/engine.ts';
import { systemClock } from '../../../shared/adapters/system-clock.ts';
import { createMemoryTokenStore } from '../../../shared/adapters/memory-token-store.ts';
import { confSettingsStore } from '../../../shared/hosts/node/settings-store.ts';
import { noSignIn } from '../no-sign-in.ts';
import { aTokenService } from '../token-service.ts';

const [home = '', stateFolder = '', bindings = '[]'] = process.argv.slice(2);
const engine = createEngine({
  environment: { platform: process.platform, home, accountHome: home, env: { HOME: home }, stateFolder },
  clock: systemClock,
  log: () => {},
  settings: confSettingsStore(stateFolder),
  tokens: createMemoryTokenStore(),
  aws: aTokenService(systemClock),
  signIn: noSignIn,
  host: {
    kind: 'cli',
    version: '0.0.0',
    demo: false,
    capabilities: { pickFolder: false, openWindow: false, openBrowser: false, quit: false },
  },
  actions: { pickFolder: async () => null, openWindow() {}, openExternal() {}, quit() {} },
});

for (let turn = 0; ; turn += 1) {
  for (const binding of JSON.parse(bindings) as NewBinding[]) {
    const added = await engine.api.request('binding.add', binding);
    if (!added.ok) throw new Error(added.error.message);
    const { bindingId } = added.value;
    await engine.api.request('binding.setEnabled', { bindingId, enabled: Math.random() < 0.5 });
  }
  const applied = await engine.api.request('plan.apply', {});
  if (!applied.ok) throw new Error(applied.error.message);
  if (Math.random() < 0.3) await engine.api.request('token.refreshAll', {});
  if (turn === 0) console.log('applying');
}
