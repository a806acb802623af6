import path from 'node:path';
import { BrowserWindow, ipcMain } from 'electron';
import { onTestFinished, vi } from 'vitest';
import { serveEngine } from '../../../electron/main/page/ipc.ts';
import { httpLink } from '../../../renderer/transport/http-link.ts';
import { bridgeLink } from '../../../renderer/transport/bridge-link.ts';
import type { EngineBridge } from '../../../shared/contract/engine-api.ts';
import { serveHeadless } from '../../../shared/hosts/headless/server.ts';
import { becomeReady } from '../../support/electron/app.ts';
import { windows } from '../../support/electron/browser-window.ts';
import { invokeFrom } from '../../support/electron/ipc-main.ts';
import { resetWorld } from '../../support/electron/world.ts';
import type { TestEngine } from '../../support/engine.ts';
import { eventSourceOver } from '../../support/event-source.ts';
import { apiContract } from './contract.ts';
import type { OpenedApi } from './contract.ts';

type Forward = (event: unknown, message: unknown) => void;

/** The renderer's side of Electron: what the preload imports, and what it gives to the page. */
const renderer = vi.hoisted(() => ({
  listeners: new Map<string, Set<Forward>>(),
  invoke: null as null | ((channel: string, ...args: unknown[]) => Promise<unknown>),
  exposed: null as null | EngineBridge,
}));

vi.mock('electron', async (importOriginal) => ({
  ...(await importOriginal<typeof import('electron')>()),
  contextBridge: {
    // Everything that passes the bridge is cloned.
    exposeInMainWorld(_name: string, bridge: EngineBridge) {
      renderer.exposed = {
        request: async (...args) => structuredClone(await bridge.request(...structuredClone(args))),
        subscribe: (listener) => bridge.subscribe((message) => listener(structuredClone(message))),
      };
    },
  },
  ipcRenderer: {
    invoke: async (channel: string, ...args: unknown[]) => renderer.invoke?.(channel, ...args),
    on: (channel: string, listener: Forward) =>
      renderer.listeners.set(channel, (renderer.listeners.get(channel) ?? new Set()).add(listener)),
    off: (channel: string, listener: Forward) => renderer.listeners.get(channel)?.delete(listener),
  },
}));

async function overIpc(engine: TestEngine): Promise<OpenedApi> {
  resetWorld();
  await becomeReady();
  const window = new BrowserWindow({});
  const page = windows()[0]!.webContents;
  const received: string[] = [];
  // Its own: what an engine of an earlier test still has to say is not for this page.
  const listeners = (renderer.listeners = new Map<string, Set<Forward>>());
  const { received: sent } = page;
  const send = page.send.bind(page);
  page.send = (channel, message) => {
    send(channel, message);
    const { message: clone } = sent.at(-1)!;
    received.push(JSON.stringify(clone));
    // Messages arrive later than they are sent, and in order.
    setImmediate(() => {
      for (const listener of listeners.get(channel) ?? []) listener({}, clone);
    });
  };
  renderer.invoke = async (channel, ...args) => {
    const answer = await invokeFrom(page, { parent: null, origin: 'app://bundle' }, channel, ...args);
    received.push(JSON.stringify(answer));
    return answer;
  };
  await import('../../../electron/preload/index.ts');
  const end = serveEngine(ipcMain, {
    api: engine.api,
    pages: () => [window.webContents],
    log: () => {},
  });
  return {
    api: bridgeLink(renderer.exposed!),
    received,
    async lose() {
      end();
      await engine.stop();
    },
  };
}

async function overHttp(engine: TestEngine): Promise<OpenedApi> {
  const pageFolder = path.join(engine.home.folder, 'no-page');
  const server = await serveHeadless({ api: engine.api, pageFolder, port: 0 });
  onTestFinished(() => server.close());
  const entered = await fetch(server.newAddress(), { redirect: 'manual' });
  const cookie = entered.headers.getSetCookie()[0]!.split(';')[0]!;
  const origin = `http://127.0.0.1:${server.port}`;
  const received: string[] = [];
  const nodeFetch = globalThis.fetch;

  /** fetch of a page of the host: its address, its cookie, and what a browser says about where it comes from. */
  async function pageFetch(target: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie);
    headers.set('sec-fetch-site', 'same-origin');
    if (init.method === 'POST') headers.set('origin', origin);
    const response = await nodeFetch(origin + target, { ...init, headers });
    const copy = response.clone();
    void copy.body
      ?.pipeThrough(new TextDecoderStream())
      .pipeTo(new WritableStream({ write: (chunk) => void received.push(chunk) }))
      .catch(() => {});
    return response;
  }

  vi.stubGlobal('fetch', pageFetch);
  vi.stubGlobal('EventSource', eventSourceOver(pageFetch));
  onTestFinished(() => void vi.unstubAllGlobals());
  return {
    api: httpLink(),
    received,
    async lose() {
      await server.close();
      await engine.stop();
    },
  };
}

apiContract('in process', {
  isRemote: false,
  open: async (engine) => ({ api: engine.api, received: [], lose: () => engine.stop() }),
});
apiContract('over Electron IPC, through preload and context bridge', { isRemote: true, open: overIpc });
apiContract('over loopback HTTP and server-sent events', { isRemote: true, open: overHttp });
