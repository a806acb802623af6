import { createMemoryTokenStore } from '../../shared/adapters/memory-token-store.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import type { HostView } from '../../shared/contract/snapshot.ts';
import type { EnginePorts } from '../../shared/engine/core/core.ts';
import { confSettingsStore } from '../../shared/hosts/node/settings-store.ts';
import { noSignIn } from './no-sign-in.ts';
import { aTokenService } from './token-service.ts';

type Place = {
  readonly kind: HostView['kind'];
  readonly home: string;
  readonly stateFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** What an engine needs of a host, over real files and without AWS, for a process without vitest. */
export function barePorts({ kind, home, stateFolder, env }: Place): EnginePorts {
  return {
    environment: { platform: process.platform, home, accountHome: home, env, stateFolder },
    clock: systemClock,
    log: () => {},
    settings: confSettingsStore(stateFolder),
    tokens: createMemoryTokenStore(),
    aws: aTokenService(systemClock),
    signIn: noSignIn,
    host: {
      kind,
      version: '0.0.0',
      demo: false,
      capabilities: { pickFolder: false, openWindow: false, openBrowser: false, quit: false },
    },
    actions: { pickFolder: async () => null, openWindow() {}, openExternal() {}, quit() {} },
  };
}
