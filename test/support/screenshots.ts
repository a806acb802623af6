import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { startHost } from './host-process.ts';

type Picture = {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
  /** Brings the page into the state to show. */
  readonly arrange: (page: Page) => Promise<void>;
};

// As wide as the tray's own windows, and as high as what is in them.
const popover = { width: 400, height: 704 };

async function showPopover(page: Page): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/popover`);
  await page.getByRole('button', { name: 'Pause' }).waitFor();
}

async function showPage(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click();
  await page.getByRole('main', { name }).waitFor();
}

const pictures: readonly Picture[] = [
  { name: 'popover-light', colorScheme: 'light', viewport: popover, arrange: showPopover },
  { name: 'popover-dark', colorScheme: 'dark', viewport: popover, arrange: showPopover },
  {
    name: 'tokens',
    colorScheme: 'light',
    viewport: { width: 960, height: 390 },
    arrange: (page) => showPage(page, 'Tokens'),
  },
  {
    name: 'projects',
    colorScheme: 'light',
    viewport: { width: 960, height: 656 },
    arrange: (page) => showPage(page, 'Projects'),
  },
  {
    name: 'preview-dark',
    colorScheme: 'dark',
    viewport: { width: 1100, height: 460 },
    async arrange(page) {
      await showPage(page, 'Preview');
      await page.getByRole('option', { name: '.venv/pip.conf' }).click();
    },
  },
];

/** Takes the README's pictures of the page, in the demo's home but without the demo's banner; returns their files. */
export async function takeScreenshots(folder: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const home = startHost(['demo', '--shell-only', '--minutes', '720']);
  const [variables] = await home.says(/^\S+variables\.json$/m);
  const demo = JSON.parse(readFileSync(variables, 'utf8')) as { readonly set: Record<string, string> };
  const host = startHost(['serve'], demo.set);
  const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));
  const browser = await chromium.launch(
    installed === undefined ? {} : { executablePath: installed, args: ['--no-sandbox'] },
  );
  try {
    const files: string[] = [];
    for (const picture of pictures) files.push(await take(browser, await host.address(), picture, folder));
    return files;
  } finally {
    await browser.close();
    await host.stop();
    await home.stop();
  }
}

async function take(browser: Browser, address: string, picture: Picture, folder: string): Promise<string> {
  const { name, colorScheme, viewport, arrange } = picture;
  const page = await browser.newPage({
    viewport,
    colorScheme,
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  await page.goto(address);
  await page.getByText('2 of 2 tokens fresh').first().waitFor();
  await arrange(page);
  const file = path.join(folder, `${name}.png`);
  // Pointer and focus would leave traces in the picture.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  await page.close();
  return file;
}
