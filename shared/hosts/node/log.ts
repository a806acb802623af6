import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../../ports/host.ts';
import { maskSecrets } from '../../engine/secrets/mask.ts';

/** The log starts anew at this size; one older file is kept. Bytes. */
const LARGEST = 1_000_000;

/** Appends to log.txt in the state folder. Whatever is passed, secrets are masked on the way. */
export function fileLog(stateFolder: string): Log {
  const file = path.join(stateFolder, 'log.txt');
  return (level, message) => {
    if (level === 'debug') return;
    try {
      mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) renameSync(file, `${file}.old`);
      const line = `${new Date().toISOString()} ${level} ${maskSecrets(message).replaceAll('\n', '\n  ')}\n`;
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      // A full disk must not stop tokens from being refreshed.
    }
  };
}

/** For commands that end at once: what matters they print themselves. */
export const silentLog: Log = () => {};
