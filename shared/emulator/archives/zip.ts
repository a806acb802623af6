import { crc32 } from 'node:zlib';
import type { ArchiveEntry } from './archive-entry.ts';

/** 1 January 1980, the first day that the format knows. */
const FIRST_DAY = 0x21;
const VERSION_NEEDED = 20;
const MADE_ON_UNIX = 0x0300;
const REGULAR_FILE_0644 = 0o100644;

/** A zip archive of stored entries (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16); equal entries give equal bytes. */
export function zip(entries: readonly ArchiveEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const path = Buffer.from(entry.path);
    const content = Buffer.from(entry.content);
    const common = commonFields(content, path.length);
    const local = Buffer.concat([signature(0x04034b50), common, path, content]);
    directory.push(centralHeader(common, offset), path);
    files.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...files, central, endOfDirectory(entries.length, central.length, offset)]);
}

/** The 26 bytes that local and central headers share: from the version needed to the length of the extra field. */
function commonFields(content: Buffer, pathLength: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION_NEEDED, 0);
  fields.writeUInt16LE(FIRST_DAY, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14); // compressed
  fields.writeUInt32LE(content.length, 18); // uncompressed
  fields.writeUInt16LE(pathLength, 22);
  return fields;
}

function centralHeader(common: Buffer, offset: number): Buffer {
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(MADE_ON_UNIX + VERSION_NEEDED);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(REGULAR_FILE_0644 * 0x10000, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature(0x02014b50), madeBy, common, rest]);
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const fields = Buffer.alloc(18);
  fields.writeUInt16LE(count, 4);
  fields.writeUInt16LE(count, 6);
  fields.writeUInt32LE(size, 8);
  fields.writeUInt32LE(offset, 12);
  return Buffer.concat([signature(0x06054b50), fields]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
