import { existsSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import type { SettingsStore } from '../../ports/settings-store.ts';

/** settings.json by `conf`, which electron-store is built on: the tray reads and writes the very same file. */
export function confSettingsStore(stateFolder: string): SettingsStore {
  const file = path.join(stateFolder, 'settings.json');
  let conf: Conf | null = null;
  function open(): Conf {
    conf ??= new Conf({
      cwd: stateFolder,
      configName: 'settings',
      projectName: 'codeartifact-tray',
      configFileMode: 0o600,
    });
    return conf;
  }
  return {
    path: file,
    // Opening would create the file; a command that only looks must leave no trace.
    read: () => (existsSync(file) ? { ...open().store } : undefined),
    write(settings) {
      open().store = settings as Record<string, unknown>;
    },
  };
}
