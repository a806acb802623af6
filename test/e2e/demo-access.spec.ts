import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningDemo } from '../support/demo.ts';
import { goTo, open, openPopover, pageNames, switchOf, tabTo, test } from '../support/demo-page.ts';

// Whoever can't use a mouse, see small text or tell colours apart uses the same demo.
test.describe.configure({ mode: 'default' });

let demo: RunningDemo;
test.beforeAll(async () => {
  demo = await startDemo({ minutes: 30 });
});
test.afterAll(async () => demo.stop());
test.beforeEach(async ({ page }) => open(page, demo));

async function complaintsOfAxe(page: Page, rules: readonly string[]): Promise<readonly string[]> {
  // Legacy mode, because the other one opens a second page, which sends this one to the background.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules.length === 0 ? axe : axe.withRules([...rules])).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

// Only colours differ in the dark.
for (const { colorScheme, rules } of [
  { colorScheme: 'light', rules: [] },
  { colorScheme: 'dark', rules: ['color-contrast', 'link-in-text-block'] },
] as const) {
  test(`axe finds nothing on any page, in the dialogs and in the popover, in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const name of pageNames) {
      await goTo(page, name);
      expect(await complaintsOfAxe(page, rules), name).toEqual([]);
    }
    await goTo(page, 'Projects');
    for (const opener of ['Add project', 'Add binding to web-store']) {
      await page.getByRole('button', { name: opener }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await complaintsOfAxe(page, rules), opener).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    await openPopover(page);
    expect(await complaintsOfAxe(page, rules), 'popover').toEqual([]);
  });
}

test('the theme follows the system until one is chosen, and the choice stays', async ({ page }) => {
  const background = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await background();
  expect(dark).not.toBe(light);

  await goTo(page, 'Settings');
  await page.getByRole('radio', { name: 'Light' }).click();
  await expect.poll(background).toBe(light);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
  await expect.poll(background).toBe(light);

  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(background).toBe(dark);
  await page.getByRole('radio', { name: 'System' }).click();
  await expect.poll(background).toBe(light);
});

test.describe('at 200 % zoom', () => {
  test.use({ viewport: { width: 550, height: 400 }, deviceScaleFactor: 2 });

  test('no page has to be scrolled sideways, nor has the popover in the narrowest window', async ({ page }) => {
    const overflow = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    for (const name of pageNames) {
      await goTo(page, name);
      expect(await overflow(), name).toBe(0);
      // Not hidden behind an edge either: what can be pressed can be reached.
      for (const button of await page.getByRole('main').getByRole('button').all()) {
        const box = await button.boundingBox();
        expect(box!.x, name).toBeGreaterThanOrEqual(0);
        expect(box!.x + box!.width, name).toBeLessThanOrEqual(550);
      }
    }
    await page.setViewportSize({ width: 320, height: 400 });
    await openPopover(page);
    expect(await overflow(), 'popover').toBe(0);
  });
});

test('everything can be done with the keyboard alone: switch, preview, apply, undo', async ({ page }) => {
  const original = demo.look('src/forecasts/.venv/pip.conf');
  await tabTo(page, page.getByRole('link', { name: 'Projects' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: 'Projects' })).toBeFocused();

  const webStore = switchOf(page, 'npm platform / web-releases');
  await tabTo(page, webStore);
  await page.keyboard.press('Space');
  await expect(webStore).not.toBeChecked();
  await expect(webStore).toBeFocused();

  await tabTo(page, page.getByRole('link', { name: /^Preview/ }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Apply 1 change' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('1 file written.');
  expect(demo.look('src/forecasts/.venv/pip.conf')).not.toEqual(original);

  await tabTo(page, page.getByRole('button', { name: 'Undo last apply' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('status')).toContainText('Taken back');
  expect(demo.look('src/forecasts/.venv/pip.conf')).toEqual(original);
});

test('a dialog keeps the focus inside, closes with Escape and gives the focus back', async ({ page }) => {
  await goTo(page, 'Projects');
  const opener = page.getByRole('button', { name: 'Add project' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toBeFocused();
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press('Tab');
    // After the last element comes the browser's own bar, where the body counts as focused.
    const isBehind = await page.evaluate(() => {
      const { activeElement: focused, body } = document;
      return focused !== null && focused !== body && focused.closest('dialog') === null;
    });
    expect(isBehind).toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});
