import { existsSync } from 'node:fs';
import type * as Electron from 'electron';
import { Emitter, modelled, needsReady, refuse } from './model.ts';
import { world } from './world.ts';

let created: FakeTray[] = [];
const theme = new Emitter();
world.onReset.push(() => {
  created = [];
  theme.listeners.clear();
  nativeTheme.themeSource = 'system';
});

/** Every tray icon made so far. */
export function trays(): readonly FakeTray[] {
  return created;
}

type FakeImage = Pick<Electron.NativeImage, 'isEmpty'> & { readonly file: string };

export const nativeImage = modelled('nativeImage', {
  // A missing file gives an empty picture and no error.
  createFromPath: (file) => ({ file, isEmpty: () => !existsSync(file) }) satisfies FakeImage as never,
} satisfies Pick<typeof Electron.nativeImage, 'createFromPath'>);

export const nativeTheme = modelled('nativeTheme', {
  on: theme.on.bind(theme),
  off: theme.off.bind(theme),
  themeSource: 'system' as Electron.NativeTheme['themeSource'],
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'system' ? world.isDark : this.themeSource === 'dark';
  },
  get shouldUseDarkColorsForSystemIntegratedUI() {
    return world.platform === 'linux'
      ? refuse('nativeTheme.shouldUseDarkColorsForSystemIntegratedUI')
      : world.isTaskbarDark;
  },
} satisfies Pick<
  typeof Electron.nativeTheme,
  'on' | 'off' | 'themeSource' | 'shouldUseDarkColors' | 'shouldUseDarkColorsForSystemIntegratedUI'
>);

/** The person switches the apps between light and dark. */
export function changeTheme(isDark: boolean): void {
  world.isDark = isDark;
  theme.emit('updated');
}
/** The person switches the taskbar between light and dark. */
export function changeTaskbar(isDark: boolean): void {
  world.isTaskbarDark = isDark;
  theme.emit('updated');
}

type Modelled =
  | 'on'
  | 'setImage'
  | 'setToolTip'
  | 'setTitle'
  | 'setContextMenu'
  | 'popUpContextMenu'
  | 'getBounds'
  | 'destroy'
  | 'isDestroyed';

export class FakeTray extends Emitter implements Pick<Electron.Tray, Modelled> {
  icon: string;
  readonly guid: string | null;
  tooltip = '';
  title = '';
  menu: unknown = null;
  poppedUp: unknown = null;
  destroyed = 0;
  /** How often each thing was set. */
  readonly sets: string[] = [];

  constructor(image: FakeImage, guid?: string) {
    super();
    needsReady('Tray');
    if (!world.hasTray) throw new Error('no place for an icon');
    world.calls.push('new Tray');
    this.icon = image.file;
    this.guid = guid ?? null;
    const self = modelled('Tray', this);
    created.push(self);
    return self;
  }
  setImage(image: Electron.NativeImage | string): void {
    this.alive('image');
    this.icon = (image as unknown as FakeImage).file;
  }
  setToolTip(tooltip: string): void {
    this.alive('tooltip');
    this.tooltip = tooltip;
  }
  setTitle(title: string): void {
    if (world.platform !== 'darwin') refuse('Tray.setTitle outside of macOS');
    this.alive('title');
    this.title = title;
  }
  setContextMenu(menu: Electron.Menu | null): void {
    this.alive('menu');
    this.menu = menu;
  }
  popUpContextMenu(menu?: Electron.Menu): void {
    if (world.platform === 'linux') refuse('Tray.popUpContextMenu on Linux');
    this.poppedUp = menu;
  }
  getBounds(): Electron.Rectangle {
    return world.platform === 'linux' ? { x: 0, y: 0, width: 0, height: 0 } : { ...world.trayBounds };
  }
  isDestroyed = () => this.destroyed > 0;
  destroy(): void {
    this.destroyed += 1;
  }
  alive(what: string): void {
    if (this.destroyed > 0) throw new Error('Tray is destroyed');
    this.sets.push(what);
  }
}
