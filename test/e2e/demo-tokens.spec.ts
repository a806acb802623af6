import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningDemo } from '../support/demo.ts';
import { apply, goTo, open, openPopover, pageNames, switchOf, test } from '../support/demo-page.ts';

// Tokens that live for twelve seconds, so that the app refreshes them while one watches.
test.describe.configure({ mode: 'serial' });

let demo: RunningDemo;
test.beforeAll(async () => {
  demo = await startDemo({ minutes: 0.2 });
});
test.afterAll(async () => demo.stop());

/** When a token of the list ends, to the millisecond. */
function expiryOf(page: Page, domain: string) {
  const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: domain }) });
  return card.locator('dt', { hasText: 'Expires at' }).locator('xpath=..').locator('time');
}

test('tokens count down, and each is refreshed before it expires', async ({ page }) => {
  await open(page, demo);
  await expect(page.getByText(/next refresh in less than a minute/).first()).toBeVisible();
  const countdown = page.getByText(/^\d+s$/).first();
  const shown = await countdown.textContent();
  await expect(countdown).not.toHaveText(shown!);

  const first = await expiryOf(page, 'platform').getAttribute('datetime');
  await expect(expiryOf(page, 'platform')).not.toHaveAttribute('datetime', first!, { timeout: 12_000 });
  expect(Date.now()).toBeLessThan(Date.parse(first!));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('3 changes to apply');

  await goTo(page, 'Activity');
  const refreshes = page.getByText('Refreshed the token of platform (profile work)');
  expect(await refreshes.count()).toBeGreaterThan(1);
});

test('a refreshed token is written wherever the old one stood, and it crosses to the page in no way', async ({
  page,
  watched,
}) => {
  const secrets = new Set(['made-up-for-the-demo']);
  function collect(): number {
    for (const token of demo.tokens()) secrets.add(token);
    return secrets.size;
  }
  await open(page, demo);
  await apply(page);
  expect(collect()).toBe(3);
  const before = demo.read('.npmrc');

  // While tokens come and go, every page, the popover and a failure are looked at.
  const texts: string[] = [];
  async function lookAround(): Promise<void> {
    for (const name of pageNames) {
      await goTo(page, name);
      texts.push(await page.content(), await page.getByRole('main').innerText());
    }
  }
  await lookAround();
  await goTo(page, 'Tokens');
  await page.getByRole('button', { name: 'Refresh all' }).click();
  await expect(page.getByRole('status')).toContainText('Every token was refreshed.');
  collect();
  await goTo(page, 'Projects');
  await switchOf(page, 'pip data-science').click();
  await lookAround();
  await openPopover(page);
  texts.push(await page.content());
  await expect.poll(() => demo.read('.npmrc') === before, { timeout: 12_000 }).toBe(false);
  expect(collect()).toBeGreaterThan(3);

  const storage = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
  );
  const cookies = await page.context().cookies();
  expect(cookies.map(({ httpOnly, sameSite, path }) => ({ httpOnly, sameSite, path }))).toEqual([
    { httpOnly: true, sameSite: 'Strict', path: '/' },
  ]);
  expect(await page.evaluate(() => document.cookie)).toBe('');

  const everything = [...watched.seen, ...texts, storage, JSON.stringify(cookies)].join('\n');
  expect(everything).toContain('"revision"');
  expect(everything).toContain('_authToken=••••••••');
  for (const secret of secrets) expect(everything.includes(secret)).toBe(false);
  const log = readFileSync(demo.path('state/log.txt'), 'utf8');
  for (const secret of [...secrets, 'key=']) expect(log.includes(secret)).toBe(false);
});

test.describe('when the host goes away', () => {
  // The browser itself reports every connection that it can't make.
  test.use({ allowed: { complaint: /^Failed to load resource: / } });

  test('the page says so, and once another host is there that its key is not valid any more', async ({ page }) => {
    await open(page, demo);
    await demo.stop();
    await expect(page.getByRole('alert').first()).toHaveText('Connection to the app is lost, trying again');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

    demo = await startDemo({ minutes: 30, port: demo.port });
    await expect(page.getByRole('heading', { name: 'This page’s key is no longer valid' })).toBeVisible({
      timeout: 15_000,
    });
    await open(page, demo);
  });
});
