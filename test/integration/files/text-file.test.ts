import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { readTextFile } from '../../../shared/engine/files/text-file.ts';
import { readOrThrow } from '../../support/files/read-or-throw.ts';
import { runScript } from '../../support/files/script.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const asPlainUser = new URL('../../support/files/as-plain-user.ts', import.meta.url);

async function problemOfReading(file: string) {
  const target = await readTextFile(file);
  if (target.ok) throw new Error('read without a problem');
  expect(target.error.advice).not.toBeNull();
  return target.error;
}

function fileWith(bytes: string | Uint8Array): string {
  const file = path.join(temporaryFolder(), '.npmrc');
  writeFileSync(file, bytes);
  return file;
}

it('[missing-file] a missing file, in a missing folder as well, is read as empty', async () => {
  const file = path.join(temporaryFolder(), 'pip', 'pip.conf');
  expect(await readTextFile(file)).toEqual({
    ok: true,
    value: {
      path: file,
      realPath: file,
      exists: false,
      text: '',
      bom: false,
      encoding: 'utf8',
      mode: null,
      version: 'missing',
    },
  });
});

it('[empty-file] an empty file exists', async () => {
  const file = fileWith('');
  expect(await readTextFile(file)).toMatchObject({ ok: true, value: { exists: true, text: '', bom: false } });
});

it('[no-final-newline, crlf] line endings and a missing final newline are read as they are', async () => {
  const file = fileWith('a=1\r\nb=2\nc=3');
  expect((await readOrThrow(file)).text).toBe('a=1\r\nb=2\nc=3');
});

it('[bom] a byte order mark is told apart from the text', async () => {
  expect(await readOrThrow(fileWith('\uFEFFa=1\n'))).toMatchObject({ text: 'a=1\n', bom: true });
  expect(await readOrThrow(fileWith('a=1\uFEFF\n'))).toMatchObject({ text: 'a=1\uFEFF\n', bom: false });
});

it.each([
  ['little endian with a mark', Buffer.from('\uFEFFregistry=x\r\n', 'utf16le')],
  ['big endian with a mark', Buffer.from('\uFEFFregistry=x\r\n', 'utf16le').swap16()],
  ['little endian without a mark', Buffer.from('registry=x\r\n', 'utf16le')],
  ['big endian without a mark', Buffer.from('registry=x\r\n', 'utf16le').swap16()],
])('[utf-16] a UTF-16 file (%s) is refused with the encoding to save it in', async (_name, bytes) => {
  const problem = await problemOfReading(fileWith(bytes));
  expect(problem).toMatchObject({ code: 'fileInvalid', message: expect.stringContaining('saved as UTF-16') });
  expect(problem.advice).toContain('Save it as UTF-8');
});

it('[utf-16] a file with NUL bytes is refused as no text', async () => {
  const problem = await problemOfReading(fileWith('registry=\0\0'));
  expect(problem).toMatchObject({ code: 'fileInvalid', message: expect.stringContaining('NUL bytes') });
});

it('[not-utf-8] a Latin-1 file is refused with the line of the first wrong byte', async () => {
  const problem = await problemOfReading(fileWith(Buffer.from('; grün\n'.repeat(1) + 'a=1\n', 'latin1')));
  expect(problem).toMatchObject({ code: 'fileInvalid', message: expect.stringContaining('line 1.') });
  const later = await problemOfReading(fileWith(Buffer.from('a=1\r\nb=2\r\nc=é', 'latin1')));
  expect(later.message).toContain('line 3.');
});

it('[permissions] a file the user may not read, or not get to, is unreadable', async () => {
  const file = fileWith('secret=1\n');
  chmodSync(path.dirname(file), 0o755);
  expect(await runScript(asPlainUser, 'read', file)).toMatchObject({ ok: true });
  chmodSync(file, 0o000);
  expect(await runScript(asPlainUser, 'read', file)).toMatchObject({
    error: { code: 'fileUnreadable', message: expect.stringContaining('permission denied') },
  });
  chmodSync(file, 0o644);
  chmodSync(path.dirname(file), 0o000);
  expect(await runScript(asPlainUser, 'read', file)).toMatchObject({ error: { code: 'fileUnreadable' } });
  chmodSync(path.dirname(file), 0o755);
});

it('[links] a symbolic link is followed to the file, also over another link', async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'dotfiles'));
  writeFileSync(path.join(folder, 'dotfiles', 'npmrc'), 'a=1\n', { mode: 0o640 });
  symlinkSync('dotfiles/npmrc', path.join(folder, 'link'));
  symlinkSync('link', path.join(folder, '.npmrc'));
  expect(await readOrThrow(path.join(folder, '.npmrc'))).toMatchObject({
    realPath: path.join(folder, 'dotfiles', 'npmrc'),
    text: 'a=1\n',
    mode: 0o640,
  });
});

it('[links] a link that leads to itself is reported', async () => {
  const folder = temporaryFolder();
  symlinkSync('b', path.join(folder, 'a'));
  symlinkSync('a', path.join(folder, 'b'));
  expect(await problemOfReading(path.join(folder, 'a'))).toMatchObject({
    code: 'fileInvalid',
    message: expect.stringContaining('leads back to itself'),
  });
});

it('[links] a dangling link is reported with the place it points to, also when it is a folder on the way', async () => {
  const folder = temporaryFolder();
  symlinkSync('gone/npmrc', path.join(folder, '.npmrc'));
  symlinkSync(path.join(folder, 'gone'), path.join(folder, 'pip'));
  const file = await problemOfReading(path.join(folder, '.npmrc'));
  expect(file).toMatchObject({
    code: 'fileInvalid',
    message: expect.stringContaining(path.join(folder, 'gone/npmrc')),
  });
  const parent = await problemOfReading(path.join(folder, 'pip', 'deep', 'pip.conf'));
  expect(parent).toMatchObject({ code: 'fileInvalid', message: expect.stringContaining(path.join(folder, 'pip')) });
  expect(parent.advice).toContain(path.join(folder, 'gone'));
});

it('[links] a hard-linked file is refused, because replacing it would cut the links', async () => {
  const file = fileWith('a=1\n');
  linkSync(file, `${file}.twin`);
  expect(await problemOfReading(file)).toMatchObject({
    code: 'fileInvalid',
    message: expect.stringContaining('2 hard links'),
  });
});

it('[links] folders, named pipes, sockets and devices are refused without waiting for them', async () => {
  const folder = temporaryFolder();
  expect(await problemOfReading(folder)).toMatchObject({
    message: expect.stringContaining('is a folder'),
    advice: 'Move it away, or choose another file.',
  });
  execFileSync('mkfifo', [path.join(folder, 'pipe')]);
  expect((await problemOfReading(path.join(folder, 'pipe'))).message).toContain('is a named pipe');
  expect((await problemOfReading('/dev/null')).message).toContain('is a device');
  const server = createServer().listen(path.join(folder, 'socket'));
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  expect((await problemOfReading(path.join(folder, 'socket'))).message).toContain('is a socket');
});

it('[links] a path that goes through a file is refused', async () => {
  const file = fileWith('a=1\n');
  expect(await problemOfReading(path.join(file, 'pip.conf'))).toMatchObject({ code: 'fileInvalid' });
});

it('a file above 1 MB is refused, one of exactly 1 MB is read', async () => {
  const limit = 1024 * 1024;
  expect((await readOrThrow(fileWith(Buffer.alloc(limit, '#')))).text).toHaveLength(limit);
  expect(await problemOfReading(fileWith(Buffer.alloc(limit + 1, '#')))).toMatchObject({ code: 'fileInvalid' });
});

it('[concurrent-writers] the version changes with any change of the bytes and with nothing else', async () => {
  const file = fileWith('');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (before, after) => {
      fc.pre(!`${before}${after}`.includes('\0'));
      writeFileSync(file, before);
      const { version } = await readOrThrow(file);
      writeFileSync(file, after);
      expect((await readOrThrow(file)).version === version).toBe(before === after);
    }),
    { numRuns: 50 },
  );
});

it('[concurrent-writers] the version changes when a link is pointed at another file with the same content', async () => {
  const folder = temporaryFolder();
  for (const name of ['one', 'two']) writeFileSync(path.join(folder, name), 'same\n');
  const link = path.join(folder, '.npmrc');
  symlinkSync('one', link);
  const before = await readOrThrow(link);
  rmSync(link);
  symlinkSync('two', link);
  expect((await readOrThrow(link)).version).not.toBe(before.version);
});

it('[concurrent-writers] the version stays when another program rewrites the same bytes', async () => {
  const file = fileWith('a=1\n');
  const before = await readOrThrow(file);
  writeFileSync(`${file}.new`, 'a=1\n');
  renameSync(`${file}.new`, file);
  expect((await readOrThrow(file)).version).toBe(before.version);
});
