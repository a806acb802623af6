import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { displayPath, expandHome, isInside } from '../../../shared/engine/files/display-path.ts';

describe.skipIf(process.platform === 'win32')('a path', () => {
  test.each([
    ['/home/ann', '~'],
    ['/home/ann/.npmrc', '~/.npmrc'],
    ['/home/ann/src/shop/.npmrc', '~/src/shop/.npmrc'],
    ['/home/ann/..cache/.npmrc', '~/..cache/.npmrc'],
    ['/home/anna/.npmrc', '/home/anna/.npmrc'],
    ['/home', '/home'],
    ['/etc/npmrc', '/etc/npmrc'],
  ])('%s is shown as %s', (file, shown) => {
    expect(displayPath(file, '/home/ann')).toBe(shown);
  });

  test.each([
    ['~', '/home/ann'],
    ['~/a/b', '/home/ann/a/b'],
    [String.raw`~\a`, String.raw`/home/ann/\a`],
    ['~bob/a', '~bob/a'],
    ['a/~', 'a/~'],
    ['/a', '/a'],
  ])('that a person writes as %s means %s', (written, file) => {
    expect(expandHome(written, '/home/ann', path.posix)).toBe(file);
  });

  test.each([
    ['/a/b', true],
    ['/a/b/c', true],
    ['/a/b/..c', true],
    ['/a/b/..c/d', true],
    ['/a/b/...', true],
    ['/a', false],
    ['/a/bc', false],
    ['/a/..b', false],
    ['/x', false],
  ])('is inside of a folder that it is below or that it names: %s of /a/b, %s', (file, inside) => {
    expect(isInside(file, '/a/b')).toBe(inside);
  });
});
