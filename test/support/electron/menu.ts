import type * as Electron from 'electron';
import { modelled } from './model.ts';
import { world } from './world.ts';

/** A native menu: the template it was built from. */
export type FakeMenu = { readonly template: readonly Electron.MenuItemConstructorOptions[] };

let applicationMenu: FakeMenu | null | undefined;
world.onReset.push(() => {
  applicationMenu = undefined;
});

/** What was set; undefined when nothing was, and Electron shows its own menu. */
export function currentApplicationMenu(): FakeMenu | null | undefined {
  return applicationMenu;
}

export const Menu = modelled('Menu', {
  buildFromTemplate: (template) =>
    ({ template: template as Electron.MenuItemConstructorOptions[] }) satisfies FakeMenu as never,
  setApplicationMenu(menu) {
    applicationMenu = menu as FakeMenu | null;
  },
} satisfies Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>);

/** The item with this label, in the menu or in a submenu of it. */
export function findItem(menu: unknown, label: string): Electron.MenuItemConstructorOptions | undefined {
  const { template } = menu as FakeMenu;
  const inner = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? [{ template: submenu }] : []));
  return (
    template.find((candidate) => candidate.label === label) ??
    inner.map((submenu) => findItem(submenu, label)).find((item) => item !== undefined)
  );
}

/** The person chooses the item with this label. A tick changes by itself, as the desktop does it. */
export function chooseItem(menu: unknown, label: string): void {
  const item = findItem(menu, label);
  if (item?.click === undefined) throw new Error(`No item "${label}" to choose`);
  if (item.type === 'checkbox') item.checked = item.checked !== true;
  item.click({} as never, undefined, {});
}
