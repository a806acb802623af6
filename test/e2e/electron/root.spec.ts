import { expect } from '@playwright/test';
import { isRoot } from '../../support/desktop/electron-arguments.ts';
import { whyNoDesktop } from '../../support/desktop/why-no-desktop.ts';
import { clickTrayIcon, endsWell, mainWindowOf, popoverOf, test, trayReady } from './tray-test.ts';

const reason = whyNoDesktop() ?? (isRoot() ? null : 'only root has to do without the sandbox');
test.skip(reason !== null, reason ?? '');

test('root starts it with --no-sandbox, which holds for its pages too', async ({ trays, driver }) => {
  const tray = trays.start(await trays.demo());
  const { pid } = tray;
  await trayReady(driver, pid);
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ title: 'Tokens · CodeArtifact Tray' });
  await clickTrayIcon(driver, pid);
  await expect.poll(() => popoverOf(pid)).not.toBeNull();
  await driver.choose(pid, 'Quit');
  await endsWell(tray);
});
