import { app, BrowserWindow, dialog, net, powerMonitor } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';
import { createHostActions } from '../../electron/adapters/host-actions.ts';
import { logUncaughtErrors, reloadAfterCrash } from '../../electron/main/lifecycle/crash.ts';
import { watchPower } from '../../electron/main/lifecycle/power.ts';
import { becomeReady } from '../support/electron/app.ts';
import { FakeWindow } from '../support/electron/browser-window.ts';
import { closeDialog, dialogsOpened, machineSays } from '../support/electron/machine.ts';
import { Emitter } from '../support/electron/model.ts';
import { resetWorld, world } from '../support/electron/world.ts';
import { manualClock } from '../support/manual-clock.ts';

beforeEach(() => resetWorld());

describe('the machine', () => {
  function watched() {
    const clock = manualClock();
    const told: string[] = [];
    const onShutdown = () => told.push('shutdown');
    watchPower({ powerMonitor, net, clock, signal: (signal) => told.push(signal), onShutdown });
    return { clock, told };
  }

  test('tells the engine when it wakes up, is unlocked or shuts down', () => {
    const { told } = watched();
    machineSays('suspend');
    machineSays('resume');
    machineSays('unlock-screen');
    machineSays('shutdown');
    expect(told).toEqual(['resume', 'unlock', 'shutdown']);
  });

  test('tells the engine when the network is back, once', () => {
    const { clock, told } = watched();
    clock.advance(60_000);
    world.isOnline = false;
    clock.advance(60_000);
    expect(told).toEqual([]);
    world.isOnline = true;
    clock.advance(60_000);
    expect(told).toEqual(['online']);
  });
});

describe('a crashed page', () => {
  async function aPage() {
    await becomeReady();
    const page = new FakeWindow({}).webContents;
    const clock = manualClock();
    const log: string[] = [];
    const revive = reloadAfterCrash(page, clock, (_level, message) => log.push(message));
    function crash(reason = 'crashed'): void {
      page.crashed = reason !== 'clean-exit';
      page.emit('render-process-gone', {}, { reason, exitCode: 5 });
    }
    return { page, clock, log, crash, revive };
  }

  test('is reloaded three times with growing waits, then left alone', async () => {
    const { page, clock, log, crash } = await aPage();
    const reloads: number[] = [];
    for (const wait of [1_000, 4_000, 16_000, 600_000]) {
      crash();
      clock.advance(wait - 1);
      reloads.push(page.reloads);
      clock.advance(1);
    }
    expect(reloads).toEqual([0, 1, 2, 3]);
    expect(page.reloads).toBe(3);
    expect(log[0]).toBe('A page ended (crashed, exit code 5), reloading it in 1 s');
    expect(log.at(-1)).toBe('A page ended (crashed, exit code 5), not reloading it');
  });

  test('gets its reloads back once it has lived for a while', async () => {
    const { page, clock, crash } = await aPage();
    for (let time = 0; time < 3; time += 1) {
      crash('oom');
      clock.advance(16_000);
    }
    clock.advance(10 * 60_000);
    crash('oom');
    clock.advance(1_000);
    expect(page.reloads).toBe(4);
  });

  test('comes back at once, with all its reloads, when a person wants to see it', async () => {
    const { page, clock, crash, revive } = await aPage();
    for (let time = 0; time < 4; time += 1) {
      crash();
      clock.advance(16_000);
    }
    expect({ reloads: page.reloads, crashed: page.crashed }).toEqual({ reloads: 3, crashed: true });
    revive();
    expect({ reloads: page.reloads, crashed: page.crashed }).toEqual({ reloads: 4, crashed: false });
    revive();
    crash();
    clock.advance(1_000);
    expect(page.reloads).toBe(5);
  });

  test('is not reloaded when it ended by itself or was destroyed meanwhile', async () => {
    const { page, clock, crash } = await aPage();
    crash('clean-exit');
    clock.advance(20_000);
    crash();
    page.destroyed = true;
    clock.advance(20_000);
    expect(page.reloads).toBe(0);
  });
});

test('an error nobody caught is logged with its place, and the app goes on', () => {
  const process = new Emitter();
  const log: string[] = [];
  logUncaughtErrors(process, (level, message) => log.push(`${level} ${message}`));
  process.emit('uncaughtException', new Error('lost'));
  process.emit('unhandledRejection', 'no reason');
  expect(log[0]).toMatch(/^error Uncaught: Error: lost\n.*machine\.test\.ts/s);
  expect(log[1]).toBe('error Unhandled rejection: no reason');
});

describe('what only the desktop can do', () => {
  function actions(focused: BrowserWindow | null = null) {
    const events: string[] = [];
    const built = createHostActions({
      app,
      dialog,
      shell: { openExternal: async (url) => void events.push(`browser ${url}`) },
      log: (level, message) => events.push(`${level} ${message}`),
      home: '/home/ann',
      focused: () => focused,
      openWindow: (page) => events.push(`open ${page}`),
      async hold(work) {
        events.push('hold');
        const value = await work;
        events.push('release');
        return value;
      },
    });
    return { built, events };
  }

  test('shows pages of AWS and of this machine in the browser, and starts no other program', () => {
    const { built, events } = actions();
    const pages = ['https://oidc.eu-west-1.amazonaws.com/authorize?x=1', 'http://127.0.0.1:8080/device'];
    for (const url of [...pages, 'file:///etc/passwd', 'http://example.com/', 'ms-settings:network', 'x']) {
      built.openExternal(url);
    }
    const refused = 'error Something else than a page was to be opened';
    expect(events).toEqual([...pages.map((url) => `browser ${url}`), refused, refused, refused, refused]);
  });

  test('picks a folder while the popover is held open', async () => {
    const { built, events } = actions();
    world.pickedFolder = '/home/ann/src';
    const picked = built.pickFolder();
    expect(events).toEqual(['hold']);
    closeDialog();
    expect(await picked).toBe('/home/ann/src');
    expect(events).toEqual(['hold', 'release']);
    expect(dialogsOpened()[0]?.properties).toContain('openDirectory');
  });

  test('asks for a folder from the home folder on, in front of the window that asks', async () => {
    await becomeReady();
    const window = new BrowserWindow({});
    const picked = actions(window).built.pickFolder();
    closeDialog();
    await picked;
    expect(dialogsOpened()[0]).toMatchObject({ defaultPath: '/home/ann' });
    expect(dialogsOpened()[0]?.parent).toBe(window);
  });

  test('gives nothing when the person cancels', async () => {
    const picked = actions().built.pickFolder();
    closeDialog();
    expect(await picked).toBeNull();
  });

  test('opens the window at a page and quits', () => {
    const { built, events } = actions();
    built.openWindow('preview');
    built.quit();
    expect(events).toEqual(['open preview']);
    expect(world.calls).toEqual(['app.quit']);
  });
});
