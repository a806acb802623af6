import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as electron from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';
import { appState, becomeReady } from '../support/electron/app.ts';
import { windows } from '../support/electron/browser-window.ts';
import { invokeFrom } from '../support/electron/ipc-main.ts';
import { notificationsShown } from '../support/electron/notification.ts';
import { lockKeyStore, refusePassword, typePassword } from '../support/electron/safe-storage.ts';
import { resetWorld, world } from '../support/electron/world.ts';

const { app, BrowserWindow, ipcMain, Notification, protocol, safeStorage, screen, session, Tray, nativeImage } =
  electron;
const icon = () => nativeImage.createFromPath(import.meta.filename);
const page = { parent: null, origin: 'app://bundle' };

beforeEach(() => resetWorld());

describe('the fake has the rules of the real thing', () => {
  test('rule 1: whenReady() waits until the app is made ready', async () => {
    let isReady = false;
    const ready = app.whenReady().then(() => (isReady = true));
    await new Promise(setImmediate);
    expect(isReady).toBe(false);
    await becomeReady();
    expect(await ready).toBe(true);
  });

  test('rule 2: the sandbox and schemes come before ready, schemes only once', async () => {
    protocol.registerSchemesAsPrivileged([]);
    expect(() => protocol.registerSchemesAsPrivileged([])).toThrow('only once');
    resetWorld();
    await becomeReady();
    expect(() => protocol.registerSchemesAsPrivileged([])).toThrow('before app is ready');
    expect(() => app.enableSandbox()).toThrow('before app is ready');
  });

  test('rule 3: windows, tray, notifications, session, screen and safeStorage come after ready', async () => {
    expect(() => new BrowserWindow()).toThrow('ready');
    expect(() => new Tray(icon())).toThrow('ready');
    expect(() => new Notification({})).toThrow('ready');
    expect(() => session.defaultSession).toThrow('ready');
    expect(() => screen.getDisplayNearestPoint({ x: 0, y: 0 })).toThrow('ready');
    await expect(safeStorage.isAsyncEncryptionAvailable()).rejects.toThrow('ready');
  });

  test('rule 4: one handler a channel; parameters and results are cloned; errors keep their message alone', async () => {
    const given = { list: [1] };
    let received: unknown;
    ipcMain.handle('echo', (_event, value: unknown) => (received = value));
    expect(() => ipcMain.handle('echo', () => {})).toThrow('second handler');
    const answer = await invokeFrom({}, page, 'echo', given);
    expect(received).toEqual(given);
    expect(received).not.toBe(given);
    expect(answer).not.toBe(received);
    await expect(invokeFrom({}, page, 'echo', () => {})).rejects.toThrow('could not be cloned');

    ipcMain.handle('fail', () => {
      throw Object.assign(new TypeError('why'), { code: 'E_CODE' });
    });
    const failure: unknown = await invokeFrom({}, page, 'fail').catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'Error', message: "Error invoking remote method 'fail': TypeError: why" });
    expect(failure).not.toHaveProperty('code');
  });

  test('rule 5: the sending frame is gone after the first await', async () => {
    const seen: unknown[] = [];
    ipcMain.handle('look', async (event) => {
      seen.push(event.senderFrame?.origin);
      await Promise.resolve();
      seen.push(event.senderFrame);
    });
    await invokeFrom({}, page, 'look');
    expect(seen).toEqual(['app://bundle', null]);
  });

  test('rule 6: sending to a destroyed page throws', async () => {
    await becomeReady();
    const window = new BrowserWindow({});
    window.webContents.send('channel', 1);
    windows()[0]?.clickClose();
    expect(() => window.webContents.send('channel', 1)).toThrow('Object has been destroyed');
  });

  test('rule 7: on Linux a tray has no bounds, no popup and no title', async () => {
    await becomeReady();
    const tray = new Tray(icon());
    expect(tray.getBounds()).toEqual({ x: 0, y: 0, width: 0, height: 0 });
    expect(() => tray.popUpContextMenu()).toThrow('not modelled');
    expect(() => tray.setTitle('2h')).toThrow('not modelled');
    expect(() => app.dock).toThrow('not modelled');
  });

  test('rule 7: under Wayland no window is placed or raised, and nobody knows where the pointer is', async () => {
    world.isWayland = true;
    await becomeReady();
    const window = new BrowserWindow({});
    window.setBounds({ x: 10, y: 10 });
    expect(windows()[0]?.bounds).toBeNull();
    expect(() => window.moveTop()).toThrow('not modelled');
    expect(() => electron.screen.getCursorScreenPoint()).toThrow('not modelled');
  });

  test('rule 11: a page that is hidden before its first frame paints none until it is shown', async () => {
    await becomeReady();
    const [hidden, kept] = [new BrowserWindow({ show: false }), new BrowserWindow({ show: false })];
    const painted: string[] = [];
    hidden.once('ready-to-show', () => painted.push('hidden'));
    kept.once('ready-to-show', () => painted.push('kept'));
    hidden.hide();
    for (const window of windows()) window.paint();
    expect(painted).toEqual(['kept']);
    hidden.show();
    for (const window of windows()) window.paint();
    expect(painted).toEqual(['kept', 'hidden']);
  });

  test('rule 7: no window takes half a pixel', async () => {
    await becomeReady();
    expect(() => new BrowserWindow({}).setBounds({ x: 1.5, y: 0 })).toThrow(TypeError);
  });

  test('rule 8: a notification shows after show() only, fails for an unsigned app, and is lost when nobody keeps it', async () => {
    await becomeReady();
    const kept = new Notification({ id: 'kept' });
    expect(notificationsShown()).toHaveLength(0);
    kept.show();
    new Notification({ id: 'dropped' }).show();
    await collectGarbage();
    expect(notificationsShown().map(({ options }) => options.id)).toEqual(['kept']);

    world.isSigned = false;
    const unsigned = new Notification({ id: 'unsigned' });
    let reason = '';
    unsigned.on('failed', (_event, error) => (reason = error));
    unsigned.show();
    expect(reason).toContain('not signed');
    kept.close();
    expect(notificationsShown()).toHaveLength(0);
  });

  test('rule 9: decrypting gives an object; the key store is unknown before ready', async () => {
    expect(safeStorage.getSelectedStorageBackend()).toBe('unknown');
    await becomeReady();
    world.keyStore = 'basic_text';
    expect(safeStorage.getSelectedStorageBackend()).toBe('basic_text');
    const encrypted = await safeStorage.encryptStringAsync('secret');
    expect(encrypted.toString('latin1')).not.toContain('secret');
    expect(await safeStorage.decryptStringAsync(encrypted)).toEqual({ result: 'secret', shouldReEncrypt: false });
    await expect(safeStorage.decryptStringAsync(Buffer.from('other'))).rejects.toThrow('decrypting');
  });

  test('rule 9: a locked key store answers when the password was typed, and refuses without it', async () => {
    await becomeReady();
    lockKeyStore();
    const answers = [safeStorage.isAsyncEncryptionAvailable(), safeStorage.encryptStringAsync('secret')];
    let isAnswered = false;
    void Promise.any(answers).then(() => (isAnswered = true));
    await new Promise(setImmediate);
    expect(isAnswered).toBe(false);
    typePassword();
    expect(await Promise.all(answers)).toEqual([true, expect.any(Buffer)]);

    lockKeyStore();
    const refused = [safeStorage.encryptStringAsync('x'), safeStorage.decryptStringAsync(Buffer.from('x'))];
    refusePassword();
    const outcomes = await Promise.allSettled(refused);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await safeStorage.isAsyncEncryptionAvailable()).toBe(false);
  });

  test('rule 10: what the tray does not use throws instead of doing nothing', () => {
    expect(() => electron.clipboard.writeText('x')).toThrow('not modelled: clipboard');
    expect(() => electron.shell.openExternal('https://example.com')).toThrow('not modelled: shell');
    expect(() => app.getLocale()).toThrow('not modelled: app.getLocale');
    expect(() => new electron.MenuItem({})).toThrow('not modelled: MenuItem');
  });

  test('quitting asks before-quit, then will-quit, and goes on unless that is prevented', async () => {
    const order: string[] = [];
    app.on('before-quit', () => void order.push('before-quit'));
    let prevents = true;
    app.on('will-quit', (event) => {
      order.push('will-quit');
      if (prevents) event.preventDefault();
    });
    app.quit();
    await new Promise(setImmediate);
    expect(appState()).toBe('running');
    prevents = false;
    app.quit();
    expect(appState()).toBe('exited');
    expect(order).toEqual(['before-quit', 'will-quit', 'before-quit', 'will-quit']);
  });

  test('rule 12: another quit() is ignored until a will-quit that was prevented has returned, microtasks included; exit() is not', async () => {
    const order: string[] = [];
    app.on('will-quit', (event) => {
      order.push('will-quit');
      event.preventDefault();
      if (order.length > 1) return;
      app.quit();
      void Promise.resolve().then(() => app.quit());
    });
    app.quit();
    await Promise.resolve();
    expect(order).toEqual(['will-quit']);
    await new Promise(setImmediate);
    app.quit();
    expect(order).toEqual(['will-quit', 'will-quit']);
    app.exit(0);
    expect(appState()).toBe('exited');
  });

  test('rule 13: a window that prevents its closing stops the quitting', async () => {
    await becomeReady();
    const order: string[] = [];
    app.on('will-quit', () => void order.push('will-quit'));
    new BrowserWindow({}).on('close', (event) => event.preventDefault());
    app.quit();
    expect({ order, state: appState() }).toEqual({ order: [], state: 'running' });
  });
});

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // A reference made in this turn of the event loop lives until its end.
  await new Promise(setImmediate);
  collect();
}
