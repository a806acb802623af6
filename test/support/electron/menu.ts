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

/** The person chooses the item with this label. */
export function chooseItem(menu: unknown, label: string): void {
  const item = (menu as FakeMenu).template.find((candidate) => candidate.label === label);
  if (item?.click === undefined) throw new Error(`No item "${label}" to choose`);
  item.click({} as never, undefined, {});
}
