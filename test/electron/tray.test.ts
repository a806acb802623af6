import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { iconFile } from '../../electron/main/tray/icon-file.ts';
import { setApplicationMenu } from '../../electron/main/tray/menu.ts';
import { createTray } from '../../electron/main/tray/tray.ts';
import { menuModel, type MenuAction } from '../../shared/view/tray/menu.ts';
import { trayIcons, trayView, type TrayView } from '../../shared/view/tray/tray.ts';
import { becomeReady } from '../support/electron/app.ts';
import { chooseItem, currentApplicationMenu, findItem, type FakeMenu } from '../support/electron/menu.ts';
import { changeTaskbar, trays } from '../support/electron/tray.ts';
import { resetWorld, world, type World } from '../support/electron/world.ts';
import { aBusySnapshot, anEmptySnapshot, NOW } from '../support/snapshots.ts';

const iconFolder = path.resolve(import.meta.dirname, '../../build/tray');
const OK: TrayView = { icon: 'ok', tooltip: 'All signed in', title: '' };

beforeEach(() => resetWorld());

async function aTray(changes: Partial<World> = {}, folder = iconFolder) {
  resetWorld(changes);
  await becomeReady();
  const activated: unknown[] = [];
  let secondClicks = 0;
  const chosen: MenuAction[] = [];
  const log: string[] = [];
  const controller = createTray({
    platform: world.platform,
    iconFolder: folder,
    onClick: (bounds) => activated.push(bounds),
    onSecondClick: () => (secondClicks += 1),
    onChoose: (action) => chosen.push(action),
    log: (_level, message) => log.push(message),
  });
  return { controller, tray: trays()[0]!, activated, secondClicks: () => secondClicks, chosen, log };
}

describe('the tray', () => {
  test('shows what a snapshot says', async () => {
    const { controller, tray } = await aTray();
    const snapshot = aBusySnapshot();
    controller.render(trayView(snapshot, NOW), menuModel(snapshot, NOW));
    expect(path.basename(tray.icon)).toBe('error.png');
    expect(tray.tooltip).toContain('1 profile needs you');
  });

  test('changes nothing when it is rendered the same again', async () => {
    const { controller, tray } = await aTray();
    const menu = menuModel(anEmptySnapshot(), NOW);
    controller.render(OK, menu);
    const before = tray.sets.length;
    controller.render({ ...OK }, [...menu]);
    expect(tray.sets).toHaveLength(before);
    controller.render({ ...OK, tooltip: 'Paused' }, menu);
    expect(tray.sets.slice(before)).toEqual(['tooltip']);
  });

  test('has a menu at once and a new one after every change on Linux, where clicks may never arrive', async () => {
    const { controller, tray, chosen } = await aTray({ platform: 'linux' });
    controller.render(OK, menuModel(anEmptySnapshot(), NOW));
    const first = tray.menu as FakeMenu;
    expect(first.template[0]?.label).toBe('Open CodeArtifact Tray');
    controller.render(OK, menuModel(aBusySnapshot(), NOW));
    expect(tray.menu).not.toBe(first);
    chooseItem(tray.menu, 'Open CodeArtifact Tray');
    chooseItem(tray.menu, 'Refresh all');
    chooseItem(tray.menu, 'Quit');
    expect(chosen).toEqual([
      { kind: 'open', page: null, row: null },
      { kind: 'request', name: 'token.refreshAll', params: {} },
      { kind: 'quit' },
    ]);
  });

  test.each(['darwin', 'win32'] as const)(
    'opens on a left click and shows the menu on a right click on %s',
    async (platform) => {
      const { controller, tray, activated } = await aTray({ platform });
      controller.render(OK, menuModel(aBusySnapshot(), NOW));
      tray.emit('click');
      tray.emit('right-click');
      expect(activated).toEqual([world.trayBounds]);
      expect((tray.poppedUp as FakeMenu).template.map(({ label }) => label)).toContain('Preview 1 change…');
      expect(tray.menu).toBeNull();
    },
  );

  test('has a menu to open and to quit by before there is anything to show', async () => {
    const { tray } = await aTray({ platform: 'linux' });
    expect((tray.menu as FakeMenu).template.map(({ label }) => label)).toEqual([
      'Open CodeArtifact Tray',
      undefined,
      'Starting',
      undefined,
      'Quit',
    ]);
    expect(tray.tooltip).toContain('Starting');
  });

  test('ticks repositories that are on; what was chosen is shown when the engine says so, not before', async () => {
    const { controller, tray, chosen } = await aTray({ platform: 'linux' });
    const snapshot = aBusySnapshot();
    controller.render(OK, menuModel(snapshot, NOW));
    const before = tray.menu as FakeMenu;
    const label = 'npm: platform / tools';
    expect(findItem(before, label)).toMatchObject({ type: 'checkbox', checked: false });
    chooseItem(before, label);
    expect(chosen).toEqual([
      { kind: 'request', name: 'binding.setEnabled', params: { bindingId: 'b3', enabled: true } },
    ]);
    expect(tray.menu).not.toBe(before);
    expect(findItem(tray.menu, label)).toMatchObject({ checked: false });
    const bindings = snapshot.bindings.map((binding) => ({ ...binding, enabled: true }));
    controller.render(OK, menuModel({ ...snapshot, bindings }, NOW));
    expect(findItem(tray.menu, label)).toMatchObject({ checked: true });
  });

  test('shows a name on one line, in the direction it is written in', async () => {
    const { controller, tray } = await aTray({ platform: 'linux' });
    controller.render(OK, [{ kind: 'note', label: 'evil\n\u202etxt.live' }]);
    expect((tray.menu as FakeMenu).template.map(({ label }) => label)).toEqual(['evil txt.live']);
  });

  test('shows an ampersand in a name as one', async () => {
    const { controller, tray } = await aTray({ platform: 'linux' });
    controller.render(OK, [{ kind: 'note', label: 'research & design' }]);
    expect((tray.menu as FakeMenu).template.map(({ label }) => label)).toEqual(['research && design']);
  });

  test.each([
    ['darwin', ['double-click'], 1],
    ['win32', ['double-click', 'middle-click'], 2],
  ] as const)('tells a second kind of click on %s', async (platform, events, count) => {
    const { tray, activated, secondClicks } = await aTray({ platform });
    for (const event of events) tray.emit(event);
    expect(secondClicks()).toBe(count);
    expect(activated).toEqual([]);
  });

  test('keeps its place on macOS and shows time left there', async () => {
    const { controller, tray } = await aTray({ platform: 'darwin' });
    controller.render({ ...OK, title: '54m' }, []);
    expect(tray).toMatchObject({
      title: '54m',
      guid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });

  test('is not bound to a path on Windows and follows the taskbar’s theme, not the apps’', async () => {
    const { controller, tray } = await aTray({ platform: 'win32', isTaskbarDark: true });
    controller.render(OK, []);
    expect(tray.guid).toBeNull();
    expect(path.basename(tray.icon)).toBe('ok-dark.ico');
    changeTaskbar(false);
    expect(path.basename(tray.icon)).toBe('ok-light.ico');
  });

  test('may be rendered and destroyed again after it was destroyed', async () => {
    const { controller, tray } = await aTray({ platform: 'win32' });
    controller.destroy();
    controller.destroy();
    controller.render({ ...OK, tooltip: 'late' }, menuModel(aBusySnapshot(), NOW));
    changeTaskbar(false);
    expect(tray.destroyed).toBe(1);
    expect(tray.tooltip).not.toContain('late');
  });

  test('says in the log when an icon is missing, because Electron says nothing', async () => {
    const { log } = await aTray({}, '/nowhere');
    expect(log).toEqual(['The tray icon paused.png is missing or unreadable']);
  });

  test('has a file for every state on every platform', () => {
    const files = readdirSync(iconFolder);
    for (const icon of trayIcons) {
      for (const platform of ['darwin', 'win32', 'linux'] as const) {
        for (const isDark of [true, false]) expect(files).toContain(iconFile(icon, platform, isDark));
      }
      expect(files).toContain(`${icon}Template@2x.png`);
    }
  });
});

describe('the application menu', () => {
  test('has the Edit roles on macOS, without which copy and paste do nothing', () => {
    setApplicationMenu('darwin');
    expect(currentApplicationMenu()?.template.map(({ role }) => role)).toEqual(['appMenu', 'editMenu', 'windowMenu']);
  });

  test.each(['win32', 'linux'] as const)('is none on %s instead of Electron’s own', (platform) => {
    expect(currentApplicationMenu()).toBeUndefined();
    setApplicationMenu(platform);
    expect(currentApplicationMenu()).toBeNull();
  });
});
