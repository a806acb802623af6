/** What surrounds the app: set by a test, seen by the fake. */
export type World = {
  platform: NodeJS.Platform;
  isPackaged: boolean;
  isReady: boolean;
  /** The switches the app was started with, such as `no-sandbox` or `ozone-platform=x11`. */
  switches: readonly string[];
  /** False when another instance holds the lock. */
  hasLock: boolean;
  isOnline: boolean;
  isTaskbarDark: boolean;
  /** False under X11; Linux only. */
  isWayland: boolean;
  /** The apps' theme, as opposed to the taskbar's. */
  isDark: boolean;
  /** Where the pointer is. */
  cursor: { x: number; y: number };
  workArea: { x: number; y: number; width: number; height: number };
  /** False: the OS refuses every notification, as macOS does for unsigned apps. */
  isSigned: boolean;
  keyStore: 'basic_text' | 'gnome_libsecret' | 'unknown';
  canEncrypt: boolean;
  /** True: the key store asks for values to be encrypted anew. */
  hasNewKey: boolean;
  /** False: the desktop has no place for an icon, and making one throws. */
  hasTray: boolean;
  trayBounds: { x: number; y: number; width: number; height: number };
  /** Answer of the next folder dialog. */
  pickedFolder: string | null;
  /** Names of the calls that happened, in order. */
  readonly calls: string[];
  /** What a test wants forgotten between two apps. */
  readonly onReset: (() => void)[];
  /** What closes between before-quit and will-quit; false when it refuses. */
  readonly onQuit: (() => boolean)[];
};

export const world: World = { ...fresh(), calls: [], onReset: [], onQuit: [] };

function fresh(): Omit<World, 'calls' | 'onReset' | 'onQuit'> {
  return {
    platform: 'linux',
    isPackaged: false,
    isReady: false,
    switches: [],
    hasLock: true,
    isOnline: true,
    isTaskbarDark: true,
    isWayland: false,
    isDark: false,
    cursor: { x: 700, y: 400 },
    workArea: { x: 0, y: 24, width: 1440, height: 876 },
    isSigned: true,
    keyStore: 'gnome_libsecret',
    canEncrypt: true,
    hasNewKey: false,
    hasTray: true,
    trayBounds: { x: 1000, y: 0, width: 24, height: 24 },
    pickedFolder: null,
  };
}

/** A machine on which the app was never started. */
export function resetWorld(changes: Partial<World> = {}): void {
  Object.assign(world, fresh(), changes);
  world.calls.length = 0;
  for (const forget of world.onReset) forget();
}
