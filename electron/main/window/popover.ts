import { screen, type BrowserWindowConstructorOptions, type Rectangle } from 'electron';
import { openPage, type PageWindow, type WindowDelegate } from './page-window.ts';
import { fitting, popoverBounds } from './placement.ts';

const SIZE = { width: 400, height: 640 };
/** A click on the tray icon takes the focus from an open popover before it is told; within this time both are one. Milliseconds. */
const SAME_CLICK = 200;

export type Popover = {
  /** Opens it at the tray icon; raises it when it is behind something, hides it when it is in front. */
  toggle(tray: Rectangle): void;
  hide(): void;
  /** Keeps it open while something of the OS, such as a dialog, has the focus. */
  hold<Value>(work: Promise<Value>): Promise<Value>;
  /** Null before it was first opened. */
  page(): PageWindow | null;
};

/**
 * The small window at the tray icon. Its page is made when it is first opened, because it costs about 50 MB that many sessions
 * never need (docs/platforms.md has the figures), and kept from then on.
 */
export function createPopover(delegate: WindowDelegate): Popover {
  const { platform, canPlaceWindows, clock } = delegate;
  let page: PageWindow | null = null;
  let leftAt = Number.NEGATIVE_INFINITY;
  let holds = 0;

  function open(): PageWindow {
    const opened = openPage(canPlaceWindows ? floating(platform) : framed(), '#/popover', delegate);
    const { window, contents } = opened;
    if (platform === 'darwin') {
      window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    }
    window.on('blur', () => {
      // Hidden by us, by Escape or a click: the next click is one of its own, however soon it comes.
      if (!window.isVisible()) return;
      leftAt = clock.now();
      // Under Wayland focus comes and goes by itself.
      if (canPlaceWindows && holds === 0) opened.hide();
    });
    contents.on('before-input-event', (_event, input) => {
      if (input.type === 'keyDown' && input.key === 'Escape') opened.hide();
    });
    return opened;
  }
  function place({ window }: PageWindow, tray: Rectangle): void {
    const anchor = tray.width === 0 && platform === 'linux' ? atPointer() : tray;
    const { workArea } = screen.getDisplayNearestPoint({ x: anchor.x, y: anchor.y });
    window.setBounds(popoverBounds(anchor, SIZE, workArea));
  }
  return {
    page: () => page,
    hide: () => page?.hide(),
    toggle(tray) {
      const isSameClick = clock.now() - leftAt < SAME_CLICK;
      page ??= open();
      const { window } = page;
      if (window.isVisible()) {
        if (window.isFocused() || isSameClick) page.hide();
        else page.show();
      } else if (!isSameClick) {
        if (canPlaceWindows) place(page, tray);
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

/** Linux panels don't tell where the icon is, but who clicks it points at it. */
function atPointer(): Rectangle {
  return { ...screen.getCursorScreenPoint(), width: 1, height: 1 };
}

function floating(platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return {
    ...SIZE,
    title: 'CodeArtifact Tray',
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    // What skipTaskbar is elsewhere: X11 window lists leave toolbars out.
    ...(platform === 'linux' ? { type: 'toolbar' } : {}),
    // Elsewhere the window level of a focused popover suffices.
    alwaysOnTop: platform === 'win32',
  };
}

function framed(): BrowserWindowConstructorOptions {
  return {
    ...fitting(SIZE, screen.getPrimaryDisplay().workArea),
    title: 'CodeArtifact Tray',
    autoHideMenuBar: true,
    maximizable: false,
    fullscreenable: false,
  };
}
