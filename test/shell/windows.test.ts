import { app } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';
import { createWindows } from '../../electron/main/windows.ts';
import { becomeReady } from '../support/electron/app.ts';
import { windows as opened, type FakeWindow } from '../support/electron/browser-window.ts';
import { resetWorld, world, type World } from '../support/electron/world.ts';
import { manualClock } from './manual-clock.ts';

const TRAY = { x: 1200, y: 0, width: 24, height: 24 };

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
    isPackaged: app.isPackaged,
    preload: '/out/preload/index.cjs',
    clock,
    log: (_level, message) => log.push(message),
    isQuitting: () => isQuitting,
    onSessionEnd: () => (sessionEnds += 1),
  });
  const popover = opened()[0]!;
  return {
    windows,
    clock,
    log,
    popover,
    main: (): FakeWindow => opened()[1]!,
    quit: () => (isQuitting = true),
    sessionEnds: () => sessionEnds,
    painted: (window: FakeWindow) => window.emit('ready-to-show'),
  };
}

describe('the popover', () => {
  test('is created hidden and ahead of time, at its own screen', async () => {
    const { popover } = await anApp();
    expect(popover.options).toMatchObject({
      show: false,
      frame: false,
      resizable: false,
      fullscreenable: false,
      skipTaskbar: true,
    });
    expect(popover.options.webPreferences?.preload).toBe('/out/preload/index.cjs');
    expect(popover.loaded).toEqual(['app://bundle/index.html#/popover']);
    expect(popover.visible).toBe(false);
  });

  test('opens below a menu bar icon and hides on the next click', async () => {
    const { windows, popover, painted } = await anApp();
    painted(popover);
    windows.togglePopover(TRAY);
    expect({ visible: popover.visible, position: popover.position }).toEqual({ visible: true, position: [1012, 24] });
    windows.togglePopover(TRAY);
    expect(popover.visible).toBe(false);
  });

  test('shows only once its first frame is painted', async () => {
    const { windows, popover, painted } = await anApp();
    windows.togglePopover(TRAY);
    expect(popover.visible).toBe(false);
    painted(popover);
    expect(popover.visible).toBe(true);
  });

  test('stays hidden by the click whose blur hid it, and opens by a later one', async () => {
    const { windows, popover, painted, clock } = await anApp();
    painted(popover);
    windows.togglePopover(TRAY);
    popover.emit('blur');
    clock.advance(120);
    windows.togglePopover(TRAY);
    expect(popover.visible).toBe(false);
    clock.advance(200);
    windows.togglePopover(TRAY);
    expect(popover.visible).toBe(true);
  });

  test('hides on Escape and no other key', async () => {
    const { windows, popover, painted } = await anApp();
    painted(popover);
    windows.togglePopover(TRAY);
    popover.webContents.emit('before-input-event', {}, { type: 'keyDown', key: 'a' });
    expect(popover.visible).toBe(true);
    popover.webContents.emit('before-input-event', {}, { type: 'keyDown', key: 'Escape' });
    expect(popover.visible).toBe(false);
  });

  test('stays open while a dialog of the OS has the focus', async () => {
    const { windows, popover, painted } = await anApp();
    painted(popover);
    windows.togglePopover(TRAY);
    const dialog = Promise.withResolvers<string>();
    const held = windows.holdPopover(dialog.promise);
    popover.emit('blur');
    expect(popover.visible).toBe(true);
    dialog.resolve('/home/ann/src');
    expect(await held).toBe('/home/ann/src');
    popover.emit('blur');
    expect(popover.visible).toBe(false);
  });

  test('is on every workspace of macOS without a flash in the dock', async () => {
    const { popover } = await anApp();
    expect(popover.onAllWorkspaces).toEqual({ visibleOnFullScreen: true, skipTransformProcessType: true });
    expect(popover.options.alwaysOnTop).toBe(false);
  });

  test('is above other windows on Windows, in the corner when the icon is in the overflow', async () => {
    const { windows, popover, painted } = await anApp({ platform: 'win32' });
    painted(popover);
    windows.togglePopover({ x: 0, y: 0, width: 0, height: 0 });
    expect(popover.options.alwaysOnTop).toBe(true);
    expect(popover.position).toEqual([1032, 252]);
  });

  test('is a small framed window on Linux, placed by the desktop, and does not hide on blur', async () => {
    const { windows, popover, painted } = await anApp({ platform: 'linux' });
    painted(popover);
    windows.togglePopover({ x: 0, y: 0, width: 0, height: 0 });
    popover.emit('blur');
    expect(popover.options.frame).not.toBe(false);
    expect(popover.options.skipTaskbar).not.toBe(true);
    expect({ visible: popover.visible, position: popover.position }).toEqual({ visible: true, position: null });
  });
});

describe('the main window', () => {
  test('is created when it is first asked for, and hides the popover', async () => {
    const { windows, popover, main, painted } = await anApp();
    painted(popover);
    windows.togglePopover(TRAY);
    expect(opened()).toHaveLength(1);
    windows.showMain('#/preview');
    painted(main());
    expect(main().loaded).toEqual(['app://bundle/index.html#/preview']);
    expect(main().visible).toBe(true);
    expect(popover.visible).toBe(false);
  });

  test('hides when closed, keeps its page, and comes back where it was left', async () => {
    const { windows, main, painted } = await anApp();
    windows.showMain(null);
    painted(main());
    main().clickClose();
    expect(main().visible).toBe(false);
    expect(main().isDestroyed()).toBe(false);
    windows.showMain(null);
    expect(main().visible).toBe(true);
    expect(main().loaded).toHaveLength(1);
  });

  test('closes for good once the app is quitting', async () => {
    const { windows, main, painted, quit } = await anApp();
    windows.showMain(null);
    painted(main());
    quit();
    main().clickClose();
    expect(main().isDestroyed()).toBe(true);
    expect(windows.pages()).toHaveLength(1);
  });

  test('goes to a screen it does not show already, and never reloads the one it does', async () => {
    const { windows, main, painted } = await anApp();
    windows.showMain('#/tokens');
    painted(main());
    windows.showMain('#/tokens');
    expect(main().loaded).toHaveLength(1);
    main().webContents.url = 'app://bundle/index.html#/settings';
    windows.showMain('#/tokens');
    expect(main().loaded).toHaveLength(2);
  });

  test('is restored when it was minimised', async () => {
    const { windows, main, painted } = await anApp();
    windows.showMain(null);
    painted(main());
    main().minimized = true;
    expect(windows.isVisible()).toBe(false);
    windows.showMain(null);
    expect(main().minimized).toBe(false);
    expect(windows.isVisible()).toBe(true);
  });

  test('shows up even when its page cannot load', async () => {
    const { windows, main } = await anApp();
    windows.showMain(null);
    main().webContents.emit('did-fail-load');
    expect(main().visible).toBe(true);
  });

  test('tells when the Windows session ends', async () => {
    const { popover, sessionEnds } = await anApp({ platform: 'win32' });
    popover.emit('session-end', {});
    expect(sessionEnds()).toBe(1);
  });
});
