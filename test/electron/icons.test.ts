import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { icns, ico, png } from '../../build/image-files.ts';
import { disc, draw } from '../../build/raster.ts';
import { trayIcons } from '../../shared/view/tray/tray.ts';

const build = path.resolve(import.meta.dirname, '../../build');

/** Width and pixels (RGBA) of a PNG whose rows have no filter. */
function decode(file: Buffer): { readonly size: number; readonly pixels: readonly (readonly number[])[] } {
  const size = file.readUInt32BE(16);
  const start = file.indexOf('IDAT') + 4;
  const rows = inflateSync(file.subarray(start, start + file.readUInt32BE(start - 8)));
  const pixels = Array.from({ length: size * size }, (_, index) => {
    const offset = Math.floor(index / size) * (size * 4 + 1) + 1 + (index % size) * 4;
    return [...rows.subarray(offset, offset + 4)];
  });
  return { size, pixels };
}
function icon(name: string) {
  return decode(readFileSync(path.join(build, 'tray', name)));
}
/** Which pixels are inked, whatever the colour. */
function silhouette(name: string): readonly boolean[] {
  const { pixels } = icon(name);
  const strongest = Math.max(...pixels.map(([, , , alpha]) => alpha ?? 0));
  return pixels.map(([, , , alpha]) => (alpha ?? 0) > strongest / 2);
}

describe('the tray icons', () => {
  test.each(['Template@2x.png', '.png'])('%s: each state is told apart by its shape alone', (suffix) => {
    for (const one of trayIcons) {
      for (const other of trayIcons.filter((name) => name !== one)) {
        const [a, b] = [silhouette(`${one}${suffix}`), silhouette(`${other}${suffix}`)];
        const different = a.filter((inked, index) => inked !== b[index]).length;
        expect(different / a.length, `${one} and ${other}`).toBeGreaterThan(0.06);
      }
    }
  });

  test('templates are black with opacity, in both sizes that macOS asks for', () => {
    for (const state of trayIcons) {
      const [single, double] = [icon(`${state}Template.png`), icon(`${state}Template@2x.png`)];
      expect([single.size, double.size]).toEqual([16, 32]);
      const colours = [...single.pixels, ...double.pixels].map(([red, green, blue]) => `${red},${green},${blue}`);
      expect(new Set(colours)).toEqual(new Set(['0,0,0']));
    }
  });

  test('Windows icons hold a picture for every scaling of the taskbar', () => {
    for (const state of trayIcons) {
      for (const theme of ['dark', 'light']) {
        const file = readFileSync(path.join(build, 'tray', `${state}-${theme}.ico`));
        const sizes = Array.from({ length: file.readUInt16LE(4) }, (_, index) => file[6 + index * 16]);
        expect(sizes).toEqual([16, 20, 24, 32, 40, 48]);
      }
    }
  });
});

describe('the app icons', () => {
  test('are large enough for electron-builder to need no converter', () => {
    expect(decode(readFileSync(path.join(build, 'icon.png'))).size).toBe(1024);
    const windows = readFileSync(path.join(build, 'icon.ico'));
    expect(windows[6 + (windows.readUInt16LE(4) - 1) * 16]).toBe(0);
    const mac = readFileSync(path.join(build, 'icon.icns'));
    expect(mac.readUInt32BE(4)).toBe(mac.length);
    expect(mac.includes('ic10')).toBe(true);
  });

  test('are files whose directories point at their pictures', () => {
    const pictures = [16, 256].map((size) =>
      draw(size, [{ shape: disc(0.5, 0.5, 0.4), colour: () => [1, 2, 3, 255] }]),
    );
    const file = ico(pictures);
    const second = file.readUInt32LE(6 + 16 + 12);
    expect(file.subarray(second)).toEqual(png(pictures[1]!));
    expect(icns(pictures).readUInt32BE(4)).toBe(icns(pictures).length);
    expect(decode(png(pictures[0]!)).pixels[8 * 16 + 8]).toEqual([1, 2, 3, 255]);
  });
});
