import { app } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { openOnLaunch } from '../../electron/main/lifecycle/launch.ts';
import { stopBeforeQuit } from '../../electron/main/lifecycle/quit.ts';
import { appEvents, appState } from '../support/electron/app.ts';
import { Emitter } from '../support/electron/model.ts';
import { resetWorld } from '../support/electron/world.ts';

beforeEach(() => resetWorld());

function anApp(stop: () => Promise<void>) {
  const log: string[] = [];
  const process = new Emitter();
  const isQuitting = stopBeforeQuit({ app, process, stop, log: (_level, message) => log.push(message) });
  return { log, isQuitting, process };
}

describe('quitting', () => {
  test('waits until the engine has stopped', async () => {
    const stopped = Promise.withResolvers<void>();
    const { isQuitting } = anApp(() => stopped.promise);
    expect(isQuitting()).toBe(false);
    app.quit();
    expect(isQuitting()).toBe(true);
    expect(appState()).not.toBe('exited');
    stopped.resolve();
    await vi.waitFor(() => expect(appState()).toBe('exited'));
  });

  test('ends the app also when stopping takes no time at all', async () => {
    anApp(async () => {});
    app.quit();
    await Promise.resolve();
    await new Promise(setImmediate);
    expect(appState()).toBe('exited');
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('%s stops the engine first, too', async (signal) => {
    const order: string[] = [];
    const { process } = anApp(async () => void order.push('stopped'));
    process.emit(signal, signal);
    await vi.waitFor(() => expect(appState()).toBe('exited'));
    expect(order).toEqual(['stopped']);
  });

  test('stops the engine once, however often it is asked for', async () => {
    let stops = 0;
    const stopped = Promise.withResolvers<void>();
    anApp(() => {
      stops += 1;
      return stopped.promise;
    });
    app.quit();
    app.quit();
    stopped.resolve();
    await vi.waitFor(() => expect(appState()).toBe('exited'));
    expect(stops).toBe(1);
  });

  test('goes on after three seconds when the engine does not stop', async () => {
    vi.useFakeTimers();
    try {
      const { log } = anApp(() => new Promise(() => {}));
      app.quit();
      await vi.advanceTimersByTimeAsync(2_900);
      expect(appState()).not.toBe('exited');
      await vi.advanceTimersByTimeAsync(200);
      expect(appState()).toBe('exited');
      expect(log).toEqual(['The engine did not stop within 3 s']);
    } finally {
      vi.useRealTimers();
    }
  });

  test('goes on when stopping fails, and says so', async () => {
    const { log } = anApp(() => Promise.reject(new Error('disk')));
    app.quit();
    await vi.waitFor(() => expect(appState()).toBe('exited'));
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^The engine did not stop: Error: disk\n    at .*lifecycle\.test\.ts:\d+:\d+/);
  });

  test('does not follow from closing the last window', () => {
    anApp(async () => {});
    // Electron quits by itself only when nobody listens.
    expect(appEvents.listeners.get('window-all-closed')).toHaveLength(1);
    appEvents.emit('window-all-closed');
    expect(appState()).toBe('running');
  });
});

test('a second launch and a click on the running app open the window', () => {
  let opened = 0;
  openOnLaunch(app, () => (opened += 1));
  appEvents.emit('second-instance', {}, ['electron', '.'], '/', null);
  appEvents.emit('second-instance', {}, ['electron', '.', '--hidden'], '/', null);
  appEvents.emit('activate', {}, false);
  expect(opened).toBe(2);
});
