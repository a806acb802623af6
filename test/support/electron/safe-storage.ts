import type * as Electron from 'electron';
import { modelled, needsReady, refuse } from './model.ts';
import { world } from './world.ts';

/** Encrypts by a fixed pattern: unreadable in a file, and unlike base64 alone not undone by accident. */
function scramble(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte ^ 0xa5));
}

const MARK = Buffer.from('v11');

type Call = 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync';

/** What waits for the person to type the password of the key store; null when it is open. */
let question: { readonly calls: readonly Call[]; readonly answered: PromiseWithResolvers<void> } | null = null;
world.onReset.push(() => {
  question = null;
});

/** From now on these calls stay unanswered, as they do while the key store asks for its password. */
export function lockKeyStore(
  calls: readonly Call[] = ['isAsyncEncryptionAvailable', 'encryptStringAsync', 'decryptStringAsync'],
): void {
  question = { calls, answered: Promise.withResolvers() };
}

/** The person types the password. */
export function typePassword(): void {
  question?.answered.resolve();
  question = null;
}

/** The person closes the key store's question. */
export function refusePassword(): void {
  world.canEncrypt = false;
  typePassword();
}

async function asked(call: Call): Promise<void> {
  needsReady('safeStorage');
  world.calls.push(`safeStorage.${call}`);
  if (question?.calls.includes(call) === true) await question.answered.promise;
}

export const safeStorage = modelled('safeStorage', {
  getSelectedStorageBackend() {
    if (world.platform !== 'linux') refuse('getSelectedStorageBackend outside of Linux');
    return world.isReady ? world.keyStore : 'unknown';
  },
  async isAsyncEncryptionAvailable() {
    await asked('isAsyncEncryptionAvailable');
    return world.canEncrypt;
  },
  async encryptStringAsync(plainText) {
    await asked('encryptStringAsync');
    // The message quotes the secret, as no message should: the tray has to expect it.
    if (!world.canEncrypt) throw new Error(`Encryption is not available for ${plainText}.`);
    return Buffer.concat([MARK, scramble(Buffer.from(plainText))]);
  },
  async decryptStringAsync(encrypted) {
    await asked('decryptStringAsync');
    if (!world.canEncrypt) throw new Error('Decryption is not available.');
    if (!encrypted.subarray(0, 3).equals(MARK)) throw new Error('Error while decrypting the ciphertext.');
    return { result: scramble(encrypted.subarray(3)).toString(), shouldReEncrypt: world.hasNewKey };
  },
} satisfies Pick<
  typeof Electron.safeStorage,
  'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>);
