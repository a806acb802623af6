import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';
import type { Environment } from '../../ports/host.ts';

/** Variable that moves settings, journal and ledger elsewhere. */
export const STATE_FOLDER_VARIABLE = 'CODEARTIFACT_TRAY_HOME';

/** The machine as this process sees it. */
export function nodeEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const named = env[STATE_FOLDER_VARIABLE];
  return {
    platform: process.platform,
    home: homedir(),
    // The demo's throw-away home is the only one it may touch.
    accountHome: env['CODEARTIFACT_TRAY_DEMO'] === '1' ? homedir() : userInfo().homedir,
    env,
    stateFolder:
      named === undefined || named === '' ? envPaths('codeartifact-tray', { suffix: '' }).config : path.resolve(named),
  };
}
