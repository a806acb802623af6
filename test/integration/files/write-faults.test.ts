import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { writeTextFile } from '../../../shared/engine/files/atomic-write.ts';
import { realFileSystem } from '../../../shared/engine/files/file-system.ts';
import type { FileSystem } from '../../../shared/engine/files/file-system.ts';
import { failingFileSystem, systemError, withHandles } from '../../support/files/failing-file-system.ts';
import type { FaultStep } from '../../support/files/failing-file-system.ts';
import { readOrThrow } from '../../support/files/read-or-throw.ts';
import { temporaryFolder } from '../../support/files/temporary-folder.ts';

const OLD = '\uFEFFold=1\r\n';

function oldFile(): string {
  const file = path.join(temporaryFolder(), '.npmrc');
  writeFileSync(file, OLD, { mode: 0o644 });
  return file;
}

const codes = [
  ['ENOSPC', 'diskFull'],
  ['EDQUOT', 'diskFull'],
  ['EIO', 'fileNotWritable'],
  ['EPERM', 'fileNotWritable'],
  ['EROFS', 'fileNotWritable'],
] as const;

describe.each(codes)('[permissions] when a step of a write fails with %s', (code, problem) => {
  const steps: FaultStep[] = ['open', 'writeFile', 'stat', 'chmod', 'sync', 'close', 'rename'];

  it.each(steps)('(%s) the file keeps every byte and nothing is left beside it', async (step) => {
    const file = oldFile();
    const before = statSync(file, { bigint: true });
    const { fs, failures } = failingFileSystem(step, code);
    const outcome = await writeTextFile(await readOrThrow(file), { text: 'new=1\r\n' }, fs);
    expect(outcome).toMatchObject({ ok: false, error: { code: problem, advice: expect.any(String) } });
    expect(failures()).toBeGreaterThan(0);
    expect(readFileSync(file, 'utf8')).toBe(OLD);
    expect(readdirSync(path.dirname(file))).toEqual(['.npmrc']);
    const after = statSync(file, { bigint: true });
    expect([after.ino, after.mode, after.mtimeNs]).toEqual([before.ino, before.mode, before.mtimeNs]);
  });

  it('(unlink) a delete leaves the file', async () => {
    const file = oldFile();
    const { fs } = failingFileSystem('unlink', code);
    expect(await writeTextFile(await readOrThrow(file), { text: null }, fs)).toMatchObject({
      error: { code: problem },
    });
    expect(readFileSync(file, 'utf8')).toBe(OLD);
  });

  it.each(['mkdir', 'open', 'sync', 'rename'] as const)('(%s) no folder made for a new file stays', async (step) => {
    const home = temporaryFolder();
    const { fs, failures } = failingFileSystem(step, code);
    const target = await readOrThrow(path.join(home, '.config', 'pip', 'pip.conf'));
    expect(await writeTextFile(target, { text: 'new\n' }, fs)).toMatchObject({ error: { code: problem } });
    expect(failures()).toBeGreaterThan(0);
    expect(readdirSync(home)).toEqual([]);
  });
});

it('[permissions] when the second of two folders cannot be made, the first goes again', async () => {
  const home = temporaryFolder();
  const mkdir = vi.fn<FileSystem['mkdir']>(realFileSystem.mkdir);
  mkdir.mockImplementationOnce(realFileSystem.mkdir).mockRejectedValueOnce(systemError('ENOSPC', 'mkdir'));
  const target = await readOrThrow(path.join(home, 'a', 'b', 'pip.conf'));
  const outcome = await writeTextFile(
    target,
    { text: 'x\n' },
    { ...realFileSystem, mkdir: mkdir as FileSystem['mkdir'] },
  );
  expect(outcome).toMatchObject({ error: { code: 'diskFull' } });
  expect([mkdir.mock.calls.length, readdirSync(home)]).toEqual([2, []]);
});

it.each([
  ['EPERM', 'belongs to another user'],
  ['EIO', 'EIO'],
])('[permissions] when the owner cannot be kept (%s) the write is refused', async (code, message) => {
  const file = oldFile();
  const { fs, failures } = failingFileSystem('chown', code);
  const stat = (async (name: string) =>
    Object.assign(await realFileSystem.stat(name), { uid: 4711 })) as FileSystem['stat'];
  const outcome = await writeTextFile(await readOrThrow(file), { text: 'new=1\r\n' }, { ...fs, stat });
  expect(outcome).toMatchObject({ error: { code: 'fileNotWritable', message: expect.stringContaining(message) } });
  expect([failures(), readFileSync(file, 'utf8')]).toEqual([1, OLD]);
  expect(readdirSync(path.dirname(file))).toEqual(['.npmrc']);
});

it('[permissions] a disk that takes a change of permissions and does nothing gets no private file', async () => {
  const file = oldFile();
  const fs = withHandles(() => ({ chmod: async () => undefined }));
  const outcome = await writeTextFile(await readOrThrow(file), { text: 'secret=1\n', mode: 0o400 }, fs);
  expect(outcome).toMatchObject({ error: { code: 'fileNotWritable', message: expect.stringContaining('0400') } });
  expect([readFileSync(file, 'utf8'), readdirSync(path.dirname(file))]).toEqual([OLD, ['.npmrc']]);
});

it('a folder that cannot be synced, as on Windows, does not make a finished write fail', async () => {
  const file = oldFile();
  const open = (async (name: string, flags: string, mode?: number) => {
    if (flags === 'r') throw systemError('EISDIR', 'open');
    return realFileSystem.open(name, flags, mode);
  }) as FileSystem['open'];
  const outcome = await writeTextFile(await readOrThrow(file), { text: 'new=1\r\n' }, { ...realFileSystem, open });
  expect(outcome).toEqual({ ok: true, value: { kind: 'written', createdFolders: [] } });
  expect(readFileSync(file, 'utf8')).toBe('\uFEFFnew=1\r\n');
});

it('[concurrent-writers] a change at the last moment, while our bytes go to the disk, is not overwritten', async () => {
  const home = temporaryFolder();
  for (const name of ['.npmrc', 'new/pip.conf']) {
    const file = path.join(home, name);
    if (name === '.npmrc') writeFileSync(file, 'old=1\n');
    const target = await readOrThrow(file);
    const fs = withHandles(() => ({ sync: async () => writeFileSync(file, 'theirs=1\n') }));
    expect(await writeTextFile(target, { text: 'ours=1\n' }, fs)).toEqual({ ok: true, value: { kind: 'conflict' } });
    expect([
      readFileSync(file, 'utf8'),
      readdirSync(path.dirname(file)).filter((other) => other.endsWith('.tmp')),
    ]).toEqual(['theirs=1\n', []]);
  }
});

it.skipIf(process.platform === 'win32')(
  '[concurrent-writers] what is written between the last look and the rename is not lost either',
  async () => {
    const file = path.join(temporaryFolder(), '.npmrc');
    for (const [moment, theirs] of Object.entries({ before: 'old=1\ntheirs=1\n', half: 'theirs=2\n' })) {
      writeFileSync(file, 'old=1\n', { mode: 0o640 });
      const other = openSync(file, 'r+');
      const rename = vi.fn<FileSystem['rename']>(realFileSystem.rename);
      rename.mockImplementationOnce(async (from, to) => {
        if (moment === 'half') ftruncateSync(other);
        else writeSync(other, 'theirs=1\n', 6);
        await realFileSystem.rename(from, to);
        // Who has begun goes on, in a file that nobody else can see any more.
        if (moment === 'half') setTimeout(() => writeSync(other, theirs, 0), 5);
      });
      const outcome = await writeTextFile(await readOrThrow(file), { text: 'ours=1\n' }, { ...realFileSystem, rename });
      expect(outcome).toEqual({ ok: true, value: { kind: 'conflict' } });
      expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([theirs, 0o640]);
      expect(readdirSync(path.dirname(file))).toEqual(['.npmrc']);
      closeSync(other);
    }
  },
);

it('the temp file holds the secret for its owner only, from its first byte to the rename', async () => {
  const file = oldFile();
  const modes: number[] = [];
  const note = async () => {
    const temp = readdirSync(path.dirname(file)).find((name) => name.endsWith('.tmp'));
    modes.push(statSync(path.join(path.dirname(file), temp ?? 'none')).mode & 0o777);
  };
  const fs = withHandles((handle) => {
    const writeFile = handle.writeFile.bind(handle);
    return { writeFile: (bytes: Buffer) => note().then(() => writeFile(bytes)) };
  });
  const rename: FileSystem['rename'] = (from, to) => note().then(() => realFileSystem.rename(from, to));
  await writeTextFile(await readOrThrow(file), { text: 'secret=1\n', mode: 0o600 }, { ...fs, rename });
  expect(modes).toEqual([0o600, 0o600]);
});

it('the bytes are on the disk before the rename, and the rename before the write is called done', async () => {
  const file = oldFile();
  const events: string[] = [];
  const handles = withHandles((handle) => {
    const [sync, writeFile] = [handle.sync.bind(handle), handle.writeFile.bind(handle)];
    return {
      writeFile: (bytes: Buffer) => (events.push('write'), writeFile(bytes)),
      sync: () => (events.push('sync'), sync()),
    };
  });
  const open = (async (name: string, flags: string, mode?: number) => {
    events.push(`open ${name === path.dirname(file) ? 'folder' : 'temp file'} (${flags})`);
    return handles.open(name, flags, mode);
  }) as FileSystem['open'];
  const rename: FileSystem['rename'] = (from, to) => (events.push('rename'), realFileSystem.rename(from, to));
  await writeTextFile(await readOrThrow(file), { text: 'new=1\r\n' }, { ...handles, open, rename });
  expect(events).toEqual(['open temp file (wx)', 'write', 'sync', 'rename', 'open folder (r)', 'sync']);
});

describe('on Windows', () => {
  const platform = 'win32';

  it.each(['EPERM', 'EBUSY', 'EACCES'])(
    'a file that is open elsewhere (%s) is replaced as soon as it is free',
    async (code) => {
      const file = oldFile();
      const rename = vi.fn<FileSystem['rename']>(realFileSystem.rename);
      rename.mockRejectedValueOnce(systemError(code, 'rename')).mockRejectedValueOnce(systemError(code, 'rename'));
      const outcome = await writeTextFile(
        await readOrThrow(file),
        { text: 'new=1\r\n' },
        { ...realFileSystem, platform, rename },
      );
      expect(outcome).toMatchObject({ value: { kind: 'written' } });
      expect([rename.mock.calls.length, readFileSync(file, 'utf8')]).toEqual([3, '\uFEFFnew=1\r\n']);
    },
  );

  it('a file that stays open elsewhere is reported as busy after a bounded time', async () => {
    const file = oldFile();
    const { fs, failures } = failingFileSystem('rename', 'EPERM');
    expect(await writeTextFile(await readOrThrow(file), { text: 'new=1\r\n' }, { ...fs, platform })).toMatchObject({
      error: { code: 'fileBusy', retryable: true },
    });
    expect(failures()).toBe(10);
    expect([readFileSync(file, 'utf8'), readdirSync(path.dirname(file))]).toEqual([OLD, ['.npmrc']]);
  });

  it('permission bits, which say nothing there, cause no write', async () => {
    const file = oldFile();
    const next = { text: 'old=1\r\n', mode: 0o600 };
    expect(await writeTextFile(await readOrThrow(file), next, { ...realFileSystem, platform })).toEqual({
      ok: true,
      value: { kind: 'unchanged' },
    });
  });
});

it('a defect is not mistaken for a failing disk', async () => {
  const file = oldFile();
  const rename: FileSystem['rename'] = async () => {
    throw new TypeError('defect');
  };
  await expect(writeTextFile(await readOrThrow(file), { text: 'x\n' }, { ...realFileSystem, rename })).rejects.toThrow(
    'defect',
  );
  expect([existsSync(file), readdirSync(path.dirname(file))]).toEqual([true, ['.npmrc']]);
});
