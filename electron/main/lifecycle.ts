import type { App } from 'electron';
import type { Log } from '../../shared/ports/host.ts';

/** The engine gets this long, in milliseconds, to finish what it is writing. */
const STOP_LIMIT = 3_000;

export type QuitDelegate = {
  readonly app: Pick<App, 'on' | 'quit'>;
  /** Ends what must not outlive the app. */
  readonly stop: () => Promise<void>;
  readonly log: Log;
};

/** Stops the engine before Electron exits, within a limit. The returned function tells whether the app is quitting. */
export function stopBeforeQuit({ app, stop, log }: QuitDelegate): () => boolean {
  let phase: 'running' | 'quitting' | 'stopping' | 'stopped' = 'running';
  app.on('before-quit', () => {
    if (phase === 'running') phase = 'quitting';
  });
  app.on('will-quit', (event) => {
    if (phase === 'stopped') return;
    event.preventDefault();
    if (phase === 'stopping') return;
    phase = 'stopping';
    void finish();
  });
  async function finish(): Promise<void> {
    await stopWithin(stop, STOP_LIMIT, log);
    phase = 'stopped';
    app.quit();
  }
  // Without a listener Electron quits with its last window; the tray needs none.
  app.on('window-all-closed', () => {});
  return () => phase !== 'running';
}

async function stopWithin(stop: () => Promise<void>, limit: number, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log('warn', `The engine did not stop within ${limit / 1000} s`);
      resolve();
    }, limit);
  });
  const stopped = stop().catch((error: unknown) => log('error', `The engine did not stop: ${String(error)}`));
  await Promise.race([stopped, late]);
  clearTimeout(timer);
}

/** A second launch and a click on a running app both ask for the window. */
export function openOnLaunch(app: Pick<App, 'on'>, open: () => void): void {
  app.on('second-instance', open);
  app.on('activate', open);
}
