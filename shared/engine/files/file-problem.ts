import { existsSync } from 'node:fs';
import path from 'node:path';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { realFileSystem } from './file-system.ts';
import type { FileSystem } from './file-system.ts';

/** The code of a failed system call such as `ENOENT`; undefined for any other thrown value. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** True when Windows refused to replace or remove a file because another program has it open: worth another try. */
export function isSharingViolation(error: unknown, platform: NodeJS.Platform): boolean {
  if (platform !== 'win32' || !['EPERM', 'EBUSY', 'EACCES'].includes(errnoOf(error) ?? '')) return false;
  return error instanceof Error && 'syscall' in error && ['rename', 'unlink'].includes(String(error.syscall));
}

/** What a failed read of `file` means for a person. Throws what is no failed system call: that is a defect. */
export function readProblem(file: string, error: unknown): Problem {
  const code = errnoOf(error);
  switch (code) {
    case undefined:
      throw error;
    case 'EACCES':
    case 'EPERM':
      return problemOf('fileUnreadable', `${file} can't be read: permission denied.`, {
        advice: 'Give your user the right to read the file and to enter the folders above it.',
      });
    case 'ELOOP':
      return problemOf('fileInvalid', `${file} is a symbolic link that leads back to itself.`, {
        advice: 'Remove the link or point it at a file.',
      });
    case 'ENOTDIR':
      return problemOf('fileInvalid', `${file} can't exist: a part of its path is a file, not a folder.`, {
        advice: 'Move the file that stands in the way.',
      });
    case 'EBUSY':
      return problemOf('fileBusy', `${file} is locked by another program.`, {
        advice: 'Close the program that has it open.',
        retryable: true,
      });
    default:
      return problemOf('fileUnreadable', `${file} can't be read (${code}).`, {
        advice: 'Check the disk or network drive that holds the file.',
      });
  }
}

/** What a failed write of `file` means for a person; nothing was changed. Throws what is no failed system call: that is a defect. */
export function writeProblem(file: string, error: unknown, { platform }: FileSystem = realFileSystem): Problem {
  const code = errnoOf(error);
  if (isSharingViolation(error, platform)) return busyProblem(file);
  switch (code) {
    case undefined:
      throw error;
    case 'ENOSPC':
      return problemOf('diskFull', `${file} was not written: no space is left on its disk.`, {
        advice: 'Free some space on that disk.',
      });
    case 'EDQUOT':
      return problemOf('diskFull', `${file} was not written: your disk quota is used up.`, {
        advice: 'Delete files you no longer need, or ask for a larger quota.',
      });
    case 'EACCES':
    case 'EPERM':
      return notLet(file);
    case 'EROFS':
      return problemOf('fileNotWritable', `${file} was not written: its disk is mounted read-only.`, {
        advice: 'Mount the disk writable, or keep this file up to date where it comes from.',
      });
    case 'EFBIG':
      return problemOf('fileNotWritable', `${file} was not written: it is larger than this process may make files.`, {
        advice: 'Raise the limit of your shell (ulimit -f), or that of its disk.',
      });
    case 'EBUSY':
      // What POSIX answers when the file itself is a mount point, as in containers with a single file mounted.
      return problemOf(
        'fileNotWritable',
        `${file} was not written: it is a mount point, which can't be replaced in one step.`,
        {
          advice: 'Mount its folder instead of the single file.',
        },
      );
    default:
      return problemOf('fileNotWritable', `${file} was not written (${code}).`, {
        advice: 'Check the disk or network drive that holds the file.',
      });
  }
}

/** Names the folder that is in the way: where that of the file is missing, the one that it can't be made in. */
function notLet(file: string): Problem {
  const folder = nearestThere(path.dirname(file));
  const what = folder === path.dirname(file) ? 'replace it' : 'make a folder in it';
  return problemOf('fileNotWritable', `${file} was not written: ${folder} does not let your user ${what}.`, {
    advice: `Give your user the right to write in ${folder}, and check that the file is not marked immutable.`,
  });
}

function nearestThere(folder: string): string {
  const above = path.dirname(folder);
  return existsSync(folder) || above === folder ? folder : nearestThere(above);
}

function busyProblem(file: string): Problem {
  return problemOf('fileBusy', `${file} was not written: another program has it open.`, {
    advice: 'Close the program that has it open.',
    retryable: true,
  });
}
