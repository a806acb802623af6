import path from 'node:path';
import { app, dialog, ipcMain, nativeTheme, net, powerMonitor, protocol, safeStorage, session } from 'electron';
import { createAwsAccess } from '../../shared/engine/aws/access.ts';
import { dispatch } from '../../shared/engine/dispatch.ts';
import { createEngine } from '../../shared/engine/engine.ts';
import type { Clock, Environment, HostDescription, Log } from '../../shared/ports/host.ts';
import type { MenuAction } from '../../shared/view/menu.ts';
import { createHostActions } from '../adapters/host-actions.ts';
import { createSettingsStore } from '../adapters/settings-store.ts';
import { createTokenStore } from '../adapters/token-store.ts';
import { serveEngine } from './ipc.ts';
import { openOnLaunch, stopBeforeQuit } from './lifecycle.ts';
import { setApplicationMenu } from './menu.ts';
import { createNotifier } from './notifications.ts';
import { watchMachine } from './power.ts';
import { present } from './presenter.ts';
import { serveAppScheme } from './protocol.ts';
import { blockNetwork, denyPermissions } from './security.ts';
import { createTray } from './tray.ts';
import { createWindows } from './windows.ts';

export type StartOptions = {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the built `main`, `preload` and `renderer`. */
  readonly outFolder: string;
  /** Started by the OS at login: nothing is opened. */
  readonly isHidden: boolean;
};

/** After waking up, the network needs about this long. Milliseconds. */
const WAKE_UP = 60_000;

/** Puts the app together, once Electron is ready. */
export async function start({ environment, clock, log, outFolder, isHidden }: StartOptions): Promise<void> {
  const { platform, stateFolder } = environment;
  denyPermissions(session.defaultSession);
  blockNetwork(session.defaultSession);
  serveAppScheme(protocol, path.join(outFolder, 'renderer'));
  setApplicationMenu(platform);

  const engine = createEngine({
    environment,
    clock,
    log,
    settings: createSettingsStore(stateFolder),
    tokens: createTokenStore({ safeStorage, platform, stateFolder, log }),
    aws: createAwsAccess(environment),
    host: describeHost(environment.env['CODEARTIFACT_TRAY_DEMO'] === '1'),
    actions: createHostActions({
      app,
      dialog,
      openWindow: (page) => windows.showMain(page === null ? null : `#/${page}`),
      hold: (work) => windows.holdPopover(work),
    }),
  });
  const endings: (() => void)[] = [];
  const isQuitting = stopBeforeQuit({ app, stop, log });
  const windows = createWindows({
    platform,
    isPackaged: app.isPackaged,
    preload: path.join(outFolder, 'preload/index.cjs'),
    clock,
    log,
    isQuitting,
    onSessionEnd: () => void engine.stop(),
  });
  endings.push(serveEngine(ipcMain, { client: engine.client, dispatch, pages: windows.pages, log }));
  // The tray doesn't wait for it: whatever goes wrong there, the app can be seen and quit.
  const started = engine.start();

  const tray = createTray({
    platform,
    iconFolder: app.isPackaged ? path.join(process.resourcesPath, 'tray') : path.resolve(outFolder, '../build/tray'),
    onActivate: windows.togglePopover,
    onChoose: choose,
    log,
  });
  const notifier = createNotifier({ platform, isVisible: windows.isVisible, onOpen: windows.showMain, log });
  const setTheme = (theme: typeof nativeTheme.themeSource) => {
    nativeTheme.themeSource = theme;
  };
  endings.push(present({ client: engine.client, clock, tray, notifier, setTheme, log }), () => tray.destroy());
  watchMachine({
    powerMonitor,
    net,
    clock,
    signal(signal) {
      if (signal !== 'online') notifier.holdUntil(clock.now() + WAKE_UP);
      engine.signal(signal);
    },
    onShutdown: () => void engine.stop(),
  });
  openOnLaunch(app, () => windows.showMain(null));
  await started;
  if (!isHidden && (platform === 'linux' || (await isFirstRun()))) windows.showMain(null);

  function choose(action: MenuAction): void {
    if (action.kind === 'open') windows.showMain(action.route);
    else if (action.kind === 'quit') app.quit();
    else void request(action.name, action.params);
  }
  async function request(name: string, params: unknown): Promise<void> {
    const result = await dispatch(engine.client, name, params);
    if (!result.ok) log('warn', `${name}: ${result.error.message}`);
  }
  async function isFirstRun(): Promise<boolean> {
    const state = await engine.client.request('state.get', {});
    return !state.ok || state.value.bindings.length === 0;
  }
  async function stop(): Promise<void> {
    for (const end of endings.splice(0)) end();
    await engine.stop();
  }
}

function describeHost(isDemo: boolean): HostDescription {
  const capabilities = { pickFolder: true, openWindow: true, quit: true };
  return { kind: 'tray', version: app.getVersion(), demo: isDemo, capabilities };
}
