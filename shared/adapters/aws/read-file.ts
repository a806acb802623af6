import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** More than files of profiles, certificates and sessions ever hold. Bytes. */
const LARGEST = 16 * 1024 * 1024;

/** What stands in the place of a file and would be read without end, or waited for. */
export class NotAFile extends Error {}

/** As PowerShell's `>` writes it. No tool of AWS reads it. */
export class Utf16 extends NotAFile {}

/** A file as UTF-8 text; an empty device such as /dev/null is empty. Rejects with what the file system says, or `NotAFile`. */
export async function readFileText(file: string): Promise<string> {
  // O_NONBLOCK: opening a pipe must not wait for who writes into it. Windows knows neither.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) throw new NotAFile('it is a folder');
    if (stats.isCharacterDevice() && (await isEmpty(handle))) return '';
    if (!stats.isFile()) throw new NotAFile('it is a pipe or a device');
    if (stats.size > LARGEST) throw new NotAFile('it is larger than 16 MB');
    const bytes = await handle.readFile();
    if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2))) throw new Utf16('it is saved as UTF-16');
    return bytes.toString();
  } finally {
    await handle.close();
  }
}

async function isEmpty(handle: FileHandle): Promise<boolean> {
  return (await handle.read(Buffer.alloc(1))).bytesRead === 0;
}
