import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { memoryFile } from '../../electron/main/tray/memory-file.ts';
import type { Telling } from '../../shared/view/tray/telling.ts';
import { temporaryFolder } from '../support/files/temporary-folder.ts';
import { NOW } from '../support/snapshots.ts';

const telling: Telling = { at: NOW, count: 1, urgency: 'soon', solvedAt: null };

function aMemory(folder = temporaryFolder()) {
  const log: string[] = [];
  return { folder, log, memory: memoryFile(folder, (_level, message) => log.push(message)) };
}

test('what was told is known after a restart, in a file for its owner alone', () => {
  const { folder, memory } = aMemory();
  memory.write(new Map([['signInNeeded:work', telling]]));
  expect(aMemory(folder).memory.read()).toEqual(new Map([['signInNeeded:work', telling]]));
  expect(readdirSync(folder)).toEqual(['notifications.json']);
  expect(statSync(path.join(folder, 'notifications.json')).mode & 0o777).toBe(0o600);
});

test('nothing is written where nothing was told', () => {
  const { folder, memory } = aMemory();
  expect(memory.read()).toEqual(new Map());
  memory.write(new Map());
  expect(readdirSync(folder)).toEqual([]);
});

test.each(['', '{', '[]', '{"a":{"at":"now"}}', 'null'])(
  'a file that says %j is taken for none and replaced',
  (text) => {
    const { folder, memory } = aMemory();
    const file = path.join(folder, 'notifications.json');
    writeFileSync(file, text);
    expect(memory.read()).toEqual(new Map());
    memory.write(new Map([['a', telling]]));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ a: telling });
  },
);

test('a folder that takes no file is said once, and costs nothing else', () => {
  const { folder, log, memory } = aMemory();
  mkdirSync(path.join(folder, 'notifications.json'));
  memory.write(new Map([['a', telling]]));
  memory.write(new Map([['a', telling]]));
  expect(log).toEqual(['What was told could not be noted; it is told again after the next start']);
});
