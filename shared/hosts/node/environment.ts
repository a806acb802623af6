import { userInfo } from 'node:os';
import path from 'node:path';
import { applicationPreferences, roaming, xdgConfig } from '../../engine/clients/parts/folders.ts';
import type { Environment } from '../../ports/host.ts';

/** Variable that moves settings, journal and ledger elsewhere. */
export const STATE_FOLDER_VARIABLE = 'CODEARTIFACT_TRAY_HOME';

const NAME = 'codeartifact-tray';

/** The machine as this process sees it. An empty or relative home is none: the files in it would be others in each folder. */
export function nodeEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const { platform } = process;
  const named = env[platform === 'win32' ? 'USERPROFILE' : 'HOME'] ?? '';
  const home = path.isAbsolute(named) ? named : (accountHome() ?? ROOT);
  // The demo's throw-away home is the only one it may touch.
  const ofAccount = env['CODEARTIFACT_TRAY_DEMO'] === '1' ? home : (accountHome() ?? home);
  const machine = { platform, home, accountHome: ofAccount, env, stateFolder: '' };
  const moved = env[STATE_FOLDER_VARIABLE];
  const stateFolder = moved === undefined || moved === '' ? usualStateFolder(machine) : path.resolve(moved);
  return { ...machine, stateFolder };
}

/** What containers give a user without an account for a home. */
const ROOT = path.parse(process.execPath).root;

/** Undefined for a folder that is gone. */
export function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** Null for a user without an account, as in a container that was started with any number for a user. */
function accountHome(): string | null {
  try {
    const { homedir } = userInfo();
    return path.isAbsolute(homedir) ? homedir : null;
  } catch {
    return null;
  }
}

/** Where `env-paths`, which electron-store goes by, has the settings of a program. */
function usualStateFolder(machine: Environment): string {
  if (machine.platform === 'win32') return path.join(roaming(machine), NAME, 'Config');
  return path.join(machine.platform === 'darwin' ? applicationPreferences(machine) : xdgConfig(machine), NAME);
}
