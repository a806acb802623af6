import '../support/electron/native.ts';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { safeStorage } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTokenStore } from '../../electron/adapters/token-store.ts';
import { becomeReady } from '../support/electron/app.ts';
import { resetWorld, world } from '../support/electron/world.ts';
import { temporaryFolder } from '../support/files/temporary-folder.ts';
import { manualClock } from '../support/manual-clock.ts';

const TOKEN = 'eyJ2ZXIiOjEsImlzdSI6MTY-a-very-secret-token';
const ID = 'work/us-east-1/platform/111122223333';

let log: string[] = [];
beforeEach(async () => {
  resetWorld();
  await becomeReady();
  log = [];
});

function open(stateFolder: string) {
  return createTokenStore({
    safeStorage,
    platform: world.platform,
    stateFolder,
    clock: manualClock(),
    log: (_level, message) => log.push(message),
  });
}
/** Lets what happens in the background come to an end: nothing of it takes longer than a turn of the event loop. */
async function background(): Promise<void> {
  await new Promise(setImmediate);
}
/** Sets a token in a store of its own, and waits until it is in the file. */
async function keep(stateFolder: string, tokenId: string, token: string): Promise<void> {
  open(stateFolder).set(tokenId, token);
  await background();
}
function fileOf(folder: string): string {
  return path.join(folder, 'tokens.bin.json');
}
function everythingIn(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'latin1'))
    .join('\n');
}

describe('the token store of the tray', () => {
  test('gives a kept token back after a restart', async () => {
    const folder = temporaryFolder();
    await keep(folder, ID, TOKEN);
    expect(await open(folder).get(ID)).toBe(TOKEN);
    expect(await open(folder).get('another')).toBeNull();
  });

  test('writes ciphertext alone, into a file for its owner', async () => {
    const folder = temporaryFolder();
    await keep(folder, ID, TOKEN);
    expect(statSync(fileOf(folder)).mode & 0o777).toBe(0o600);
    const content = everythingIn(folder);
    for (const form of [
      TOKEN,
      Buffer.from(TOKEN).toString('base64').slice(0, 20),
      Buffer.from(TOKEN).toString('hex'),
    ]) {
      expect(content).not.toContain(form);
    }
    expect(log.join('\n')).not.toContain(TOKEN);
  });

  // A secret of the Windows Credential Manager has 2560 bytes, so that the ciphertext is in a file on every system.
  test('keeps what is set later, too, and leaves alone what it only read', async () => {
    const folder = temporaryFolder();
    const store = open(folder);
    store.set(ID, TOKEN);
    await background();
    store.set('later', `${TOKEN}-2`);
    await background();
    const kept = readFileSync(fileOf(folder), 'utf8');
    const next = open(folder);
    expect([await next.get(ID), await next.get('later')]).toEqual([TOKEN, `${TOKEN}-2`]);
    await background();
    expect(readFileSync(fileOf(folder), 'utf8')).toBe(kept);
  });

  test.each(['win32', 'darwin', 'linux'] as const)(
    '[credential-manager-limit] keeps a token of any length on %s',
    async (platform) => {
      resetWorld({ platform });
      await becomeReady();
      const folder = temporaryFolder();
      const long = TOKEN.padEnd(4096, 'x');
      await keep(folder, ID, long);
      expect(await open(folder).get(ID)).toBe(long);
      expect(readdirSync(folder)).toEqual(['tokens.bin.json']);
      expect(everythingIn(folder)).not.toContain(TOKEN);
    },
  );

  test('forgets a deleted token in memory and in the file', async () => {
    const folder = temporaryFolder();
    const store = open(folder);
    store.set(ID, TOKEN);
    store.set('other', 'second');
    await background();
    store.delete(ID);
    expect(await store.get(ID)).toBeNull();
    expect(await open(folder).get(ID)).toBeNull();
    expect(await open(folder).get('other')).toBe('second');
  });

  test('keeps every token when several are set at once', async () => {
    const folder = temporaryFolder();
    const store = open(folder);
    for (let index = 0; index < 20; index += 1) store.set(`token-${index}`, `${TOKEN}-${index}`);
    await background();
    const again = open(folder);
    for (let index = 0; index < 20; index += 1) expect(await again.get(`token-${index}`)).toBe(`${TOKEN}-${index}`);
  });

  test.each([
    { name: 'a Linux desktop whose key everyone knows', world: { keyStore: 'basic_text' } as const },
    { name: 'a Linux desktop nobody recognises', world: { keyStore: 'unknown' } as const },
    { name: 'a locked key store', world: { canEncrypt: false } },
    { name: 'a Mac without its keychain', world: { platform: 'darwin', canEncrypt: false } as const },
  ])('writes nothing and works from memory on $name', async ({ world: changes }) => {
    resetWorld(changes);
    await becomeReady();
    const folder = temporaryFolder();
    const store = open(folder);
    for (let turn = 0; turn < 3; turn += 1) store.set(ID, TOKEN);
    await background();
    expect(await store.get(ID)).toBe(TOKEN);
    expect(await open(folder).get(ID)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
    expect(log).toEqual(['This system has no key store, so tokens are kept in memory only']);
  });

  test('encrypts anew when the key store asks for it', async () => {
    const folder = temporaryFolder();
    await keep(folder, ID, TOKEN);
    world.hasNewKey = true;
    world.calls.length = 0;
    expect(await open(folder).get(ID)).toBe(TOKEN);
    await background();
    expect(world.calls.filter((call) => call === 'safeStorage.encryptStringAsync')).toHaveLength(1);
    world.hasNewKey = false;
    expect(await open(folder).get(ID)).toBe(TOKEN);
  });

  test('gives up one token that cannot be decrypted and keeps the others', async () => {
    const folder = temporaryFolder();
    await keep(folder, 'good', TOKEN);
    const content = JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Record<string, string>;
    writeFileSync(
      fileOf(folder),
      JSON.stringify({ ...content, [ID]: Buffer.from('from another machine').toString('base64') }),
    );
    const again = open(folder);
    expect(await again.get(ID)).toBeNull();
    expect(await again.get('good')).toBe(TOKEN);
    expect(readFileSync(fileOf(folder), 'utf8')).not.toContain(ID);
  });

  test.each(['{"broken', 'null', '[1,2]', '""', ''])('starts anew over a file that holds %j', async (content) => {
    const folder = temporaryFolder();
    writeFileSync(fileOf(folder), content);
    const store = open(folder);
    expect(await store.get(ID)).toBeNull();
    store.set(ID, TOKEN);
    await background();
    expect(await open(folder).get(ID)).toBe(TOKEN);
    expect(statSync(fileOf(folder)).mode & 0o777).toBe(0o600);
  });

  test('works from memory, and says so without the token, when the folder cannot be written', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'state');
    writeFileSync(file, 'a file stands where the folder should be');
    const store = open(file);
    store.set(ID, TOKEN);
    await background();
    expect(await store.get(ID)).toBe(TOKEN);
    expect(log.some((line) => line.includes('Tokens are kept in memory only'))).toBe(true);
    expect(log.join('\n')).not.toContain(TOKEN);
    expect(existsSync(fileOf(folder))).toBe(false);
  });
});
