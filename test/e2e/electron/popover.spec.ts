import { spawn } from 'node:child_process';
import { expect } from '@playwright/test';
import { whyNoDesktop } from '../../support/desktop/why-no-desktop.ts';
import {
  activateWindow,
  isWithin,
  pressKey,
  raiseWindow,
  windowsOnScreen,
  workArea,
  type ScreenWindow,
} from '../../support/desktop/screen.ts';
import { clickTrayIcon, mainWindowOf, popoverOf, test, trayReady, windowsOf } from './tray-test.ts';

const reason = whyNoDesktop();
test.skip(reason !== null, reason ?? '');

test('opens by the first click, also when the window was opened before its first frame (electron#24855)', async ({
  trays,
  driver,
}) => {
  const { pid } = trays.start(await trays.demo(), '--hidden');
  await trayReady(driver, pid);
  // Too fast for a frame: the click makes the popover, the choice opens the window over it.
  await driver.send(pid, [{ click: 'Activate' }, { labels: ['Open CodeArtifact Tray'] }]);
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ isActive: true });
  expect(await popoverOf(pid)).toBeNull();
  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).toMatchObject({ isActive: true });
});

test('Escape closes it, and the very next click opens it', async ({ trays, driver }) => {
  const { pid } = trays.start(await trays.demo(), '--hidden');
  await trayReady(driver, pid);
  for (const round of ['first', 'second']) {
    await clickTrayIcon(driver, pid);
    await expect.poll(() => popoverOf(pid), round).toMatchObject({ isActive: true });
    await pressKey('Escape');
    await expect.poll(() => popoverOf(pid), round).toBeNull();
  }
});

test('goes when the person goes on in another window, and comes back by a click', async ({ trays, driver }) => {
  const { pid } = trays.start(await trays.demo());
  await trayReady(driver, pid);
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ isActive: true });
  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).toMatchObject({ isActive: true });
  await activateWindow((await mainWindowOf(pid))!.id);
  await expect.poll(() => popoverOf(pid)).toBeNull();
  const gone = Date.now();
  // A click takes the focus away before the tray hears of it, so that the two count as one for a moment; a person comes back later.
  await expect.poll(() => Date.now() - gone, { intervals: [100] }).toBeGreaterThan(300);
  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).toMatchObject({ isActive: true });
});

test('behind another window, a click raises it instead of hiding it', async ({ trays, driver }) => {
  const electron = await trays.launch(await trays.demo(), '--hidden');
  const pid = electron.process().pid ?? 0;
  await trayReady(driver, pid);
  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).toMatchObject({ isActive: true });
  await pressKey('Escape');
  await expect.poll(() => popoverOf(pid)).toBeNull();

  const area = await workArea();
  const xev = spawn('xev', ['-geometry', `500x600+${area.x + area.width - 520}+${area.y}`], { stdio: 'ignore' });
  try {
    const other = async (): Promise<ScreenWindow | undefined> =>
      (await windowsOnScreen()).find(({ title }) => title === 'Event Tester');
    await expect.poll(other).toMatchObject({ isActive: true });
    // As where a window manager refuses it the focus.
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.showInactive());
    await expect.poll(() => popoverOf(pid)).not.toBeNull();
    await activateWindow((await other())!.id);
    await raiseWindow((await other())!.id);
    const above = async (): Promise<boolean> => ((await popoverOf(pid))?.level ?? -1) > ((await other())?.level ?? -1);
    await expect.poll(above).toBe(false);
    expect(await popoverOf(pid)).toMatchObject({ isActive: false });

    await driver.activate(pid);
    await expect.poll(() => popoverOf(pid)).toMatchObject({ isActive: true });
    expect(await above()).toBe(true);
  } finally {
    xev.kill();
  }
});

test('on a small screen, as scale 2 makes it, popover and window lie inside the work area', async ({
  trays,
  driver,
}) => {
  const { pid } = trays.start(await trays.demo(), '--force-device-scale-factor=2');
  await trayReady(driver, pid);
  const area = await workArea();
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ isActive: true });
  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).not.toBeNull();
  const windows = await windowsOf(pid);
  expect(windows).toHaveLength(2);
  for (const { title, outer } of windows)
    expect(isWithin(outer, area), `${title} ${JSON.stringify(outer)} lies in ${JSON.stringify(area)}`).toBe(true);
  expect((await popoverOf(pid))!.outer.width, 'at scale 2').toBe(800);
});
