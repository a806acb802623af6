import type { WebContents } from 'electron';
import { describeError } from '../../../shared/engine/secrets/describe-error.ts';
import type { Clock, Log } from '../../../shared/ports/host.ts';

/**
 * Logs what nobody caught, instead of Electron's dialog. The app goes on: every write of the engine is atomic and every
 * failure it expects is a value, while an agent that quits silently lets tokens run out.
 */
export function logUncaughtErrors(target: Pick<NodeJS.Process, 'on'>, log: Log): void {
  target.on('uncaughtException', (error: unknown) => log('error', `Uncaught: ${describeError(error)}`));
  target.on('unhandledRejection', (reason: unknown) => log('error', `Unhandled rejection: ${describeError(reason)}`));
}

/** Waits before each reload in milliseconds; after the last one the page stays as it is. */
const RELOAD_WAITS = [1_000, 4_000, 16_000];
/** A page that lived this long has recovered, and gets all its reloads again. */
const RECOVERED_AFTER = 10 * 60_000;

type Page = Pick<WebContents, 'on' | 'reload' | 'isDestroyed' | 'isCrashed'>;

/**
 * Brings a crashed page back, with growing waits. The engine lives elsewhere and never notices.
 * The returned function brings it back at once, for a person who wants to see it, and gives it all its reloads again.
 */
export function reloadAfterCrash(page: Page, clock: Clock, log: Log): () => void {
  let reloads = 0;
  let lastCrash = 0;
  page.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    if (clock.now() - lastCrash > RECOVERED_AFTER) reloads = 0;
    lastCrash = clock.now();
    const wait = RELOAD_WAITS[reloads];
    log(
      'error',
      `A page ended (${reason}, exit code ${exitCode}), ${wait === undefined ? 'not reloading it' : `reloading it in ${wait / 1000} s`}`,
    );
    if (wait === undefined) return;
    reloads += 1;
    clock.after(wait, () => {
      // A person may have brought it back meanwhile.
      if (!page.isDestroyed() && page.isCrashed()) page.reload();
    });
  });
  page.on('unresponsive', () => log('warn', 'A page does not respond'));
  return () => {
    if (page.isDestroyed() || !page.isCrashed()) return;
    reloads = 0;
    page.reload();
  };
}
