import { ipcMain } from 'electron';
import ElectronStore from 'electron-store';

/** Reads and replaces a whole JSON file; replacing is atomic. */
export type JsonFile = { store: Record<string, unknown> };

/** Opens `<name>.json` in the folder, for its owner alone. Throws when the file is there and is not JSON. */
export function openJsonFile(folder: string, name: string): JsonFile {
  const file = new ElectronStore<Record<string, unknown>>({
    cwd: folder,
    name,
    configFileMode: 0o600,
    // Keys such as token ids contain dots and mean no nesting.
    accessPropertiesByDotNotation: false,
  });
  // electron-store answers any page that asks for its folder, without looking at who asks.
  ipcMain.removeAllListeners('electron-store-get-data');
  return file;
}
