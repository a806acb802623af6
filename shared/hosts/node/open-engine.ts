import { createAwsAccess } from '../../adapters/aws/access.ts';
import { createAwsSignIn } from '../../adapters/aws/sign-in/index.ts';
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
  /** Left out: nothing here opens a browser. */
  readonly openExternal?: HostActions['openExternal'] | undefined;
};

/** An engine for a host without a desktop: settings by conf, tokens in memory. */
export function openEngine({ kind, demo = false, log = silentLog, openExternal }: OpenOptions): Engine {
  const environment = kind === 'cli' ? { ...nodeEnvironment(), workingFolder: workingFolder() } : nodeEnvironment();
  return createEngine({
    environment,
    clock: systemClock,
    log,
    settings: confSettingsStore(environment.stateFolder),
    tokens: createMemoryTokenStore(),
    aws: createAwsAccess(environment),
    signIn: createAwsSignIn(environment, { atTerminal: kind === 'cli' && process.stdin.isTTY && process.stderr.isTTY }),
    host: {
      kind,
      version,
      demo,
      capabilities: { pickFolder: false, openWindow: false, openBrowser: openExternal !== undefined, quit: false },
    },
    actions: openExternal === undefined ? noActions : { ...noActions, openExternal },
  });
}

const noActions: HostActions = {
  async pickFolder() {
    return null;
  },
  openWindow() {},
  openExternal() {},
  quit() {},
};
