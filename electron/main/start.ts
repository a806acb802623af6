import path from 'node:path';
import { app, ipcMain, nativeTheme, net, powerMonitor, protocol, session } from 'electron';
import type { CarriedApi, EngineApi } from '../../shared/contract/engine-api.ts';
import type { Engine } from '../../shared/engine/engine.ts';
import { watchMachine } from '../../shared/hosts/node/machine.ts';
import { giveBackMemory } from '../../shared/hosts/node/memory.ts';
import type { Clock, Environment, HostSignal, Log } from '../../shared/ports/host.ts';
import type { MenuAction, MenuParams } from '../../shared/view/tray/menu.ts';
import { situationOf } from '../../shared/view/tray/telling.ts';
import { canPlaceWindows } from './window/placement.ts';
import { serveEngine } from './page/ipc.ts';
import { openOnLaunch } from './lifecycle/launch.ts';
import { stopBeforeQuit } from './lifecycle/quit.ts';
import { setApplicationMenu } from './tray/menu.ts';
import { createNotifier, type Choice } from './tray/notifications.ts';
import { pause } from './lifecycle/pause.ts';
import { watchPower } from './lifecycle/power.ts';
import { memoryFile } from './tray/memory-file.ts';
import { present } from './tray/presenter.ts';
import { serveAppScheme } from './page/protocol.ts';
import { blockNetwork, denyPermissions } from './page/security.ts';
import { createTray } from './tray/tray.ts';
import { createWindows } from './window/windows.ts';

export type StartOptions = {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the built `main`, `preload` and `renderer`. */
  readonly outFolder: string;
  /** Tokens are the emulator's and go with its throw-away home. */
  readonly isDemo: boolean;
  /** Started by the OS at login: nothing is opened. */
  readonly isHidden: boolean;
};

/** How long a desktop needs to take the icon. Milliseconds. */
const ICON_FIRST = 60;
/** After waking up, the network needs about this long. Milliseconds. */
const WAKE_UP = 60_000;

/** Puts the app together, once Electron is ready: first the icon, which a person waits for, then the engine. */
export async function start({ environment, clock, log, outFolder, isDemo, isHidden }: StartOptions): Promise<void> {
  const { platform, env } = environment;
  denyPermissions(session.defaultSession);
  blockNetwork(session.defaultSession);
  serveAppScheme(protocol, path.join(outFolder, 'renderer'));
  setApplicationMenu(platform);

  const resources = app.isPackaged ? process.resourcesPath : path.resolve(outFolder, '../build');
  // Elsewhere the app's own package brings it.
  const icon = platform === 'linux' ? path.join(resources, 'icons/256x256.png') : null;
  const endings: (() => void)[] = [];
  let trayClick: 'popover' | 'refresh' = 'popover';

  const tray = createTray({
    platform,
    iconFolder: path.join(resources, 'tray'),
    onClick(bounds) {
      if (trayClick === 'refresh') void request('token.refreshAll', {});
      else windows.togglePopover(bounds);
    },
    onSecondClick: () => void request('token.refreshAll', {}),
    onChoose: choose,
    log,
  });
  const isQuitting = stopBeforeQuit({ app, process, stop, log });
  const windows = createWindows({
    platform,
    canPlaceWindows: canPlaceWindows({
      platform,
      ozonePlatform: app.commandLine.getSwitchValue('ozone-platform'),
      env,
    }),
    isPackaged: app.isPackaged,
    preload: path.join(outFolder, 'preload/index.cjs'),
    icon,
    clock,
    log,
    isQuitting,
    onSessionEnd: () => void stopEngine(),
  });
  const isWatched = () => windows.focused() !== null;
  const onSignIn = (profile: string) => void request('signIn.start', { profile });
  const notifier = createNotifier({
    platform,
    icon,
    isWatched,
    onOpen: windows.showMain,
    onSignIn,
    onSnooze: (until) => void request('notifications.snooze', { until }),
    memory: memoryFile(environment.stateFolder, log),
    clock,
    log,
  });
  const stopping = new AbortController();
  let made: Engine | null = null;
  // The desktop takes the icon in several steps that all need this thread; the engine's modules keep it busy for longer than that.
  const loaded = pause(clock, ICON_FIRST).then(() => import('./tray-engine.ts'));
  const engine = loaded.then(async ({ openTrayEngine }) => {
    made = await openTrayEngine({ environment, clock, log, isDemo, stopped: stopping.signal, windows });
    return made;
  });
  const api = lateApi(engine);
  endings.push(
    serveEngine(ipcMain, { api, pages: windows.pages, log }),
    present({
      api,
      clock,
      tray,
      notifier,
      onSettings(settings) {
        nativeTheme.themeSource = settings.theme;
        ({ trayClick } = settings);
      },
      log,
    }),
    () => tray.destroy(),
  );
  const signal = (said: HostSignal) => {
    if (said !== 'online' && said !== 'network') notifier.holdUntil(clock.now() + WAKE_UP);
    void engine.then((ready) => ready.signal(said));
  };
  watchPower({ powerMonitor, net, clock, signal, onShutdown: () => void stopEngine() });
  endings.push(watchMachine({ clock, signal }), giveBackMemory());
  openOnLaunch(app, () => windows.showMain(null));
  await (await engine).start();
  if (!isHidden && (platform === 'linux' || (await isFirstRun()))) windows.showMain(null);

  function choose(action: MenuAction): void {
    if (action.kind === 'open') windows.showMain(action.page, action.row);
    else if (action.kind === 'quit') app.quit();
    else void request(action.name, action.params);
  }
  async function request(name: string, params: MenuParams): Promise<void> {
    const at = clock.now();
    const carried: CarriedApi = api;
    const result = await carried.request(name, params);
    if (result.ok) return notifier.worked();
    log('warn', `${name}: ${result.error.message}`);
    const state = await api.request('state.get', {});
    const now = clock.now();
    notifier.answer(result.error, state.ok ? situationOf(state.value, now) : null, now, { ...choiceOf(params), at });
  }
  async function isFirstRun(): Promise<boolean> {
    const state = await api.request('state.get', {});
    return !state.ok || state.value.bindings.length === 0;
  }
  /** One that isn't made yet has nothing to stop, and nobody who quits waits for it. */
  async function stopEngine(): Promise<void> {
    stopping.abort();
    await made?.stop();
  }
  async function stop(): Promise<void> {
    for (const end of endings.splice(0)) end();
    await Promise.all([notifier.end(), stopEngine()]);
  }
}

function choiceOf({ tokenId, bindingId, profile, paused }: MenuParams): Omit<Choice, 'at'> {
  if (typeof bindingId === 'string')
    return { failed: 'The repository was not switched', page: 'projects', row: bindingId };
  if (typeof tokenId === 'string') return { failed: 'The token was not refreshed', page: 'tokens', row: tokenId };
  if (typeof profile === 'string') return { failed: 'The sign-in did not begin', page: 'tokens', row: null };
  const failed = paused === undefined ? 'Not every token was refreshed' : 'Nothing was changed';
  return { failed, page: 'tokens', row: null };
}

/** What screens have of an engine that is still being made: what is asked meanwhile is answered then. */
function lateApi(engine: Promise<{ readonly api: EngineApi }>): EngineApi {
  return {
    async request(name, params) {
      const { api } = await engine;
      return api.request(name, params);
    },
    subscribe(listener) {
      let isOver = false;
      let end = () => {};
      async function begin(): Promise<void> {
        const { api } = await engine;
        if (!isOver) end = api.subscribe(listener);
      }
      void begin();
      return () => {
        isOver = true;
        end();
      };
    },
  };
}
