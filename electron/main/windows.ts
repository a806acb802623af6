import type { Rectangle, WebContents } from 'electron';
import { openPage, type PageWindow, type WindowDelegate } from './page-window.ts';
import { createPopover } from './popover.ts';

export type Windows = {
  /** Opens the main window, at a screen such as `#/preview` or where it was left, and hides the popover. */
  readonly showMain: (route: string | null) => void;
  readonly togglePopover: (tray: Rectangle) => void;
  /** Keeps the popover open until the work is done. */
  readonly holdPopover: <Value>(work: Promise<Value>) => Promise<Value>;
  /** True while a person can see what stands in either window. */
  readonly isVisible: () => boolean;
  /** The pages that may ask the engine and get its snapshots. */
  readonly pages: () => readonly WebContents[];
};

/** The popover at once, the main window when it is first asked for. After ready. */
export function createWindows(delegate: WindowDelegate): Windows {
  const popover = createPopover(delegate);
  let main: PageWindow | null = null;

  function open(): readonly PageWindow[] {
    return [popover, ...(main === null ? [] : [main])].filter(({ window }) => !window.isDestroyed());
  }
  return {
    showMain(route) {
      if (main === null) main = openPage(mainOptions(), route ?? '#/tokens', delegate);
      else if (route !== null) main.goTo(route);
      main.show();
      popover.hide();
    },
    togglePopover: (tray) => popover.toggle(tray),
    holdPopover: (work) => popover.hold(work),
    isVisible: () => open().some(({ window }) => window.isVisible() && !window.isMinimized()),
    pages: () => open().map(({ contents }) => contents),
  };
}

function mainOptions() {
  return { title: 'CodeArtifact Tray', width: 960, height: 680, minWidth: 640, minHeight: 480, autoHideMenuBar: true };
}
