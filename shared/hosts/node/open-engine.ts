import { createAwsAccess } from '../../adapters/aws/access.ts';
import { createEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engine.ts';
import { createMemoryTokenStore } from '../../adapters/memory-token-store.ts';
import type { HostView } from '../../contract/snapshot.ts';
import type { HostActions, Log } from '../../ports/host.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { nodeEnvironment, workingFolder } from './environment.ts';
import { silentLog } from './log.ts';
import { confSettingsStore } from './settings-store.ts';
import { version } from './version.ts';

export type OpenOptions = {
  readonly kind: HostView['kind'];
  readonly demo?: boolean;
  readonly log?: Log;
};

/** An engine for a host without a desktop: settings by conf, tokens in memory. */
export function openEngine({ kind, demo = false, log = silentLog }: OpenOptions): Engine {
  const environment = kind === 'cli' ? { ...nodeEnvironment(), workingFolder: workingFolder() } : nodeEnvironment();
  return createEngine({
    environment,
    clock: systemClock,
    log,
    settings: confSettingsStore(environment.stateFolder),
    tokens: createMemoryTokenStore(),
    aws: createAwsAccess(environment),
    host: { kind, version, demo, capabilities: { pickFolder: false, openWindow: false, quit: false } },
    actions: noActions,
  });
}

const noActions: HostActions = {
  async pickFolder() {
    return null;
  },
  openWindow() {},
  quit() {},
};
