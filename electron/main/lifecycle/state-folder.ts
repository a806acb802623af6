import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';

/** Makes the folder where Chromium keeps its own, below the state folder; why it can't be used. */
export function prepareUserData(stateFolder: string): { readonly folder: string; readonly refusal: string | null } {
  const folder = path.join(stateFolder, 'electron');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Without it, Chromium takes every start for a second one and the app would end without a word.
    accessSync(folder, constants.W_OK | constants.X_OK);
    return { folder, refusal: null };
  } catch (error) {
    const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : String(error);
    const advice = 'Make it a folder that you can write to, or name another one in CODEARTIFACT_TRAY_HOME.';
    return { folder, refusal: `The state folder ${folder} can’t be used (${code}). ${advice}` };
  }
}
