import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { removeFolders, writeTextFile } from '../../../shared/engine/files/atomic-write.ts';
import { readOrThrow } from '../../support/files/read-or-throw.ts';
import { runScript } from '../../support/files/script.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const asPlainUser = new URL('../../support/files/as-plain-user.ts', import.meta.url);

const isRoot = process.getuid?.() === 0;

function fileWith(bytes: string | Uint8Array, mode = 0o644): string {
  const file = path.join(temporaryFolder(), '.npmrc');
  writeFileSync(file, bytes);
  chmodSync(file, mode);
  return file;
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o7777;
}

it('[missing-file] a new file is 0600, the folders made for it are 0700 and reported outermost first', async () => {
  const home = temporaryFolder();
  const file = path.join(home, '.config', 'pip', 'pip.conf');
  const outcome = await writeTextFile(await readOrThrow(file), { text: '[global]\n' });
  const createdFolders = [path.join(home, '.config'), path.join(home, '.config', 'pip')];
  expect(outcome).toEqual({ ok: true, value: { kind: 'written', createdFolders } });
  expect(readFileSync(file, 'utf8')).toBe('[global]\n');
  expect([...createdFolders.map(modeOf), modeOf(file)]).toEqual([0o700, 0o700, 0o600]);
});

it('[switching-off] after a delete the folders made for the file go as far as they are empty', async () => {
  const home = temporaryFolder();
  const file = path.join(home, 'a', 'b', 'c', 'pip.conf');
  await writeTextFile(await readOrThrow(file), { text: 'x\n' });
  writeFileSync(path.join(home, 'a', 'mine.txt'), 'keep me');
  expect(await writeTextFile(await readOrThrow(file), { text: null })).toEqual({
    ok: true,
    value: { kind: 'written', createdFolders: [] },
  });
  expect(existsSync(file)).toBe(false);
  await removeFolders(['a', 'a/b', 'a/b/c'].map((name) => path.join(home, name)));
  expect(readdirSync(path.join(home, 'a'))).toEqual(['mine.txt']);
});

it('[no-final-newline, crlf, bom, not-utf-8] the file becomes exactly the text asked for, with its byte order mark or without one as before', async () => {
  const file = fileWith('');
  const line = fc.tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', '\r\n', '\r', ''));
  const text = fc
    .array(line)
    .map((lines) => lines.flat().join('').replaceAll('\0', ''))
    .filter((candidate) => !candidate.startsWith('\uFEFF'));
  await fc.assert(
    fc.asyncProperty(text, text, fc.boolean(), async (before, after, bom) => {
      const mark = bom ? '\uFEFF' : '';
      writeFileSync(file, mark + before);
      const outcome = await writeTextFile(await readOrThrow(file), { text: after });
      expect(outcome.ok).toBe(true);
      expect(readFileSync(file, 'utf8')).toBe(mark + after);
    }),
    { numRuns: 50 },
  );
});

it('[same-token-again] the same bytes and mode are not written again', async () => {
  const file = fileWith('\uFEFFa=1\r\n');
  const before = lstatSync(file, { bigint: true });
  const target = await readOrThrow(file);
  expect(await writeTextFile(target, { text: 'a=1\r\n', mode: 0o644 })).toEqual({
    ok: true,
    value: { kind: 'unchanged' },
  });
  const after = lstatSync(file, { bigint: true });
  expect([after.ino, after.mtimeNs, after.ctimeNs]).toEqual([before.ino, before.mtimeNs, before.ctimeNs]);
});

it('[permissions] permissions stay as they are, whatever they are', async () => {
  for (const mode of [0o600, 0o640, 0o644, 0o664, 0o755]) {
    const file = fileWith('old\n', mode);
    await writeTextFile(await readOrThrow(file), { text: 'new\n' });
    expect([readFileSync(file, 'utf8'), modeOf(file)]).toEqual(['new\n', mode]);
  }
});

it('[permissions] a file that gets a secret is tightened to 0600, with or without a change of its text', async () => {
  const file = fileWith('old\n', 0o644);
  await writeTextFile(await readOrThrow(file), { text: 'new\n', mode: 0o600 });
  expect(modeOf(file)).toBe(0o600);
  chmodSync(file, 0o644);
  expect(await writeTextFile(await readOrThrow(file), { text: 'new\n', mode: 0o600 })).toMatchObject({
    value: { kind: 'written' },
  });
  expect([readFileSync(file, 'utf8'), modeOf(file)]).toEqual(['new\n', 0o600]);
});

it('[permissions] a read-only file is refused with the command that makes it writable', async () => {
  const file = fileWith('old\n', 0o400);
  expect(await writeTextFile(await readOrThrow(file), { text: 'new\n', mode: 0o600 })).toMatchObject({
    error: { code: 'fileNotWritable', command: `chmod u+w ${file}` },
  });
  expect(await writeTextFile(await readOrThrow(file), { text: null })).toMatchObject({
    error: { code: 'fileNotWritable' },
  });
  expect([readFileSync(file, 'utf8'), modeOf(file)]).toEqual(['old\n', 0o400]);
  expect(readdirSync(path.dirname(file))).toEqual(['.npmrc']);
});

it('[permissions] in a read-only folder nothing is written and nothing is left behind', async () => {
  const file = fileWith('old\n', 0o666);
  const folder = path.dirname(file);
  chmodSync(folder, 0o555);
  const outcome = await runScript(asPlainUser, 'write', file);
  const fresh = await runScript(asPlainUser, 'write', path.join(folder, 'new', 'pip.conf'));
  chmodSync(folder, 0o755);
  expect(outcome).toMatchObject({ error: { code: 'fileNotWritable' } });
  expect(fresh).toMatchObject({ error: { code: 'fileNotWritable' } });
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['old\n', ['.npmrc']]);
});

it.runIf(isRoot)("[permissions] another user's file is refused rather than taken over", async () => {
  const file = fileWith('old\n', 0o666);
  chmodSync(path.dirname(file), 0o777);
  expect(await runScript(asPlainUser, 'write', file)).toMatchObject({
    error: { code: 'fileNotWritable', message: expect.stringContaining('belongs to another user') },
  });
  expect([readFileSync(file, 'utf8'), statSync(file).uid]).toEqual(['old\n', 0]);
  expect(readdirSync(path.dirname(file))).toEqual(['.npmrc']);
});

it.runIf(isRoot)('[permissions] owner and group stay when the writer may set them', async () => {
  const file = fileWith('old\n', 0o640);
  chownSync(file, 1234, 5678);
  await writeTextFile(await readOrThrow(file), { text: 'new\n' });
  const { uid, gid } = statSync(file);
  expect([readFileSync(file, 'utf8'), uid, gid, modeOf(file)]).toEqual(['new\n', 1234, 5678, 0o640]);
});

it.runIf(isRoot)('[permissions] a group the user is not in gives way, the owner stays', async () => {
  const file = fileWith('old\n', 0o644);
  chownSync(file, 65_534, 5678);
  chmodSync(path.dirname(file), 0o777);
  expect(await runScript(asPlainUser, 'write', file)).toMatchObject({ value: { kind: 'written' } });
  expect([readFileSync(file, 'utf8'), statSync(file).uid]).toEqual(['new\n', 65_534]);
});

it('[links] a link stays a link and the file behind it is replaced', async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'dotfiles'));
  writeFileSync(path.join(folder, 'dotfiles', 'npmrc'), 'old\n');
  const link = path.join(folder, '.npmrc');
  symlinkSync('dotfiles/npmrc', link);
  await writeTextFile(await readOrThrow(link), { text: 'new\n' });
  expect([readlinkSync(link), readFileSync(path.join(folder, 'dotfiles', 'npmrc'), 'utf8')]).toEqual([
    'dotfiles/npmrc',
    'new\n',
  ]);
  expect(readdirSync(path.join(folder, 'dotfiles'))).toEqual(['npmrc']);
});

it('[links] deleting through a link empties the file, so that the link goes on working', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'npmrc'), 'old\n');
  const link = path.join(folder, '.npmrc');
  symlinkSync('npmrc', link);
  await writeTextFile(await readOrThrow(link), { text: null });
  expect(await readOrThrow(link)).toMatchObject({ exists: true, text: '' });
});

const otherWriters: readonly (readonly [string, (file: string) => void, string | null])[] = [
  ['changed', (file) => writeFileSync(file, 'theirs\n'), 'theirs\n'],
  ['deleted', (file) => rmSync(file), null],
  ['turned into a folder', (file) => (rmSync(file), mkdirSync(file)), null],
  ['given other permissions', (file) => chmodSync(file, 0o664), 'old\n'],
];

it.each(otherWriters)(
  '[concurrent-writers] a file that was %s since it was read is left alone',
  async (_name, interfere, left) => {
    for (const next of ['new\n', 'old\n', null]) {
      const file = fileWith('old\n');
      const target = await readOrThrow(file);
      interfere(file);
      expect(await writeTextFile(target, { text: next })).toEqual({ ok: true, value: { kind: 'conflict' } });
      const names = readdirSync(path.dirname(file), { recursive: true });
      expect(names).toEqual(existsSync(file) ? ['.npmrc'] : []);
      if (left !== null) expect(readFileSync(file, 'utf8')).toBe(left);
    }
  },
);

it('[concurrent-writers] a file that appeared since it was found missing is left alone', async () => {
  const file = path.join(temporaryFolder(), '.npmrc');
  const target = await readOrThrow(file);
  writeFileSync(file, 'theirs\n');
  for (const text of ['new\n', null]) {
    expect(await writeTextFile(target, { text })).toEqual({ ok: true, value: { kind: 'conflict' } });
  }
  expect(readFileSync(file, 'utf8')).toBe('theirs\n');
});

it('[concurrent-writers] a link pointed elsewhere since it was read is a conflict, and neither file is written', async () => {
  const folder = temporaryFolder();
  for (const name of ['one', 'two']) writeFileSync(path.join(folder, name), 'same\n');
  const link = path.join(folder, '.npmrc');
  symlinkSync('one', link);
  const target = await readOrThrow(link);
  rmSync(link);
  symlinkSync('two', link);
  expect(await writeTextFile(target, { text: 'new\n' })).toEqual({ ok: true, value: { kind: 'conflict' } });
  expect(['one', 'two'].map((name) => readFileSync(path.join(folder, name), 'utf8'))).toEqual(['same\n', 'same\n']);
});

it("the next write of a file removes what a killed process left beside it, and nobody else's files", async () => {
  const file = fileWith('old\n');
  const folder = path.dirname(file);
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const ours = [`..npmrc.${gone}-0123456789ab.tmp`, `..npmrc.${process.pid}-0123456789ab.tmp`];
  const young = `..npmrc.${process.pid}-ba9876543210.tmp`;
  const foreign = [
    `.npmrc.${gone}-0123456789ab.tmp`,
    `..npmrc.${gone}-0123456789ab.tmp~`,
    '..npmrc.0123456789ab.tmp',
    '..npmrc.tmp',
    `.xnpmrc.${gone}-0123456789ab.tmp`,
  ];
  const anHourAgo = new Date(Date.now() - 3_600_000);
  for (const name of [...ours, young, ...foreign]) writeFileSync(path.join(folder, name), 'left over');
  utimesSync(path.join(folder, ours[1]!), anHourAgo, anHourAgo);
  await writeTextFile(await readOrThrow(file), { text: 'new\n' });
  expect(readdirSync(folder).toSorted()).toEqual(['.npmrc', young, ...foreign].toSorted());
});
