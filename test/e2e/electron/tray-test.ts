import { rmSync } from 'node:fs';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { electronBinary } from '../../../build/electron-binary.ts';
import { startDriver, type Driver, type TrayItem } from '../../support/desktop/driver.ts';
import { appArguments, sandboxArguments } from '../../support/desktop/electron-arguments.ts';
import { demoHome, emptyHome, type Home } from '../../support/desktop/home.ts';
import { click, pointAt, pointAtTrayIcon, windowsOnScreen, workArea } from '../../support/desktop/screen.ts';
import type { ScreenWindow } from '../../support/desktop/screen.ts';
import { killGroup } from '../../../shared/adapters/kill-group.ts';
import { startTray, type TrayProcess } from '../../support/desktop/tray-process.ts';

/** What one test starts ends with it. */
type Trays = {
  /** A home with nothing in it. */
  readonly empty: () => Home;
  /** A home of the demo, with its emulator. */
  readonly demo: (minutes?: number) => Promise<Home>;
  /** Starts the tray as a person or the desktop does. */
  readonly start: (home: Home, ...args: readonly string[]) => TrayProcess;
  /** Starts it with a debugger, by which its pages can be asked. */
  readonly launch: (home: Home, ...args: readonly string[]) => Promise<ElectronApplication>;
};

type Fixtures = { readonly trays: Trays };
type WorkerFixtures = { readonly app: readonly string[]; readonly driver: Driver };

/** Tests of the tray in a real Electron. Those that take `driver` need a desktop too: see `whyNoDesktop`. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  app: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures are needed
    async ({}, use) => {
      const args = await appArguments(electronBinary() ?? '');
      await use(args);
      for (const folder of args) rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  driver: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures are needed
    async ({}, use) => {
      const driver = await startDriver();
      await use(driver);
      await driver.stop();
    },
    { scope: 'worker' },
  ],
  trays: async ({ app }, use, info) => {
    const binary = electronBinary() ?? '';
    const endings: (() => Promise<void>)[] = [];
    function ends<Value>(value: Value, end: () => Promise<void>): Value {
      endings.unshift(end);
      return value;
    }
    function owned(home: Home): Home {
      return ends(home, () => home.remove());
    }
    await use({
      empty: () => owned(emptyHome()),
      demo: async (minutes) => owned(await demoHome(minutes)),
      start(home, ...args) {
        const tray = startTray(binary, [...app, ...sandboxArguments(), ...args], home.env);
        return ends(tray, async () => {
          await tray.kill();
          if (info.status !== info.expectedStatus)
            await info.attach(`process ${tray.pid}`, { body: tray.said(), contentType: 'text/plain' });
        });
      },
      async launch(home, ...args) {
        const electron = await _electron.launch({
          executablePath: binary,
          args: [...app, ...sandboxArguments(), ...args],
          env: home.env,
          // Else the pages are told that the system is light, whatever the app says.
          colorScheme: null,
        });
        const { pid } = electron.process();
        return ends(electron, async () => {
          const end = () => {
            if (pid !== undefined && process.platform !== 'win32') killGroup(pid);
          };
          const late = setTimeout(end, 5_000);
          await electron.close();
          clearTimeout(late);
          end();
        });
      },
    });
    for (const end of endings) await end();
  },
});

/** Waits for a process to end in order. */
export async function endsWell(tray: TrayProcess, label = ''): Promise<void> {
  await expect.poll(() => tray.end(), { message: label, timeout: 10_000 }).toEqual({ code: 0, signal: null });
}

/** Waits for the tray's item and the menu that it has once the engine is there. */
export async function trayReady(driver: Driver, pid: number): Promise<TrayItem> {
  await expect
    .poll(async () => (await driver.item(pid))?.tooltip ?? '', { timeout: 20_000 })
    .not.toMatch(/^$|Starting/);
  const item = await driver.item(pid);
  if (item === null) throw new Error('The tray item came and went');
  expect(item).toMatchObject({ count: 1, status: 'Active' });
  return item;
}

/** The popover as the screen shows it; null while it is hidden. */
export async function popoverOf(pid: number): Promise<ScreenWindow | null> {
  return (await windowsOf(pid)).find(({ isFramed }) => !isFramed) ?? null;
}

/** The window as the screen shows it; null while it is hidden or minimized. */
export async function mainWindowOf(pid: number): Promise<ScreenWindow | null> {
  return (await windowsOf(pid)).find(({ isFramed }) => isFramed) ?? null;
}

export async function windowsOf(pid: number): Promise<readonly ScreenWindow[]> {
  return (await windowsOnScreen()).filter((window) => window.pid === pid && !window.isMinimized);
}

/** A click on the icon with the mouse; where the desktop doesn't tell where it is, what the panel would tell the tray. */
export async function clickTrayIcon(driver: Driver, pid: number): Promise<void> {
  if (await pointAtTrayIcon()) return click();
  const { x, y, width } = await workArea();
  await pointAt({ x: x + width - 60, y });
  await driver.activate(pid);
}

/** Moves the pointer to where nothing reacts to it. */
export async function pointElsewhere(): Promise<void> {
  const { x, y, height } = await workArea();
  await pointAt({ x: x + 2, y: y + height - 2 });
}

/** Opens the window, as starting the app again does. */
export async function openWindow(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ app }) => void app.emit('second-instance', {}, [], '', null));
}

/** The page of the window, which the popover's isn't. */
export async function mainPage(electron: ElectronApplication): Promise<Page> {
  const find = (): Page | undefined =>
    electron.windows().find((page) => page.url().startsWith('app://') && !page.url().endsWith('#/popover'));
  await expect.poll(() => find() !== undefined, { timeout: 20_000 }).toBe(true);
  return find()!;
}
