import { expect, type Page } from '@playwright/test';
import { diffLines } from 'diff';
import { masked } from '../../support/demo.ts';
import { apply, goTo, previewOf } from '../../support/demo-page.ts';
import type { Driver, MenuEntry } from '../../support/desktop/driver.ts';
import { whyNoDesktop } from '../../support/desktop/why-no-desktop.ts';
import { endsWell, mainPage, mainWindowOf, test, trayReady } from './tray-test.ts';

// The menu as the panel has it, which on some desktops is all there is of the tray.
const reason = whyNoDesktop();
test.skip(reason !== null, reason ?? '');

const FILES = ['.npmrc', 'src/web-store/.npmrc', 'src/design-kit/.npmrc'];

test('names tokens with times of day, repositories with check marks, what is pending, and what can be done', async ({
  trays,
  driver,
}) => {
  const tray = trays.start(await trays.demo(), '--hidden');
  const { pid } = tray;
  await trayReady(driver, pid);
  await expect
    .poll(() => wholeMenu(driver, pid))
    .toEqual([
      'Open CodeArtifact Tray',
      '—',
      '(3 changes to apply)',
      expect.stringMatching(/^\(2 of 2 tokens fresh · next refresh \d\d:\d\d\)$/),
      expect.stringMatching(/^platform \(us-east-1\): expires \d\d:\d\d$/),
      expect.stringMatching(/^data-science \(us-west-2\): expires \d\d:\d\d$/),
      'Refresh all',
      '—',
      '(web-store (~/src/web-store))',
      '☑ npm: platform / web-releases @store, to be applied',
      '(forecasts (~/src/forecasts))',
      '☑ pip: data-science / pypi-all, to be applied',
      '(design-kit (~/src/design-kit))',
      '☐ npm: platform / shared',
      '—',
      'Preview 3 changes…',
      'Notifications',
      'Pause',
      '—',
      'Quit',
    ]);
  const token = entry((await driver.item(pid))?.menu ?? [], 'platform');
  expect(token.items.map(({ label }) => label)).toEqual(['Profile work', 'Refresh', 'Show']);

  await driver.choose(pid, 'Pause');
  await expect.poll(() => labels(driver, pid)).toContain('Resume');
  await driver.choose(pid, 'Resume');
  await expect.poll(() => labels(driver, pid)).toContain('Pause');
  await driver.choose(pid, 'Open CodeArtifact Tray');
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ title: 'Tokens · CodeArtifact Tray', isActive: true });
  await driver.choose(pid, 'Preview 3 changes');
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ title: 'Preview · CodeArtifact Tray' });
  await driver.choose(pid, 'Quit');
  await endsWell(tray);
});

test('Refresh fetches that token anew into its files, Refresh all does so for every one', async ({ trays, driver }) => {
  const home = await trays.demo();
  await home.cli('apply');
  const { pid } = trays.start(home, '--hidden');
  await trayReady(driver, pid);
  const files = (): readonly string[] => ['.npmrc', 'src/forecasts/.venv/pip.conf'].map((name) => home.read(name));
  const [npm = '', pip = ''] = files();
  await driver.choose(pid, 'platform', 'Refresh');
  await expect.poll(() => files()[0]).not.toBe(npm);
  const [refreshed] = files();
  expect(files()).toEqual([refreshed, pip]);

  await driver.choose(pid, 'Refresh all');
  await expect.poll(() => files()[0]).not.toBe(refreshed);
  await expect.poll(() => files()[1]).not.toBe(pip);
});

test('a repository that is switched here changes the very lines that Preview shows, and its check mark follows', async ({
  trays,
  driver,
}) => {
  const home = await trays.demo();
  const electron = await trays.launch(home, '--hidden');
  const pid = electron.process().pid ?? 0;
  await trayReady(driver, pid);
  const isChecked = async (): Promise<boolean> =>
    entry((await driver.item(pid))?.menu ?? [], 'npm: platform / shared').checked;
  expect(await isChecked()).toBe(false);
  await driver.choose(pid, 'npm: platform / shared');
  await expect.poll(isChecked).toBe(true);
  await expect.poll(() => labels(driver, pid)).toContain('npm: platform / shared, to be applied');
  const before = contents(home.read);
  expect(before['src/design-kit/.npmrc'], 'nothing is written yet').toBeNull();

  await driver.choose(pid, 'Preview 4 changes');
  const page = await mainPage(electron);
  await goTo(page, 'Preview');
  const shown = await shownDiffs(page, ['~/.npmrc', '.npmrc npm · @store:registry', '.npmrc npm · registry']);
  await apply(page);

  const after = contents(home.read);
  const written = FILES.map((name) => changedLines(before[name] ?? '', masked(after[name] ?? '')));
  expect(written).toEqual(shown);
  expect(shown.every(({ added }) => added.length > 0)).toBe(true);
  await expect.poll(() => labels(driver, pid)).toContain('npm: platform / shared');
  expect(await isChecked()).toBe(true);

  await driver.choose(pid, 'npm: platform / shared');
  await expect.poll(isChecked).toBe(false);
  await apply(page);
  const withoutShared = after['.npmrc']?.replace(/^.*\/shared\/.*\n/m, '');
  expect(contents(home.read)).toEqual({ ...after, '.npmrc': withoutShared, 'src/design-kit/.npmrc': null });
});

type Lines = { readonly added: readonly string[]; readonly removed: readonly string[] };

async function shownDiffs(page: Page, files: readonly string[]): Promise<readonly Lines[]> {
  const shown: Lines[] = [];
  for (const file of files) {
    const { added, removed } = await previewOf(page, file);
    shown.push({ added, removed });
  }
  return shown;
}

function changedLines(before: string, after: string): Lines {
  const parts = diffLines(before, after);
  const lines = (kind: 'added' | 'removed'): readonly string[] =>
    parts.filter((part) => part[kind]).flatMap((part) => part.value.replace(/\n$/, '').split('\n'));
  return { added: lines('added'), removed: lines('removed') };
}

/** Null for a file that isn't there. */
function contents(read: (name: string) => string): Record<string, string | null> {
  return Object.fromEntries(
    FILES.map((name) => {
      try {
        return [name, read(name)];
      } catch {
        return [name, null];
      }
    }),
  );
}

/** Every entry as it looks; what can't be chosen is in brackets. */
async function wholeMenu(driver: Driver, pid: number): Promise<readonly string[]> {
  return (
    (await driver.item(pid))?.menu.map(({ kind, label, checked, enabled }) => {
      if (kind === 'separator') return '—';
      if (!enabled) return `(${label})`;
      return kind === 'check' ? `${checked ? '☑' : '☐'} ${label}` : label;
    }) ?? []
  );
}

function entry(menu: readonly MenuEntry[], label: string): MenuEntry {
  const found = menu.find((candidate) => candidate.label.startsWith(label));
  if (found === undefined) throw new Error(`The menu has no ${label}`);
  return found;
}

async function labels(driver: Driver, pid: number): Promise<readonly string[]> {
  return (await driver.item(pid))?.menu.map(({ label }) => label) ?? [];
}
