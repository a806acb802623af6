import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitting, popoverBounds } from '../../electron/main/window/placement.ts';

const POPOVER = { width: 400, height: 640 };
const MAC = { x: 0, y: 24, width: 1440, height: 876 };
const WINDOWS = { x: 0, y: 0, width: 1920, height: 1040 };
/** 1280×800 at scale 2, less a panel. */
const SMALL = { x: 0, y: 14, width: 640, height: 386 };

describe('the popover’s bounds', () => {
  test('are centred below an icon in a menu bar', () => {
    expect(popoverBounds({ x: 700, y: 0, width: 24, height: 24 }, POPOVER, MAC)).toEqual({ x: 512, y: 24, ...POPOVER });
  });

  test('are above an icon in a taskbar, kept off the edge of the screen', () => {
    const icon = { x: 1880, y: 1040, width: 24, height: 40 };
    expect(popoverBounds(icon, POPOVER, WINDOWS)).toEqual({ x: 1512, y: 400, ...POPOVER });
  });

  test('are in the lower right corner when there is no icon to go to', () => {
    const nowhere = { x: 0, y: 0, width: 0, height: 0 };
    expect(popoverBounds(nowhere, POPOVER, WINDOWS)).toEqual({ x: 1512, y: 392, ...POPOVER });
  });

  test('are as tall as a small screen allows', () => {
    const bounds = popoverBounds({ x: 600, y: 0, width: 1, height: 1 }, POPOVER, SMALL);
    expect(bounds).toEqual({ x: 232, y: 14, width: 400, height: 370 });
  });

  test('are whole and inside of the work area wherever the icon is and however small the screen', () => {
    const coordinate = fc.double({ min: -3000, max: 3000, noNaN: true });
    const length = fc.double({ min: 1, max: 60, noNaN: true });
    const icon = fc.record({ x: coordinate, y: coordinate, width: length, height: length });
    const area = fc.record({
      x: fc.integer({ min: -3000, max: 3000 }),
      y: fc.integer({ min: -3000, max: 3000 }),
      width: fc.integer({ min: 300, max: 4000 }),
      height: fc.integer({ min: 200, max: 3000 }),
    });
    fc.assert(
      fc.property(icon, area, (tray, workArea) => {
        const { x, y, width, height } = popoverBounds(tray, POPOVER, workArea);
        return (
          [x, y, width, height].every(Number.isInteger) &&
          x >= workArea.x &&
          y >= workArea.y &&
          x + width <= workArea.x + workArea.width &&
          y + height <= workArea.y + workArea.height
        );
      }),
    );
  });
});

test('a framed window is no larger than the screen has room for', () => {
  expect(fitting({ width: 960, height: 680 }, MAC)).toEqual({ width: 960, height: 680 });
  expect(fitting({ width: 960, height: 680 }, SMALL)).toEqual({ width: 632, height: 346 });
});
