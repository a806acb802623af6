import type * as Electron from 'electron';
import { modelled, needsReady, refuse } from './model.ts';
import { world } from './world.ts';

/** Encrypts by a fixed pattern: unreadable in a file, and unlike base64 alone not undone by accident. */
function scramble(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte ^ 0xa5));
}

const MARK = Buffer.from('v11');

export const safeStorage = modelled('safeStorage', {
  getSelectedStorageBackend() {
    if (world.platform !== 'linux') refuse('getSelectedStorageBackend outside of Linux');
    return world.isReady ? world.keyStore : 'unknown';
  },
  async isAsyncEncryptionAvailable() {
    needsReady('safeStorage');
    return world.canEncrypt;
  },
  async encryptStringAsync(plainText) {
    needsReady('safeStorage');
    world.calls.push('safeStorage.encryptStringAsync');
    if (!world.canEncrypt) throw new Error('Encryption is not available.');
    return Buffer.concat([MARK, scramble(Buffer.from(plainText))]);
  },
  async decryptStringAsync(encrypted) {
    needsReady('safeStorage');
    if (!encrypted.subarray(0, 3).equals(MARK)) throw new Error('Error while decrypting the ciphertext.');
    return { result: scramble(encrypted.subarray(3)).toString(), shouldReEncrypt: world.hasNewKey };
  },
} satisfies Pick<
  typeof Electron.safeStorage,
  'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>);
