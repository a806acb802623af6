import type { Rectangle } from 'electron';
import type { Size } from './window-size.ts';

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
