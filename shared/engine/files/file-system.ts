import { renameSync, unlinkSync } from 'node:fs';
import fs from 'node:fs/promises';

/** The system calls of a write, so that tests can make each of them fail, and the system that answers them. */
export type FileSystem = Pick<
  typeof fs,
  'lstat' | 'mkdir' | 'open' | 'readdir' | 'rename' | 'rmdir' | 'stat' | 'unlink'
> & {
  readonly platform: NodeJS.Platform;
  /** Whom files that it makes belong to; null where files have no owner by number. */
  readonly user: number | null;
};

export const realFileSystem: FileSystem = {
  ...fs,
  // Of the process, not of an environment that says otherwise: it is about what these very calls do.
  platform: process.platform,
  user: process.geteuid?.() ?? null,
  // At once, not when a thread is free: these are called when the file was seen to be unchanged a moment ago.
  rename: async (from, to) => renameSync(from, to),
  unlink: async (file) => unlinkSync(file),
};
