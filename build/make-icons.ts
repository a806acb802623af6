import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { icns, ico, png } from './image-files.ts';
import {
  arc,
  disc,
  draw,
  polygon,
  roundedSquare,
  stroke,
  union,
  without,
  type Colour,
  type Layer,
  type Shape,
} from './raster.ts';

// Draws every icon of the app: node build/make-icons.ts. The same script always gives the same files.

/** One silhouette a state: ring with a tick, open ring with an arrowhead, ring with dots, triangle, filled disc, ring with bars. */
const RING = arc(0.39, 0.12, 0, 360);
const trayShapes: Readonly<Record<string, Shape>> = {
  ok: union(RING, stroke(0.32, 0.52, 0.45, 0.65, 0.12), stroke(0.45, 0.65, 0.69, 0.37, 0.12)),
  refreshing: union(
    arc(0.35, 0.13, 60, 350),
    polygon(
      [
        [0.48, 0],
        [0.76, 0.16],
        [0.48, 0.34],
      ],
      0.01,
    ),
    disc(0.5, 0.5, 0.1),
  ),
  pending: union(RING, disc(0.31, 0.5, 0.075), disc(0.5, 0.5, 0.075), disc(0.69, 0.5, 0.075)),
  attention: without(
    polygon(
      [
        [0.5, 0.11],
        [0.92, 0.86],
        [0.08, 0.86],
      ],
      0.07,
    ),
    stroke(0.5, 0.36, 0.5, 0.58, 0.12),
    disc(0.5, 0.76, 0.07),
  ),
  error: without(disc(0.5, 0.5, 0.46), stroke(0.34, 0.34, 0.66, 0.66, 0.13), stroke(0.66, 0.34, 0.34, 0.66, 0.13)),
  paused: union(RING, stroke(0.4, 0.37, 0.4, 0.63, 0.11), stroke(0.6, 0.37, 0.6, 0.63, 0.11)),
};

type Scheme = Readonly<Record<keyof typeof trayShapes, Colour>>;
/** macOS colours templates itself and reads the opacity only. */
const TEMPLATE: Scheme = everyState([0, 0, 0, 255], [0, 0, 0, 140]);
const ON_DARK: Scheme = {
  ...everyState([255, 255, 255, 255], [255, 255, 255, 140]),
  attention: [255, 190, 92, 255],
  error: [255, 122, 112, 255],
};
const ON_LIGHT: Scheme = {
  ...everyState([28, 30, 38, 255], [28, 30, 38, 140]),
  attention: [170, 88, 0, 255],
  error: [190, 32, 32, 255],
};
/** Nobody tells the colour of a Linux panel: middle tones that stand out on both. */
const ON_ANY: Scheme = {
  ok: [43, 157, 112, 255],
  refreshing: [84, 118, 226, 255],
  pending: [84, 118, 226, 255],
  attention: [217, 134, 20, 255],
  error: [217, 62, 56, 255],
  paused: [134, 142, 156, 255],
};

function everyState(colour: Colour, dimmed: Colour): Scheme {
  return { ok: colour, refreshing: colour, pending: colour, attention: colour, error: colour, paused: dimmed };
}

function trayPicture(state: string, scheme: Scheme, size: number) {
  const [shape, colour] = [trayShapes[state], scheme[state]];
  if (shape === undefined || colour === undefined) throw new Error(`No tray icon ${state}`);
  return draw(size, [{ shape, colour: () => colour }]);
}

const TOP: Colour = [92, 122, 240, 255];
const BOTTOM: Colour = [48, 66, 176, 255];

function gradient(_x: number, y: number): Colour {
  const mix = (from: number, to: number) => from + (to - from) * Math.max(0, Math.min(1, (y - 0.1) / 0.8));
  return [mix(TOP[0], BOTTOM[0]), mix(TOP[1], BOTTOM[1]), mix(TOP[2], BOTTOM[2]), 255];
}

/** The app: a package with its countdown ring around it. */
function appLayers(): readonly Layer[] {
  const [middle, left, right, half, edge] = [0.5, 0.355, 0.645, 0.084, 0.168];
  const top: [number, number] = [middle, 0.5 - edge];
  const upperRight: [number, number] = [right, 0.5 - half];
  const upperLeft: [number, number] = [left, 0.5 - half];
  const lowerRight: [number, number] = [right, 0.5 + half];
  const lowerLeft: [number, number] = [left, 0.5 + half];
  const bottom: [number, number] = [middle, 0.5 + edge];
  const centre: [number, number] = [middle, 0.5];
  return [
    { shape: roundedSquare(0.82, 0.19), colour: gradient },
    { shape: arc(0.285, 0.05, 0, 360), colour: () => [120, 142, 236, 255] },
    { shape: union(arc(0.285, 0.05, 0, 292), ...arcEnds(0.285, 0.025, [0, 292])), colour: () => [255, 255, 255, 255] },
    { shape: polygon([top, upperRight, centre, upperLeft]), colour: () => [255, 255, 255, 255] },
    { shape: polygon([upperLeft, centre, bottom, lowerLeft]), colour: () => [205, 214, 250, 255] },
    { shape: polygon([upperRight, lowerRight, bottom, centre]), colour: () => [168, 182, 243, 255] },
  ];
}

function arcEnds(radius: number, end: number, angles: readonly number[]): readonly Shape[] {
  return angles.map((angle) => {
    const radians = (angle * Math.PI) / 180;
    return disc(0.5 + radius * Math.sin(radians), 0.5 - radius * Math.cos(radians), end);
  });
}

const TASKBAR_SIZES = [16, 20, 24, 32, 40, 48];
const APP_SIZES = [16, 32, 64, 128, 256, 512, 1024];
const folder = import.meta.dirname;

mkdirSync(path.join(folder, 'tray'), { recursive: true });
for (const state of Object.keys(trayShapes)) {
  const write = (name: string, data: Buffer) => writeFileSync(path.join(folder, 'tray', name), data);
  write(`${state}Template.png`, png(trayPicture(state, TEMPLATE, 16)));
  write(`${state}Template@2x.png`, png(trayPicture(state, TEMPLATE, 32)));
  write(`${state}-dark.ico`, ico(TASKBAR_SIZES.map((size) => trayPicture(state, ON_DARK, size))));
  write(`${state}-light.ico`, ico(TASKBAR_SIZES.map((size) => trayPicture(state, ON_LIGHT, size))));
  write(`${state}.png`, png(trayPicture(state, ON_ANY, 64)));
}

mkdirSync(path.join(folder, 'icons'), { recursive: true });
const pictures = APP_SIZES.map((size) => draw(size, appLayers()));
for (const picture of pictures.filter(({ size }) => size <= 512)) {
  writeFileSync(path.join(folder, 'icons', `${picture.size}x${picture.size}.png`), png(picture));
}
for (const picture of pictures.filter(({ size }) => size === 1024))
  writeFileSync(path.join(folder, 'icon.png'), png(picture));
// electron-builder would fetch a converter for these two.
writeFileSync(path.join(folder, 'icon.icns'), icns(pictures));
writeFileSync(path.join(folder, 'icon.ico'), ico(pictures.filter(({ size }) => size <= 256)));
