import type { Rectangle } from 'electron';

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

export type Size = { readonly width: number; readonly height: number };

/** What a desktop's frame around a window takes at most, in pixels. */
const FRAME: Size = { width: 8, height: 40 };

/** The size, or as much of it as a framed window can have on this work area: a display at scale 2 may have no more than 640×400. */
export function fitting(wanted: Size, workArea: Size): { width: number; height: number } {
  return {
    width: Math.min(wanted.width, Math.round(workArea.width) - FRAME.width),
    height: Math.min(wanted.height, Math.round(workArea.height) - FRAME.height),
  };
}

/** Distance to the edges of the work area, in pixels. */
const MARGIN = 8;

/**
 * Where the popover goes: at the tray icon, on the side where the screen is, inside the work area and no larger than it.
 * Whole pixels, because setBounds throws on others. Without bounds (Windows hides the icon in its overflow): bottom right.
 */
export function popoverBounds(tray: Rectangle, wanted: Size, workArea: Rectangle): Rectangle {
  const width = Math.min(wanted.width, workArea.width - 2 * MARGIN);
  const height = Math.min(wanted.height, workArea.height - 2 * MARGIN);
  const right = workArea.x + workArea.width - width - MARGIN;
  const bottom = workArea.y + workArea.height - height - MARGIN;
  if (tray.width === 0 || tray.height === 0) return whole({ x: right, y: bottom, width, height });
  const centre = { x: tray.x + tray.width / 2, y: tray.y + tray.height / 2 };
  const above = centre.y > workArea.y + workArea.height / 2;
  return whole({
    x: clamp(centre.x - width / 2, workArea.x + MARGIN, right),
    y: clamp(above ? tray.y - height : tray.y + tray.height, workArea.y, bottom + MARGIN),
    width,
    height,
  });
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function whole({ x, y, width, height }: Rectangle): Rectangle {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
