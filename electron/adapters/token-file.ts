import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../../shared/ports/host.ts';
import { openJsonFile, type JsonFile } from './json-file.ts';

/** The file of kept tokens, `tokens.bin.json`: token id → ciphertext. Every change replaces the whole file, at once. */
export type TokenFile = {
  /** False as long as nothing was ever kept; needs no opening. */
  exists(): boolean;
  /** Throws when the file can't be made or read. */
  open(): void;
  /** Throws when the file can't be read. */
  entries(): readonly (readonly [tokenId: string, ciphertext: Buffer])[];
  /** Throws when the file can't be written. */
  put(tokenId: string, ciphertext: Buffer): void;
  /** Throws when the file can't be written. */
  remove(tokenId: string): void;
};

const NAME = 'tokens.bin';

export function tokenFile(stateFolder: string, log: Log): TokenFile {
  const file = path.join(stateFolder, `${NAME}.json`);
  let json: JsonFile | null = null;

  function opened(): JsonFile {
    json ??= openAnew();
    return json;
  }
  function openAnew(): JsonFile {
    try {
      return openJsonFile(stateFolder, NAME);
    } catch {
      log('warn', 'The file of kept tokens was unreadable and is given up; tokens are fetched anew');
      rmSync(file, { force: true });
      return openJsonFile(stateFolder, NAME);
    }
  }
  return {
    exists: () => existsSync(file),
    open: () => void opened(),
    entries: () =>
      Object.entries(opened().store).flatMap(([tokenId, ciphertext]) =>
        typeof ciphertext === 'string' ? [[tokenId, Buffer.from(ciphertext, 'base64')] as const] : [],
      ),
    put(tokenId, ciphertext) {
      const kept = opened();
      kept.store = { ...kept.store, [tokenId]: ciphertext.toString('base64') };
    },
    remove(tokenId) {
      const kept = opened();
      if (!(tokenId in kept.store)) return;
      const { [tokenId]: _removed, ...rest } = kept.store;
      kept.store = rest;
    },
  };
}
