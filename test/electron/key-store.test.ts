import '../support/electron/native.ts';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { safeStorage } from 'electron';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createTokenStore } from '../../electron/adapters/token-store.ts';
import { fileLog } from '../../shared/hosts/node/log.ts';
import { becomeReady } from '../support/electron/app.ts';
import { lockKeyStore, refusePassword, typePassword } from '../support/electron/safe-storage.ts';
import { resetWorld, world } from '../support/electron/world.ts';
import { temporaryFolder } from '../support/files/temporary-folder.ts';
import { manualClock } from '../support/manual-clock.ts';

// The key store of an OS may ask a person for its password, who may be at lunch.

const SECRET = 'a-very-secret-token';
const IDS = Array.from({ length: 20 }, (_, index) => `work/us-east-1/domain-${index}/111122223333`);
const [ID = '', OTHER = ''] = IDS;

beforeEach(async () => {
  resetWorld();
  await becomeReady();
});

/** The tray's store in a state folder; every file there is searched for the secret when the test ends. */
function aStore(folder = temporaryFolder()) {
  const clock = manualClock();
  const log: string[] = [];
  const writeLog = fileLog(folder);
  const store = createTokenStore({
    safeStorage,
    platform: world.platform,
    stateFolder: folder,
    clock,
    log(level, message) {
      log.push(message);
      writeLog(level, message);
    },
  });
  onTestFinished(() => {
    expect(everythingIn(folder)).not.toContain(SECRET);
    expect(log.join('\n')).not.toContain(SECRET);
  });
  return { store, clock, log, folder, again: () => aStore(folder) };
}
function everythingIn(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'latin1'))
    .join('\n');
}
function idsIn(folder: string): readonly string[] {
  return Object.keys(JSON.parse(readFileSync(path.join(folder, 'tokens.bin.json'), 'utf8')) as object);
}
/** Nothing in the background takes longer than a turn of the event loop, unless it waits for clock or person. */
async function background(): Promise<void> {
  await new Promise(setImmediate);
}
/** A folder in which an earlier run of the app kept these tokens. */
async function afterARun(ids: readonly string[] = [ID]) {
  const { store, again } = aStore();
  for (const id of ids) store.set(id, `${SECRET} of ${id}`);
  await background();
  world.calls.length = 0;
  return again();
}
function encryptions(): number {
  return world.calls.filter((call) => call === 'safeStorage.encryptStringAsync').length;
}
/** What a promise holds by now; undefined while it is pending. */
async function now<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  return Promise.race([promise, background().then(() => undefined)]);
}

describe('while the key store asks for its password', () => {
  test('a token that was set is known at once, and nobody waits for the file', async () => {
    const { store, folder } = aStore();
    lockKeyStore();
    expect(store.set(ID, SECRET)).toBeUndefined();
    expect(await now(store.get(ID))).toBe(SECRET);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('the file is written as soon as the person has typed it, once for each token, with its last value', async () => {
    const { store, again } = aStore();
    lockKeyStore();
    for (let turn = 0; turn < 50; turn += 1) {
      store.set(ID, `${SECRET} ${turn}`);
      store.set(OTHER, `${SECRET} other ${turn}`);
      await background();
    }
    typePassword();
    await background();
    expect(encryptions()).toBe(2);
    const { store: next } = again();
    expect([await next.get(ID), await next.get(OTHER)]).toEqual([`${SECRET} 49`, `${SECRET} other 49`]);
  });

  test('reads of twenty tokens wait two seconds in all, and none after that', async () => {
    const { store, clock } = await afterARun(IDS);
    lockKeyStore();
    const first = store.get(ID);
    clock.advance(1_500);
    const others = IDS.map((id) => store.get(id));
    clock.advance(499);
    expect(await now(Promise.race([first, ...others]))).toBeUndefined();
    clock.advance(1);
    expect(await now(Promise.all([first, ...others]))).toEqual([null, ...IDS.map(() => null)]);
    for (const id of IDS) expect(await now(store.get(id))).toBeNull();
    clock.advance(60_000);
    expect(await now(store.get(ID))).toBeNull();
  });

  test('the two seconds begin with the first question, also when a token is to be written', async () => {
    const { store, clock } = await afterARun([OTHER]);
    lockKeyStore();
    store.set(ID, SECRET);
    clock.advance(2_000);
    expect(await now(store.get(OTHER))).toBeNull();
  });

  test('reads wait no longer for decrypting', async () => {
    const { store, clock } = await afterARun();
    lockKeyStore(['decryptStringAsync']);
    const read = store.get(ID);
    await background();
    expect(world.calls).toContain('safeStorage.decryptStringAsync');
    clock.advance(2_000);
    expect(await now(read)).toBeNull();
    expect(await now(store.get(ID))).toBeNull();
    typePassword();
    await background();
    expect(await now(store.get(ID))).toBe(`${SECRET} of ${ID}`);
  });

  test('nobody is asked while there is nothing to read', async () => {
    const { store } = aStore();
    lockKeyStore();
    expect(await now(store.get(ID))).toBeNull();
    expect(world.calls).not.toContain('safeStorage.isAsyncEncryptionAvailable');
  });

  test('a token that is set twice while its first value is being encrypted ends with the second', async () => {
    const { store, again } = aStore();
    lockKeyStore(['encryptStringAsync']);
    store.set(ID, `${SECRET} first`);
    await background();
    store.set(ID, `${SECRET} second`);
    store.set(ID, `${SECRET} third`);
    typePassword();
    await background();
    expect(encryptions()).toBe(2);
    expect(await again().store.get(ID)).toBe(`${SECRET} third`);
  });

  test('an app that quits leaves the file whole, without what was waiting', async () => {
    const { store, folder, again } = await afterARun();
    const before = everythingIn(folder);
    lockKeyStore(['encryptStringAsync']);
    store.set(OTHER, SECRET);
    await background();
    expect(everythingIn(folder)).toBe(before);
    expect(await again().store.get(ID)).toBe(`${SECRET} of ${ID}`);
  });
});

describe('when the person types the password after a minute', () => {
  test('reads work from then on, and what was set meanwhile is kept', async () => {
    const { store, clock, again } = await afterARun();
    lockKeyStore();
    const read = store.get(ID);
    clock.advance(60_000);
    expect(await now(read)).toBeNull();
    store.set(OTHER, SECRET);
    typePassword();
    await background();
    expect(await now(store.get(ID))).toBe(`${SECRET} of ${ID}`);
    expect(await again().store.get(OTHER)).toBe(SECRET);
  });

  test('a token from the file takes the place of no newer one, in memory or in the file', async () => {
    const { store, clock, again } = await afterARun();
    lockKeyStore();
    const read = store.get(ID);
    clock.advance(2_000);
    await read;
    store.set(ID, `${SECRET} newer`);
    world.hasNewKey = true;
    typePassword();
    await background();
    expect(await now(store.get(ID))).toBe(`${SECRET} newer`);
    expect(await again().store.get(ID)).toBe(`${SECRET} newer`);
  });

  test('a token that can no longer be decrypted takes none away that was set meanwhile', async () => {
    const { folder } = await afterARun();
    writeFileSync(path.join(folder, 'tokens.bin.json'), JSON.stringify({ [ID]: 'ZnJvbSBhbm90aGVyIG1hY2hpbmU=' }));
    const { store, again } = aStore(folder);
    lockKeyStore();
    store.set(ID, SECRET);
    typePassword();
    await background();
    expect(await again().store.get(ID)).toBe(SECRET);
  });

  test('a file that turns out unreadable is given up, and then holds what was set meanwhile', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'tokens.bin.json'), '{"broken');
    const { store, log, again } = aStore(folder);
    lockKeyStore();
    store.set(ID, SECRET);
    typePassword();
    await background();
    expect(log).toEqual(['The file of kept tokens was unreadable and is given up; tokens are fetched anew']);
    expect(await again().store.get(ID)).toBe(SECRET);
  });
});

describe('a token that is deleted', () => {
  test('before it was written is never written', async () => {
    const { store } = aStore();
    lockKeyStore();
    store.set(ID, SECRET);
    expect(store.delete(ID)).toBeUndefined();
    expect(await now(store.get(ID))).toBeNull();
    typePassword();
    await background();
    expect(encryptions()).toBe(0);
  });

  test('while it is being encrypted does not come back', async () => {
    const { store, folder, again } = await afterARun([OTHER]);
    lockKeyStore(['encryptStringAsync']);
    store.set(ID, SECRET);
    await background();
    store.delete(ID);
    typePassword();
    await background();
    expect(idsIn(folder)).toEqual([OTHER]);
    expect(await again().store.get(ID)).toBeNull();
  });

  test('leaves the file without the key store, and does not come back with its answer', async () => {
    const { store, folder, clock } = await afterARun([ID, OTHER]);
    lockKeyStore();
    const read = store.get(ID);
    store.delete(ID);
    expect(idsIn(folder)).toEqual([OTHER]);
    clock.advance(2_000);
    await read;
    typePassword();
    await background();
    expect([await store.get(ID), await store.get(OTHER)]).toEqual([null, `${SECRET} of ${OTHER}`]);
  });
});

describe('a key store that refuses', () => {
  test('is named once, without the token, and everything works from memory', async () => {
    const { store, log } = await afterARun([OTHER]);
    lockKeyStore();
    store.set(ID, SECRET);
    const read = store.get(OTHER);
    refusePassword();
    expect([await now(read), await now(store.get(ID))]).toEqual([null, SECRET]);
    store.set(ID, `${SECRET} newer`);
    await background();
    expect(log).toEqual(['This system has no key store, so tokens are kept in memory only']);
    expect(encryptions()).toBe(0);
  });

  test('only when it has to encrypt is named once as well', async () => {
    const { store, log } = aStore();
    lockKeyStore(['encryptStringAsync']);
    for (const id of IDS) store.set(id, SECRET);
    await background();
    refusePassword();
    await background();
    expect(log).toEqual(['The file of kept tokens could not be written: Error']);
    expect(await store.get(ID)).toBe(SECRET);
  });
});
