import type { App, Dialog } from 'electron';

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
