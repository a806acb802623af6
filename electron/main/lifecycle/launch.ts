import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { App, CommandLine, Dialog } from 'electron';

/** Given by the OS at login: nothing is opened. */
export const HIDDEN = '--hidden';

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

/** The demo leaves nothing behind, but Chromium puts a key for its cookies into the system's key store. Before ready. */
export function keepOutOfKeyStore(commandLine: Pick<CommandLine, 'appendSwitch'>, platform: NodeJS.Platform): void {
  if (platform === 'linux') commandLine.appendSwitch('password-store', 'basic');
  if (platform === 'darwin') commandLine.appendSwitch('use-mock-keychain');
}

export type GiveUpDelegate = {
  readonly app: Pick<App, 'whenReady' | 'exit'>;
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  /** Started by the OS at login: nobody waits for an answer. */
  readonly isHidden: boolean;
  /** Where a terminal, or who started the app, reads why it ended. */
  readonly say: (sentence: string) => void;
};

/** Ends an app that can't do its work, with the reason: one that lives on unseen can't be quit and can't be started again. */
export async function giveUp(reason: string, { app, dialog, isHidden, say }: GiveUpDelegate): Promise<void> {
  say(reason);
  if (!isHidden) {
    await app.whenReady();
    dialog.showErrorBox('CodeArtifact Tray can’t start', reason);
  }
  app.exit(1);
}

/** A second launch by a person and a click on a running app both ask for the window. */
export function openOnLaunch(app: Pick<App, 'on'>, open: () => void): void {
  app.on('second-instance', (_event, argv) => {
    if (!argv.includes(HIDDEN)) open();
  });
  app.on('activate', open);
}
