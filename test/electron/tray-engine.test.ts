import '../support/electron/native.ts';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openTrayEngine } from '../../electron/main/tray-engine.ts';
import type { Engine } from '../../shared/engine/engine.ts';
import { becomeReady } from '../support/electron/app.ts';
import { resetWorld } from '../support/electron/world.ts';
import { temporaryFolder } from '../support/files/temporary-folder.ts';
import { manualClock } from '../support/manual-clock.ts';

beforeEach(async () => {
  // No profile of a login shell is asked for variables.
  vi.stubEnv('SHELL', '');
  resetWorld();
  await becomeReady();
});

async function anEngineOfTheTray(isDemo: boolean): Promise<{ readonly engine: Engine; readonly shown: string[] }> {
  const home = temporaryFolder();
  const shown: string[] = [];
  const engine = await openTrayEngine({
    environment: {
      platform: process.platform,
      home,
      accountHome: home,
      env: {},
      stateFolder: path.join(home, 'state'),
    },
    clock: manualClock(),
    log: () => {},
    isDemo,
    stopped: new AbortController().signal,
    windows: {
      showMain: (page) => shown.push(page ?? 'as it was left'),
      focused: () => null,
      holdPopover: (work) => work,
    },
  });
  onTestFinished(() => {
    vi.unstubAllEnvs();
    return engine.stop();
  });
  return { engine, shown };
}

test.each([true, false])('the engine of the tray can do what a desktop can (demo: %s)', async (isDemo) => {
  const { engine, shown } = await anEngineOfTheTray(isDemo);
  const state = await engine.api.request('state.get', {});
  expect(state.ok && state.value.host).toMatchObject({
    kind: 'tray',
    demo: isDemo,
    capabilities: { pickFolder: true, openWindow: true, openBrowser: true, quit: true },
  });
  await engine.api.request('window.open', { page: 'doctor' });
  expect(shown).toEqual(['doctor']);
});
