import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { CarriedApi } from '../../../shared/contract/engine-api.ts';
import { REQUEST_CHANNEL, SNAPSHOT_CHANNEL } from '../../../shared/contract/request-names.ts';
import { describeError } from '../../../shared/engine/secrets/describe-error.ts';
import type { Log } from '../../../shared/ports/host.ts';
import { isTrusted } from './security.ts';

export type IpcDelegate = {
  readonly api: CarriedApi;
  /** Pages of our windows, looked up at the time of sending. */
  readonly pages: () => readonly WebContents[];
  readonly log: Log;
};

/** Connects pages with the engine: one channel for requests, one for snapshots. Returns what ends it. */
export function serveEngine(ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>, delegate: IpcDelegate): () => void {
  const { api, pages, log } = delegate;
  ipcMain.handle(REQUEST_CHANNEL, (event: IpcMainInvokeEvent, name: unknown, params: unknown) => {
    if (!isTrusted(event, (sender) => pages().includes(sender))) {
      log('warn', `Refused a request from ${event.senderFrame?.origin ?? 'a frame that is gone'}`);
      throw new Error('Refused');
    }
    return api.request(name, params);
  });
  const unsubscribe = api.subscribe((snapshot) => {
    for (const page of pages()) send(page, SNAPSHOT_CHANNEL, snapshot, log);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(REQUEST_CHANNEL);
  };
}

function send(page: WebContents, channel: string, message: unknown, log: Log): void {
  if (page.isDestroyed() || page.isCrashed()) return;
  try {
    page.send(channel, message);
  } catch (error) {
    // A page can go between the check and the send; it asks for the whole state when it comes back.
    log('debug', `A page missed a snapshot: ${describeError(error)}`);
  }
}
