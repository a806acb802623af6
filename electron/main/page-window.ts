import { BrowserWindow, type BrowserWindowConstructorOptions, type WebContents } from 'electron';
import type { Clock, Log } from '../../shared/ports/host.ts';
import { reloadAfterCrash } from './crash.ts';
import { pageUrl } from './protocol.ts';
import { pagePreferences } from './security.ts';

export type WindowDelegate = {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  /** File of the built preload. */
  readonly preload: string;
  readonly clock: Clock;
  readonly log: Log;
  /** True once the app is quitting: then windows close, before they only hide. */
  readonly isQuitting: () => boolean;
  /** Called when the OS session ends (Windows). */
  readonly onSessionEnd: () => void;
};

/** A window with one page of ours. It is hidden instead of closed, so that it opens at once the next time. */
export type PageWindow = {
  readonly window: BrowserWindow;
  readonly contents: WebContents;
  /** Shows and focuses it as soon as its first frame is painted. */
  show(): void;
  hide(): void;
  /** Changes the screen without reloading the page. */
  goTo(route: string): void;
};

export function openPage(
  options: BrowserWindowConstructorOptions,
  route: string,
  delegate: WindowDelegate,
): PageWindow {
  const { isPackaged, preload, clock, log } = delegate;
  const window = new BrowserWindow({ ...options, show: false, webPreferences: pagePreferences(preload, isPackaged) });
  const contents = window.webContents;
  let isPainted = false;
  let isWanted = false;

  function load(target: string): void {
    window.loadURL(pageUrl(target)).catch((error: unknown) => log('error', `Cannot load ${target}: ${String(error)}`));
  }
  function painted(): void {
    isPainted = true;
    if (isWanted) showNow();
  }
  function showNow(): void {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  window.once('ready-to-show', painted);
  // A page that cannot load never gets ready; an empty window is still better than none.
  contents.once('did-fail-load', painted);
  window.on('close', (event) => {
    if (delegate.isQuitting()) return;
    event.preventDefault();
    hide();
  });
  window.on('session-end', () => delegate.onSessionEnd());
  reloadAfterCrash(contents, clock, log);
  load(route);

  function hide(): void {
    isWanted = false;
    window.hide();
  }
  return {
    window,
    contents,
    hide,
    show() {
      isWanted = true;
      if (isPainted) showNow();
    },
    goTo(next) {
      // The same address again would reload the page.
      if (contents.getURL() !== pageUrl(next)) load(next);
    },
  };
}
