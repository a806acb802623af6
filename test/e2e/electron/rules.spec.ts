import { expect } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { whyNoElectron } from '../../support/desktop/why-no-desktop.ts';
import { mainPage, openWindow, test as base } from './tray-test.ts';

// The rules that test/electron/fake.test.ts holds the fake to, asked of the real Electron.
const test = base.extend<{ readonly electron: ElectronApplication }>({
  electron: async ({ trays }, use) => use(await trays.launch(trays.empty(), '--hidden')),
});
const reason = whyNoElectron();
test.skip(reason !== null, reason ?? '');

test('rule 2: the sandbox and schemes are refused after ready', async ({ electron }) => {
  const refused = await electron.evaluate(({ app, protocol }) =>
    [() => app.enableSandbox(), () => protocol.registerSchemesAsPrivileged([])].map((attempt) => {
      try {
        attempt();
        return false;
      } catch {
        return true;
      }
    }),
  );
  expect(refused).toEqual([true, true]);
});

test('rule 4: a second handler of a channel is refused', async ({ electron }) => {
  const message = await electron.evaluate(({ ipcMain }) => {
    try {
      ipcMain.handle('engine:request', () => {});
      return 'accepted';
    } catch (error) {
      return String(error);
    }
  });
  expect(message).toContain('second handler');
});

test('rule 5: the origin of a page of ours is the one that the tray trusts', async ({ electron }) => {
  await openWindow(electron);
  await mainPage(electron);
  const frame = await electron.evaluate(({ BrowserWindow }) => {
    const main = BrowserWindow.getAllWindows()[0]?.webContents.mainFrame;
    return { origin: main?.origin, isTop: main?.parent === null };
  });
  expect(frame).toEqual({ origin: 'app://bundle', isTop: true });
});

test('rule 6: sending to a destroyed page throws', async ({ electron }) => {
  const version = await electron.evaluate(() => process.versions.electron ?? '');
  test.skip(Number.parseInt(version) < 45, `Electron ${version} sends into the void without a word`);
  const message = await electron.evaluate(({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false });
    const { webContents } = window;
    window.destroy();
    try {
      webContents.send('channel');
      return 'sent';
    } catch (error) {
      return String(error);
    }
  });
  expect(message).toContain('destroyed');
});

test('rule 7: a window takes whole pixels only', async ({ electron }) => {
  const thrown = await electron.evaluate(({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false });
    try {
      window.setPosition(1.5, 0);
      return false;
    } catch {
      return true;
    } finally {
      window.destroy();
    }
  });
  expect(thrown).toBe(true);
});

test('rule 9: decrypting gives an object', async ({ electron }) => {
  const decrypted = await electron.evaluate(async ({ safeStorage }) => {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
    return safeStorage.decryptStringAsync(await safeStorage.encryptStringAsync('value'));
  });
  test.skip(decrypted === null, 'this machine has no key store');
  expect(decrypted).toMatchObject({ result: 'value' });
});
