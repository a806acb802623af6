import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, dialog } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';
import { giveUp, prepareUserData } from '../../electron/main/lifecycle/launch.ts';
import { appState, becomeReady } from '../support/electron/app.ts';
import { errorBoxes } from '../support/electron/machine.ts';
import { resetWorld, world } from '../support/electron/world.ts';
import { temporaryFolder } from '../support/files/temporary-folder.ts';

beforeEach(() => resetWorld());

describe('an app that can’t start', () => {
  test('says why, on the terminal and to a person, and ends', async () => {
    const said: string[] = [];
    const ended = giveUp('The disk is gone.', { app, dialog, isHidden: false, say: (line) => said.push(line) });
    expect(said).toEqual(['The disk is gone.']);
    expect(errorBoxes()).toEqual([]);
    await becomeReady();
    await ended;
    expect(errorBoxes()).toEqual([['CodeArtifact Tray can’t start', 'The disk is gone.']]);
    expect({ state: appState(), last: world.calls.at(-1) }).toEqual({ state: 'exited', last: 'app.exit 1' });
  });

  test('opens nothing when the OS started it at login', async () => {
    await giveUp('The disk is gone.', { app, dialog, isHidden: true, say: () => {} });
    expect(errorBoxes()).toEqual([]);
    expect(appState()).toBe('exited');
  });
});

describe('the state folder', () => {
  test('is made for its owner alone', () => {
    const { folder, refusal } = prepareUserData(path.join(temporaryFolder(), 'state'));
    expect(refusal).toBeNull();
    expect(path.basename(folder)).toBe('electron');
    expect(statSync(folder).isDirectory()).toBe(true);
    if (process.platform !== 'win32') expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
  });

  test('is refused with the reason and what to do when something else has its name', () => {
    const stateFolder = temporaryFolder();
    writeFileSync(path.join(stateFolder, 'electron'), 'no folder');
    expect(prepareUserData(stateFolder).refusal).toMatch(
      /can’t be used \(E\w+\)\. Make it a folder .*CODEARTIFACT_TRAY_HOME/,
    );
  });

  test.skipIf(process.platform === 'win32')('is refused when it can’t be written to', () => {
    const stateFolder = temporaryFolder();
    mkdirSync(path.join(stateFolder, 'electron'));
    chmodSync(path.join(stateFolder, 'electron'), 0o500);
    const file = path.resolve(import.meta.dirname, '../../electron/main/lifecycle/launch.ts');
    // Root may write anywhere.
    const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    chmodSync(stateFolder, 0o755);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { prepareUserData } from '${file}'; console.log(prepareUserData('${stateFolder}').refusal)`,
      ],
      { encoding: 'utf8', ...asNobody },
    );
    expect(stderr + stdout).toMatch(/can’t be used \(EACCES\)/);
  });
});
