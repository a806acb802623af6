import { mkdirSync, writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { diffLines } from 'diff';
import { masked, startDemo, targets } from '../support/demo.ts';
import type { RunningDemo } from '../support/demo.ts';
import { apply, goTo, open, previewOf, switchOf, test } from '../support/demo-page.ts';

// A new user's way through the app: the built CLI's demo, the built page, real files. The tests go on from one another.
test.describe.configure({ mode: 'serial' });

const WEB_STORE = 'npm platform / web-releases @store web-store';
const FORECASTS = 'pip data-science / pypi-all default index forecasts';

let demo: RunningDemo;
let originals: Readonly<Record<string, { readonly bytes: string; readonly mode: number }>>;
const previewed = new Map<string, Awaited<ReturnType<typeof previewOf>>>();

function lookAtAll() {
  return Object.fromEntries(targets.map((name) => [name, demo.look(name)]));
}

test.beforeAll(async () => {
  demo = await startDemo({ minutes: 30 });
  originals = lookAtAll();
});
test.afterAll(async () => demo.stop());
test.beforeEach(async ({ page }) => open(page, demo));

test('Preview shows the lines that would change, masked, and touches nothing', async ({ page }) => {
  await goTo(page, 'Preview');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('3 changes, nothing written yet');
  previewed.set('src/web-store/.npmrc', await previewOf(page, '.npmrc npm · @store:registry'));
  previewed.set('src/forecasts/.venv/pip.conf', await previewOf(page, '.venv/pip.conf'));
  previewed.set('.npmrc', await previewOf(page, '~/.npmrc'));

  expect(previewed.get('src/web-store/.npmrc')).toEqual({
    added: [expect.stringMatching(/^@store:registry=http:\/\/127\.0\.0\.1:\d+\/npm\/d\/platform-\d+\/web-releases\/$/)],
    removed: [],
    context: ['# the team asked for this', 'engine-strict=true'],
  });
  expect(previewed.get('.npmrc')!.added).toEqual([expect.stringMatching(/:_authToken=••••••••$/)]);
  expect(previewed.get('src/forecasts/.venv/pip.conf')).toMatchObject({
    added: [expect.stringMatching(/^index-url = http:\/\/aws:••••••••@127\.0\.0\.1:\d+\/pypi\//)],
    removed: ['index-url = https://mirror.example/simple'],
  });
  expect(lookAtAll()).toEqual(originals);
});

test('Apply writes the previewed lines and no other byte; files that hold a token become private', async ({ page }) => {
  await apply(page);
  await expect(page.getByRole('status')).toContainText('3 files written.');

  for (const [name, { added, removed }] of previewed) {
    const before = originals[name]!;
    const after = demo.look(name);
    const parts = diffLines(before.bytes, masked(demo.read(name)));
    const lines = (kind: 'added' | 'removed'): readonly string[] =>
      parts.filter((part) => part[kind]).flatMap((part) => part.value.replace(/\n$/, '').split('\n'));
    expect({ added: lines('added'), removed: lines('removed') }, name).toEqual({ added, removed });
    expect(after.mode, name).toBe(name === 'src/web-store/.npmrc' ? 0o644 : 0o600);
  }
  expect(new Set(demo.tokens()).size).toBe(2);
});

test('Undo takes the apply back to the byte', async ({ page }) => {
  await goTo(page, 'Preview');
  await page.getByRole('button', { name: 'Undo last apply' }).click();
  await expect(page.getByRole('status')).toContainText('Taken back in 3 files.');
  expect(lookAtAll()).toEqual(originals);
  await goTo(page, 'Projects');
  await expect(switchOf(page, WEB_STORE)).not.toBeChecked();
});

test('switching on again, applying, switching off and applying brings every byte and permission back', async ({
  page,
}) => {
  await goTo(page, 'Projects');
  for (const name of [WEB_STORE, FORECASTS]) {
    await switchOf(page, name).click();
    await expect(switchOf(page, name)).toBeChecked();
  }
  await apply(page);
  expect(demo.tokens()).toHaveLength(2);

  await goTo(page, 'Projects');
  for (const name of [WEB_STORE, FORECASTS]) {
    await switchOf(page, name).click();
    await expect(switchOf(page, name)).not.toBeChecked();
  }
  await goTo(page, 'Preview');
  expect((await previewOf(page, '.venv/pip.conf')).added).toEqual(['index-url = https://mirror.example/simple']);
  await apply(page);
  expect(lookAtAll()).toEqual(originals);
});

test('Discard puts the switches back and writes nothing', async ({ page }) => {
  await goTo(page, 'Projects');
  await switchOf(page, WEB_STORE).click();
  await expect(switchOf(page, WEB_STORE)).toBeChecked();
  await goTo(page, 'Preview');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('Nothing to change.')).toBeVisible();
  expect(lookAtAll()).toEqual(originals);
  await goTo(page, 'Projects');
  await expect(switchOf(page, WEB_STORE)).not.toBeChecked();
});

test('a file that changed between preview and apply is shown again instead of being written', async ({ page }) => {
  await goTo(page, 'Projects');
  await switchOf(page, WEB_STORE).click();
  await goTo(page, 'Preview');
  await expect(page.getByRole('option', { name: '.npmrc npm · @store:registry' })).toBeVisible();
  const own = demo.read('src/web-store/.npmrc');
  writeFileSync(demo.path('src/web-store/.npmrc'), `${own}audit=false\n`);
  await expect(page.getByRole('region', { name: 'Changes to' })).toContainText('audit=false');
  await apply(page);
  expect(demo.read('src/web-store/.npmrc')).toMatch(/^# the team[^]*audit=false\n@store:registry=.*\n$/);
});

test('a project is added by its path; a folder that is not there is refused with the reason', async ({ page }) => {
  mkdirSync(demo.path('src/new-app'));
  writeFileSync(demo.path('src/new-app/package.json'), '{ "name": "new-app" }\n');
  await goTo(page, 'Projects');
  await page.getByRole('button', { name: 'Add project' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a project' });
  const folder = dialog.getByRole('textbox', { name: 'Folder' });
  await expect(folder).toBeFocused();

  await folder.fill(demo.path('src/not-there'));
  await dialog.getByRole('button', { name: 'Add project' }).click();
  await expect(folder).toHaveAccessibleDescription(/not-there/);
  await expect(folder).toHaveAttribute('aria-invalid', 'true');

  await folder.fill('~/src/new-app');
  await folder.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('article', { name: 'new-app' })).toContainText('~/src/new-app');
});

test('a binding is added by choosing profile, domain and repository, and its lines show up in Preview', async ({
  page,
}) => {
  await goTo(page, 'Projects');
  await page.getByRole('button', { name: 'Add binding to new-app' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a binding to new-app' });
  await dialog.getByLabel('Client').selectOption('npm');
  await dialog.getByLabel('Profile').selectOption('work');
  await expect(dialog.getByLabel('Region')).toHaveValue('us-east-1');
  await expect(dialog.getByLabel('Domain')).toContainText('platform (111122223333)');
  await dialog.getByLabel('Domain').selectOption({ label: 'platform (111122223333)' });
  await dialog.getByLabel('Repository').selectOption('shared');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status')).toContainText('Added npm platform / shared');

  await page.getByRole('status').getByRole('link', { name: 'Preview' }).click();
  const { added } = await previewOf(page, '.npmrc npm · registry');
  expect(added).toEqual([
    expect.stringMatching(/^registry=http:\/\/127\.0\.0\.1:\d+\/npm\/d\/platform-\d+\/shared\/$/),
  ]);
  await apply(page);
  expect(demo.read('src/new-app/.npmrc')).toBe(`${added[0]}\n`);
});
