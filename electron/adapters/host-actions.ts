import type { App, BrowserWindow, Dialog, OpenDialogOptions, Shell } from 'electron';
import type { HostActions, Log } from '../../shared/ports/host.ts';
import { isOpenable } from '../../shared/ports/openable.ts';

export type HostActionsDelegate = {
  readonly app: Pick<App, 'quit'>;
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  readonly shell: Pick<Shell, 'openExternal'>;
  readonly log: Log;
  /** Where a folder dialog begins. */
  readonly home: string;
  /** The window that asks, which a dialog belongs in front of; null when none does. */
  readonly focused: () => BrowserWindow | null;
  readonly openWindow: HostActions['openWindow'];
  /** Keeps the popover open while the dialog has the focus. */
  readonly hold: <Value>(work: Promise<Value>) => Promise<Value>;
};

/** What only the desktop can do for the engine. */
export function createHostActions({
  app,
  dialog,
  shell,
  log,
  home,
  focused,
  openWindow,
  hold,
}: HostActionsDelegate): HostActions {
  return {
    async pickFolder() {
      const parent = focused();
      const options: OpenDialogOptions = {
        title: 'Add a project',
        buttonLabel: 'Add',
        defaultPath: home,
        properties: ['openDirectory', 'showHiddenFiles'],
      };
      const { canceled, filePaths } = await hold(
        parent === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(parent, options),
      );
      return canceled ? null : (filePaths[0] ?? null);
    },
    openWindow,
    openExternal(url) {
      // The desktop would start whatever program belongs to another scheme.
      if (!isOpenable(url)) return log('error', 'Something else than a page was to be opened');
      shell.openExternal(url).catch(() => log('warn', 'No browser could be opened'));
    },
    quit: () => app.quit(),
  };
}
