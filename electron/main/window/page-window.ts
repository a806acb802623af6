import { BrowserWindow, nativeTheme, type BrowserWindowConstructorOptions, type WebContents } from 'electron';
import { describeError } from '../../../shared/engine/secrets/describe-error.ts';
import type { Clock, Log } from '../../../shared/ports/host.ts';
import { reloadAfterCrash } from '../lifecycle/crash.ts';
import { pageUrl } from '../page/protocol.ts';
import { pagePreferences } from '../page/security.ts';

export type WindowDelegate = {
  readonly platform: NodeJS.Platform;
  /** False under Wayland, where a window neither knows nor chooses its place. */
  readonly canPlaceWindows: boolean;
  readonly isPackaged: boolean;
  /** File of the built preload. */
  readonly preload: string;
  /** Picture for the desktop's window list, where it is the window's to bring (Linux); null elsewhere. */
  readonly icon: string | null;
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
  /** Shows, raises and focuses it as soon as its first frame is painted. */
  show(): void;
  hide(): void;
  /** Changes the screen without reloading the page. */
  goTo(route: string): void;
};

/** A page that has not painted by then is shown as it is, in milliseconds: an empty window is better than none. */
const PAINT_LIMIT = 2_000;

export function openPage(
  options: BrowserWindowConstructorOptions,
  route: string,
  delegate: WindowDelegate,
): PageWindow {
  const { isPackaged, preload, icon, clock, log } = delegate;
  const window = new BrowserWindow({
    ...options,
    ...(icon === null ? {} : { icon }),
    show: false,
    // What stands there until the page's first frame, also after a crash.
    backgroundColor: pageBackground(nativeTheme.shouldUseDarkColors),
    webPreferences: pagePreferences(preload, isPackaged),
  });
  const contents = window.webContents;
  let isPainted = false;
  let isWanted = false;

  function load(target: string): void {
    window
      .loadURL(pageUrl(target))
      .catch((error: unknown) => log('error', `Cannot load ${target}: ${describeError(error)}`));
  }
  function painted(): void {
    if (isPainted || window.isDestroyed()) return;
    isPainted = true;
    if (isWanted) showNow();
  }
  function showNow(): void {
    if (window.isMinimized()) window.restore();
    window.show();
    if (delegate.canPlaceWindows) window.moveTop();
    window.focus();
  }
  function hide(): void {
    isWanted = false;
    // A page that is hidden before its first frame never paints one (electron#24855); until then there is nothing to hide.
    if (isPainted) window.hide();
  }
  function followTheme(): void {
    window.setBackgroundColor(pageBackground(nativeTheme.shouldUseDarkColors));
  }

  window.once('ready-to-show', painted);
  contents.once('did-fail-load', painted);
  clock.after(PAINT_LIMIT, painted);
  window.on('close', (event) => {
    if (delegate.isQuitting()) return;
    event.preventDefault();
    hide();
  });
  nativeTheme.on('updated', followTheme);
  window.on('closed', () => nativeTheme.off('updated', followTheme));
  window.on('session-end', () => delegate.onSessionEnd());
  const revive = reloadAfterCrash(contents, clock, log);
  load(route);

  return {
    window,
    contents,
    hide,
    show() {
      isWanted = true;
      revive();
      if (isPainted) showNow();
    },
    goTo(next) {
      // The same address again would reload the page.
      if (contents.getURL() !== pageUrl(next)) load(next);
    },
  };
}

/** The page's own background, `--bg` in renderer/styles/tokens.css, for the time before the page is painted. */
export function pageBackground(isDark: boolean): string {
  return isDark ? '#14171b' : '#f5f6f9';
}
