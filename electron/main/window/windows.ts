import {
  screen,
  type BrowserWindow,
  type BrowserWindowConstructorOptions,
  type Rectangle,
  type WebContents,
} from 'electron';
import type { Page } from '../../../shared/contract/requests.ts';
import { pageRoute } from '../../../shared/view/route.ts';
import { openPage, type PageWindow, type WindowDelegate } from './page-window.ts';
import { createPopover } from './popover.ts';
import { fitting } from './placement.ts';

export type Windows = {
  /** Opens the main window, at a page and a row of it or where it was left, and hides the popover. */
  readonly showMain: (page: Page | null, row?: string | null) => void;
  readonly togglePopover: (tray: Rectangle) => void;
  /** Keeps the popover open until the work is done. */
  readonly holdPopover: <Value>(work: Promise<Value>) => Promise<Value>;
  /** The window that a person is in; null when they are elsewhere. */
  readonly focused: () => BrowserWindow | null;
  /** The pages that may ask the engine and get its snapshots. */
  readonly pages: () => readonly WebContents[];
};

/** The popover and the main window, each made when it is first asked for. After ready. */
export function createWindows(delegate: WindowDelegate): Windows {
  const popover = createPopover(delegate);
  let main: PageWindow | null = null;

  function open(): readonly PageWindow[] {
    return [popover.page(), main].filter((page) => page !== null).filter(({ window }) => !window.isDestroyed());
  }
  return {
    showMain(page, row = null) {
      if (main === null) main = openPage(mainOptions(), pageRoute(page ?? 'tokens', row), delegate);
      else if (page !== null) main.goTo(pageRoute(page, row));
      main.show();
      popover.hide();
    },
    togglePopover: (tray) => popover.toggle(tray),
    holdPopover: (work) => popover.hold(work),
    focused: () => open().find(({ window }) => window.isVisible() && window.isFocused())?.window ?? null,
    pages: () => open().map(({ contents }) => contents),
  };
}

function mainOptions(): BrowserWindowConstructorOptions {
  const { workArea } = screen.getPrimaryDisplay();
  const size = fitting({ width: 960, height: 680 }, workArea);
  const least = fitting({ width: 480, height: 320 }, workArea);
  return { ...size, minWidth: least.width, minHeight: least.height, title: 'CodeArtifact Tray', autoHideMenuBar: true };
}
