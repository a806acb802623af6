import { expect, test } from 'vitest';
import type { Problem } from '../../../shared/contract/problem.ts';
import { errnoOf, isSharingViolation, readProblem, writeProblem } from '../../../shared/engine/files/file-problem.ts';
import { realFileSystem } from '../../../shared/engine/files/file-system.ts';

const linux = { ...realFileSystem, platform: 'linux' } as const;
const windows = { ...realFileSystem, platform: 'win32' } as const;

function failure(code: string, syscall = 'open'): Error {
  return Object.assign(new Error(`${code}: PLANTED`), { code, syscall });
}

test.each<[string, Problem['code'], boolean, string, string]>([
  [
    'EACCES',
    'fileUnreadable',
    false,
    "/f can't be read: permission denied.",
    'Give your user the right to read the file and to enter the folders above it.',
  ],
  [
    'EPERM',
    'fileUnreadable',
    false,
    "/f can't be read: permission denied.",
    'Give your user the right to read the file and to enter the folders above it.',
  ],
  [
    'ELOOP',
    'fileInvalid',
    false,
    '/f is a symbolic link that leads back to itself.',
    'Remove the link or point it at a file.',
  ],
  [
    'ENOTDIR',
    'fileInvalid',
    false,
    "/f can't exist: a part of its path is a file, not a folder.",
    'Move the file that stands in the way.',
  ],
  ['EBUSY', 'fileBusy', true, '/f is locked by another program.', 'Close the program that has it open.'],
  ['EIO', 'fileUnreadable', false, "/f can't be read (EIO).", 'Check the disk or network drive that holds the file.'],
])('a file whose reading fails with %s', (errno, code, retryable, message, advice) => {
  expect(readProblem('/f', failure(errno))).toEqual({ code, message, advice, command: null, retryable });
});

test.each<[string, Problem['code'], string, string]>([
  ['ENOSPC', 'diskFull', 'no space is left on its disk.', 'Free some space on that disk.'],
  ['EDQUOT', 'diskFull', 'your disk quota is used up.', 'Delete files you no longer need, or ask for a larger quota.'],
  [
    'EACCES',
    'fileNotWritable',
    '/ does not let your user replace it.',
    'Give your user the right to write in /, and check that the file is not marked immutable.',
  ],
  [
    'EPERM',
    'fileNotWritable',
    '/ does not let your user replace it.',
    'Give your user the right to write in /, and check that the file is not marked immutable.',
  ],
  [
    'EROFS',
    'fileNotWritable',
    'its disk is mounted read-only.',
    'Mount the disk writable, or keep this file up to date where it comes from.',
  ],
  [
    'EBUSY',
    'fileNotWritable',
    "it is a mount point, which can't be replaced in one step.",
    'Mount its folder instead of the single file.',
  ],
])('a file whose writing fails with %s', (errno, code, reason, advice) => {
  expect(writeProblem('/f', failure(errno), linux)).toEqual({
    code,
    message: `/f was not written: ${reason}`,
    advice,
    command: null,
    retryable: false,
  });
});

test('a file whose writing fails in a way of its own', () => {
  expect(writeProblem('/f', failure('EIO'), linux)).toMatchObject({
    code: 'fileNotWritable',
    message: '/f was not written (EIO).',
    advice: 'Check the disk or network drive that holds the file.',
  });
});

test('on Windows a file that another program has open may be tried again', () => {
  for (const code of ['EPERM', 'EBUSY', 'EACCES']) {
    for (const syscall of ['rename', 'unlink']) {
      expect(writeProblem('/f', failure(code, syscall), windows)).toEqual({
        code: 'fileBusy',
        message: '/f was not written: another program has it open.',
        advice: 'Close the program that has it open.',
        command: null,
        retryable: true,
      });
      expect(isSharingViolation(failure(code, syscall), 'linux')).toBe(false);
    }
    expect(isSharingViolation(failure(code, 'open'), 'win32')).toBe(false);
  }
  expect(isSharingViolation(failure('ENOSPC', 'rename'), 'win32')).toBe(false);
  expect(isSharingViolation({ code: 'EPERM', syscall: 'rename' }, 'win32')).toBe(false);
});

test('what is no failed system call is a defect, and thrown on', () => {
  const defect = new TypeError('undefined is not a function');
  expect(() => readProblem('/f', defect)).toThrow(defect);
  expect(() => writeProblem('/f', defect, linux)).toThrow(defect);
  expect([null, 'EACCES', { code: 5 }, {}].map(errnoOf)).toEqual([undefined, undefined, undefined, undefined]);
});

test('a file whose folder is missing names the folder that it can not be made in', () => {
  expect(writeProblem('/there-is-no-such/folder/f', failure('EACCES'), linux)).toMatchObject({
    message: '/there-is-no-such/folder/f was not written: / does not let your user make a folder in it.',
    advice: 'Give your user the right to write in /, and check that the file is not marked immutable.',
  });
});
