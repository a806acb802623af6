import type { SafeStorage } from 'electron';
import type { Clock, Log, TokenStore } from '../../shared/ports/host.ts';
import { tokenFile } from './token-file.ts';

export type TokenStoreDelegate = {
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >;
  readonly platform: NodeJS.Platform;
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly log: Log;
};

/** Reads wait so long for the key store, which may ask a person for its password: all of them together, in milliseconds. */
const PATIENCE = 2000;

/**
 * Keeps tokens in memory and, encrypted by the OS, in a file, from which memory is filled once. Where the OS can't encrypt or
 * nobody answers it, and for anything that can't be read back, a token is simply fetched anew. After ready.
 */
export function createTokenStore({ safeStorage, platform, stateFolder, clock, log }: TokenStoreDelegate): TokenStore {
  const file = tokenFile(stateFolder, log);
  const memory = new Map<string, string>();
  /** Set or deleted since the start: what the file says of them is out of date. */
  const changed = new Set<string>();
  const unwritten = new Set<string>();
  const warned = new Set<string>();
  let isWriting = false;
  let asked: Promise<boolean> | null = null;
  let recalled: Promise<unknown> | null = null;

  function warnOnce(message: string): void {
    if (warned.has(message)) return;
    warned.add(message);
    log('warn', message);
  }

  /** True when tokens can be encrypted and kept. Asks the key store once, and never rejects. */
  function canKeep(): Promise<boolean> {
    asked ??= ask().catch((error: unknown) => {
      log('warn', `Tokens are kept in memory only: ${kindOf(error)}`);
      return false;
    });
    return asked;
  }
  async function ask(): Promise<boolean> {
    // Both names mean a key that everyone knows.
    const isKeyKnown =
      platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
    if (isKeyKnown || !(await safeStorage.isAsyncEncryptionAvailable())) {
      log('warn', 'This system has no key store, so tokens are kept in memory only');
      return false;
    }
    file.open();
    return true;
  }

  /** Done when memory holds what the file kept, or patience is over; what comes later gets into memory all the same. */
  function recall(): Promise<unknown> {
    recalled ??= Promise.race([
      recallAll().catch((error: unknown) => warnOnce(`The file of kept tokens could not be read: ${kindOf(error)}`)),
      new Promise<void>((resolve) => clock.after(PATIENCE, resolve)),
    ]);
    return recalled;
  }
  async function recallAll(): Promise<void> {
    // Without anything to decrypt nobody is asked for a password.
    if (!file.exists() || !(await canKeep())) return;
    await Promise.all(file.entries().map(async ([tokenId, ciphertext]) => recallOne(tokenId, ciphertext)));
  }
  async function recallOne(tokenId: string, ciphertext: Buffer): Promise<void> {
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(ciphertext);
      if (changed.has(tokenId)) return;
      memory.set(tokenId, result);
      if (shouldReEncrypt) writeLater(tokenId);
    } catch {
      if (changed.has(tokenId)) return;
      log('warn', `The kept token ${tokenId} could not be decrypted and is given up`);
      file.remove(tokenId);
    }
  }

  function writeLater(tokenId: string): void {
    unwritten.add(tokenId);
    if (!isWriting) void writeAll();
  }
  /** One after the other, as long as there are any; never rejects. */
  async function writeAll(): Promise<void> {
    isWriting = true;
    const isKept = await canKeep();
    for (const tokenId of unwritten) {
      unwritten.delete(tokenId);
      if (isKept) await write(tokenId);
    }
    isWriting = false;
  }
  async function write(tokenId: string): Promise<void> {
    const token = memory.get(tokenId);
    if (token === undefined) return;
    try {
      const ciphertext = await safeStorage.encryptStringAsync(token);
      // Meanwhile it may have been replaced, then the newer one is next, or deleted.
      if (memory.get(tokenId) === token) file.put(tokenId, ciphertext);
    } catch (error) {
      warnOnce(`The file of kept tokens could not be written: ${kindOf(error)}`);
    }
  }

  return {
    async get(tokenId) {
      if (!memory.has(tokenId) && !changed.has(tokenId)) await recall();
      return memory.get(tokenId) ?? null;
    },
    set(tokenId, token) {
      memory.set(tokenId, token);
      changed.add(tokenId);
      // Patience begins when the key store is first asked, whoever asks.
      void recall();
      writeLater(tokenId);
    },
    delete(tokenId) {
      memory.delete(tokenId);
      changed.add(tokenId);
      unwritten.delete(tokenId);
      try {
        // Needs no key, so that it holds even if the key store never answers.
        if (file.exists()) file.remove(tokenId);
      } catch (error) {
        warnOnce(`The file of kept tokens could not be written: ${kindOf(error)}`);
      }
    },
  };
}

/** Only the kind of error: its message could quote what was to be encrypted. */
function kindOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : typeof error;
}
