import { expect, test as base } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { RunningDemo } from './demo.ts';

export const pageNames = ['Tokens', 'Projects', 'Preview', 'Activity', 'Doctor', 'Settings'] as const;
export type PageName = (typeof pageNames)[number];

type Watched = {
  /** Everything that came to the page or out of it: bodies, events, addresses, console. */
  readonly seen: string[];
};

/** Tests whose page is watched: what it receives is kept, and a complaint of any kind fails the test. */
export const test = base.extend<{ readonly watched: Watched; readonly allowed: { complaint: RegExp | null } }>({
  allowed: [{ complaint: null }, { option: true }],
  watched: [
    async ({ page, allowed }, use) => {
      const seen: string[] = [];
      const complaints: string[] = [];
      const bodies: Promise<unknown>[] = [];
      const network = await page.context().newCDPSession(page);
      await network.send('Network.enable');
      // A stream never ends, so that it has no body to ask for.
      network.on('Network.eventSourceMessageReceived', ({ data }) => seen.push(data));
      page.on('response', (response) => {
        const address = response.url().replace(/key=[^&]+/, 'key=');
        seen.push(address, JSON.stringify(response.headers()), response.request().postData() ?? '');
        if (response.url().endsWith('/api/events') || response.status() === 303) return;
        bodies.push(
          response.text().then(
            (body) => seen.push(body),
            () => null,
          ),
        );
      });
      page.on('console', (message) => {
        seen.push(message.text());
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.exposeFunction('violatesPolicy', (what: string) => complaints.push(what));
      await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          (window as unknown as { violatesPolicy(what: string): void }).violatesPolicy(
            `${violatedDirective} ${blockedURI}`,
          );
        });
      });
      await use({ seen });
      await Promise.all(bodies);
      expect(complaints.filter((complaint) => allowed.complaint?.test(complaint) !== true)).toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the demo as a person does: by the address that it printed. */
export async function open(page: Page, demo: RunningDemo): Promise<void> {
  await page.goto(await demo.address());
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  expect(page.url()).not.toContain('key');
}

export async function goTo(page: Page, name: PageName): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click();
  await expect(page.getByRole('main', { name })).toBeVisible();
}

export async function openPopover(page: Page): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/popover`);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
}

/** Walks with the Tab key until the element has the focus, and sees that it shows. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      const outline = await target.evaluate((element) => getComputedStyle(element).outlineStyle);
      expect(outline, 'the focus can be seen').not.toBe('none');
      return;
    }
  }
  throw new Error('The Tab key does not lead there');
}

export function switchOf(page: Page, binding: string): Locator {
  return page.getByRole('switch', { name: binding });
}

/** The lines that Preview shows for a file, by what happens to them. */
export async function previewOf(page: Page, file: string) {
  await page.getByRole('option', { name: file }).click();
  const lines = page.getByRole('region', { name: 'Changes to' }).locator('.diff-line');
  await expect(lines.first()).toBeVisible();
  const texts = async (kind: string): Promise<readonly string[]> =>
    (
      await lines
        .and(page.locator(`[data-kind=${kind}]`))
        .locator('.diff-text')
        .allTextContents()
    ).map((text) => text.replace(/\n$/, ''));
  return { added: await texts('added'), removed: await texts('removed'), context: await texts('context') };
}

/** Applies what is pending, and waits until nothing is. */
export async function apply(page: Page): Promise<void> {
  await goTo(page, 'Preview');
  await page.getByRole('button', { name: /^Apply \d+ change/ }).click();
  await expect(page.getByText('Nothing to change.')).toBeVisible();
}
