import { app } from 'electron';
import { beforeEach, expect, test } from 'vitest';
import { keepOutOfKeyStore } from '../../electron/main/lifecycle/launch.ts';
import { becomeReady } from '../support/electron/app.ts';
import { resetWorld, world } from '../support/electron/world.ts';

beforeEach(() => resetWorld());

test.each([
  ['linux', ['app.commandLine.appendSwitch password-store=basic']],
  ['darwin', ['app.commandLine.appendSwitch use-mock-keychain']],
  ['win32', []],
] as const)('the demo keeps Chromium out of the key store of %s', (platform, calls) => {
  keepOutOfKeyStore(app.commandLine, platform);
  expect(world.calls).toEqual(calls);
});

test('rule 11: a switch that comes after ready is one too late', async () => {
  await becomeReady();
  expect(() => keepOutOfKeyStore(app.commandLine, 'linux')).toThrow('after ready');
});
