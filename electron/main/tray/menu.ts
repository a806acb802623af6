import { Menu, type MenuItemConstructorOptions } from 'electron';
import { plainText } from '../../../shared/view/plain-text.ts';
import type { MenuAction, MenuItem } from '../../../shared/view/tray/menu.ts';

/** A native menu of a menu model. Built anew on every change: Linux hosts keep the menu they were given. */
export function buildMenu(items: readonly MenuItem[], choose: (action: MenuAction) => void): Menu {
  return Menu.buildFromTemplate(items.map((item) => nativeItem(item, choose)));
}

function nativeItem(item: MenuItem, choose: (action: MenuAction) => void): MenuItemConstructorOptions {
  if (item.kind === 'separator') return { type: 'separator' };
  // A single & would underline what follows it.
  const label = plainText(item.label).replaceAll('&', '&&');
  switch (item.kind) {
    case 'note':
      return { label, enabled: false };
    case 'submenu':
      return { label, submenu: item.items.map((inner) => nativeItem(inner, choose)) };
    case 'check':
      return { label, type: 'checkbox', checked: item.checked, click: () => choose(item.action) };
    case 'action':
      return { label, click: () => choose(item.action) };
    default:
      return item satisfies never;
  }
}

/**
 * Without a menu with Edit roles, copy and paste do nothing on macOS. Windows and Linux edit without one,
 * and the default menu would offer reloading and developer tools.
 */
export function setApplicationMenu(platform: NodeJS.Platform): void {
  if (platform !== 'darwin') return Menu.setApplicationMenu(null);
  const template: MenuItemConstructorOptions[] = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
