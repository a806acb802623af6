import { gzipSync } from 'node:zlib';
import type { ArchiveEntry } from './archive-entry.ts';

const BLOCK = 512;
const REGULAR_FILE = '0';

/** A gzipped archive as `tar` makes it. */
export function tarGz(entries: readonly ArchiveEntry[]): Buffer {
  return gzipSync(tar(entries), { level: 9 });
}

/** A POSIX ustar archive (IEEE Std 1003.1, pax); equal entries give equal bytes. Paths up to 100 bytes. */
export function tar(entries: readonly ArchiveEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content);
    return [header(entry.path, content.length), content, Buffer.alloc(padding(content.length))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** The regular files of an archive by their paths; null when the bytes are no such archive. */
export function readTar(archive: Buffer): ReadonlyMap<string, Buffer> | null {
  const files = new Map<string, Buffer>();
  for (let offset = 0; offset + BLOCK <= archive.length;) {
    const block = archive.subarray(offset, offset + BLOCK);
    if (block[0] === 0) return files;
    const size = Number.parseInt(text(block, 124, 12), 8);
    const start = offset + BLOCK;
    if (text(block, 257, 5) !== 'ustar' || Number.isNaN(size) || start + size > archive.length) return null;
    if (text(block, 156, 1) === REGULAR_FILE) files.set(text(block, 0, 100), archive.subarray(start, start + size));
    offset = start + size + padding(size);
  }
  return files.size === 0 ? null : files;
}

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0, 100);
  block.write(octal(0o644, 7), 100); // mode
  block.write(octal(0, 7), 108); // owner
  block.write(octal(0, 7), 116); // group
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136); // modified in 1970, so that the bytes never change
  block.write(' '.repeat(8), 148); // the checksum counts itself as blanks
  block.write(REGULAR_FILE, 156);
  block.write('ustar\0', 257);
  block.write('00', 263); // version
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${octal(checksum, 6)}\0 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** Zero bytes that fill the last block. */
function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** A field up to its first zero byte. */
function text(block: Buffer, start: number, length: number): string {
  return block.toString('utf8', start, start + length).replace(/\0.*$/s, '');
}
