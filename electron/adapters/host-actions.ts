import type { App, OpenDialogOptions, OpenDialogReturnValue } from 'electron';
import type { HostActions } from '../../shared/ports/host.ts';

export type HostActionsDelegate = {
  readonly app: Pick<App, 'quit'>;
  readonly dialog: { showOpenDialog(options: OpenDialogOptions): Promise<OpenDialogReturnValue> };
  readonly openWindow: HostActions['openWindow'];
  /** Keeps the popover open while the dialog has the focus. */
  readonly hold: <Value>(work: Promise<Value>) => Promise<Value>;
};

/** What only the desktop can do for the engine. */
export function createHostActions({ app, dialog, openWindow, hold }: HostActionsDelegate): HostActions {
  return {
    async pickFolder() {
      const { canceled, filePaths } = await hold(
        dialog.showOpenDialog({
          title: 'Add a project',
          buttonLabel: 'Add',
          properties: ['openDirectory', 'showHiddenFiles'],
        }),
      );
      return canceled ? null : (filePaths[0] ?? null);
    },
    openWindow,
    quit: () => app.quit(),
  };
}
