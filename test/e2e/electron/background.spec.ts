import { expect } from '@playwright/test';
import { whyNoDesktop } from '../../support/desktop/why-no-desktop.ts';
import { workArea, type Box } from '../../support/desktop/screen.ts';
import { mainPage, mainWindowOf, pointElsewhere, test, trayReady } from './tray-test.ts';

// In the dark a white frame is a flash: what one pixel of the window shows is followed from before the window is there.
const reason = whyNoDesktop();
test.skip(reason !== null, reason ?? '');

const DARK = '#14171b';

/** A place of the window where its page has nothing but its background: the left edge, which the frame only just covers. */
function emptyPlace({ x, y, width, height }: Box): { readonly x: number; readonly y: number } {
  return { x: x + width - 14, y: y + height - 14 };
}

function isBright(colour: string): boolean {
  return Math.min(...[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))) > 0x50;
}

test('on a dark desktop the window comes up dark, stays so while its page is gone after a crash, and the page comes back', async ({
  trays,
  driver,
}) => {
  const demo = await trays.demo();
  const home = { ...demo, env: { ...demo.env, GTK_THEME: 'Adwaita:dark' } };
  const electron = await trays.launch(home, '--hidden');
  const pid = electron.process().pid ?? 0;
  await trayReady(driver, pid);
  await pointElsewhere();

  // Its size and place are those of a window in the middle of the work area.
  const area = await workArea();
  const place = emptyPlace({
    x: area.x + Math.round((area.width - 960) / 2),
    y: area.y + Math.round((area.height - 680) / 2),
    width: 960,
    height: 680,
  });
  await driver.watchColour(place.x, place.y);
  await driver.choose(pid, 'Open CodeArtifact Tray');
  await expect.poll(() => mainWindowOf(pid)).toMatchObject({ isActive: true });
  const page = await mainPage(electron);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const [desktop = '', ...opening] = await driver.coloursSeen();
  expect(desktop, 'the desktop, from which the window can be told').not.toBe(DARK);
  expect(opening.at(-1), opening.join(' ')).toBe(DARK);
  expect(opening.filter(isBright), opening.join(' ')).toEqual([]);

  await driver.watchColour(place.x, place.y);
  const gone = page.waitForEvent('crash');
  await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await gone;
  // A page that is gone answers nothing, not even that it is gone.
  const isGone = () =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isCrashed());
  await expect.poll(isGone).toBe(false);
  const heading = () =>
    electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
        'document.querySelector("h1")?.textContent ?? ""',
      ),
    );
  await expect.poll(heading).toContain('changes to apply');
  const seen = await driver.coloursSeen();
  expect(seen.filter(isBright), seen.join(' ')).toEqual([]);
  expect(await mainWindowOf(pid)).not.toBeNull();
});
