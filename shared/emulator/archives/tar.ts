import { gzipSync } from 'node:zlib';
import type { ArchiveEntry } from './archive-entry.ts';

const BLOCK = 512;

/** A gzipped POSIX ustar archive (IEEE Std 1003.1, pax); equal entries give equal bytes. Paths up to 100 bytes. */
export function tarGz(entries: readonly ArchiveEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content);
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    return [header(entry.path, content.length), content, padding];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
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
  block.write('0', 156); // regular file
  block.write('ustar\0', 257);
  block.write('00', 263); // version
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${octal(checksum, 6)}\0 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
