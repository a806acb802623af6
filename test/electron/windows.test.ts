import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';
import { pageBackground } from '../../electron/main/window/page-window.ts';
import { canPlaceWindows } from '../../electron/main/window/placement.ts';
import { createWindows } from '../../electron/main/window/windows.ts';
import { becomeReady } from '../support/electron/app.ts';
import { windows as opened, type FakeWindow } from '../support/electron/browser-window.ts';
import { changeTheme } from '../support/electron/tray.ts';
import { resetWorld, world, type World } from '../support/electron/world.ts';
import { manualClock } from '../support/manual-clock.ts';

const TRAY = { x: 1200, y: 0, width: 24, height: 24 };
const NOWHERE = { x: 0, y: 0, width: 0, height: 0 };

beforeEach(() => resetWorld());

async function anApp(changes: Partial<World> = {}) {
  resetWorld({ platform: 'darwin', ...changes });
  await becomeReady();
  const clock = manualClock();
  const log: string[] = [];
  let isQuitting = false;
  let sessionEnds = 0;
  const windows = createWindows({
    platform: world.platform,
    canPlaceWindows: !world.isWayland,
    isPackaged: app.isPackaged,
    preload: '/out/preload/index.cjs',
    icon: world.platform === 'linux' ? '/icons/256x256.png' : null,
    clock,
    log: (_level, message) => log.push(message),
    isQuitting: () => isQuitting,
    onSessionEnd: () => (sessionEnds += 1),
  });
  return {
    windows,
    clock,
    log,
    last: (): FakeWindow => opened().at(-1)!,
    quit: () => (isQuitting = true),
    sessionEnds: () => sessionEnds,
  };
}

/** The popover, opened by a click and painted. */
async function anOpenPopover(changes: Partial<World> = {}) {
  const made = await anApp(changes);
  made.windows.togglePopover(world.platform === 'linux' ? NOWHERE : TRAY);
  const popover = made.last();
  popover.paint();
  return { ...made, popover };
}

/** The main window, opened and painted. */
async function anOpenWindow(changes: Partial<World> = {}) {
  const made = await anApp(changes);
  made.windows.showMain(null);
  const main = made.last();
  main.paint();
  return { ...made, main };
}

describe('the popover', () => {
  test('is made when it is first opened, at its own screen, and kept', async () => {
    const { windows, clock, last } = await anApp();
    expect(opened()).toEqual([]);
    windows.togglePopover(TRAY);
    expect(last().options).toMatchObject({
      show: false,
      frame: false,
      resizable: false,
      fullscreenable: false,
      skipTaskbar: true,
    });
    expect(last().options.webPreferences?.preload).toBe('/out/preload/index.cjs');
    expect(last().loaded).toEqual(['app://bundle/index.html#/popover']);
    last().paint();
    windows.togglePopover(TRAY);
    clock.advance(1000);
    windows.togglePopover(TRAY);
    expect(opened()).toHaveLength(1);
    expect(last().visible).toBe(true);
  });

  test('opens below a menu bar icon and hides on the next click', async () => {
    const { windows, popover } = await anOpenPopover();
    expect(popover.visible).toBe(true);
    expect(popover.bounds).toEqual({ x: 1012, y: 24, width: 400, height: 640 });
    windows.togglePopover(TRAY);
    expect(popover.visible).toBe(false);
  });

  test('shows only once its first frame is painted', async () => {
    const { windows, last } = await anApp();
    windows.togglePopover(TRAY);
    expect(last().visible).toBe(false);
    last().paint();
    expect(last().visible).toBe(true);
  });

  test('opens by a click after the window was opened over it before its first frame', async () => {
    const { windows, clock, last } = await anApp();
    windows.togglePopover(TRAY);
    const popover = last();
    windows.showMain(null);
    popover.paint();
    expect(popover.visible).toBe(false);
    clock.advance(1000);
    windows.togglePopover(TRAY);
    expect(popover.visible).toBe(true);
  });

  test('is shown as it is when its page does not paint', async () => {
    const { windows, clock, last } = await anApp();
    windows.togglePopover(TRAY);
    clock.advance(1_900);
    expect(last().visible).toBe(false);
    clock.advance(200);
    expect(last().visible).toBe(true);
  });

  test('stays hidden by the click whose blur hid it, and opens by a later one', async () => {
    const { windows, popover, clock } = await anOpenPopover();
    popover.loseFocus();
    expect(popover.visible).toBe(false);
    clock.advance(120);
    windows.togglePopover(TRAY);
    expect(popover.visible).toBe(false);
    clock.advance(200);
    windows.togglePopover(TRAY);
    expect(popover.visible).toBe(true);
  });

  test('hides on Escape and no other key', async () => {
    const { popover } = await anOpenPopover();
    popover.webContents.emit('before-input-event', {}, { type: 'keyDown', key: 'a' });
    expect(popover.visible).toBe(true);
    popover.webContents.emit('before-input-event', {}, { type: 'keyDown', key: 'Escape' });
    expect(popover.visible).toBe(false);
  });

  test('opens by a click right after Escape, whose hiding takes the focus too', async () => {
    const { windows, popover, clock } = await anOpenPopover();
    popover.webContents.emit('before-input-event', {}, { type: 'keyDown', key: 'Escape' });
    clock.advance(50);
    windows.togglePopover(TRAY);
    expect(popover.visible).toBe(true);
  });

  test('stays open while a dialog of the OS has the focus', async () => {
    const { windows, popover } = await anOpenPopover();
    const dialog = Promise.withResolvers<string>();
    const held = windows.holdPopover(dialog.promise);
    popover.loseFocus();
    expect(popover.visible).toBe(true);
    dialog.resolve('/home/ann/src');
    expect(await held).toBe('/home/ann/src');
    popover.focus();
    popover.loseFocus();
    expect(popover.visible).toBe(false);
  });

  test('is on every workspace of macOS without a flash in the dock', async () => {
    const { popover } = await anOpenPopover();
    expect(popover.onAllWorkspaces).toEqual({ visibleOnFullScreen: true, skipTransformProcessType: true });
    expect(popover.options.alwaysOnTop).toBe(false);
  });

  test('is above other windows on Windows, in the corner when the icon is in the overflow', async () => {
    const { windows, last } = await anApp({ platform: 'win32' });
    windows.togglePopover(NOWHERE);
    expect(last().options.alwaysOnTop).toBe(true);
    expect(last().bounds).toMatchObject({ x: 1032, y: 252 });
  });

  test('has no frame under X11, opens where the pointer clicked, and hides on blur', async () => {
    const { popover } = await anOpenPopover({ platform: 'linux', cursor: { x: 1200, y: 12 } });
    expect(popover.options).toMatchObject({ frame: false, type: 'toolbar', icon: '/icons/256x256.png' });
    expect(popover.bounds).toEqual({ x: 1001, y: 24, width: 400, height: 640 });
    popover.loseFocus();
    expect(popover.visible).toBe(false);
  });

  test('is nothing that a person could resize, minimise or find in a list of windows', async () => {
    const { popover } = await anOpenPopover();
    expect(popover.options).toMatchObject({
      width: 400,
      height: 640,
      title: 'CodeArtifact Tray',
      frame: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
    });
  });

  test('is no larger than a small screen', async () => {
    const { popover } = await anOpenPopover({ workArea: { x: 0, y: 14, width: 640, height: 386 } });
    expect(popover.bounds).toMatchObject({ width: 400, height: 370 });
  });

  describe('under Wayland', () => {
    test('is a small framed window, placed by the desktop, and stays when the focus goes', async () => {
      const { popover } = await anOpenPopover({ platform: 'linux', isWayland: true });
      popover.loseFocus();
      expect(popover.options).toMatchObject({
        title: 'CodeArtifact Tray',
        autoHideMenuBar: true,
        maximizable: false,
        fullscreenable: false,
      });
      expect(popover.options.frame).not.toBe(false);
      expect(popover.options.skipTaskbar).not.toBe(true);
      expect({ visible: popover.visible, bounds: popover.bounds }).toEqual({ visible: true, bounds: null });
    });

    test('is raised by a click when it is behind another window, and hidden when it is in front', async () => {
      const { windows, popover, clock } = await anOpenPopover({ platform: 'linux', isWayland: true });
      popover.loseFocus();
      clock.advance(5000);
      windows.togglePopover(NOWHERE);
      expect({ visible: popover.visible, focused: popover.focused }).toEqual({ visible: true, focused: true });
      windows.togglePopover(NOWHERE);
      expect(popover.visible).toBe(false);
    });

    test('is hidden by a click that takes the focus from it first', async () => {
      const { windows, popover, clock } = await anOpenPopover({ platform: 'linux', isWayland: true });
      popover.loseFocus();
      clock.advance(50);
      windows.togglePopover(NOWHERE);
      expect(popover.visible).toBe(false);
    });
  });
});

describe('the main window', () => {
  test('is created when it is first asked for, and hides the popover', async () => {
    const { windows, popover, last } = await anOpenPopover();
    windows.showMain('preview');
    const main = last();
    main.paint();
    expect(main.loaded).toEqual(['app://bundle/index.html#/preview']);
    expect(main.visible).toBe(true);
    expect(popover.visible).toBe(false);
  });

  test('hides when closed, keeps its page, and comes back where it was left', async () => {
    const { windows, main } = await anOpenWindow();
    main.clickClose();
    expect(main.visible).toBe(false);
    expect(main.isDestroyed()).toBe(false);
    windows.showMain(null);
    expect(main.visible).toBe(true);
    expect(main.loaded).toHaveLength(1);
  });

  test('closes for good once the app is quitting', async () => {
    const { windows, main, quit } = await anOpenWindow();
    quit();
    main.clickClose();
    expect(main.isDestroyed()).toBe(true);
    expect(windows.pages()).toHaveLength(0);
    changeTheme(true);
  });

  test('goes to a screen it does not show already, and never reloads the one it does', async () => {
    const { windows, main } = await anOpenWindow();
    windows.showMain('tokens');
    expect(main.loaded).toHaveLength(1);
    main.webContents.url = 'app://bundle/index.html#/settings';
    windows.showMain('tokens');
    expect(main.loaded).toHaveLength(2);
  });

  test('is restored when it was minimised, and raised when it is behind another', async () => {
    const { windows, main } = await anOpenWindow();
    main.minimized = true;
    main.loseFocus();
    expect(windows.focused()).toBeNull();
    windows.showMain(null);
    expect(main.minimized).toBe(false);
    expect(windows.focused()).toBe(main);
    expect(main.raised).toBe(2);
  });

  test('shows up even when its page cannot load', async () => {
    const { windows, last } = await anApp();
    windows.showMain(null);
    last().webContents.emit('did-fail-load');
    expect(last().visible).toBe(true);
  });

  test('fits on a small screen', async () => {
    const { main } = await anOpenWindow({ workArea: { x: 0, y: 14, width: 640, height: 386 } });
    expect(main.options).toMatchObject({ width: 632, height: 346, minWidth: 480, minHeight: 320 });
  });

  test('tells when the Windows session ends', async () => {
    const { main, sessionEnds } = await anOpenWindow({ platform: 'win32' });
    main.emit('session-end', {});
    expect(sessionEnds()).toBe(1);
  });
});

describe('the background of a window', () => {
  test('is the theme’s before the page is there, and follows the theme', async () => {
    const { main } = await anOpenWindow({ isDark: true });
    expect(main.options.backgroundColor).toBe(pageBackground(true));
    changeTheme(false);
    expect(main.background).toBe(pageBackground(false));
  });

  test('is the page’s own', () => {
    const css = readFileSync(path.resolve(import.meta.dirname, '../../renderer/styles/tokens.css'), 'utf8');
    expect(css).toContain(`--bg: light-dark(${pageBackground(false)}, ${pageBackground(true)});`);
  });
});

test.each([
  ['darwin', '', undefined, true],
  ['win32', '', undefined, true],
  ['linux', '', undefined, true],
  ['linux', '', 'x11', true],
  ['linux', '', 'wayland', false],
  ['linux', 'wayland', 'x11', false],
  ['linux', 'x11', 'wayland', true],
] as const)(
  'on %s with ozone "%s" in a session of %s windows can be placed: %s',
  (platform, ozonePlatform, type, can) => {
    expect(canPlaceWindows({ platform, ozonePlatform, env: { XDG_SESSION_TYPE: type } })).toBe(can);
  },
);
