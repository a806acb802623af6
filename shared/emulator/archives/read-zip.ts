import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const END_SIZE = 22;
const DIRECTORY_ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_HEADER_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;

/** Most that one file may unpack to, so that a small archive can't fill the memory. */
const LARGEST_FILE = 50 * 1024 * 1024;

/**
 * The files of a zip archive by their paths (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16): stored or deflated,
 * no zip64. Null when the bytes are no such archive.
 */
export function readZip(archive: Buffer): ReadonlyMap<string, Buffer> | null {
  try {
    return readDirectory(archive);
  } catch {
    // Offsets that lead out of the bytes, or compressed data that isn't.
    return null;
  }
}

function readDirectory(archive: Buffer): ReadonlyMap<string, Buffer> | null {
  const end = findEnd(archive);
  if (end === -1) return null;
  const files = new Map<string, Buffer>();
  let offset = archive.readUInt32LE(end + 16);
  for (let rest = archive.readUInt16LE(end + 10); rest > 0; rest -= 1) {
    if (archive.readUInt32LE(offset) !== DIRECTORY_ENTRY) return null;
    const pathEnd = offset + ENTRY_SIZE + archive.readUInt16LE(offset + 28);
    const path = archive.toString('utf8', offset + ENTRY_SIZE, pathEnd);
    if (!path.endsWith('/')) files.set(path, readContent(archive, offset));
    offset = pathEnd + archive.readUInt16LE(offset + 30) + archive.readUInt16LE(offset + 32);
  }
  return files;
}

/** Where the last record starts; a comment may follow it. */
function findEnd(archive: Buffer): number {
  for (let offset = archive.length - END_SIZE; offset >= 0; offset -= 1) {
    if (archive.readUInt32LE(offset) === END_OF_DIRECTORY) return offset;
  }
  return -1;
}

function readContent(archive: Buffer, entry: number): Buffer {
  const method = archive.readUInt16LE(entry + 10);
  const local = archive.readUInt32LE(entry + 42);
  const start = local + LOCAL_HEADER_SIZE + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
  if (method === STORED) return packed;
  if (method === DEFLATED) return inflateRawSync(packed, { maxOutputLength: LARGEST_FILE });
  throw new Error(`Compression method ${method}`);
}
