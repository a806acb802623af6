import { app, dialog, safeStorage, shell } from 'electron';
import type { HostView } from '../../shared/contract/snapshot.ts';
import { createAwsAccess } from '../../shared/adapters/aws/access.ts';
import { createAwsSignIn } from '../../shared/adapters/aws/sign-in/index.ts';
import { createEngine, type Engine } from '../../shared/engine/engine.ts';
import { createMemoryTokenStore } from '../../shared/adapters/memory-token-store.ts';
import { answerCommands } from '../../shared/hosts/node/agent/serve.ts';
import { loginShellVariables } from '../../shared/hosts/node/login-shell.ts';
import type { Clock, Environment, Log } from '../../shared/ports/host.ts';
import { createHostActions } from '../adapters/host-actions.ts';
import { createSettingsStore } from '../adapters/settings-store.ts';
import { createTokenStore } from '../adapters/token-store.ts';
import type { Windows } from './window/windows.ts';

type TrayEngineDelegate = {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** Everything belongs to the emulator: nothing goes into the key store. */
  readonly isDemo: boolean;
  /** Aborted when the app quits. */
  readonly stopped: AbortSignal;
  readonly windows: Pick<Windows, 'showMain' | 'focused' | 'holdPopover'>;
};

/**
 * The engine with all that Electron does for it, once the login shell has answered. What is imported here takes longer to load than
 * everything else together, which is why start.ts does so only when the icon is there.
 */
export async function openTrayEngine({
  environment,
  clock,
  log,
  isDemo,
  stopped,
  windows,
}: TrayEngineDelegate): Promise<Engine> {
  const { platform, home, stateFolder } = environment;
  // Variables that the desktop doesn't pass on; the AWS SDK and what it starts read this process's own.
  Object.assign(process.env, await loginShellVariables(process.env, { log, signal: stopped }));
  const engine = createEngine({
    environment,
    clock,
    log,
    settings: createSettingsStore(stateFolder),
    tokens: isDemo ? createMemoryTokenStore() : createTokenStore({ safeStorage, platform, stateFolder, clock, log }),
    aws: createAwsAccess(environment),
    signIn: createAwsSignIn(environment),
    host: describeHost(isDemo),
    actions: createHostActions({
      app,
      dialog,
      shell,
      log,
      home,
      focused: windows.focused,
      openWindow: windows.showMain,
      hold: (work) => windows.holdPopover(work),
    }),
  });
  let stopAnswering = async () => {};
  return {
    ...engine,
    async start() {
      await engine.start();
      stopAnswering = await answerCommands({ environment, engine, log });
    },
    async stop() {
      await Promise.all([engine.stop(), stopAnswering()]);
    },
  };
}

function describeHost(isDemo: boolean): HostView {
  const capabilities = { pickFolder: true, openWindow: true, openBrowser: true, quit: true };
  return { kind: 'tray', version: app.getVersion(), demo: isDemo, capabilities };
}
