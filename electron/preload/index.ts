import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { EngineBridge } from '../../shared/contract/engine-api.ts';
import { REQUEST_CHANNEL, SNAPSHOT_CHANNEL } from '../../shared/contract/request-names.ts';

// Two fixed channels and no ipcRenderer: the page can ask for what the contract names and nothing else.
const bridge: EngineBridge = {
  request: (name, params) => ipcRenderer.invoke(REQUEST_CHANNEL, name, params),
  subscribe(listener) {
    // A function of our own, because the event object would hand the page the ipcRenderer.
    const forward = (_event: IpcRendererEvent, snapshot: unknown) => listener(snapshot);
    ipcRenderer.on(SNAPSHOT_CHANNEL, forward);
    return () => void ipcRenderer.off(SNAPSHOT_CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld('engine', bridge);
