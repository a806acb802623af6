import type { App } from 'electron';
import { describeError } from '../../../shared/engine/secrets/describe-error.ts';
import type { Log } from '../../../shared/ports/host.ts';

/** The engine gets this long, in milliseconds, to finish what it is writing. */
const STOP_LIMIT = 3_000;

export type QuitDelegate = {
  readonly app: Pick<App, 'on' | 'quit' | 'exit'>;
  /** This process, for the signals that end it. */
  readonly process: Pick<NodeJS.Process, 'on'>;
  /** Ends what must not outlive the app. */
  readonly stop: () => Promise<void>;
  readonly log: Log;
};

/** Stops the engine before Electron exits, within a limit. The returned function tells whether the app is quitting. */
export function stopBeforeQuit({ app, process, stop, log }: QuitDelegate): () => boolean {
  let phase: 'running' | 'quitting' | 'stopping' = 'running';
  app.on('before-quit', () => {
    if (phase === 'running') phase = 'quitting';
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (phase === 'stopping') return;
    phase = 'stopping';
    void finish();
  });
  async function finish(): Promise<void> {
    await stopWithin(stop, STOP_LIMIT, log);
    // Not quit(): Electron ignores it until the will-quit that was held up has returned (electron#33643), which is after
    // this when stopping takes no more than microtasks. Every window is closed by now.
    app.exit(0);
  }
  // Electron's own handlers do the same, but libraries that listen too (signal-exit, for locks) take their place and then end
  // the process on the spot, unless they find others listening.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
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
  const stopped = stop().catch((error: unknown) => log('error', `The engine did not stop: ${describeError(error)}`));
  await Promise.race([stopped, late]);
  clearTimeout(timer);
}
