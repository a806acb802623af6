import path from 'node:path';
import { expect } from '@playwright/test';
import type { Driver } from '../../support/desktop/driver.ts';
import type { Home } from '../../support/desktop/home.ts';
import { click, notificationOnScreen, notificationWindows, pointAt, viewButton } from '../../support/desktop/screen.ts';
import { whyNoDesktop } from '../../support/desktop/why-no-desktop.ts';
import { pointElsewhere, test, trayReady, windowsOf } from './tray-test.ts';

// The demo's SSO session has ended, and the desktop's browser is one that allows what it is asked.
const reason = whyNoDesktop();
test.skip(reason !== null, reason ?? '');

let others: ReadonlySet<string>;
test.beforeEach(async () => {
  others = await notificationWindows();
});
test.afterEach(({ driver }) => driver.dismissAll());

/** A home that is signed out, where `xdg-open` notes the address and presses Allow. */
async function signedOut(home: Home): Promise<{ readonly home: Home; readonly opened: () => readonly string[] }> {
  await home.cli('sign-out', '--profile', 'ds-admin');
  const press = path.resolve(import.meta.dirname, '../../support/press-in-browser.ts');
  home.write('opened', '');
  const lines = ['#!/bin/sh', `echo "$1" >> '${home.folder}/opened'`, `exec '${process.execPath}' '${press}' "$1"`];
  home.write('bin/xdg-open', `${lines.join('\n')}\n`, 0o755);
  const env = { ...home.env, PATH: `${home.folder}/bin:${process.env['PATH'] ?? ''}` };
  return { home: { ...home, env }, opened: () => home.read('opened').split('\n').filter(Boolean) };
}

async function labels(driver: Driver, pid: number): Promise<readonly string[]> {
  return ((await driver.item(pid))?.menu ?? []).map(({ label }) => label);
}

const FRESH = expect.stringMatching(/^2 of 2 tokens fresh/);

test('a session that ended is told once, opens nothing by itself, and is signed in to from the menu', async ({
  trays,
  driver,
}) => {
  const { home, opened } = await signedOut(await trays.demo());
  const { pid } = trays.start(home, '--hidden');
  await trayReady(driver, pid);
  await pointElsewhere();
  await expect.poll(() => labels(driver, pid)).toContainEqual('Sign in to company…');
  await expect
    .poll(() => driver.notified(pid).map(({ summary, end }) => [summary, end]))
    .toEqual([['Sign in as ds-admin', null]]);
  expect([opened(), await windowsOf(pid)], 'nothing opens unasked').toEqual([[], []]);

  await driver.choose(pid, 'Sign in to company');
  await expect.poll(() => labels(driver, pid), { timeout: 20_000 }).toContainEqual(FRESH);
  expect(opened()).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//)]);
  expect(await labels(driver, pid)).not.toContain('Sign in to company…');
  await expect.poll(() => driver.notified(pid).map(({ end }) => end)).toEqual(['withdrawn']);
});

test('a click on its notification begins the sign-in', async ({ trays, driver }) => {
  const { home, opened } = await signedOut(await trays.demo());
  const { pid } = trays.start(home, '--hidden');
  await trayReady(driver, pid);
  await expect.poll(() => notificationOnScreen(others)).not.toBeNull();
  await pointAt(viewButton((await notificationOnScreen(others))!));
  await click();
  await expect.poll(opened).toHaveLength(1);
  await expect.poll(() => labels(driver, pid), { timeout: 20_000 }).toContainEqual(FRESH);
  await expect.poll(() => notificationOnScreen(others)).toBeNull();
});
