import path from 'node:path';
import { nativeImage, nativeTheme, Tray, type NativeImage, type Rectangle } from 'electron';
import type { Log } from '../../../shared/ports/host.ts';
import { startingMenu, type MenuAction, type MenuItem } from '../../../shared/view/tray/menu.ts';
import { startingView, type TrayView } from '../../../shared/view/tray/tray.ts';
import { iconFile } from './icon-file.ts';
import { buildMenu } from './menu.ts';

export type TrayDelegate = {
  readonly platform: NodeJS.Platform;
  /** Folder of the plain icon files; Electron finds `@2x` and `Template` by name. */
  readonly iconFolder: string;
  /** A click; the bounds are empty where nobody tells them. */
  readonly onClick: (bounds: Rectangle) => void;
  /** A double click (macOS, Windows) or a click of the middle button (Windows). */
  readonly onSecondClick: () => void;
  readonly onChoose: (action: MenuAction) => void;
  readonly log: Log;
};

export type TrayController = {
  /** Makes the tray look so; calling it again with the same changes nothing. */
  render(view: TrayView, menu: readonly MenuItem[]): void;
  destroy(): void;
};

/** Keeps the icon's place in the menu bar over restarts. On Windows a GUID is bound to the path of an unsigned app. */
const MAC_GUID = '6f1d9f3a-2f0b-4c56-9b0e-6a4f3d7c8e21';

/** Creates the tray icon. The caller keeps the result: a collected Tray takes its icon along. After ready. */
export function createTray(delegate: TrayDelegate): TrayController {
  const { platform, onClick, onSecondClick, onChoose } = delegate;
  const shown = { file: '', tooltip: '', title: '', menu: '' };
  let view = startingView;
  let items = startingMenu;
  let menu = buildMenu(items, choose);
  const first = image(currentFile(), delegate);
  let tray: Tray | null = platform === 'darwin' ? new Tray(first, MAC_GUID) : new Tray(first);
  shown.file = currentFile();

  tray.on('click', () => onClick(platform === 'linux' || tray === null ? NOWHERE : tray.getBounds()));
  if (platform !== 'linux') tray.on('double-click', onSecondClick);
  if (platform === 'win32') tray.on('middle-click', onSecondClick);
  // A context menu that is set would open on a left click too; on Linux it is the only sure way in.
  if (platform !== 'linux') tray.on('right-click', () => tray?.popUpContextMenu(menu));
  nativeTheme.on('updated', renderIcon);
  render(view, items);

  function choose(action: MenuAction): void {
    onChoose(action);
    // The desktop has ticked or unticked what was chosen by itself; what holds is what the engine says, now and later.
    shown.menu = '';
    renderMenu(items);
  }
  function currentFile(): string {
    return iconFile(view.icon, platform, platform === 'win32' && nativeTheme.shouldUseDarkColorsForSystemIntegratedUI);
  }
  function renderIcon(): void {
    const file = currentFile();
    if (shown.file !== file) tray?.setImage(image(file, delegate));
    shown.file = file;
  }
  function renderMenu(next: readonly MenuItem[]): void {
    items = next;
    const key = JSON.stringify(items);
    if (shown.menu === key) return;
    shown.menu = key;
    menu = buildMenu(items, choose);
    if (platform === 'linux') tray?.setContextMenu(menu);
  }
  function render(next: TrayView, nextItems: readonly MenuItem[]): void {
    view = next;
    renderIcon();
    renderMenu(nextItems);
    if (shown.tooltip !== view.tooltip) tray?.setToolTip(view.tooltip);
    if (platform === 'darwin' && shown.title !== view.title)
      tray?.setTitle(view.title, { fontType: 'monospacedDigit' });
    shown.tooltip = view.tooltip;
    shown.title = view.title;
  }
  return {
    render,
    destroy() {
      nativeTheme.off('updated', renderIcon);
      tray?.destroy();
      tray = null;
    },
  };
}

/** Linux tells no bounds. */
const NOWHERE: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

function image(file: string, { iconFolder, log }: TrayDelegate): NativeImage {
  const loaded = nativeImage.createFromPath(path.join(iconFolder, file));
  // A missing file gives an empty icon and no error.
  if (loaded.isEmpty()) log('error', `The tray icon ${file} is missing or unreadable`);
  return loaded;
}
