import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { popoverPosition } from '../../electron/main/popover-position.ts';

const POPOVER = { width: 400, height: 640 };
const MAC = { x: 0, y: 24, width: 1440, height: 876 };
const WINDOWS = { x: 0, y: 0, width: 1920, height: 1040 };

describe('the popover’s position', () => {
  test('is centred below an icon in a menu bar', () => {
    expect(popoverPosition({ x: 700, y: 0, width: 24, height: 24 }, POPOVER, MAC)).toEqual({ x: 512, y: 24 });
  });

  test('is above an icon in a taskbar, kept off the edge of the screen', () => {
    expect(popoverPosition({ x: 1880, y: 1040, width: 24, height: 40 }, POPOVER, WINDOWS)).toEqual({ x: 1512, y: 400 });
  });

  test('is in the lower right corner when there is no icon to go to', () => {
    expect(popoverPosition({ x: 0, y: 0, width: 0, height: 0 }, POPOVER, WINDOWS)).toEqual({ x: 1512, y: 392 });
  });

  test('is whole and inside of the work area wherever the icon is', () => {
    const coordinate = fc.double({ min: -3000, max: 3000, noNaN: true });
    const length = fc.double({ min: 1, max: 60, noNaN: true });
    const icon = fc.record({ x: coordinate, y: coordinate, width: length, height: length });
    const area = fc.record({
      x: fc.integer({ min: -3000, max: 3000 }),
      y: fc.integer({ min: -3000, max: 3000 }),
      width: fc.integer({ min: 500, max: 4000 }),
      height: fc.integer({ min: 700, max: 3000 }),
    });
    fc.assert(
      fc.property(icon, area, (tray, workArea) => {
        const { x, y } = popoverPosition(tray, POPOVER, workArea);
        return (
          Number.isInteger(x) &&
          Number.isInteger(y) &&
          x >= workArea.x &&
          y >= workArea.y &&
          x + POPOVER.width <= workArea.x + workArea.width &&
          y + POPOVER.height <= workArea.y + workArea.height
        );
      }),
    );
  });
});
