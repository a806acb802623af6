import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { electronBinary } from '../../support/electron-binary.ts';
import { launchApp } from './launch.ts';

// The real Electron, wherever one is installed; elsewhere reported as skipped.
const binary = electronBinary();
test.skip(binary === null, 'no Electron binary is installed');
test.describe.configure({ mode: 'serial' });

let electron: ElectronApplication;
let end: () => Promise<void>;
let popover: Page;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  ({ electron, end } = await launchApp(binary ?? ''));
  popover = await electron.firstWindow();
});
test.afterAll(() => end());

test('starts hidden, with the popover loaded ahead of time', async () => {
  expect(popover.url()).toBe('app://bundle/index.html#/popover');
  const visible = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  );
  expect(visible).toEqual([false]);
});

test('has a tray: it follows the theme of the system', async () => {
  // Electron lists no tray icons; ours listens to the theme from its creation to its end.
  expect(await electron.evaluate(({ nativeTheme }) => nativeTheme.listenerCount('updated'))).toBeGreaterThan(0);
});

test('gives the page the engine’s state over IPC', async () => {
  const state = await popover.evaluate(() =>
    (window as unknown as { engine: { request(name: string, params: unknown): Promise<unknown> } }).engine.request(
      'state.get',
      {},
    ),
  );
  expect(state).toMatchObject({ ok: true, value: { host: { kind: 'tray' }, tokens: [] } });
});

test('S1, S6: the page has neither Node nor Electron', async () => {
  expect(
    await popover.evaluate(() => ['require', 'process', 'module', 'ipcRenderer'].filter((name) => name in window)),
  ).toEqual([]);
});

test('S4, S11: the page can neither run text as a script nor reach a network', async () => {
  const outcomes = await popover.evaluate(async () => {
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

test('S8: the page can neither leave nor open a window', async () => {
  await popover.evaluate(() => {
    window.open('https://example.com/');
    location.href = 'https://example.com/';
  });
  expect(popover.url()).toContain('app://bundle/');
  expect(electron.windows()).toHaveLength(1);
});

test('S10: the page is denied every permission', async () => {
  const states = await popover.evaluate(() =>
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

test('the popover opens, and Escape hides it', async () => {
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
  const isVisible = () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isVisible).toBe(true);
  await popover.keyboard.press('Escape');
  await expect.poll(isVisible).toBe(false);
});

test('a second launch opens the window, and closing it only hides it', async () => {
  const [main] = await Promise.all([
    electron.waitForEvent('window'),
    electron.evaluate(({ app }) => app.emit('second-instance', {}, [], '', null)),
  ]);
  expect(main.url()).toBe('app://bundle/index.html#/tokens');
  await electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2);
});
