import { expect, test, type ElectronApplication } from '@playwright/test';
import { electronBinary } from '../../support/electron-binary.ts';
import { launchApp } from './launch.ts';

// The rules that test/shell/fake.test.ts holds the fake to, asked of the real Electron.
const binary = electronBinary();
test.skip(binary === null, 'no Electron binary is installed');

let electron: ElectronApplication;
let end: () => Promise<void>;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  ({ electron, end } = await launchApp(binary ?? ''));
});
test.afterAll(() => end());

test('rule 2: the sandbox and schemes are refused after ready', async () => {
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

test('rule 4: a second handler of a channel is refused', async () => {
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

test('rule 5: the origin of a page of ours is the one that the shell trusts', async () => {
  await electron.firstWindow();
  const frame = await electron.evaluate(({ BrowserWindow }) => {
    const main = BrowserWindow.getAllWindows()[0]?.webContents.mainFrame;
    return { origin: main?.origin, isTop: main?.parent === null };
  });
  expect(frame).toEqual({ origin: 'app://bundle', isTop: true });
});

test('rule 6: sending to a destroyed page throws', async () => {
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

test('rule 7: a window takes whole pixels only', async () => {
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

test('rule 9: decrypting gives an object', async () => {
  const decrypted = await electron.evaluate(async ({ safeStorage }) => {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
    return safeStorage.decryptStringAsync(await safeStorage.encryptStringAsync('value'));
  });
  test.skip(decrypted === null, 'this machine has no key store');
  expect(decrypted).toMatchObject({ result: 'value' });
});
