// What `electron` is in tests. It models what the tray uses, with the real thing's rules; everything else throws.
import { notModelled } from './model.ts';

export { app } from './app.ts';
export { FakeWindow as BrowserWindow } from './browser-window.ts';
export { ipcMain } from './ipc-main.ts';
export { dialog, net, powerMonitor, screen } from './machine.ts';
export { Menu } from './menu.ts';
export { FakeNotification as Notification } from './notification.ts';
export { safeStorage } from './safe-storage.ts';
export { protocol, session } from './session.ts';
export { FakeTray as Tray, nativeImage, nativeTheme } from './tray.ts';

export const autoUpdater = notModelled('autoUpdater');
export const BrowserView = notModelled('BrowserView');
export const clipboard = notModelled('clipboard');
export const crashReporter = notModelled('crashReporter');
export const desktopCapturer = notModelled('desktopCapturer');
export const globalShortcut = notModelled('globalShortcut');
export const MenuItem = notModelled('MenuItem');
export const powerSaveBlocker = notModelled('powerSaveBlocker');
export const shell = notModelled('shell');
export const systemPreferences = notModelled('systemPreferences');
export const utilityProcess = notModelled('utilityProcess');
export const webContents = notModelled('webContents');
export const webFrameMain = notModelled('webFrameMain');
