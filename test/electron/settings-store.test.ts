import '../support/electron/native.ts';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSettingsStore } from '../../electron/adapters/settings-store.ts';
import { confSettingsStore } from '../../shared/hosts/node/settings-store.ts';
import { temporaryFolder } from '../support/files/temporary-folder.ts';

const settings = { version: 1, theme: 'dark', projects: [{ id: 'p1', path: '/home/ann/a.b' }] };

describe('the settings store of the tray', () => {
  test('has nothing before the first write, and looking leaves no file behind', () => {
    const store = createSettingsStore(temporaryFolder());
    expect(store.read()).toBeUndefined();
    expect(existsSync(store.path)).toBe(false);
  });

  test('gives back what was written, from a file for its owner alone', () => {
    const store = createSettingsStore(temporaryFolder());
    store.write(settings);
    expect(store.read()).toEqual(settings);
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
  });

  test('replaces everything, so that a removed key is gone', () => {
    const store = createSettingsStore(temporaryFolder());
    store.write(settings);
    store.write({ version: 1 });
    expect(store.read()).toEqual({ version: 1 });
  });

  test('sees what another host wrote in between', () => {
    const folder = temporaryFolder();
    const store = createSettingsStore(folder);
    store.write(settings);
    confSettingsStore(folder).write({ version: 1, theme: 'light' });
    expect(store.read()).toEqual({ version: 1, theme: 'light' });
  });

  test('writes the very bytes that the other hosts write', () => {
    const [tray, headless] = [createSettingsStore(temporaryFolder()), confSettingsStore(temporaryFolder())];
    tray.write(settings);
    headless.write(settings);
    expect(readFileSync(tray.path, 'utf8')).toBe(readFileSync(headless.path, 'utf8'));
  });

  test('throws on a file that is not JSON and leaves it as it is', () => {
    const folder = temporaryFolder();
    const store = createSettingsStore(folder);
    writeFileSync(store.path, '{ "version": 1,');
    expect(() => store.read()).toThrow(SyntaxError);
    expect(readFileSync(store.path, 'utf8')).toBe('{ "version": 1,');
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test('refuses to write what is no object', () => {
    const store = createSettingsStore(temporaryFolder());
    expect(() => store.write(['no'])).toThrow(TypeError);
    expect(existsSync(store.path)).toBe(false);
  });
});
