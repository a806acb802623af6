import { globSync, readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startDemo } from '../support/demo.ts';
import type { RunningDemo } from '../support/demo.ts';
import { goTo, open, test } from '../support/demo-page.ts';
import { startHost } from '../support/host-process.ts';

// A newcomer whose SSO session ended signs in again: the built CLI's demo, the built page, and the emulator's own sign-in page.
test.describe.configure({ mode: 'serial' });

let demo: RunningDemo;
test.beforeAll(async () => {
  demo = await startDemo({ minutes: 30 });
});
test.afterAll(async () => demo.stop());

function cacheFile(): string {
  const [name = ''] = globSync('.aws/sso/cache/*.json', { cwd: demo.path('.') }).filter((file) =>
    demo.read(file).includes('"accessToken"'),
  );
  return demo.path(name);
}

/** As time does, and as somebody who signs out elsewhere. */
async function endSession(): Promise<void> {
  const { accessToken, startUrl } = JSON.parse(readFileSync(cacheFile(), 'utf8')) as Record<string, string>;
  const ended = await fetch(new URL('/logout', startUrl), {
    method: 'POST',
    headers: { 'x-amz-sso_bearer_token': accessToken! },
  });
  expect(ended.status).toBe(200);
}

async function needsSignIn(page: Page): Promise<void> {
  await open(page, demo);
  await endSession();
  await goTo(page, 'Tokens');
  await page.getByRole('button', { name: 'Refresh all' }).click();
  await expect(page.getByRole('button', { name: 'Sign in: Sign in to company' })).toBeVisible();
  await expect(page.getByText('1 of 2 tokens fresh')).toBeVisible();
}

async function isSignedIn(page: Page): Promise<void> {
  // A file that changed is tried again some seconds after the last attempt at the earliest.
  await expect(page.getByRole('button', { name: 'Sign in: Sign in to company' })).toBeHidden({ timeout: 20_000 });
  await expect(page.getByText('Waiting for the browser')).toBeHidden();
  await expect(page.getByText('2 of 2 tokens fresh')).toBeVisible();
}

/** Nothing that came to the page, or stands in it, is a secret of the session. */
async function expectNoSecrets(page: Page, seen: readonly string[]): Promise<void> {
  const cache = JSON.parse(readFileSync(cacheFile(), 'utf8')) as Record<string, string>;
  const everything = [...seen, await page.content()].join('\n');
  expect(everything).toContain('"signIns"');
  for (const name of ['accessToken', 'refreshToken', 'clientSecret']) {
    expect(cache[name]).toBeTruthy();
    expect(everything.includes(cache[name] ?? ''), name).toBe(false);
  }
}

test('by the browser', async ({ page, context, watched }) => {
  await needsSignIn(page);
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Sign in: Sign in to company' }).click();
  const signIn = await opened;
  await expect(signIn.getByRole('heading', { name: 'Allow access?' })).toBeVisible();
  expect((await new AxeBuilder({ page: signIn }).setLegacyMode(true).analyze()).violations).toEqual([]);
  await signIn.getByRole('button', { name: 'Allow' }).press('Enter');
  await expect(signIn).toHaveURL(/127\.0\.0\.1:\d+\/(?:oauth\/callback|)/);
  await isSignedIn(page);
  await expectNoSecrets(page, watched.seen);
});

test('by a code that is compared, after one that was denied', async ({ page, context, watched }) => {
  await needsSignIn(page);
  for (const answer of ['Deny', 'Allow']) {
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: 'Use a code: Sign in to company' }).click();
    const signIn = await opened;
    const shown = await signIn.getByRole('status').textContent();
    await expect(page.getByText(shown!.trim(), { exact: true })).toBeVisible();
    await signIn.getByRole('button', { name: answer }).click();
    // As a person does: a tab that is closed while it sends its form can hold up the one that opened it.
    await expect(signIn.getByRole('button', { name: answer })).toBeHidden();
    await signIn.close();
    if (answer === 'Deny')
      await expect(page.getByRole('button', { name: 'Try again: Sign in to company' })).toBeVisible();
  }
  await isSignedIn(page);
  await expectNoSecrets(page, watched.seen);
});

test('after a sign-out and a sign-in that was cancelled, from a terminal', async ({ page, context }) => {
  await open(page, demo);
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Sign out ds-admin' }).click();
  await expect(page.getByText('Signed out of company.')).toBeVisible();
  await goTo(page, 'Tokens');
  await page.getByRole('button', { name: 'Refresh all' }).click();
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Sign in: Sign in to company' }).click();
  const tab = await opened;
  await page.getByRole('button', { name: 'Cancel: Sign in to company' }).click();
  await expect(page.getByRole('button', { name: 'Sign in: Sign in to company' })).toBeVisible();
  await expect(page.getByText('Waiting for the browser')).toBeHidden();
  await tab.close();

  // From a terminal without a browser; what waits in the page goes on by itself.
  const url = /sso_start_url = (http\S+)\/start/.exec(demo.read('.aws/config'))?.[1] ?? '';
  const terminal = startHost(['sign-in', '--profile', 'ds-admin', '--no-browser'], {
    HOME: demo.path('.'),
    CODEARTIFACT_TRAY_HOME: demo.path('state-of-a-terminal'),
    AWS_ENDPOINT_URL_SSO_OIDC: url,
    AWS_ENDPOINT_URL_SSO: url,
  });
  const [address = ''] = await terminal.says(/http:\/\/127\.0\.0\.1:\S+/);
  const codePage = await context.newPage();
  await codePage.goto(address);
  await codePage.getByRole('button', { name: 'Allow' }).click();
  await terminal.says(/[Ss]igned in/);
  await isSignedIn(page);
});
