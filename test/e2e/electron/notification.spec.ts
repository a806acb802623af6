import { expect } from '@playwright/test';
import type { Driver, Notified } from '../../support/desktop/driver.ts';
import type { Home } from '../../support/desktop/home.ts';
import { click, notificationOnScreen, notificationWindows, pointAt, viewButton } from '../../support/desktop/screen.ts';
import { whyNoDesktop } from '../../support/desktop/why-no-desktop.ts';
import { endsWell, mainPage, mainWindowOf, pointElsewhere, test, trayReady, windowsOf } from './tray-test.ts';

const reason = whyNoDesktop();
test.skip(reason !== null, reason ?? '');

/** What others show on this desktop. */
let others: ReadonlySet<string>;
test.beforeEach(async () => {
  others = await notificationWindows();
});
test.afterEach(({ driver }) => driver.dismissAll());

/** The demo's profile `work` with keys that its AWS doesn't know. */
function refuse(home: Home): { readonly solve: () => void } {
  const good = home.read('.aws/credentials');
  home.write('.aws/credentials', good.replace('AKIADEMOWORK00000001', 'AKIAREVOKED000000001'));
  return { solve: () => home.write('.aws/credentials', good) };
}

async function theNotification(driver: Driver, pid: number): Promise<Notified> {
  await expect.poll(() => driver.notified(pid).at(-1)?.id ?? null).not.toBeNull();
  const all = driver.notified(pid);
  expect(all, 'one for one problem').toHaveLength(1);
  return all[0]!;
}

test('refused keys are told once, silently, in words that fit, and stay until they are put right', async ({
  trays,
  driver,
}) => {
  const home = await trays.demo();
  const { solve } = refuse(home);
  const { pid } = trays.start(home, '--hidden');
  await trayReady(driver, pid);
  await pointElsewhere();
  const { summary, body, icon, hints, timeout } = await theNotification(driver, pid);
  expect(summary).toBe('AWS refuses the keys of work');
  expect(body).toMatch(/\S/);
  expect(body).not.toContain('AKIA');
  expect(icon !== '' || 'image-data' in hints, 'has a picture').toBe(true);
  expect(
    Object.keys(hints).filter((hint) => hint.startsWith('sound-')),
    'makes no sound',
  ).toEqual([]);
  // Stays until it is closed, and shows through "do not disturb": builds fail already.
  expect({ timeout, urgency: hints['urgency'] }).toEqual({ timeout: 0, urgency: 2 });
  expect(await windowsOf(pid), 'nothing opens unasked').toEqual([]);
  await expect.poll(() => notificationOnScreen(others)).not.toBeNull();

  // Who tries again hears that it failed again: by the same notification, and by no other beside it.
  await driver.choose(pid, 'Refresh all');
  await expect
    .poll(() => driver.notified(pid).map((one) => [one.summary, one.end]))
    .toEqual([
      [summary, 'withdrawn'],
      [summary, null],
    ]);

  solve();
  await driver.choose(pid, 'Refresh all');
  await expect.poll(() => driver.notified(pid).map(({ end }) => end)).toEqual(['withdrawn', 'withdrawn']);
  await expect.poll(() => notificationOnScreen(others)).toBeNull();
});

test('a click on it opens the window at the very row', async ({ trays, driver }) => {
  const home = await trays.demo();
  refuse(home);
  const electron = await trays.launch(home, '--hidden');
  const pid = electron.process().pid ?? 0;
  await trayReady(driver, pid);
  await theNotification(driver, pid);
  await expect.poll(() => notificationOnScreen(others)).not.toBeNull();
  await pointAt(viewButton((await notificationOnScreen(others))!));
  await click();
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ isActive: true });
  const page = await mainPage(electron);
  const focused = page.locator(':focus');
  await expect(focused).toContainText('platform');
  await expect(focused).not.toContainText('data-science');
});

test('it goes with the tray, because a click on it would do nothing any more', async ({ trays, driver }) => {
  const home = await trays.demo();
  refuse(home);
  const tray = trays.start(home, '--hidden');
  const { pid } = tray;
  await trayReady(driver, pid);
  await theNotification(driver, pid);
  await driver.choose(pid, 'Quit');
  await endsWell(tray);
  await expect.poll(() => driver.notified(pid)).toMatchObject([{ end: 'withdrawn' }]);
  await expect.poll(() => notificationOnScreen(others)).toBeNull();
});

test('snoozed from the menu it goes, comes back when that is ended, and is not told again by the next start', async ({
  trays,
  driver,
}) => {
  const home = await trays.demo();
  refuse(home);
  const tray = trays.start(home, '--hidden');
  const { pid } = tray;
  await trayReady(driver, pid);
  await theNotification(driver, pid);
  await driver.choose(pid, 'Notifications', 'Snooze for an hour');
  await expect.poll(() => driver.notified(pid).map(({ end }) => end)).toEqual(['withdrawn']);
  await expect
    .poll(async () => (await driver.item(pid))?.menu.map(({ label }) => label) ?? [])
    .toContainEqual(expect.stringMatching(/^Notify again \(snoozed until (tomorrow )?\d\d:\d\d\)$/));
  await driver.choose(pid, 'Notify again');
  await expect.poll(() => driver.notified(pid).map(({ end }) => end)).toEqual(['withdrawn', null]);
  await driver.choose(pid, 'Quit');
  await endsWell(tray);

  const next = trays.start(home, '--hidden');
  await trayReady(driver, next.pid);
  // Each look at a snapshot draws the menu and tells what is due.
  await driver.choose(next.pid, 'npm: platform / shared');
  await expect
    .poll(
      async () =>
        (await driver.item(next.pid))?.menu.find(({ label }) => label.startsWith('npm: platform / shared'))?.checked,
    )
    .toBe(true);
  expect(driver.notified(next.pid)).toEqual([]);
});
