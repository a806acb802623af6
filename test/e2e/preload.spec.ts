import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { ok } from '../../shared/contract/problem.ts';
import { REQUEST_CHANNEL, SNAPSHOT_CHANNEL } from '../../shared/contract/request-names.ts';
import { assetResponse } from '../../shared/hosts/page/asset-response.ts';
import { buildApp } from '../support/built-app.ts';
import { aBusySnapshot } from '../support/snapshots.ts';

// The built preload and page in Chromium, under the page's real policy. Around the preload stands what Electron's sandbox
// gives it: a `require` that knows four modules, and messages that are cloned.
test.describe.configure({ mode: 'serial' });

let app = '';
let server: Server;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  app = await buildApp();
  server = createServer((request, response) => {
    void assetResponse(new URL(request.url ?? '/', 'http://bundle'), path.join(app, 'out/renderer')).then((asset) =>
      response.writeHead(asset.status, asset.headers).end(asset.body),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
test.afterAll(() => {
  server.close();
  rmSync(app, { recursive: true, force: true });
});

function sandboxed(preload: string): string {
  return `(() => {
    const listeners = new Map();
    const electron = {
      ipcRenderer: {
        invoke: async (channel, ...args) => structuredClone(await window.toMain(channel, structuredClone(args))),
        on: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
        off: (channel, listener) => void listeners.set(channel, (listeners.get(channel) ?? []).filter((known) => known !== listener)),
      },
      contextBridge: { exposeInMainWorld: (name, api) => void Object.defineProperty(window, name, { value: Object.freeze({ ...api }) }) },
    };
    window.fromMain = (channel, message) => {
      for (const listener of listeners.get(channel) ?? []) listener({ sender: electron.ipcRenderer }, structuredClone(message));
      return (listeners.get(channel) ?? []).length;
    };
    const modules = { electron, events: {}, timers: {}, url: {} };
    const require = (name) => {
      if (!Object.hasOwn(modules, name)) throw new Error('module not found: ' + name);
      return modules[name];
    };
    const module = { exports: {} };
    (function (require, exports, module) {\n${preload}\n})(require, module.exports, module);
  })();`;
}

async function open(page: Page) {
  const asked: unknown[][] = [];
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(String(error)));
  await page.exposeFunction('toMain', (channel: string, [name, params]: unknown[]) => {
    asked.push([channel, name, params]);
    return ok(name === 'state.get' ? aBusySnapshot() : {});
  });
  await page.addInitScript(sandboxed(readFileSync(path.join(app, 'out/preload/index.cjs'), 'utf8')));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html#/popover`);
  const push = (message: unknown) =>
    page.evaluate(
      ([channel, snapshot]) =>
        (window as never as { fromMain(c: unknown, m: unknown): number }).fromMain(channel, snapshot),
      [SNAPSHOT_CHANNEL, message],
    );
  return { asked, complaints, push };
}

test('the page shows the engine’s state through the preload, without a complaint of its policy', async ({ page }) => {
  const { asked, complaints } = await open(page);
  await expect(page.getByText('1 profile needs you')).toBeVisible();
  expect(asked[0]).toEqual([REQUEST_CHANNEL, 'state.get', {}]);
  expect(complaints).toEqual([]);
});

test('a snapshot that is pushed replaces what is shown', async ({ page }) => {
  const { push } = await open(page);
  await expect(page.getByText('1 profile needs you')).toBeVisible();
  expect(await push(aBusySnapshot({ revision: 99, tokens: [] }))).toBeGreaterThan(0);
  await expect(page.getByText('1 profile needs you')).toBeHidden();
});

test('S6: the page gets two functions and neither ipcRenderer nor require', async ({ page }) => {
  await open(page);
  const seen = await page.evaluate(async () => {
    const { engine } = window as unknown as {
      engine: { subscribe(listener: (...args: unknown[]) => void): () => void };
    };
    const received: unknown[][] = [];
    const stop = engine.subscribe((...args) => received.push(args));
    const push = (window as never as { fromMain: (channel: string, message: unknown) => number }).fromMain;
    push('engine:snapshot', 1);
    stop();
    push('engine:snapshot', 2);
    return {
      keys: Object.keys(engine).sort(),
      received,
      node: ['require', 'process', 'ipcRenderer'].filter((name) => name in window),
    };
  });
  expect(seen).toEqual({ keys: ['request', 'subscribe'], received: [[1]], node: [] });
});
