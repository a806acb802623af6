import { rmSync } from 'node:fs';
import path from 'node:path';
import type { SafeStorage } from 'electron';
import type { Log, TokenStore } from '../../shared/ports/host.ts';
import { openJsonFile, type JsonFile } from './json-file.ts';

export type TokenStoreDelegate = {
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >;
  readonly platform: NodeJS.Platform;
  readonly stateFolder: string;
  readonly log: Log;
};

const NAME = 'tokens.bin';

/**
 * Keeps tokens in memory and, encrypted by the OS, in `tokens.bin.json`: token id → base64 ciphertext.
 * Where the OS can't encrypt, and for anything that can't be read back, a token is simply fetched anew. After ready.
 */
export function createTokenStore({ safeStorage, platform, stateFolder, log }: TokenStoreDelegate): TokenStore {
  const memory = new Map<string, string>();
  let file: Promise<JsonFile | null> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: each step replaces the whole file. */
  function inTurn<Value>(step: () => Promise<Value>): Promise<Value> {
    const turn = last.then(step);
    last = turn.catch(() => {});
    return turn;
  }
  async function open(): Promise<JsonFile | null> {
    if (!(await canEncrypt())) {
      log('warn', 'This system has no key store, so tokens are kept in memory only');
      return null;
    }
    try {
      return openJsonFile(stateFolder, NAME);
    } catch {
      log('warn', 'The file of kept tokens was unreadable and is given up; tokens are fetched anew');
      rmSync(path.join(stateFolder, `${NAME}.json`), { force: true });
      return openJsonFile(stateFolder, NAME);
    }
  }
  async function canEncrypt(): Promise<boolean> {
    // Both names mean a key that everyone knows.
    if (platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()))
      return false;
    return safeStorage.isAsyncEncryptionAvailable();
  }
  function opened(): Promise<JsonFile | null> {
    file ??= open().catch((error: unknown) => {
      log('warn', `Tokens are kept in memory only: ${describe(error)}`);
      return null;
    });
    return file;
  }
  async function keep(tokenId: string, token: string): Promise<void> {
    const kept = await opened();
    if (kept === null) return;
    const ciphertext = await safeStorage.encryptStringAsync(token);
    kept.store = { ...kept.store, [tokenId]: ciphertext.toString('base64') };
  }
  async function forget(tokenId: string): Promise<void> {
    const kept = await opened();
    if (kept === null || !(tokenId in kept.store)) return;
    const { [tokenId]: _forgotten, ...rest } = kept.store;
    kept.store = rest;
  }
  async function recall(tokenId: string): Promise<string | null> {
    const kept = await opened();
    const ciphertext = kept?.store[tokenId];
    if (typeof ciphertext !== 'string') return null;
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(ciphertext, 'base64'));
      if (shouldReEncrypt) await keep(tokenId, result);
      return result;
    } catch {
      log('warn', `The kept token ${tokenId} could not be decrypted and is given up`);
      await forget(tokenId);
      return null;
    }
  }
  async function attempt(step: () => Promise<void>): Promise<void> {
    try {
      await inTurn(step);
    } catch (error) {
      log('warn', `The file of kept tokens could not be written: ${describe(error)}`);
    }
  }

  return {
    async get(tokenId) {
      const remembered = memory.get(tokenId);
      if (remembered !== undefined) return remembered;
      const recalled = await inTurn(() => recall(tokenId)).catch((error: unknown) => {
        log('warn', `The file of kept tokens could not be read: ${describe(error)}`);
        return null;
      });
      if (recalled !== null && !memory.has(tokenId)) memory.set(tokenId, recalled);
      return memory.get(tokenId) ?? null;
    },
    async set(tokenId, token) {
      memory.set(tokenId, token);
      await attempt(() => keep(tokenId, token));
    },
    async delete(tokenId) {
      memory.delete(tokenId);
      await attempt(() => forget(tokenId));
    },
  };
}

/** Only the kind of error: its message could quote what was to be encrypted. */
function describe(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : typeof error;
}
