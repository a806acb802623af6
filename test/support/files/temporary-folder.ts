import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder without links in its path, removed when the running test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'codeartifact-tray-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
