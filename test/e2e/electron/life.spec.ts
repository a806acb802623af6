import { expect } from '@playwright/test';
import { whyNoDesktop } from '../../support/desktop/why-no-desktop.ts';
import { isWithin, minimizeWindow, pressKey, workArea } from '../../support/desktop/screen.ts';
import { clickTrayIcon, endsWell, mainWindowOf, popoverOf, test, trayReady, windowsOf } from './tray-test.ts';

// From start to end, as a person has it: no debugger, no --hidden, a mouse on a real desktop.
const reason = whyNoDesktop();
test.skip(reason !== null, reason ?? '');

test('a person starts it: icon and window are there, clicks open and close the popover, Quit ends it', async ({
  trays,
  driver,
}) => {
  const tray = trays.start(await trays.demo());
  const { pid } = tray;
  const { tooltip, icons } = await trayReady(driver, pid);
  expect(tooltip).toContain('3 changes to apply');
  expect(icons.length).toBeGreaterThan(0);
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ title: 'Tokens · CodeArtifact Tray', isActive: true });
  expect(await windowsOf(pid), 'nothing but the window').toHaveLength(1);

  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).toMatchObject({ isActive: true });
  const { outer } = (await popoverOf(pid))!;
  expect(outer).toMatchObject({ width: 400, height: 640 });
  const area = await workArea();
  expect(isWithin(outer, area), `${JSON.stringify(outer)} lies in ${JSON.stringify(area)}`).toBe(true);
  // Beside the icon: in the corner of the work area where the panel has it.
  expect(outer.x + outer.width).toBeGreaterThan(area.x + area.width - 20);
  expect(outer.y).toBeLessThan(area.y + 20);

  await pressKey('Escape');
  await expect.poll(() => popoverOf(pid)).toBeNull();
  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).toMatchObject({ isActive: true });
  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).toBeNull();
  expect(await mainWindowOf(pid), 'the window stays').not.toBeNull();

  expect(tray.processes().length).toBeGreaterThan(2);
  await driver.choose(pid, 'Quit');
  await endsWell(tray);
  await expect.poll(tray.processes).toEqual([]);
});

test('ten times in a row: started, opened, clicked, quit, and nothing is left of it', async ({ trays, driver }) => {
  // Each step has its own limit; the usual one for a whole test is less than ten starts take on a busy machine.
  test.setTimeout(180_000);
  const home = await trays.demo();
  for (let round = 1; round <= 10; round += 1) {
    const tray = trays.start(home);
    const { pid } = tray;
    await trayReady(driver, pid);
    await expect.poll(() => mainWindowOf(pid), `the window, round ${round}`).toMatchObject({ isActive: true });
    await clickTrayIcon(driver, pid);
    await expect.poll(() => popoverOf(pid), `the popover, round ${round}`).not.toBeNull();
    await driver.choose(pid, 'Quit');
    await endsWell(tray, `round ${round}`);
    await expect.poll(tray.processes, `round ${round}`).toEqual([]);
  }
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends it in order, and it starts again`, async ({ trays, driver }) => {
    const home = await trays.demo();
    for (const round of ['first', 'second']) {
      const tray = trays.start(home);
      const { pid } = tray;
      await trayReady(driver, pid);
      process.kill(pid, signal);
      await endsWell(tray, round);
      await expect.poll(tray.processes).toEqual([]);
      expect(home.read('state/log.txt')).not.toMatch(/did not stop|Uncaught|Unhandled/);
    }
  });
}

test('started hidden, as at login, it opens nothing; starting it again opens its window and ends at once', async ({
  trays,
  driver,
}) => {
  const home = await trays.demo();
  const first = trays.start(home, '--hidden');
  await trayReady(driver, first.pid);
  expect(await windowsOf(first.pid)).toEqual([]);

  const second = trays.start(home);
  await endsWell(second);
  await expect.poll(() => mainWindowOf(first.pid)).toMatchObject({ isActive: true });
  expect(await driver.item(second.pid)).toBeNull();
  expect(first.end()).toBeNull();
});

test('starting it again raises a window that is behind, and one that is minimized', async ({ trays, driver }) => {
  const home = await trays.demo();
  const { pid } = trays.start(home);
  await trayReady(driver, pid);
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ isActive: true });
  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).toMatchObject({ isActive: true });
  expect(await mainWindowOf(pid)).toMatchObject({ isActive: false });

  await endsWell(trays.start(home));
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ isActive: true });
  await expect.poll(() => popoverOf(pid), 'the popover makes room').toBeNull();

  await minimizeWindow((await mainWindowOf(pid))!.id);
  await expect.poll(() => mainWindowOf(pid)).toBeNull();
  await endsWell(trays.start(home));
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ isActive: true });
});

test('two state folders are two trays', async ({ trays, driver }) => {
  const one = trays.start(trays.empty(), '--hidden');
  const other = trays.start(trays.empty(), '--hidden');
  await trayReady(driver, one.pid);
  await trayReady(driver, other.pid);
});
