export type DisplayServer = {
  readonly platform: NodeJS.Platform;
  /** Chromium's switch `ozone-platform`, which it sets itself where it chose; empty when nobody did. */
  readonly ozonePlatform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** False under Wayland, where a window neither knows nor chooses its place, and nobody tells where the pointer is. */
export function canPlaceWindows({ platform, ozonePlatform, env }: DisplayServer): boolean {
  if (platform !== 'linux' || ozonePlatform === 'x11') return true;
  // As Chromium 140 and later (Electron 38) choose when they are not told.
  return ozonePlatform !== 'wayland' && env['XDG_SESSION_TYPE'] !== 'wayland';
}
