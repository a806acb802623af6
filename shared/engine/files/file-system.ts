import fs from 'node:fs/promises';

/** The system calls of a write, so that tests can make each of them fail. */
export type FileSystem = Pick<
  typeof fs,
  'lstat' | 'mkdir' | 'open' | 'readdir' | 'rename' | 'rmdir' | 'stat' | 'unlink'
>;

export const realFileSystem: FileSystem = fs;
