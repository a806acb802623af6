import { screen, type BrowserWindowConstructorOptions, type Rectangle } from 'electron';
import { openPage, type PageWindow, type WindowDelegate } from './page-window.ts';
import { popoverPosition } from './popover-position.ts';

const SIZE = { width: 400, height: 640 };
/** A click on the tray icon first blurs (and so hides) an open popover; within this time it must not open again. */
const SAME_CLICK = 200;

export type Popover = PageWindow & {
  /** Opens it at the tray icon, or hides it when it is open. */
  toggle(tray: Rectangle): void;
  /** Keeps it open while something of the OS, such as a dialog, has the focus. */
  hold<Value>(work: Promise<Value>): Promise<Value>;
};

/** The small window at the tray icon, created once and ahead of time so that it opens at once. */
export function createPopover(delegate: WindowDelegate): Popover {
  const { platform, clock } = delegate;
  // Wayland neither tells nor sets positions, and focus comes and goes: there it is a small ordinary window.
  const isFloating = platform !== 'linux';
  const page = openPage(isFloating ? floating(platform) : framed(), '#/popover', delegate);
  const { window, contents } = page;
  let hiddenAt = Number.NEGATIVE_INFINITY;
  let holds = 0;

  if (platform === 'darwin') {
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
  }
  window.on('hide', () => {
    hiddenAt = clock.now();
  });
  window.on('blur', () => {
    if (isFloating && holds === 0) page.hide();
  });
  contents.on('before-input-event', (_event, input) => {
    if (input.type === 'keyDown' && input.key === 'Escape') page.hide();
  });

  function place(tray: Rectangle): void {
    const { workArea } = screen.getDisplayNearestPoint({ x: tray.x, y: tray.y });
    const { x, y } = popoverPosition(tray, SIZE, workArea);
    window.setPosition(x, y);
  }
  return {
    ...page,
    toggle(tray) {
      if (window.isVisible()) {
        page.hide();
      } else if (clock.now() - hiddenAt >= SAME_CLICK) {
        if (isFloating) place(tray);
        page.show();
      }
    },
    async hold(work) {
      holds += 1;
      try {
        return await work;
      } finally {
        holds -= 1;
      }
    },
  };
}

function floating(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return {
    ...SIZE,
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    // Elsewhere the window level of a focused popover suffices.
    alwaysOnTop: platform === 'win32',
  };
}

function framed(): BrowserWindowConstructorOptions {
  return { ...SIZE, title: 'CodeArtifact Tray', autoHideMenuBar: true, maximizable: false, fullscreenable: false };
}
