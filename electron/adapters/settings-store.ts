import { existsSync } from 'node:fs';
import path from 'node:path';
import type { SettingsStore } from '../../shared/ports/settings-store.ts';
import { openJsonFile, type JsonFile } from './json-file.ts';

/** `settings.json` in the state folder, the same plain object that the other hosts keep with `conf`. */
export function createSettingsStore(stateFolder: string): SettingsStore {
  const file = path.join(stateFolder, 'settings.json');
  let opened: JsonFile | null = null;
  // Opened at first use, because opening a file that is not JSON throws, and that is for the caller to report.
  function open(): JsonFile {
    opened ??= openJsonFile(stateFolder, 'settings');
    return opened;
  }
  return {
    path: file,
    read: () => (existsSync(file) ? { ...open().store } : undefined),
    write(settings) {
      if (!isObject(settings)) throw new TypeError('Settings are an object');
      open().store = settings;
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
