import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { buildApp } from '../../support/built-app.ts';

/** The app as it ships, in the real Electron and a home of its own; `end` quits it and leaves nothing behind. */
export async function launchApp(binary: string): Promise<{ electron: ElectronApplication; end: () => Promise<void> }> {
  const folder = await buildApp();
  const home = mkdtempSync(path.join(tmpdir(), 'codeartifact-tray-e2e-'));
  const inherited = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const electron = await _electron.launch({
    executablePath: binary,
    args: [folder, '--hidden', ...(process.platform === 'linux' ? ['--no-sandbox'] : [])],
    env: {
      ...inherited,
      HOME: home,
      CODEARTIFACT_TRAY_HOME: path.join(home, 'state'),
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  async function end(): Promise<void> {
    await electron.close();
    for (const created of [folder, home]) rmSync(created, { recursive: true, force: true });
  }
  return { electron, end };
}
