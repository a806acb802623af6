import '../support/electron/native.ts';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { serveEngine } from '../../electron/main/page/ipc.ts';
import { pageUrl, registerAppScheme, serveAppScheme } from '../../electron/main/page/protocol.ts';
import {
  blockNetwork,
  denyPermissions,
  lockNavigation,
  pagePreferences,
  sandboxProcesses,
} from '../../electron/main/page/security.ts';
import type { EngineApi } from '../../shared/contract/engine-api.ts';
import { REQUEST_CHANNEL, SNAPSHOT_CHANNEL } from '../../shared/contract/request-names.ts';
import { requests } from '../../shared/contract/requests.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { checkedRequest } from '../../shared/engine/operations/answer.ts';
import { becomeReady } from '../support/electron/app.ts';
import { windows } from '../support/electron/browser-window.ts';
import { invokeFrom } from '../support/electron/ipc-main.ts';
import { aPreventable } from '../support/electron/model.ts';
import { fetchFrom, grants, lets, privilegedSchemes } from '../support/electron/session.ts';
import { resetWorld, world } from '../support/electron/world.ts';
import { temporaryFolder } from '../support/files/temporary-folder.ts';
import { aBusySnapshot } from '../support/snapshots.ts';

const root = path.resolve(import.meta.dirname, '../..');
const ours = { parent: null, origin: 'app://bundle' };

beforeEach(() => resetWorld());

/** A window of ours with an engine behind it that remembers what it was asked. */
async function anApp() {
  await becomeReady();
  const window = new BrowserWindow({ webPreferences: pagePreferences('/preload.cjs', true) });
  const asked: unknown[] = [];
  const log: string[] = [];
  let publish: (snapshot: Snapshot) => void = () => {};
  const api: EngineApi = {
    request: checkedRequest(
      async (name, params) => {
        asked.push([name, params]);
        return { ok: true, value: {} as never };
      },
      () => {},
    ),
    subscribe(listener) {
      publish = listener;
      return () => {
        publish = () => {};
      };
    },
  };
  const pages = () => [window.webContents];
  const end = serveEngine(ipcMain, { api, pages, log: (_level, message) => log.push(message) });
  const page = windows()[0]!.webContents;
  return { page, asked, log, end, publish: (snapshot: Snapshot) => publish(snapshot) };
}

describe('the tray', () => {
  test('S1: opens pages in the sandbox only, isolated and without Node', () => {
    expect(pagePreferences('/preload.cjs', true)).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  });

  test('S1: turns the sandbox on, unless --no-sandbox was given: then the log says so once', () => {
    const log: string[] = [];
    sandboxProcesses(app, (_level, message) => log.push(message));
    expect(world.calls).toEqual(['app.enableSandbox']);
    expect(log).toEqual([]);

    resetWorld({ switches: ['no-sandbox'] });
    sandboxProcesses(app, (_level, message) => log.push(message));
    expect(world.calls).toEqual([]);
    expect(log).toEqual(["Chromium's sandbox is off, because of --no-sandbox"]);
  });

  test('S2: serves pages from a standard, secure scheme of its own that never bypasses the policy', async () => {
    registerAppScheme(protocol);
    expect(privilegedSchemes()).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
    expect(pageUrl('#/popover')).toBe('app://bundle/index.html#/popover');
  });

  test('S2: answers for its own host and for GET alone', async () => {
    await becomeReady();
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'renderer'));
    writeFileSync(path.join(folder, 'renderer/index.html'), 'the page');
    writeFileSync(path.join(folder, 'secret.js'), 'a secret');
    serveAppScheme(protocol, path.join(folder, 'renderer'));

    const page = await fetchFrom(pageUrl('#/tokens'));
    expect(await page.text()).toBe('the page');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetchFrom('app://elsewhere/index.html')).status).toBe(404);
    expect((await fetchFrom('app://bundle/index.html', 'POST')).status).toBe(405);
    expect((await fetchFrom('app://bundle/..%2fsecret.js')).status).toBe(400);
  });

  test('S5: answers its own page', async () => {
    const { page, asked } = await anApp();
    expect(await invokeFrom(page, ours, REQUEST_CHANNEL, 'token.refreshAll', {})).toEqual({ ok: true, value: {} });
    expect(asked).toEqual([['token.refreshAll', {}]]);
  });

  test.each([
    { who: 'a page from the web', frame: { parent: null, origin: 'https://example.com' } },
    { who: 'a page of another custom scheme', frame: { parent: null, origin: 'null' } },
    { who: 'another host of our scheme', frame: { parent: null, origin: 'app://bundle.evil' } },
    { who: 'a frame inside our page', frame: { parent: {}, origin: 'app://bundle' } },
    { who: 'a frame that is gone', frame: null },
  ])('S5: refuses $who', async ({ frame }) => {
    const { page, asked, log } = await anApp();
    await expect(invokeFrom(page, frame, REQUEST_CHANNEL, 'app.quit', {})).rejects.toThrow('Refused');
    expect(asked).toEqual([]);
    expect(log).toHaveLength(1);
  });

  test('S5: refuses our origin in a window that is not ours', async () => {
    const { asked } = await anApp();
    const other = new BrowserWindow({}).webContents;
    await expect(invokeFrom(other, ours, REQUEST_CHANNEL, 'app.quit', {})).rejects.toThrow('Refused');
    expect(asked).toEqual([]);
  });

  test('S6: has one channel for requests and one for snapshots', async () => {
    const { page, publish, end } = await anApp();
    publish(aBusySnapshot());
    expect(page.received).toEqual([{ channel: SNAPSHOT_CHANNEL, message: aBusySnapshot() }]);
    end();
    publish(aBusySnapshot());
    expect(page.received).toHaveLength(1);
    await expect(invokeFrom(page, ours, REQUEST_CHANNEL, 'state.get', {})).rejects.toThrow('no handler');
  });

  test('S6: a page that crashed or went misses its snapshot, and nothing else happens', async () => {
    const { page, publish, log } = await anApp();
    page.crashed = true;
    publish(aBusySnapshot());
    page.crashed = false;
    page.destroyed = true;
    publish(aBusySnapshot());
    expect({ received: page.received, log }).toEqual({ received: [], log: [] });
  });

  test.each(['shell.openExternal', '__proto__', 'toString', '', 42, null, { name: 'app.quit' }])(
    'S7: refuses a request named %j as a value',
    async (name) => {
      const { page, asked } = await anApp();
      const answer = await invokeFrom(page, ours, REQUEST_CHANNEL, name, {});
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
      expect(asked).toEqual([]);
    },
  );

  test('S8: lets no page navigate, redirect, embed or open a window', async () => {
    lockNavigation(app);
    await becomeReady();
    const { webContents } = new BrowserWindow({});
    const page = windows()[0]!.webContents;
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      const event = aPreventable();
      page.emit(name, event);
      expect(event.defaultPrevented, name).toBe(true);
    }
    expect(page.openHandler?.({} as never)).toEqual({ action: 'deny' });
    expect(webContents).toBe(page);
  });

  test('S9: opens nothing outside of the app but pages to sign in on, at one place that looks at the address', () => {
    const opening = sourcesOf('electron').filter(([, source]) => source.includes('openExternal'));
    expect(opening.map(([file]) => file)).toEqual(['adapters/host-actions.ts']);
    expect(opening[0]?.[1]).toMatch(/if \(!isOpenable\(url\)\) return [^;]+;\s+shell\.openExternal\(url\)/);
    for (const [file, source] of sourcesOf('electron')) {
      expect(source, file).not.toMatch(/openPath|showItemInFolder|child_process/);
    }
  });

  test('S10: denies every permission, asked for or looked up', async () => {
    await becomeReady();
    expect(grants('notifications')).toEqual({ asked: true, looked: true });
    denyPermissions(session.defaultSession);
    for (const permission of ['notifications', 'clipboard-read', 'media', 'local-network-access', 'loopback-network']) {
      expect(grants(permission), permission).toEqual({ asked: false, looked: false });
    }
  });

  test('S11: lets no request of a page reach a network', async () => {
    await becomeReady();
    blockNetwork(session.defaultSession);
    const blocked = [
      'https://example.com/',
      'http://127.0.0.1:1/',
      'ws://localhost/',
      'file:///etc/passwd',
      'application://x',
      'no address',
    ];
    for (const url of blocked) expect(lets(url), url).toBe(false);
    for (const url of ['app://bundle/assets/x.js', 'data:image/png;base64,AA']) expect(lets(url), url).toBe(true);
  });

  test('S14: has no place for a token in anything that a page can be given', () => {
    const names = Object.values(requests).flatMap(({ result }) => propertyNames(z.toJSONSchema(result)));
    expect(names).toContain('expiresAt');
    expect(
      names.filter((name) => /^(token|authorization.*|secret.*|password|credential.*|ciphertext)$/i.test(name)),
    ).toEqual([]);
  });

  test('S15: has no page from elsewhere, no webview and no disabled web security', () => {
    for (const [file, source] of sourcesOf('electron')) {
      expect(source, file).not.toMatch(
        /webSecurity|allowRunningInsecureContent|<webview|loadFile|bypassCSP|https?:\/\//,
      );
    }
  });

  test('S16: has developer tools in an unpackaged app only', () => {
    expect(pagePreferences('/preload.cjs', true).devTools).toBe(false);
    expect(pagePreferences('/preload.cjs', false).devTools).toBe(true);
  });

  test('S17: pins Electron to one exact version', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(manifest.devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

function sourcesOf(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.config.ts'))
    .map((file) => [file, readFileSync(path.join(root, folder, file), 'utf8')] as const);
}

function propertyNames(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(propertyNames)];
}
