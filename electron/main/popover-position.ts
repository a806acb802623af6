type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Size = { readonly width: number; readonly height: number };
type Point = { readonly x: number; readonly y: number };

/** Distance to the edges of the work area, in pixels. */
const MARGIN = 8;

/**
 * Where the popover goes: at the tray icon, on the side where the screen is, inside the work area.
 * Whole pixels, because setPosition throws on others. Without bounds (Windows hides the icon in its overflow): bottom right.
 */
export function popoverPosition(tray: Rectangle, popover: Size, workArea: Rectangle): Point {
  const right = workArea.x + workArea.width - popover.width - MARGIN;
  const bottom = workArea.y + workArea.height - popover.height - MARGIN;
  if (tray.width === 0 || tray.height === 0) return whole({ x: right, y: bottom });
  const centre = { x: tray.x + tray.width / 2, y: tray.y + tray.height / 2 };
  const above = centre.y > workArea.y + workArea.height / 2;
  return whole({
    x: clamp(centre.x - popover.width / 2, workArea.x + MARGIN, right),
    y: clamp(above ? tray.y - popover.height : tray.y + tray.height, workArea.y, bottom + MARGIN),
  });
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function whole({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
