import { expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { whyNoElectron } from '../../support/desktop/why-no-desktop.ts';
import { mainPage, openWindow, test as base } from './tray-test.ts';

// The app as it ships in the real Electron, wherever one is installed; elsewhere reported as skipped.
const test = base.extend<{ readonly electron: ElectronApplication; readonly main: Page }>({
  electron: async ({ trays }, use) => use(await trays.launch(trays.empty(), '--hidden')),
  main: async ({ electron }, use) => {
    await openWindow(electron);
    await use(await mainPage(electron));
  },
});
const reason = whyNoElectron();
test.skip(reason !== null, reason ?? '');

test('started hidden, it has a tray icon and no page yet', async ({ electron }) => {
  // Electron lists no tray icons; ours listens to the theme from its creation to its end.
  const listeners = () => electron.evaluate(({ nativeTheme }) => nativeTheme.listenerCount('updated'));
  await expect.poll(listeners).toBeGreaterThan(0);
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
});

test('starting it again opens the window, and closing that only hides it', async ({ electron, main }) => {
  expect(main.url()).toBe('app://bundle/index.html#/tokens');
  const visible = () =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
  await expect.poll(visible).toEqual([true]);
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(visible).toEqual([false]);
});

test('gives the page the engine’s state over IPC', async ({ main }) => {
  const state = await main.evaluate(() =>
    (window as unknown as { engine: { request(name: string, params: unknown): Promise<unknown> } }).engine.request(
      'state.get',
      {},
    ),
  );
  expect(state).toMatchObject({ ok: true, value: { host: { kind: 'tray' }, tokens: [] } });
});

test('S1, S6: the page has neither Node nor Electron', async ({ main }) => {
  expect(
    await main.evaluate(() => ['require', 'process', 'module', 'ipcRenderer'].filter((name) => name in window)),
  ).toEqual([]);
});

test('S4, S11: the page can neither run text as a script nor reach a network', async ({ main }) => {
  const outcomes = await main.evaluate(async () => {
    const attempts = [
      () => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        if (!('ran' in window)) throw new Error('refused');
      },
      () => fetch('https://example.com/'),
      () => fetch('file:///etc/hosts'),
    ];
    return Promise.all(
      attempts.map(async (attempt) =>
        Promise.resolve()
          .then(attempt)
          .then(
            () => 'worked',
            () => 'refused',
          ),
      ),
    );
  });
  expect(outcomes).toEqual(['refused', 'refused', 'refused']);
});

test('S8: the page can neither leave nor open a window', async ({ electron, main }) => {
  await main.evaluate(() => {
    window.open('https://example.com/');
    location.href = 'https://example.com/';
  });
  expect(main.url()).toContain('app://bundle/');
  expect(electron.windows()).toHaveLength(1);
});

test('S10: the page is denied every permission', async ({ main }) => {
  const states = await main.evaluate(() =>
    Promise.all([
      navigator.permissions.query({ name: 'notifications' }).then(({ state }) => state),
      navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      ),
    ]),
  );
  expect(states).toEqual(['denied', 'denied']);
});
